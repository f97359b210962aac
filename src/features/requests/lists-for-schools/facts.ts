import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'enrolment-list.read-by-region': { journal: 'Lecture par la Région d’une liste d’élèves comparée aux demandes', isReading: true },
})
