import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, notFound, UserError } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { Agent, PartnerUser, SchoolUser } from '../../../spaces/actors.ts'
import type { Role } from '../../../spaces/roles.ts'
import type { SchoolRole } from '../../../spaces/school-roles.ts'
import type { ShopRole } from '../../../spaces/shop-roles.ts'
import { endSignIns } from './end-sign-ins.ts'
import { facts } from './facts.ts'
import { rolesWereChanged, staffInvited, staffPasswordLink } from './messages.ts'
import { invitationDays } from './queries.ts'
import { kindOf, kindsManagedBy, type StaffKind, THE_REGION } from './staff.ts'
import { tellOfChange, tellWhoAnswers } from './tell.ts'

/** Who rules an account: whoever manages its kind at the Region, or the managers of its shop. */
type Ruler = Agent | PartnerUser

/** Closes an account at once: its sessions end, its links open nothing. What its owner did stays under their name. */
export async function closeStaff(tx: Tx, ruler: Ruler, id: number): Promise<void> {
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
export async function reopenStaff(tx: Tx, ruler: Ruler, id: number): Promise<void> {
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
export async function sendStaffLink(
  tx: Tx,
  ruler: Ruler | SchoolUser,
  { id, publicUrl }: { id: number; publicUrl: string },
): Promise<void> {
  await mustRule(tx, ruler, id)
  if (ruler.kind === 'school') await mustWorkAt(tx, ruler, id)
  const member = found(
    await tx
      .selectFrom('staff_at_work')
      .select(['name', 'email', 'place', 'partner_id', 'school_id', 'is_guardian', 'is_invited'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  const { name, email } = member
  const place = kindOf(member) === 'agent' ? THE_REGION : ruler.kind === 'school' ? ruler.school_name : member.place
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

/**
 * Nobody acts on their own account. Accounts of schools and partners go with whoever manages these; of two administrators who act on each
 * other at the same moment, the second is none any more, so that one is left whatever happens.
 */
export async function mustRule(tx: Tx, ruler: Ruler | SchoolUser, id: number, only?: StaffKind): Promise<void> {
  const another = ANOTHER[ruler.kind]
  if (ruler.id === id) throw new UserError('staff.oneself', `Demandez-le à un autre ${another} : on ne change pas son propre compte ici.`)
  const ruled = found(
    await tx.selectFrom('staff').select(['partner_id', 'school_id', 'is_guardian']).where('id', '=', id).executeTakeFirst(),
  )
  if (ruler.kind === 'partner') {
    if (ruled.partner_id !== ruler.partner_id) throw notFound()
    return mustStillManage(tx, ruler)
  }
  if (ruler.kind === 'school') return mustRuleAtSchool(tx, ruler, id)
  const agent = ruler
  const kind = kindOf(ruled)
  if (kind === 'guardian' || !kindsManagedBy(agent).includes(kind) || (only && kind !== only)) throw notFound()
  if (kind !== 'agent' || (await administrators(tx)).some((other) => other.id === agent.id)) return
  const sentence = 'Un autre administrateur vient de fermer votre compte ou de changer vos rôles : rien n’est fait.'
  throw new UserError('staff.no-administrator', sentence, { status: 403 })
}

/** Who else does it, as it is said. */
const ANOTHER = {
  agent: 'administrateur',
  partner: 'gestionnaire, ou à la Région',
  school: 'chef d’établissement, ou à la Région',
} as const

/** Likewise at a shop: of two managers who act on each other at the same moment, the second is none any more, so that one is left. */
export async function mustStillManage(tx: Tx, manager: PartnerUser): Promise<void> {
  const managers = await tx
    .selectFrom('staff')
    .select('id')
    .where('partner_id', '=', manager.partner_id)
    .where('partner_roles', '@>', sql<ShopRole[]>`array['manager']`)
    .where('closed_at', 'is', null)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  if (managers.some(({ id }) => id === manager.id)) return
  const sentence = 'Un autre gestionnaire vient de fermer votre compte ou de changer vos rôles : rien n’est fait.'
  throw new UserError('staff.no-manager', sentence, { status: 403 })
}

/** Likewise at a school, over those who have or had a place there: of two heads who act on each other at the same moment, one is left. */
async function mustRuleAtSchool(tx: Tx, head: SchoolUser, id: number): Promise<void> {
  found(
    await tx
      .selectFrom('staff_schools')
      .select('staff_id')
      .where('staff_id', '=', id)
      .where('school_id', '=', head.school_id)
      .executeTakeFirst(),
  )
  await mustStillHead(tx, head)
}

/** Nothing is sent for a school to whoever has left it, nor is anything of theirs changed there but that they come back. */
export const mustWorkAt = async (tx: Tx, { school_id }: SchoolUser, id: number) =>
  found(await tx.selectFrom('school_users_at_work').select('id').where('id', '=', id).where('school_id', '=', school_id).executeTakeFirst())

/** @throws UserError `staff.works-elsewhere` when they work at another school too, 404 when not at this one */
export async function mustWorkNowhereElse(tx: Tx, { school_id }: SchoolUser, id: number): Promise<void> {
  const schools = await tx.selectFrom('school_users_at_work').select('school_id').where('id', '=', id).execute()
  if (!schools.some((school) => school.school_id === school_id)) throw notFound()
  if (schools.length === 1) return
  const sentence = 'Cette personne travaille aussi pour un autre établissement : demandez-le à la Région, au 0800 026 080.'
  throw new UserError('staff.works-elsewhere', sentence, { status: 409 })
}

/** @throws UserError `staff.no-head` when another has just closed their place, or changed what they may do */
export async function mustStillHead(tx: Tx, head: SchoolUser): Promise<void> {
  const heads = await tx
    .selectFrom('staff_schools as w')
    .innerJoin('staff as f', 'f.id', 'w.staff_id')
    .select('w.staff_id')
    .where('w.school_id', '=', head.school_id)
    .where('w.roles', '@>', sql<SchoolRole[]>`array['head']`)
    .where('w.closed_at', 'is', null)
    .where('f.closed_at', 'is', null)
    .orderBy('w.staff_id')
    .forNoKeyUpdate('w')
    .execute()
  if (heads.some(({ staff_id }) => staff_id === head.id)) return
  const sentence = 'Un autre chef d’établissement vient de fermer votre accès ou de changer vos rôles : rien n’est fait.'
  throw new UserError('staff.no-head', sentence, { status: 403 })
}
