import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'till.limits-lifted': { journal: 'Numéros faux d’un partenaire remis à zéro' },
})
