import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'till.closed-by-sign-in': { journal: 'Caisse fermée : quelqu’un s’est connecté sur sa machine' },
  'account.password-changed': { journal: 'Mot de passe changé' },
})
