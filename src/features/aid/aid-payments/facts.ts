import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'aid-batch.cancelled': { journal: 'Lot de virements THR annulé' },
  'aid-batch.created': { journal: 'Lot de virements THR créé' },
  'aid-batch.released': { journal: 'Lot de virements THR validé par une seconde personne' },
})
