import { sql } from 'kysely'
import { record, recordAll } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { closeSessionsAt, closeTillsOf } from '../../../platform/sessions.ts'
import type { Agent, PartnerUser, SchoolUser } from '../../../spaces/actors.ts'
import { FIRST_AT_SCHOOL, type SchoolRole, schoolRolesInWords } from '../../../spaces/school-roles.ts'
import { FIRST_AT_SHOP, type ShopRole, shopRolesInWords } from '../../../spaces/shop-roles.ts'
import { facts } from './facts.ts'
import { type AgentAtSchool, type Chief, isAt, isOpen, mustRule, mustWorkAt, type Workplace } from './manage.ts'
import { alsoAt, placeChanged, staffInvited } from './messages.ts'
import { endSignIns } from './pending.ts'
import { invitationDays, mustProve } from './queries.ts'
import { tellChiefsAt } from './tell.ts'

/** Where somebody is to work, and what they may do there. */
export type Work = { roles: readonly string[]; refunds_up_to_cents?: number | null } & ({ partner_id: number } | { school_id: number })

interface Asked {
  shopRoles: readonly ShopRole[]
  schoolRoles: readonly SchoolRole[]
  refundsUpTo?: number | null
}

/** What somebody is asked for at a school; without a word all, as whoever invites the others. */
export const rolesAtSchool = ({ schoolRoles }: Pick<Asked, 'schoolRoles'>): readonly SchoolRole[] =>
  schoolRoles.length > 0 ? schoolRoles : FIRST_AT_SCHOOL

/** The same at a shop, with what they may give back in a day. */
export function powersAtShop({ shopRoles, refundsUpTo = null }: Pick<Asked, 'shopRoles' | 'refundsUpTo'>) {
  const roles = shopRoles.length > 0 ? shopRoles : FIRST_AT_SHOP
  return { roles, refunds_up_to_cents: limitOf({ roles, refundsUpTo }) }
}

/** Only a cashier is limited: a manager gives back what there is, an accountant nothing. */
const limitOf = ({ roles, refundsUpTo }: { roles: readonly ShopRole[]; refundsUpTo: number | null }): number | null =>
  roles.includes('cashier') && !roles.includes('manager') ? refundsUpTo : null

/** The open account of somebody of a shop, or of a school, whichever it is. */
export const accountOf = (db: Reader, kind: 'partner' | 'school', email: string) =>
  db
    .selectFrom('staff_at_work')
    .select(['id', 'name', 'email', 'place', 'is_invited'])
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .where(kind === 'partner' ? 'partner_id' : 'school_id', 'is not', null)
    .executeTakeFirst()

/** Writes where accounts that were just opened work. */
export async function writeWorkplaces(tx: Tx, works: ({ staff_id: number } & Work)[]): Promise<void> {
  if (works.length === 0) return
  await tx
    .insertInto('workplaces')
    .values(works.map(({ roles, ...work }) => ({ ...work, roles: [...roles], added_at: tx.now })))
    .execute()
}

/** @throws UserError `staff.works-here` when they do already, or did */
export async function mustNotWorkAt(tx: Tx, id: number, schoolId: number): Promise<void> {
  const works = await tx
    .selectFrom('workplaces')
    .select('staff_id')
    .where('staff_id', '=', id)
    .where('school_id', '=', schoolId)
    .executeTakeFirst()
  if (works) throw worksHere('school')
}

const worksHere = (kind: 'partner' | 'school', asked = 1) =>
  new UserError(
    'staff.works-here',
    `Cette personne travaille déjà dans ${kind === 'school' ? 'cet établissement' : asked > 1 ? 'l’un de ces points de vente' : 'ce point de vente'}, ou y a travaillé : cherchez-la dans la liste.`,
    { field: 'email' },
  )

interface Added {
  account: { id: number; name: string; email: string; is_invited: boolean }
  /** Of one kind: several shops at once, or a school. */
  works: [Work, ...Work[]]
  place: string
  publicUrl: string
}

/**
 * Somebody who has an account works at other shops, or at another school, too, and is told by one mail; with what they sign in with already, or a link when that is
 * nothing yet. Whoever begins to read a shop's accounts signs in again, and proves who they are.
 */
