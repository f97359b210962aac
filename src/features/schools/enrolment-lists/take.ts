import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { SchoolUser } from '../../../spaces/actors.ts'
import { mustHave } from '../../../spaces/school-roles.ts'
import type { Columns } from './columns.ts'
import { facts } from './facts.ts'
import { columnsOf, holdLists } from './queries.ts'

/** Puts a list that was tried in use: the one before is of no more use, and what it says of pupils goes. */
export async function takeList(tx: Tx, office: SchoolUser, id: number): Promise<{ campaign_id: number }> {
  mustHave(office, 'lists.give')
  await holdLists(tx, office.school_id)
  const list = found(
    await tx
      .selectFrom('enrolment_lists')
      .select(['state', 'campaign_id'])
      .where('id', '=', id)
      .where('school_id', '=', office.school_id)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (list.state !== 'tried') throw new UserError('enrolment-list.taken', 'Cette liste est déjà en place, ou remplacée.', { status: 409 })
  const former = await tx
    .updateTable('enrolment_lists')
    .set({ state: 'replaced' })
    .where('school_id', '=', office.school_id)
    .where('campaign_id', '=', list.campaign_id)
    .where('state', '=', 'in-use')
    .returning('id')
    .executeTakeFirst()
  if (former) await tx.deleteFrom('enrolled_pupils').where('list_id', '=', former.id).execute()
  await tx.updateTable('enrolment_lists').set({ state: 'in-use', taken_at: tx.now, taken_by: office.id }).where('id', '=', id).execute()
  await record(tx, { at: tx.now, fact: facts['enrolment-list.taken'], staff_id: office.id, details: { list_id: id } })
  return list
}

/** Forgets a list that was tried: nothing has changed. */
export async function giveUpList(tx: Tx, office: SchoolUser, id: number): Promise<void> {
  mustHave(office, 'lists.give')
  const gone = await tx
    .deleteFrom('enrolment_lists')
    .where('id', '=', id)
    .where('school_id', '=', office.school_id)
    .where('state', '=', 'tried')
    .returning('id')
    .executeTakeFirst()
  found(gone)
  await record(tx, { at: tx.now, fact: facts['enrolment-list.given-up'], staff_id: office.id, details: { list_id: id } })
}

/** Remembers which column says what in the tables that a school sends. */
export async function pointAtColumns(tx: Tx, office: SchoolUser, columns: Columns): Promise<void> {
  mustHave(office, 'lists.give')
  const { titles } = found(await columnsOf(tx, office))
  const [field] = Object.entries(columns).find(([, title]) => !titles.includes(title)) ?? []
  if (field) throw new UserError('list-columns.unknown', 'Choisissez une colonne de votre fichier.', { field })
  await tx
    .updateTable('list_columns')
    .set({ columns: JSON.stringify(columns), at: tx.now, staff_id: office.id })
    .where('school_id', '=', office.school_id)
    .execute()
}
