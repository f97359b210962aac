import { inTransaction } from '../../../platform/database/index.ts'
import type { Job } from '../../../platform/jobs.ts'
import { recordLapsed } from './finish.ts'

/** Every hour: what nobody answered in its days is over. */
export const lapsingOfActs: Job = {
  name: 'lapse-acts-of-two',
  cron: '21 * * * *',
  run: ({ db, clock }) =>
    inTransaction(db, clock.now(), async (tx) => {
      const lapsed = await tx
        .updateTable('acts_of_two')
        .set({ outcome: 'lapsed', finished_at: tx.now })
        .where('outcome', 'is', null)
        .where('ends_at', '<=', tx.now)
        .returning(['id', 'kind', 'subject', 'started_by'])
        .execute()
      await recordLapsed(tx, lapsed)
    }),
}
