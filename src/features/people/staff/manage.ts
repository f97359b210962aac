import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, notFound, UserError } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import type { Agent, PartnerUser, SchoolUser } from '../../../spaces/actors.ts'
import type { Role } from '../../../spaces/roles.ts'
import { facts } from './facts.ts'
import { rolesWereChanged, staffInvited, staffPasswordLink } from './messages.ts'
import { endSignIns } from './pending.ts'
import { invitationDays } from './queries.ts'
import { kindOf, kindsManagedBy, type StaffKind, THE_REGION } from './staff.ts'
import { tellOfChange, tellWhoAnswers } from './tell.ts'

/** Who rules those of one place: its manager, or its head. */
export type Chief = PartnerUser | SchoolUser

/** An agent who changes what somebody is at a school, after whom another agrees. */
export type AgentAtSchool = Agent & Pick<SchoolUser, 'school_id' | 'school_name'>

/** One shop, or one school, as an act names it. */
export type Workplace = Pick<PartnerUser, 'partner_id' | 'partner_name'> | Pick<SchoolUser, 'school_id' | 'school_name'>

/** Who rules an account: whoever manages its kind at the Region; what is done for one place, who rules there too. */
type Ruler = Agent | Chief

/** Of the places `w`, those at that shop or school. */
export const isAt = (place: Workplace) =>
  'partner_id' in place ? sql<boolean>`w.partner_id = ${place.partner_id}` : sql<boolean>`w.school_id = ${place.school_id}`

/** Closes an account at once: its sessions end, its links open nothing. What its owner did stays under their name. */
export async function closeStaff(tx: Tx, ruler: Agent, id: number): Promise<void> {
  await mustRule(tx, ruler, id)
  if (await heldClosed(tx, id)) throw new UserError('staff.closed', 'Ce compte est déjà fermé.', { status: 409 })
  // Before: nothing is said to an account that is closed.
  await tellOfChange(tx, id, 'closed')
  await closeAccounts(tx, [id])
  await endSignIns(tx, id)
  await record(tx, { at: tx.now, fact: facts['staff.closed'], staff_id: ruler.id, details: { account_id: id } })
}

/** Closes these accounts, whoever decided it; answers which were open. Their links open nothing, nor does a session that they would have. */
export async function closeAccounts(tx: Tx, ids: number[]): Promise<number[]> {
  const closed = await tx
    .updateTable('staff')
    .set({ closed_at: tx.now })
    .where('id', '=', sql<number>`any(${ids}::bigint[])`)
    .where('closed_at', 'is', null)
    .returning('id')
    .execute()
  await tx.deleteFrom('staff_links').where('staff_id', '=', sql<number>`any(${ids}::bigint[])`).execute()
  return closed.map(({ id }) => id)
}

/** Opens a closed account again: the password that it had is the one. */
export async function reopenStaff(tx: Tx, ruler: Agent, id: number): Promise<void> {
  await mustRule(tx, ruler, id)
  if (!(await heldClosed(tx, id))) throw isOpen()
  await tx.updateTable('staff').set({ closed_at: null, opened_at: tx.now }).where('id', '=', id).execute()
  await tellOfChange(tx, id, 'reopened')
  await record(tx, { at: tx.now, fact: facts['staff.reopened'], staff_id: ruler.id, details: { account_id: id } })
}

/** Whether an account is closed: of two who change it at once, the second sees what the first did. */
async function heldClosed(tx: Tx, id: number): Promise<boolean> {
  const held = await tx.selectFrom('staff').select('closed_at').where('id', '=', id).forNoKeyUpdate().executeTakeFirst()
  return found(held).closed_at !== null
}

export const isOpen = () => new UserError('staff.open', 'Ce compte est déjà ouvert.', { status: 409 })