export async function addWorkplace(
  tx: Tx,
  by: Agent | PartnerUser | SchoolUser,
  { account: { id, name, email, is_invited }, works, place, publicUrl }: Added,
): Promise<number> {
  const proved = await mustProve(tx, id)
  const added = await tx
    .insertInto('workplaces')
    .values(works.map(({ roles, ...work }) => ({ ...work, staff_id: id, roles: [...roles], added_at: tx.now })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  const kind = 'partner_id' in works[0] ? 'partner' : 'school'
  if (added.length < works.length) throw worksHere(kind, works.length)
  if (!proved && (await mustProve(tx, id))) await endSignIns(tx, id)
  const invited = is_invited && staffInvited({ name, email, place, days: await invitationDays(tx, tx.now), publicUrl })
  await notifyStaff(tx, id, invited || alsoAt({ name, kind, place, publicUrl }))
  await tellChiefsAt(tx, id, { change: 'opened', workplaceIds: added.map((one) => one.id) })
  const fact = facts[kind === 'partner' ? 'staff.shop-added' : 'staff.school-added']
  await recordAll(
    tx,
    works.map((work) => {
      const at: Details = 'partner_id' in work ? { partner_id: work.partner_id } : { school_id: work.school_id }
      return { at: tx.now, fact, staff_id: by.id, details: { account_id: id, ...at } }
    }),
  )
  return id
}

/** Who changes what somebody is at one place: its manager, its head, or for a school an agent of the Region, after whom another agrees. */
type Ruler = Chief | AgentAtSchool

/** What a manager or a head lets somebody do where they rule, from that person's next page. Who begins to read a shop's accounts signs in again. */
export async function changePowers(
  tx: Tx,
  chief: Ruler,
  { id, roles, refundsUpTo = null }: { id: number; roles: readonly (ShopRole | SchoolRole)[]; refundsUpTo?: number | null },
): Promise<void> {
  await mustRule(tx, chief, id)
  await mustWorkAt(tx, chief, id)
  const proved = await mustProve(tx, id)
  const refunds_up_to_cents = 'partner_id' in chief ? limitOf({ roles: roles as ShopRole[], refundsUpTo }) : null
  const workplaceId = await changeAt(tx, chief, id, { roles: [...roles], refunds_up_to_cents })
  if (!proved && (await mustProve(tx, id))) await endSignIns(tx, id)
  if ('partner_id' in chief && !roles.includes('manager')) await closeTillsOf(tx, { staffId: id, workplaceId })
  await tellOfPlace(tx, chief, id, { change: 'roles', workplaceId })
  const details: Details =
    'partner_id' in chief
      ? { partner_id: chief.partner_id, roles: shopRolesInWords(roles as ShopRole[]), refunds_up_to_cents }
      : { school_id: chief.school_id, roles: schoolRolesInWords(roles as SchoolRole[]) }
  const fact = facts['partner_id' in chief ? 'staff.shop-roles-changed' : 'staff.school-roles-changed']
  await record(tx, { at: tx.now, fact, staff_id: chief.id, details: { account_id: id, ...details } })
}

/** Somebody works there no more, at once; what they do elsewhere goes on. What they did stays under their name. */
export async function closeWorkplace(tx: Tx, chief: Ruler, id: number): Promise<void> {
  await mustRule(tx, chief, id)
  await closePlace(tx, chief, { id, change: 'closed' })
  const fact = facts['partner_id' in chief ? 'staff.shop-closed' : 'staff.school-closed']
  await record(tx, { at: tx.now, fact, staff_id: chief.id, details: { account_id: id, ...placeIn(chief) } })
}

/**
 * Somebody says that they do not work there: the same, but that the session of `token`, in which they say it, goes on elsewhere. The others who rule
 * there are told, and may let them in again. That some are left is seen to by whoever calls.
 */
export async function leaveWorkplace(tx: Tx, place: Workplace, { id, token }: { id: number; token: string }): Promise<void> {
  await closePlace(tx, place, { id, change: 'left', token })
  const fact = facts['partner_id' in place ? 'staff.shop-left' : 'staff.school-left']
  await record(tx, { at: tx.now, fact, staff_id: id, details: { account_id: id, ...placeIn(place) } })
}

async function closePlace(tx: Tx, place: Workplace, { id, change, token }: { id: number; change: 'closed' | 'left'; token?: string }) {
  if (await heldClosed(tx, place, id)) throw new UserError('staff.closed', 'Ce compte est déjà fermé.', { status: 409 })
  const workplaceId = await changeAt(tx, place, id, { closed_at: tx.now })
  await closeSessionsAt(tx, [{ staffId: id, workplaceId }], token)
  await tellOfPlace(tx, place, id, { change, workplaceId })
}

/**
 * Somebody works there again, with the roles that they had.
 * @throws UserError `staff.closed-by-region` when their account is closed altogether: the Region opens it again
 */
export async function reopenWorkplace(tx: Tx, chief: Ruler, id: number): Promise<void> {
  await mustRule(tx, chief, id)
  if (!(await heldClosed(tx, chief, id))) throw isOpen()
  const proved = await mustProve(tx, id)
  const workplaceId = await changeAt(tx, chief, id, { closed_at: null })
  if (!proved && (await mustProve(tx, id))) await endSignIns(tx, id)
  await tellOfPlace(tx, chief, id, { change: 'reopened', workplaceId })
  const fact = facts['partner_id' in chief ? 'staff.shop-reopened' : 'staff.school-reopened']
  await record(tx, { at: tx.now, fact, staff_id: chief.id, details: { account_id: id, ...placeIn(chief) } })
}

/**
 * Nobody works at shops that have left any more, at once; what they do elsewhere goes on, and is as it was. Whoever closes a shop tells them.
 * @returns whose places were closed, and where
 */
export async function closeShops(tx: Tx, partnerIds: number[]): Promise<{ staff_id: number; partner_id: number }[]> {
  const closed = await tx
    .updateTable('workplaces')
    .set({ closed_at: tx.now })
    .where('partner_id', '=', sql<number>`any(${partnerIds}::integer[])`)
    .where('closed_at', 'is', null)
    .returning(['id', 'staff_id', sql<number>`partner_id`.as('partner_id')])
    .execute()
  await closeSessionsAt(
    tx,
    closed.map(({ id, staff_id }) => ({ staffId: staff_id, workplaceId: id })),
  )
  const fact = facts['staff.shop-closed']
  await recordAll(
    tx,
    closed.map(({ staff_id, partner_id }) => ({ at: tx.now, fact, details: { account_id: staff_id, partner_id } })),
  )
  return closed.map(({ staff_id, partner_id }) => ({ staff_id, partner_id }))
}

/** As the journal has them. */
type Details = Record<string, string | number | null>

const placeIn = (place: Workplace): Details => ('partner_id' in place ? { partner_id: place.partner_id } : { school_id: place.school_id })

/** Whether somebody's place is closed there: of two who change it at once, the second sees what the first did; so does whoever sits down at a till. */
async function heldClosed(tx: Tx, place: Workplace, id: number): Promise<boolean> {
  await sql`select hold_staff_member(${id})`.execute(tx)
  const account = found(await tx.selectFrom('staff').select('closed_at').where('id', '=', id).executeTakeFirst())
  if (account.closed_at) {
    const sentence = `La Région a fermé ce compte, ou il ne servait plus. Pour le rouvrir, appelez le ${OUR_REGION.phone}.`
    throw new UserError('staff.closed-by-region', sentence, { status: 409 })
  }
  const held = await tx
    .selectFrom('workplaces as w')
    .select('w.closed_at')
    .where('w.staff_id', '=', id)
    .where(isAt(place))
    .forNoKeyUpdate()
    .executeTakeFirst()
  return found(held).closed_at !== null
}

/** @returns the id of their place there */
async function changeAt(
  tx: Tx,
  place: Workplace,
  id: number,
  changed: { roles: string[]; refunds_up_to_cents: number | null } | { closed_at: Date | null },
): Promise<number> {
  const row = await tx
    .updateTable('workplaces as w')
    .set(changed)
    .where('w.staff_id', '=', id)
    .where(isAt(place))
    .returning('w.id')
    .executeTakeFirst()
  return found(row).id
}

/** To whoever it is about, and to the others who rule there: nobody elsewhere. */
async function tellOfPlace(
  tx: Tx,
  place: Workplace,
  id: number,
  { change, workplaceId }: { change: 'roles' | 'closed' | 'reopened' | 'left'; workplaceId: number },
) {
  const where =
    'partner_id' in place ? { kind: 'partner' as const, place: place.partner_name } : { kind: 'school' as const, place: place.school_name }
  await notifyStaff(tx, id, placeChanged({ ...where, change }))
  await tellChiefsAt(tx, id, { change, workplaceIds: [workplaceId] })
}
