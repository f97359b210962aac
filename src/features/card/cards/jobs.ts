import { sql } from 'kysely'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import type { Job } from '../../../platform/jobs.ts'

/** QR codes that were never shown at a till, every hour: they open nothing, and say who meant to pay and when. */
export const forgettingOfQrCodes: Job = {
  name: 'forget-qr-codes',
  cron: '6 * * * *',
  run: ({ db, clock }) => deleteInSlices(db, 'qr_codes', sql`expires_at <= ${clock.now()}`),
}
