import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'account.password-changed': { journal: 'Mot de passe changé' },
})
