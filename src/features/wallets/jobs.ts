import { inTransaction } from '../../platform/database/index.ts'
import type { Job } from '../../platform/jobs.ts'
import { closeWallets } from './close.ts'

/** Every night, a while after the prepayments that expire: a closed wallet is emptied by morning. */
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
