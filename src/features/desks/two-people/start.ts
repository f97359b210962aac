import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Staff } from '../../../spaces/actors.ts'
import { type ActOfTwo, DAYS_BEFORE_IT_LAPSES } from './act-of-two.ts'
import { facts } from './facts.ts'
import { recordLapsed } from './finish.ts'

/**
 * Starts an act that somebody else finishes: nothing is done until then.
 * `subject` is what it is about: the same act about the same thing waits once.
 * @returns its number
 * @throws UserError `act-of-two.waits` when it waits already
 */
export async function startAct<Input>(
  tx: Tx,
  { id: startedBy }: Pick<Staff, 'id'>,
  act: ActOfTwo<Input>,
  about: { subject: string | number; input: Input; reason?: string },
): Promise<number> {
  // What nobody answered in its days waits no longer, though the clock has not come by yet.
  const lapsed = await tx
    .updateTable('acts_of_two')
    .set({ outcome: 'lapsed', finished_at: tx.now })
    .where('kind', '=', act.kind)
    .where('subject', '=', String(about.subject))
    .where('outcome', 'is', null)
    .where('ends_at', '<=', tx.now)
    .returning(['id', 'kind', 'subject', 'started_by'])
    .execute()
  await recordLapsed(tx, lapsed)
  const started = await tx
    .insertInto('acts_of_two')
    .values({
      kind: act.kind,
      subject: String(about.subject),
      input: JSON.stringify(about.input),
      reason: about.reason ?? null,
      started_by: startedBy,
      started_at: tx.now,
      ends_at: sql<Date>`${tx.now}::timestamptz + ${DAYS_BEFORE_IT_LAPSES} * interval '1 day'`,
    })
    .onConflict((conflict) => conflict.columns(['kind', 'subject']).where('outcome', 'is', null).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!started) {
    const sentence = 'Cela attend déjà une seconde personne. Retirez d’abord ce qui attend si vous voulez demander autre chose.'
    throw new UserError('act-of-two.waits', sentence, { status: 409 })
  }
  await record(tx, {
    at: tx.now,
    fact: facts['act-of-two.started'],
    staff_id: startedBy,
    details: { act: started.id, kind: act.kind, subject: String(about.subject) },
  })
  return started.id
}
