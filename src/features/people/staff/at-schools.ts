import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { closeSessionsAt } from '../../../platform/sessions.ts'
import type { Agent, PartnerUser, SchoolUser } from '../../../spaces/actors.ts'
import { FIRST_AT_SCHOOL, type SchoolRole, schoolRolesInWords } from '../../../spaces/school-roles.ts'
import { facts } from './facts.ts'
import { isOpen, mustRule, mustWorkAt } from './manage.ts'
import { alsoAtSchool, placeAtSchoolChanged, staffInvited } from './messages.ts'
import { invitationDays } from './queries.ts'
import { tellHeads } from './tell.ts'

/** What somebody is asked for at a school; without a word all, as whoever invites the others. */
export const rolesAtSchool = ({ schoolRoles }: { schoolRoles: readonly SchoolRole[] }): readonly SchoolRole[] =>
  schoolRoles.length > 0 ? schoolRoles : FIRST_AT_SCHOOL

/** The open account of somebody of a school, whichever it is. */
export const accountOfSchools = (db: Reader, email: string) =>
  db
    .selectFrom('staff_at_work')
    .select(['id', 'name', 'email', 'place', 'is_invited'])
    .where(sql`lower(email)`, '=', email.toLowerCase())
    .where('school_id', 'is not', null)
    .executeTakeFirst()

/** Writes where accounts that were just opened work. */
export async function writeSchools(tx: Tx, works: { staff_id: number; school_id: number; roles: readonly SchoolRole[] }[]): Promise<void> {
  if (works.length === 0) return
  await tx
    .insertInto('staff_schools')
    .values(works.map(({ roles, ...work }) => ({ ...work, roles: [...roles], added_at: tx.now })))
    .execute()
}

/** @throws UserError `staff.works-here` when they do already, or did */
export async function mustNotWorkAt(tx: Tx, id: number, schoolId: number): Promise<void> {
  const works = await tx
    .selectFrom('staff_schools')
    .select('staff_id')
    .where('staff_id', '=', id)
    .where('school_id', '=', schoolId)
    .executeTakeFirst()
  if (works) throw worksHere()
}

const worksHere = () =>
  new UserError('staff.works-here', 'Cette personne travaille déjà dans cet établissement, ou y a travaillé : cherchez-la dans la liste.', {
    field: 'email',
  })

interface Added {
  account: { id: number; name: string; email: string; is_invited: boolean }
  school_id: number
  school_name: string
  roles: readonly SchoolRole[]
  publicUrl: string
}

/** Somebody who has an account at a school works at another too, and is told; with what they sign in with already, or a link when that is nothing yet. */
export async function addToSchool(
  tx: Tx,
  by: Agent | PartnerUser | SchoolUser,
  { account: { id, name, email, is_invited }, school_id, school_name, roles, publicUrl }: Added,
): Promise<number> {
  const added = await tx
    .insertInto('staff_schools')
    .values({ staff_id: id, school_id, roles: [...roles], added_at: tx.now })
    .onConflict((conflict) => conflict.columns(['staff_id', 'school_id']).doNothing())
    .returning('staff_id')
    .executeTakeFirst()
  if (!added) throw worksHere()
  const invited = is_invited && staffInvited({ name, email, place: school_name, days: await invitationDays(tx, tx.now), publicUrl })
  await notifyStaff(tx, id, invited || alsoAtSchool({ name, school: school_name, publicUrl }))
  await tellHeads(tx, [id], 'opened', school_id)
  await record(tx, { at: tx.now, fact: facts['staff.school-added'], staff_id: by.id, details: { account_id: id, school_id } })
  return id
}

/** Who changes what somebody is at a school: one of its heads, or an agent of the Region, after whom another agrees. */
type Ruler = SchoolUser | AgentAtSchool
export type AgentAtSchool = Agent & Pick<SchoolUser, 'school_id' | 'school_name'>

/** What somebody may do at a school, from their next page. */
export async function changeSchoolRoles(tx: Tx, head: Ruler, { id, roles }: { id: number; roles: SchoolRole[] }): Promise<void> {
  await mustRule(tx, head, id)
  await mustWorkAt(tx, head, id)
  await changeAtSchool(tx, head, id, { roles })
  await tellOfPlace(tx, head, id, 'roles')
  const details = { account_id: id, school_id: head.school_id, roles: schoolRolesInWords(roles) }
  await record(tx, { at: tx.now, fact: facts['staff.school-roles-changed'], staff_id: head.id, details })
}

/** Somebody works at that school no more, at once; what they do elsewhere goes on. What they did stays under their name. */
export async function closeAtSchool(tx: Tx, head: Ruler, id: number): Promise<void> {
  await mustRule(tx, head, id)
  if (await heldClosed(tx, head, id)) throw new UserError('staff.closed', 'Ce compte est déjà fermé.', { status: 409 })
  await changeAtSchool(tx, head, id, { closed_at: tx.now })
  await closeSessionsAt(tx, { staffId: id, schoolId: head.school_id })
  await tellOfPlace(tx, head, id, 'closed')
  const details = { account_id: id, school_id: head.school_id }
  await record(tx, { at: tx.now, fact: facts['staff.school-closed'], staff_id: head.id, details })
}

/**
 * Somebody works at that school again, with the roles that they had.
 * @throws UserError `staff.closed-by-region` when their account is closed altogether: the Region opens it again
 */
export async function reopenAtSchool(tx: Tx, head: Ruler, id: number): Promise<void> {
  await mustRule(tx, head, id)
  if (!(await heldClosed(tx, head, id))) throw isOpen()
  await changeAtSchool(tx, head, id, { closed_at: null })
  await tellOfPlace(tx, head, id, 'reopened')
  const details = { account_id: id, school_id: head.school_id }
  await record(tx, { at: tx.now, fact: facts['staff.school-reopened'], staff_id: head.id, details })
}

/** Whether a school has closed somebody's place: of two who change it at once, the second sees what the first did. */
async function heldClosed(tx: Tx, { school_id }: Ruler, id: number): Promise<boolean> {
  const account = found(await tx.selectFrom('staff').select('closed_at').where('id', '=', id).executeTakeFirst())
  if (account.closed_at) {
    const sentence = 'La Région a fermé ce compte, ou il ne servait plus. Pour le rouvrir, appelez le 0800 026 080.'
    throw new UserError('staff.closed-by-region', sentence, { status: 409 })
  }
  const held = await tx
    .selectFrom('staff_schools')
    .select('closed_at')
    .where('staff_id', '=', id)
    .where('school_id', '=', school_id)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return found(held).closed_at !== null
}

async function changeAtSchool(
  tx: Tx,
  { school_id }: Ruler,
  id: number,
  changed: { roles: SchoolRole[] } | { closed_at: Date | null },
): Promise<void> {
  await tx.updateTable('staff_schools').set(changed).where('staff_id', '=', id).where('school_id', '=', school_id).execute()
}

/** To whoever it is about, and to the other heads of that school: nobody elsewhere. */
async function tellOfPlace(tx: Tx, { school_id, school_name }: Ruler, id: number, change: 'roles' | 'closed' | 'reopened') {
  await notifyStaff(tx, id, placeAtSchoolChanged({ school: school_name, change }))
  await tellHeads(tx, [id], change, school_id)
}
