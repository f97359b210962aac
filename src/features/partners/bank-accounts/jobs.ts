import { sql } from 'kysely'
import { inTransaction } from '../../../platform/database/index.ts'
import { inSteps, type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { keptSince } from '../../../platform/retention.ts'
import { lapseUnanswered } from './lapse.ts'
import { ENDED_IBAN_DAYS, UNUSED_IBAN_DAYS } from './retention.ts'
import { tellShopsOfImported } from './tell-imported.ts'

/** Every hour: a proposal that nobody answered in its days is over, and its shop is told. */
export const lapsingOfProposedAccounts: Job = {
  name: 'lapse-proposed-bank-accounts',
  cron: '23 * * * *',
  run: ({ db, clock }) => inTransaction(db, clock.now(), lapseUnanswered),
}

/** Every minute: the shops of the accounts that a file brought hear of them. */
export const messagesOfImportedAccounts: Job = {
  name: 'tell-of-imported-bank-accounts',
  cron: '* * * * *',
  run: (site, atOnce = 100) => untilNothingIsLeft(site, atOnce, (tx, slice) => tellShopsOfImported(tx, { kind: 'clock' }, slice)),
}

/** Every night: the IBANs of accounts that are paid no more are forgotten. */
export const forgettingOfIbans: Job = {
  name: 'forget-ibans-of-shops',
  cron: '20 3 * * *',
  run: ({ db, clock }) =>
    inSteps(
      async () => {
        await db
          .updateTable('bank_accounts')
          .set({ iban_encrypted: null, iban_mark: null })
          .where('state', '=', 'ended')
          .where('iban_encrypted', 'is not', null)
          .where('ended_at', '<', keptSince(clock.now(), ENDED_IBAN_DAYS))
          .execute()
      },
      async () => {
        await db
          .updateTable('bank_accounts')
          .set({ iban_encrypted: null, iban_mark: null })
          .where('state', 'in', ['refused', 'withdrawn', 'lapsed'])
          .where('iban_encrypted', 'is not', null)
          .where(sql<Date>`coalesce(decided_at, proposed_at)`, '<', keptSince(clock.now(), UNUSED_IBAN_DAYS))
          .execute()
      },
    ),
}
