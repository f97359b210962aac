import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'till.user-limit-lifted': { journal: 'Numéros faux d’un utilisateur remis à zéro par son gestionnaire' },
  'till.limits-lifted': { journal: 'Numéros faux d’un partenaire remis à zéro' },
})
