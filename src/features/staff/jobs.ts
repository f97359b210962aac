import type { Job } from '../../platform/jobs.ts'

/** Every hour: what no longer opens anything is deleted. */
export const forgettingOfSignIns: Job = {
  name: 'forget-sign-ins',
  cron: '9 * * * *',
  async run({ db, clock }) {
    const now = clock.now()
    await db.deleteFrom('pending_sign_ins').where('expires_at', '<=', now).execute()
    await db.deleteFrom('staff_links').where('expires_at', '<=', now).execute()
  },
}
