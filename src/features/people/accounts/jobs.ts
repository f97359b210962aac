import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import { inSteps, type Job } from '../../../platform/jobs.ts'
import { forgetOldKeptForms } from '../../../platform/kept-forms.ts'
import { forgetOldTries } from '../../../platform/limits.ts'
import { forgetDeadSessions } from '../../../platform/sessions.ts'

/** Every hour: what no longer opens anything is deleted. */
export const forgetDeadSecrets: Job = {
  name: 'forget-dead-secrets',
  cron: '7 * * * *',
  run({ db, clock }) {
    const now = clock.now()
    return inSteps(
      () => forgetDeadSessions(db, now),
      () => forgetOldTries(db, now),
      () => forgetOldKeptForms(db, now),
      () => deleteInSlices(db, 'temporary_passwords', sql`expires_at <= ${now}`),
      () => deleteInSlices(db, 'password_resets', sql`expires_at <= ${now}`),
    )
  },
}
