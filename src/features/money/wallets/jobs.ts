import { inTransaction } from '../../../platform/database/index.ts'
import type { Job } from '../../../platform/jobs.ts'
import { closeWallets } from './close.ts'
import { remindOfClosing } from './remind.ts'

/** Every night: a closed wallet is emptied by morning. Its prepayments expired days before. */
export const closingOfWallets: Job = {
  name: 'close-wallets',
  cron: '30 3 * * *',
  async run({ db, clock }) {
    let after_id: number | null = 0
    while (after_id !== null) {
      const input: { after_id: number } = { after_id }
      after_id = await inTransaction(db, clock.now(), (tx) => closeWallets(tx, { kind: 'clock' }, input))
    }
  },
}

/** Every five minutes of the day, some at a time, until all are told. */
export const remindersOfClosing: Job = {
  name: 'remind-of-closing',
  cron: '*/5 8-20 * * *',
  run: ({ db, clock }) => inTransaction(db, clock.now(), (tx) => remindOfClosing(tx, { kind: 'clock' })),
}