/** Sends a link to choose a password: the invitation again, or because it was forgotten. */
export async function sendStaffLink(tx: Tx, ruler: Ruler, { id, publicUrl }: { id: number; publicUrl: string }): Promise<void> {
  await mustRule(tx, ruler, id)
  if (ruler.kind !== 'agent') await mustWorkAt(tx, ruler, id)
  const member = found(
    await tx
      .selectFrom('staff_at_work')
      .select(['name', 'email', 'place', 'partner_id', 'school_id', 'is_guardian', 'is_invited'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  const { name, email } = member
  const place = kindOf(member) === 'agent' ? THE_REGION : ruler.kind === 'agent' ? member.place : nameOf(ruler)
  const invited = member.is_invited && staffInvited({ name, email, place, days: await invitationDays(tx, tx.now), publicUrl })
  await notifyStaff(tx, id, invited || staffPasswordLink({ name, publicUrl }))
  await record(tx, { at: tx.now, fact: facts['staff.link-sent'], staff_id: ruler.id, details: { account_id: id } })
}

/**
 * Changes what an agent is there for, from their next page. They are told.
 * @throws UserError `staff.no-administrator` when none would be left
 */
export async function changeRoles(tx: Tx, agent: Agent, { id, roles }: { id: number; roles: Role[] }): Promise<void> {
  await administrators(tx)
  found(
    await tx
      .updateTable('staff')
      .set({ region_roles: roles })
      .where('id', '=', id)
      .where('region_roles', 'is not', null)
      .returning('id')
      .executeTakeFirst(),
  )
  if ((await administrators(tx)).length === 0)
    throw new UserError('staff.no-administrator', 'Il ne resterait plus aucun administrateur.', { status: 409 })
  await notifyStaff(tx, id, rolesWereChanged(roles))
  await tellWhoAnswers(tx, id, 'roles')
  await record(tx, {
    at: tx.now,
    fact: facts['staff.role-changed'],
    staff_id: agent.id,
    details: { account_id: id, roles: roles.join(', ') },
  })
}

/** Whoever is an administrator, held until the transaction ends: two who act at once take turns. */
const administrators = (tx: Tx) =>
  tx
    .selectFrom('staff')
    .select('id')
    .where('region_roles', '@>', sql<Role[]>`array['administrator']`)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()

const nameOf = (chief: Chief): string => (chief.kind === 'partner' ? chief.partner_name : chief.school_name)

/**
 * Nobody acts on their own account. Accounts of schools and partners go with whoever manages these; of two administrators who act on each
 * other at the same moment, the second is none any more, so that one is left whatever happens.
 */
export async function mustRule(tx: Tx, ruler: Ruler, id: number, only?: StaffKind): Promise<void> {
  const another = ruler.kind === 'agent' ? 'administrateur' : `${RULING[ruler.kind].label}, ou à la Région`
  if (ruler.id === id) throw new UserError('staff.oneself', `Demandez-le à un autre ${another} : on ne change pas son propre compte ici.`)
  const ruled = found(
    await tx.selectFrom('staff').select(['partner_id', 'school_id', 'is_guardian']).where('id', '=', id).executeTakeFirst(),
  )
  if (ruler.kind !== 'agent') return mustRuleAt(tx, ruler, id)
  const agent = ruler
  const kind = kindOf(ruled)
  if (kind === 'guardian' || !kindsManagedBy(agent).includes(kind) || (only && kind !== only)) throw notFound()
  if (kind !== 'agent' || (await administrators(tx)).some((other) => other.id === agent.id)) return
  const sentence = 'Un autre administrateur vient de fermer votre compte ou de changer vos rôles : rien n’est fait.'
  throw new UserError('staff.no-administrator', sentence, { status: 403 })
}

/** Who rules at a shop and at a school, as it is held and as it is said. */
const RULING = {
  partner: { role: 'manager', label: 'gestionnaire', none: 'staff.no-manager', where: 'un autre point de vente' },
  school: { role: 'head', label: 'chef d’établissement', none: 'staff.no-head', where: 'un autre établissement' },
} as const

/** Over those who have or had a place there, and nobody else. */
async function mustRuleAt(tx: Tx, chief: Chief, id: number): Promise<void> {
  found(await tx.selectFrom('workplaces as w').select('w.id').where('w.staff_id', '=', id).where(isAt(chief)).executeTakeFirst())
  await mustStillRule(tx, chief)
}

/**
 * Of two managers or heads who act on each other at the same moment, the second is none any more, so that one is left.
 * @throws UserError `staff.no-manager`, `staff.no-head` when another has just closed their place, or changed what they may do
 */
export async function mustStillRule(tx: Tx, chief: Chief): Promise<void> {
  const { label, none } = RULING[chief.kind]
  const chiefs = await holdChiefs(tx, chief)
  if (chiefs.some(({ staff_id }) => staff_id === chief.id)) return
  throw new UserError(none, `Un autre ${label} vient de fermer votre accès ou de changer vos rôles : rien n’est fait.`, { status: 403 })
}

/** Whoever rules there, held until the transaction ends: of two who act on each other, or leave, at once, the second sees what the first did. */
export const holdChiefs = (tx: Tx, place: Workplace) =>
  tx
    .selectFrom('workplaces as w')
    .innerJoin('staff as f', 'f.id', 'w.staff_id')
    .select('w.staff_id')
    .where(isAt(place))
    .where('w.roles', '@>', sql<string[]>`array[${RULING['partner_id' in place ? 'partner' : 'school'].role}]`)
    .where('w.closed_at', 'is', null)
    .where('f.closed_at', 'is', null)
    .orderBy('w.staff_id')
    .forNoKeyUpdate('w')
    .execute()

/** Nothing is sent for a shop or a school to whoever has left it, nor is anything of theirs changed there but that they come back. */
export const mustWorkAt = async (tx: Tx, chief: Chief | AgentAtSchool, id: number) =>
  found(await tx.selectFrom('users_at_work as w').select('w.id').where('w.id', '=', id).where(isAt(chief)).executeTakeFirst())

/** @throws UserError `staff.works-elsewhere` when they work somewhere else too, 404 when not there */
export async function mustWorkNowhereElse(tx: Tx, chief: Chief, id: number): Promise<void> {
  await mustWorkAt(tx, chief, id)
  const places = await tx.selectFrom('users_at_work').select('workplace_id').where('id', '=', id).execute()
  if (places.length === 1) return
  const sentence = `Cette personne travaille aussi pour ${RULING[chief.kind].where} : demandez-le à la Région, au ${OUR_REGION.phone}.`
  throw new UserError('staff.works-elsewhere', sentence, { status: 409 })
}
