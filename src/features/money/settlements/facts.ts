import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'settlement.paid': { journal: 'Virements d’un reversement aux partenaires faits' },
  'settlement.released': { journal: 'Reversement aux partenaires validé par une seconde personne' },
  'settlement.prepared': { journal: 'Reversement aux partenaires préparé' },
})
