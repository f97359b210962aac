import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { forgetLastMessages, forgetOldMessages } from '../../../platform/messages/notify.ts'
import { keptSince } from '../../../platform/retention.ts'
import { closeUnusedAccounts } from './close.ts'
import { MESSAGE_DAYS } from './retention.ts'

/** Every hour: the last mail to a closed account, once it has left. */
export const forgettingOfLastMessages: Job = {
  name: 'forget-last-messages',
  cron: '17 * * * *',
  run: ({ db }) => forgetLastMessages(db),
}

/** Every night: what was said so long ago that nobody asks for it again. */
export const forgettingOfOldMessages: Job = {
  name: 'forget-old-messages',
  cron: '10 4 * * *',
  run: ({ db, clock }) => forgetOldMessages(db, keptSince(clock.now(), MESSAGE_DAYS)),
}

/** Every night: accounts that nobody ever came into. */
export const closingOfUnusedAccounts: Job = {
  name: 'close-unused-accounts',
  cron: '20 4 * * *',
  run: (site, atOnce = 100) =>
    untilNothingIsLeft(site, atOnce, (tx, slice) => closeUnusedAccounts(tx, { kind: 'clock' }, { key: site.ibanKey }, slice)),
}
