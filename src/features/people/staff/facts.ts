import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'staff.invited': { journal: 'Compte professionnel ouvert' },
  'staff.link-sent': { journal: 'Lien de mot de passe envoyé à un professionnel' },
  'staff.password-chosen': { journal: 'Mot de passe choisi par un professionnel' },
  'staff.role-changed': { journal: 'Rôles d’un agent changés' },
  'staff.shop-roles-changed': { journal: 'Rôles d’un utilisateur de partenaire changés' },
  'staff.school-added': { journal: 'Compte d’établissement rattaché à un autre établissement' },
  'staff.school-roles-changed': { journal: 'Rôles d’un utilisateur d’établissement changés' },
  'staff.school-closed': { journal: 'Accès d’un utilisateur à un établissement fermé' },
  'staff.school-reopened': { journal: 'Accès d’un utilisateur à un établissement rouvert' },
  'staff.closed': { journal: 'Compte professionnel fermé' },
  'staff.reopened': { journal: 'Compte professionnel rouvert' },
  'staff.second-factor-reset-asked': { journal: 'Réinitialisation d’une double authentification demandée' },
  'staff.second-factor-reset-stopped': { journal: 'Réinitialisation d’une double authentification arrêtée' },
  'staff.second-factor-reset': { journal: 'Double authentification d’un professionnel remise à zéro' },
  'second-factor.enrolled': { journal: 'Double authentification mise en place' },
  'second-factor.passkey-added': { journal: 'Clé d’accès ajoutée' },
  'second-factor.passkey-removed': { journal: 'Clé d’accès retirée' },
  'second-factor.recovery-code-used': { journal: 'Code de secours utilisé' },
  'second-factor.recovery-codes-made': { journal: 'Codes de secours créés' },
  'second-factor.removed': { journal: 'Double authentification retirée' },
})
