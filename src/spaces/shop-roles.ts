import type { PartnerUser } from './actors.ts'

/** What somebody may do at a partner: each of its pages but the home page names one, and `docs/rights.md` shows who may open which. */
export const SHOP_PERMISSIONS = {
  'till.take': 'encaisser des paiements et des prépaiements',
  'till.refund': 'rembourser',
  'lines.read': 'lire les transactions',
  'lines.export': 'exporter les transactions',
  'settlements.read': 'lire les reversements',
  'mails.choose': 'recevoir les messages du commerce, et les choisir',
  'users.manage': 'gérer les utilisateurs du commerce',
  'account.propose': 'voir le compte bancaire du commerce, et en proposer un autre',
  'agreement.accept': 'accepter la convention au nom du commerce, et y mettre fin',
  'tills.open': 'ouvrir et fermer les caisses du commerce',
  'pin.choose': 'choisir son code de caisse',
} as const

/** A right at a partner. */
export type ShopPermission = keyof typeof SHOP_PERMISSIONS

interface Powers {
  label: string
  hint: string
  may: readonly ShopPermission[]
}

/** The roles of a partner's users: what each may do. A cashier gives back what the manager says, and nothing without it. */
export const SHOP_ROLES = {
  manager: {
    label: 'Gestionnaire',
    hint: 'Tout : encaisser, rembourser, lire les comptes, inviter et limiter les autres.',
    may: [
      ...['till.take', 'till.refund', 'lines.read', 'lines.export', 'settlements.read'],
      ...['mails.choose', 'users.manage', 'account.propose', 'agreement.accept', 'tills.open', 'pin.choose'],
    ],
  },
  accountant: {
    label: 'Comptable',
    hint: 'Lit et exporte les transactions et les reversements. N’encaisse rien.',
    may: ['lines.read', 'lines.export', 'settlements.read', 'mails.choose'],
  },
  cashier: {
    label: 'Caissier',
    hint: 'Encaisse les paiements et les prépaiements. Rembourse si vous l’autorisez, jusqu’à un montant.',
    may: ['till.take', 'till.refund', 'lines.read', 'pin.choose'],
  },
} as const satisfies Record<string, Powers>

/** What a partner's user is there for; one may hold several. */
export type ShopRole = keyof typeof SHOP_ROLES

export const SHOP_ROLE_NAMES = Object.keys(SHOP_ROLES) as ShopRole[]

/** Whoever the Region invites without saying more invites the others of the shop. */
export const FIRST_AT_SHOP: readonly ShopRole[] = ['manager']

/** As a form offers them. */
export const shopRoleOptions = SHOP_ROLE_NAMES.map((role) => ({ value: role, label: SHOP_ROLES[role].label, hint: SHOP_ROLES[role].hint }))

/** The roles that a permission comes with. */
export const shopRolesThatMay = (permission: ShopPermission): ShopRole[] =>
  SHOP_ROLE_NAMES.filter((role) => (SHOP_ROLES[role].may as readonly ShopPermission[]).includes(permission))

/** All that a machine opens which is a till for the day. */
const AT_TILL: readonly ShopPermission[] = ['till.take', 'till.refund']

/** Whether a till of the day opens that, for somebody who is at it. */
export const isForTills = (permission: ShopPermission): boolean => AT_TILL.includes(permission)

/** Whether one of a user's roles may do that, and the manager has said how much where it must be said. */
export function mayAtShop({ roles, refunds_up_to_cents, till }: PartnerUser, permission: ShopPermission): boolean {
  if (till && !isForTills(permission)) return false
  if (permission === 'till.refund' && !roles.includes('manager') && refunds_up_to_cents === null) return false
  return roles.some((role) => shopRolesThatMay(permission).includes(role))
}

/** A user's roles, in words. */
export const shopRolesInWords = (roles: readonly ShopRole[]): string => roles.map((role) => SHOP_ROLES[role].label).join(', ')
