import { factsBefore, forgetFacts } from '../../../platform/audit.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import type { Job } from '../../../platform/jobs.ts'
import { keptSince } from '../../../platform/retention.ts'
import { keepHashes } from '../../money/seals/index.ts'
import { JOURNAL_DAYS } from './retention.ts'

/** Every night: lines of the journal that are older than it is kept. Their hashes stay, so that the seals after them still hold. */
export const forgettingOfFacts: Job = {
  name: 'forget-facts',
  cron: '15 3 * * *',
  async run({ db, clock, sealKey: key }, atOnce = 1000) {
    const round = () =>
      inTransaction(db, clock.now(), async (tx) => {
        const ids = await factsBefore(tx, keptSince(tx.now, JOURNAL_DAYS), atOnce)
        await keepHashes(tx, { kind: 'clock' }, { journal: 'facts', ids, key })
        await forgetFacts(tx, ids)
        return ids.length
      })
    while ((await round()) === atOnce);
  },
}
