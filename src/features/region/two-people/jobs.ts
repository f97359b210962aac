import { inTransaction } from '../../../platform/database/index.ts'
import type { Job } from '../../../platform/jobs.ts'
import { remindOfActs } from '../../desks/two-people/index.ts'
import { acts } from './acts.ts'

/** Every hour: who can finish what has waited a day is told. */
export const remindersOfActs: Job = {
  name: 'remind-of-acts-of-two',
  cron: '24 * * * *',
  run: ({ db, clock, config }) => inTransaction(db, clock.now(), (tx) => remindOfActs(tx, acts, config)),
}
