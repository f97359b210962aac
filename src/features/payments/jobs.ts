import type { Job } from '../../platform/jobs.ts'

/** Checkouts that are past their time, every hour: they say who was where. */
export const forgettingOfCheckouts: Job = {
  name: 'forget-checkouts',
  cron: '5 * * * *',
  async run({ db, clock }) {
    await db.deleteFrom('checkouts').where('expires_at', '<', clock.now()).execute()
  },
}
