import { places } from '../places.ts'
import { UserError } from '../platform/errors.ts'
import type { Agent, SchoolUser } from './actors.ts'

/** What somebody may do at a school: each of its pages names one, and `docs/rights.md` shows who may open which. */
export const SCHOOL_PERMISSIONS = {
  'requests.read': 'lire les demandes et leurs pièces',
  'requests.decide': 'décider des demandes',
  'requests.export': 'prendre la liste des demandes',
  'lists.give': 'donner la liste des élèves',
  'progress.read': 'voir l’avancement',
  'users.manage': 'gérer les utilisateurs de l’établissement',
} as const

/** A right at a school. */
export type SchoolPermission = keyof typeof SCHOOL_PERMISSIONS

interface Powers {
  label: string
  hint: string
  may: readonly SchoolPermission[]
}

/** The roles of a school's users: what each may do. One person may hold several. */
export const SCHOOL_ROLES = {
  head: {
    label: 'Chef d’établissement',
    hint: 'Invite et limite les autres, voit l’avancement, lit les demandes. Ne décide que s’il est aussi au secrétariat.',
    may: ['requests.read', 'progress.read', 'users.manage'],
  },
  office: {
    label: 'Secrétariat',
    hint: 'Décide des demandes, donne la liste des élèves, prend la liste des demandes.',
    may: ['requests.read', 'requests.decide', 'requests.export', 'lists.give'],
  },
  reader: {
    label: 'Lecture',
    hint: 'Lit les demandes. Ne décide de rien.',
    may: ['requests.read'],
  },
} as const satisfies Record<string, Powers>

/** What a school's user is there for; one may hold several. */
export type SchoolRole = keyof typeof SCHOOL_ROLES

export const SCHOOL_ROLE_NAMES = Object.keys(SCHOOL_ROLES) as SchoolRole[]

/** Whoever the Region invites without saying more does all, and invites the others of the school. */
export const FIRST_AT_SCHOOL: readonly SchoolRole[] = ['head', 'office']

/** As a form offers them. */
export const schoolRoleOptions = SCHOOL_ROLE_NAMES.map((role) => ({
  value: role,
  label: SCHOOL_ROLES[role].label,
  hint: SCHOOL_ROLES[role].hint,
}))

/** The roles that a permission comes with. */
export const schoolRolesThatMay = (permission: SchoolPermission): SchoolRole[] =>
  SCHOOL_ROLE_NAMES.filter((role) => (SCHOOL_ROLES[role].may as readonly SchoolPermission[]).includes(permission))

/** Whether one of a user's roles may do that at the school where they work now. */
export const mayAtSchool = ({ roles }: Pick<SchoolUser, 'roles'>, permission: SchoolPermission): boolean =>
  roles.some((role) => schoolRolesThatMay(permission).includes(role))

/** Whether they decide on requests for the card now: nobody of a school does while the Region does in its place. */
export const decidesThere = (user: Pick<SchoolUser, 'roles' | 'taken_over_at'>): boolean =>
  user.taken_over_at === null && mayAtSchool(user, 'requests.decide')

/** A user's roles, in words. */
export const schoolRolesInWords = (roles: readonly SchoolRole[]): string => roles.map((role) => SCHOOL_ROLES[role].label).join(', ')

/**
 * What an act asks of whoever does it for a school, whichever page it is called from; of an agent the page asks it.
 * @throws UserError `forbidden.role`
 */
export function mustHave(by: SchoolUser | Agent | { kind: 'clock' }, permission: SchoolPermission): void {
  if (by.kind === 'school' && !mayAtSchool(by, permission)) throw notForThem(permission)
}

function notForThem(permission: SchoolPermission): UserError {
  const labels = schoolRolesThatMay(permission).map((role) => `« ${SCHOOL_ROLES[role].label} »`)
  const who = new Intl.ListFormat('fr', { type: 'disjunction' }).format(labels)
  const sentence = `C’est réservé au rôle ${who} de votre établissement. Si vous en avez besoin, demandez-le au chef d’établissement.`
  return new UserError('forbidden.role', sentence, {
    status: 403,
    next: { href: places.school.requests.to(), label: 'Revenir aux demandes' },
  })
}
