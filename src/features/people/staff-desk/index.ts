export { placeAtSchoolChange } from './place-at-school.ts'
export { partnerAccountFile, schoolAccountFile } from './two-people.ts'
