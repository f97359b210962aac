import { inTransaction } from '../../../platform/database/index.ts'
import { inSteps, type Job } from '../../../platform/jobs.ts'
import { sealLines, wholeUpTo } from './seal-lines.ts'
import { JOURNAL_NAMES } from './seals.ts'
import { writeHeads } from './write-heads.ts'

/** Twice a minute: what was posted is sealed within one. */
export const sealingOfJournals: Job = {
  name: 'seal-journals',
  cron: '*/30 * * * * *',
  run: ({ db, clock, sealKey: key }, atOnce = 5000) =>
    inSteps(
      ...JOURNAL_NAMES.map((journal) => async () => {
        const upTo = await wholeUpTo(db, journal)
        if (upTo === null) return
        const round = () => inTransaction(db, clock.now(), (tx) => sealLines(tx, { kind: 'clock' }, { journal, key, upTo }, atOnce))
        while ((await round()) === atOnce);
      }),
    ),
}

/** Every hour: whoever owns the database cannot take back what was said elsewhere. */
export const writingOfHeads: Job = {
  name: 'write-seal-heads',
  cron: '7 * * * *',
  run: ({ db, clock, config, log }) => writeHeads(db, { dataDir: config.dataDir, log, now: clock.now() }),
}
