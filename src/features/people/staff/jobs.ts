import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import { inSteps, type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { resetWhatWaited } from './reset-second-factor.ts'

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

/** Every ten minutes: the second factors that were said to be lost a day ago. */
export const resettingOfSecondFactors: Job = {
  name: 'reset-second-factors',
  cron: '*/10 * * * *',
  run: (site, atOnce = 50) => untilNothingIsLeft(site, atOnce, (tx, slice) => resetWhatWaited(tx, { kind: 'clock' }, slice)),
}
