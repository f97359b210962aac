import { inTransaction } from '../../platform/database/index.ts'
import type { Job } from '../../platform/jobs.ts'
import { openCampaigns } from './open.ts'

/** Every hour: a campaign opens on its first day. */
export const openingOfCampaigns: Job = {
  name: 'open-campaigns',
  cron: '3 * * * *',
  async run({ db, clock }) {
    while (await inTransaction(db, clock.now(), (tx) => openCampaigns(tx, { kind: 'clock' }))) {}
  },
}
