import { inTransaction } from '../../../platform/database/index.ts'
import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { announceCampaign } from './announce.ts'
import { openCampaigns } from './open.ts'

/** Every hour: a campaign opens on its first day. */
export const openingOfCampaigns: Job = {
  name: 'open-campaigns',
  cron: '3 * * * *',
  run: (site) => untilNothingIsLeft(site, (tx) => openCampaigns(tx, { kind: 'clock' })),
}

/** Every five minutes of the day, some at a time, until all are told. */
export const announcementOfCampaigns: Job = {
  name: 'announce-campaigns',
  cron: '*/5 8-20 * * *',
  run: ({ db, clock }) => inTransaction(db, clock.now(), (tx) => announceCampaign(tx, { kind: 'clock' })),
}
