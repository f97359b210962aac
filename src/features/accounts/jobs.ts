import type { Job } from '../../platform/jobs.ts'
import { forgetOldTries } from '../../platform/limits.ts'
import { forgetDeadSessions } from '../../platform/sessions.ts'

/** Every hour: what no longer opens anything is deleted. */
export const forgetDeadSecrets: Job = {
  name: 'forget-dead-secrets',
  cron: '7 * * * *',
  async run({ db, clock }) {
    const now = clock.now()
    await forgetDeadSessions(db, now)
    await forgetOldTries(db, now)
    await db.deleteFrom('temporary_passwords').where('expires_at', '<=', now).execute()
    await db.deleteFrom('password_resets').where('expires_at', '<=', now).execute()
  },
}
