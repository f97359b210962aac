import { dayOf } from '../../../platform/dates.ts'
import { inSteps, type Job, oneSlice, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { announceCampaign } from './announce.ts'
import { campaignsToOpen, openCampaign } from './open.ts'

/** So many that one statement stays short. */
const CREDITED_AT_ONCE = 5000

/** So few at a time that a password asked for meanwhile does not wait behind 250,000 messages. */
const TOLD_AT_ONCE = 2000

/** Every hour: a campaign opens on its first day. */
export const openingOfCampaigns: Job = {
  name: 'open-campaigns',
  cron: '3 * * * *',
  async run(site, atOnce = CREDITED_AT_ONCE) {
    const campaigns = await campaignsToOpen(site.reader, dayOf(site.clock.now()))
    await inSteps(
      ...campaigns.map(({ id }) => () => {
        let afterId = 0
        return untilNothingIsLeft(site, atOnce, async (tx, slice) => {
          const last = await openCampaign(tx, { kind: 'clock' }, { id, afterId }, slice)
          afterId = last ?? afterId
          return last !== null
        })
      }),
    )
  },
}

/** Every five minutes of the day, some at a time, until all are told. */
export const announcementOfCampaigns: Job = {
  name: 'announce-campaigns',
  cron: '*/5 8-20 * * *',
  run: (site, atOnce = TOLD_AT_ONCE) => oneSlice(site, atOnce, (tx, slice) => announceCampaign(tx, { kind: 'clock' }, slice)),
}
