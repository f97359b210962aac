import { sql } from 'kysely'
import { inTransaction } from '../../../platform/database/index.ts'
import { forgetFiles } from '../../../platform/files.ts'
import type { Job } from '../../../platform/jobs.ts'
import { keptSince } from '../../../platform/retention.ts'
import { INCIDENT_DAYS } from './retention.ts'

/** Every night: incidents that ended long ago go, with what was gathered in them. */
export const forgettingOfIncidents: Job = {
  name: 'forget-incidents',
  cron: '50 3 * * *',
  run: ({ db, clock }) =>
    inTransaction(db, clock.now(), async (tx) => {
      const { rows } = await sql<{ file_id: string }>`
        delete from incident_documents d using incidents i
        where i.id = d.incident_id and i.closed_at < ${keptSince(tx.now, INCIDENT_DAYS)}
        returning d.file_id
      `.execute(tx)
      await forgetFiles(
        tx,
        rows.map(({ file_id }) => file_id),
      )
      await tx.deleteFrom('incidents').where('closed_at', '<', keptSince(tx.now, INCIDENT_DAYS)).execute()
    }),
}
