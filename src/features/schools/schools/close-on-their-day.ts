import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/** Closes the schools whose day has come, as the national file said it; not those that an agent keeps open. */
export async function closeOnTheirDay(tx: Tx, _clock: ByTheClock): Promise<void> {
  const closed = await tx
    .updateTable('schools')
    .set({ open: false })
    .where('open', '=', true)
    .where('closes_on', '<=', dayOf(tx.now))
    .where('open_decided_at', 'is', null)
    .returning('id')
    .execute()
  await recordAll(
    tx,
    closed.map(({ id }) => ({ at: tx.now, fact: facts['school.closed'], details: { school_id: id } })),
  )
}
