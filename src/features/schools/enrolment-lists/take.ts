import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, notFound, UserError } from '../../../platform/errors.ts'
import { mustHave } from '../../../spaces/school-roles.ts'
import type { Columns } from './columns.ts'
import { facts } from './facts.ts'
import { mustNotBeOlder } from './give.ts'
import { type AgentForSchool, type Giver, noLongerAsked } from './giver.ts'
import { columnsOf, exportedAt, holdLists, listInUse } from './queries.ts'

/**
 * Puts a list that was tried in use: the one before is of no more use, and what it says of pupils goes.
 * @throws UserError `enrolment-list.own` to whoever of the Region gave it, `enrolment-list.taken`, or `enrolment-list.older` once a newer one is in use
 */
export async function takeList(tx: Tx, giver: Giver, id: number): Promise<{ campaign_id: number }> {
  mustHave(giver, 'lists.give')
  await holdLists(tx, giver.school_id)
  const list = found(
    await tx
      .selectFrom('enrolment_lists')
      .select(['state', 'campaign_id', 'given_by', 'given_at', 'is_by_region', 'offered_at'])
      .select(exportedAt)
      .where('id', '=', id)
      .where('school_id', '=', giver.school_id)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (list.is_by_region && !list.offered_at) throw notFound()
  if (list.state !== 'tried') throw new UserError('enrolment-list.taken', 'Cette liste est déjà en place, ou remplacée.', { status: 409 })
  if (list.is_by_region && list.given_by === giver.id) {
    const sentence = 'Vous avez donné cette liste vous-même : une autre personne de la Région, ou l’établissement, doit la mettre en place.'
    throw new UserError('enrolment-list.own', sentence, { status: 403 })
  }
  await mustStillBeNewest(tx, giver.school_id, list)
  const former = await tx
    .updateTable('enrolment_lists')
    .set({ state: 'replaced' })
    .where('school_id', '=', giver.school_id)
    .where('campaign_id', '=', list.campaign_id)
    .where('state', '=', 'in-use')
    .returning('id')
    .executeTakeFirst()
  if (former) await tx.deleteFrom('enrolled_pupils').where('list_id', '=', former.id).execute()
  await tx.updateTable('enrolment_lists').set({ state: 'in-use', taken_at: tx.now, taken_by: giver.id }).where('id', '=', id).execute()
  if (list.is_by_region) await noLongerAsked(tx, giver.school_id)
  await record(tx, { at: tx.now, fact: facts['enrolment-list.taken'], staff_id: giver.id, details: { list_id: id } })
  return list
}

/** While it waited for somebody, another may have been put in use. */
async function mustStillBeNewest(
  tx: Tx,
  schoolId: number,
  list: { campaign_id: number; given_at: Date; exported_at: string | null },
): Promise<void> {
  const inUse = await listInUse(tx, schoolId, list.campaign_id)
  mustNotBeOlder(list, inUse)
  if (!inUse?.taken_at || inUse.taken_at <= list.given_at || (list.exported_at && inUse.exported_at)) return
  const sentence = 'Une autre liste a été mise en place depuis que celle-ci a été donnée. Donnez-la de nouveau si elle est plus récente.'
  throw new UserError('enrolment-list.older', sentence, { status: 409 })
}

/** Whoever of the Region tried a list asks somebody else to put it in use: from now on the school sees it. */
export async function offerList(tx: Tx, agent: AgentForSchool, id: number): Promise<void> {
  await holdLists(tx, agent.school_id)
  const offered = await tx
    .updateTable('enrolment_lists')
    .set({ offered_at: tx.now })
    .where('id', '=', id)
    .where('school_id', '=', agent.school_id)
    .where('given_by', '=', agent.id)
    .where('is_by_region', '=', true)
    .where('state', '=', 'tried')
    .returning('id')
    .executeTakeFirst()
  found(offered)
}

/** Forgets a list that was tried: nothing has changed. A school may forget the Region's too, which it does not want. */
export async function giveUpList(tx: Tx, giver: Giver, id: number): Promise<void> {
  mustHave(giver, 'lists.give')
  const gone = await tx
    .deleteFrom('enrolment_lists')
    .where('id', '=', id)
    .where('school_id', '=', giver.school_id)
    .where('state', '=', 'tried')
    .where(giver.kind === 'agent' ? sql<boolean>`is_by_region` : sql<boolean>`(not is_by_region or offered_at is not null)`)
    .returning('is_by_region')
    .executeTakeFirst()
  if (found(gone).is_by_region) await noLongerAsked(tx, giver.school_id)
  await record(tx, { at: tx.now, fact: facts['enrolment-list.given-up'], staff_id: giver.id, details: { list_id: id } })
}

/** Remembers which column says what in the tables that a school sends. */
export async function pointAtColumns(tx: Tx, giver: Giver, columns: Columns): Promise<void> {
  mustHave(giver, 'lists.give')
  const { titles } = found(await columnsOf(tx, giver))
  const [field] = Object.entries(columns).find(([, title]) => !titles.includes(title)) ?? []
  if (field) throw new UserError('list-columns.unknown', 'Choisissez une colonne de votre fichier.', { field })
  await tx
    .updateTable('list_columns')
    .set({ columns: JSON.stringify(columns), at: tx.now, staff_id: giver.id })
    .where('school_id', '=', giver.school_id)
    .where('is_by_region', '=', giver.kind === 'agent')
    .execute()
}
