import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'reason.given': { journal: 'Motif donné avant de continuer' },
  'threshold.changed': { journal: 'Seuil de vigilance changé' },
})
