import type { Job } from '../../platform/jobs.ts'
import { forgetLastMessages } from '../../platform/messages/notify.ts'

/** Every hour: the last mail to a closed account, once it has left. */
export const forgettingOfLastMessages: Job = {
  name: 'forget-last-messages',
  cron: '17 * * * *',
  run: ({ db }) => forgetLastMessages(db),
}
