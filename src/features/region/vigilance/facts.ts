import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'alert.looked-at': { journal: 'Alerte de vigilance regardée' },
})
