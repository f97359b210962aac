import { inTransaction } from '../../../platform/database/index.ts'
import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { keptSince } from '../../../platform/retention.ts'
import { askManagers } from './ask-managers.ts'
import { CODE_DAYS } from './retention.ts'

/** Every hour: whoever manages a shop that has a text to accept is written to once, and reminded once. */
export const askingForAgreements: Job = {
  name: 'ask-for-agreements',
  cron: '37 * * * *',
  run: (site, atOnce = 100) =>
    untilNothingIsLeft(site, atOnce, (tx, slice) => askManagers(tx, { kind: 'clock' }, { slice, publicUrl: site.config.publicUrl })),
}

/** Every night: codes that nobody gave, with the name that was typed. */
export const forgettingOfAgreementCodes: Job = {
  name: 'forget-agreement-codes',
  cron: '58 3 * * *',
  run: ({ db, clock }) =>
    inTransaction(db, clock.now(), async (tx) => {
      await tx.deleteFrom('agreement_codes').where('asked_at', '<', keptSince(tx.now, CODE_DAYS)).execute()
    }),
}
