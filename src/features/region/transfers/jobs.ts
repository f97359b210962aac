import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import { inSteps, type Job } from '../../../platform/jobs.ts'
import { keptSince } from '../../../platform/retention.ts'
import { ANSWERED_IBAN_DAYS, UNDONE_ANSWER_DAYS } from './retention.ts'

/** Every night: the IBANs of transfers that were answered long ago are forgotten, and answers that were read and never done. */
export const forgettingOfTransfers: Job = {
  name: 'forget-transfers',
  cron: '25 3 * * *',
  run: ({ db, clock }) =>
    inSteps(
      async () => {
        await db
          .updateTable('transfers')
          .set({ iban_encrypted: null })
          .where('state', 'in', ['paid', 'rejected'])
          .where('iban_encrypted', 'is not', null)
          .where('answered_at', '<', keptSince(clock.now(), ANSWERED_IBAN_DAYS))
          .execute()
      },
      // What a request has forgotten, its transfers forget too: nothing says whose account it was.
      async () => {
        await sql`
          update transfers t set holder = '', iban_encrypted = null, iban_first4 = '', iban_last4 = '', bic = null
          from aids_to_pay l
          where l.batch_id = t.aid_batch_id and l.request_id = t.aid_request_id and l.is_forgotten
            and t.state in ('paid', 'rejected', 'cancelled') and t.holder <> ''
        `.execute(db)
      },
      () => deleteInSlices(db, 'bank_answers', sql`done_at is null and read_at < ${keptSince(clock.now(), UNDONE_ANSWER_DAYS)}`),
    ),
}
