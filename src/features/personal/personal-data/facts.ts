import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'beneficiary.account-closed': { journal: 'Compte fermé par son titulaire' },
  'beneficiary.unused-account-closed': { journal: 'Compte jamais utilisé, fermé par le site' },
})
