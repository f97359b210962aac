export { placeAtSchoolChange } from './place-at-school.ts'
export { agentAccount, agentReopening, rolesChange, schoolAccount, schoolReopening, secondFactorReset } from './two-people.ts'
