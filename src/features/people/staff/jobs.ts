import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import { inSteps, type Job } from '../../../platform/jobs.ts'

/** Every hour: what no longer opens anything is deleted. */
export const forgettingOfSignIns: Job = {
  name: 'forget-sign-ins',
  cron: '9 * * * *',
  run({ db, clock }) {
    const now = clock.now()
    return inSteps(
      () => deleteInSlices(db, 'pending_sign_ins', sql`expires_at <= ${now}`),
      () => deleteInSlices(db, 'staff_links', sql`expires_at <= ${now}`),
    )
  },
}
