import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'schools.taken-over': { journal: 'Décisions prises par la Région à la place d’établissements' },
  'schools.given-back': { journal: 'Décisions rendues aux établissements' },
})
