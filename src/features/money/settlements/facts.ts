import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'settlement.paid': { journal: 'Reversement aux partenaires versé' },
  'settlement.prepared': { journal: 'Reversement aux partenaires préparé' },
})
