import { sql } from 'kysely'
import { inTransaction } from '../../../platform/database/index.ts'
import { forgetFiles } from '../../../platform/files.ts'
import type { Job } from '../../../platform/jobs.ts'
import { keptSince } from '../../../platform/retention.ts'
import { BEGUN_DAYS, REFUSED_DAYS } from './retention.ts'

/** Every night: applications that nobody finished, and those that were refused, go with their documents and their proof. */
export const forgettingOfApplicationsToJoin: Job = {
  name: 'forget-applications-to-join',
  cron: '55 3 * * *',
  run: ({ db, clock }) =>
    inTransaction(db, clock.now(), async (tx) => {
      const { rows } = await sql<{ document_file_id: string | null }>`
        delete from joining_applications
        where (state = 'begun' and begun_at < ${keptSince(tx.now, BEGUN_DAYS)})
          or (state = 'refused' and ended_at < ${keptSince(tx.now, REFUSED_DAYS)})
        returning document_file_id
      `.execute(tx)
      await forgetFiles(
        tx,
        rows.map(({ document_file_id }) => document_file_id).filter((id) => id !== null),
      )
    }),
}
