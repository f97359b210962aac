import { sql } from 'kysely'
import { inTransaction } from '../../../platform/database/index.ts'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import { inSteps, type Job } from '../../../platform/jobs.ts'
import { forgetLostFiles } from '../../../platform/received-files.ts'
import { keptSince } from '../../../platform/retention.ts'
import { endUnread } from './decide.ts'
import { FILE_KEPT_DAYS, REPORT_KEPT_DAYS } from './imports.ts'
import { filesInHand, unreadSince } from './queries.ts'

/** Every night: files that nobody agreed to are forgotten, and reports that are a year old. */
export const forgettingOfImports: Job = {
  name: 'forget-imports',
  cron: '41 3 * * *',
  run({ db, clock }) {
    const now = clock.now()
    return inSteps(
      async () => {
        for (const id of await unreadSince(db, keptSince(now, FILE_KEPT_DAYS))) await inTransaction(db, now, (tx) => endUnread(tx, id))
      },
      async () => forgetLostFiles(db, keptSince(now, 1), await filesInHand(db)),
      () => deleteInSlices(db, 'imports', sql`ended_at < ${keptSince(now, REPORT_KEPT_DAYS)}`),
    )
  },
}
