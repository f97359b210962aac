import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'staff.invited': { journal: 'Compte professionnel ouvert' },
  'staff.link-sent': { journal: 'Lien de mot de passe envoyé à un professionnel' },
  'staff.password-chosen': { journal: 'Mot de passe choisi par un professionnel' },
  'staff.role-changed': { journal: 'Rôles d’un agent changés' },
  'staff.shop-added': { journal: 'Compte de partenaire rattaché à un autre point de vente' },
  'staff.shop-roles-changed': { journal: 'Rôles d’un utilisateur de partenaire changés' },
  'staff.shop-closed': { journal: 'Accès d’un utilisateur à un point de vente fermé' },
  'staff.shop-reopened': { journal: 'Accès d’un utilisateur à un point de vente rouvert' },
  'staff.shop-left': { journal: 'Utilisateur qui dit ne pas travailler dans un point de vente' },
  'staff.school-added': { journal: 'Compte d’établissement rattaché à un autre établissement' },
  'staff.school-roles-changed': { journal: 'Rôles d’un utilisateur d’établissement changés' },
  'staff.school-closed': { journal: 'Accès d’un utilisateur à un établissement fermé' },
  'staff.school-reopened': { journal: 'Accès d’un utilisateur à un établissement rouvert' },
  'staff.school-left': { journal: 'Utilisateur qui dit ne pas travailler dans un établissement' },
  'staff.closed': { journal: 'Compte professionnel fermé' },
  'staff.reopened': { journal: 'Compte professionnel rouvert' },
})
