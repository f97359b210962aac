import { type Job, oneSlice, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { closeWallets } from './close.ts'
import { remindOfClosing } from './remind.ts'

/** Every night: a closed wallet is emptied by morning. Its prepayments expired days before. */
export const closingOfWallets: Job = {
  name: 'close-wallets',
  cron: '30 3 * * *',
  run(site, atOnce = 5000) {
    let after_id = 0
    return untilNothingIsLeft(site, atOnce, async (tx, slice) => {
      const last = await closeWallets(tx, { kind: 'clock' }, { after_id }, slice)
      after_id = last ?? after_id
      return last !== null
    })
  },
}

/** So few at a time that a password asked for meanwhile does not wait behind 250,000 messages. */
const REMINDED_AT_ONCE = 2000

/** Every five minutes of the day, some at a time, until all are told. */
export const remindersOfClosing: Job = {
  name: 'remind-of-closing',
  cron: '*/5 8-20 * * *',
  run: (site, atOnce = REMINDED_AT_ONCE) => oneSlice(site, atOnce, (tx, slice) => remindOfClosing(tx, { kind: 'clock' }, slice)),
}
