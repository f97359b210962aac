import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'enrolment-list.tried': { journal: 'Liste d’élèves essayée' },
  'enrolment-list.taken': { journal: 'Liste d’élèves mise en place' },
  'enrolment-list.given-up': { journal: 'Liste d’élèves abandonnée' },
})
