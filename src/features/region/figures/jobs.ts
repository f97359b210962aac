import { inTransaction } from '../../../platform/database/index.ts'
import { inSteps, type Job } from '../../../platform/jobs.ts'
import { campaignsToCount, countFigures } from './count-figures.ts'

/** Every ten minutes: a page would take seconds to count what this has counted. */
export const countingOfFigures: Job = {
  name: 'count-figures',
  cron: '*/10 * * * *',
  async run({ db, clock }) {
    const campaigns = await inTransaction(db, clock.now(), campaignsToCount)
    await inSteps(...campaigns.map((id) => () => inTransaction(db, clock.now(), (tx) => countFigures(tx, { kind: 'clock' }, id))))
  },
}
