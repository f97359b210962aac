import { sql } from 'kysely'
import { inTransaction } from '../../../platform/database/index.ts'
import { deleteInSlices } from '../../../platform/database/slices.ts'
import { inSteps, type Job } from '../../../platform/jobs.ts'
import { countAlert, forgetOldNotices } from '../../../platform/notices.ts'
import { keptSince } from '../../../platform/retention.ts'
import { forgetReasons } from '../../desks/vigilance/index.ts'
import { noticeKind, tellOfAlerts } from './keep-watch.ts'
import { ALERTS_KEPT_DAYS, type KindCode, kindsOfEvery } from './vigilance.ts'

const CLOCK = { kind: 'clock' } as const

/** Looks for each kind, all of them even when one fails, then says what there is to say. */
const watch =
  (kinds: KindCode[]): Job['run'] =>
  ({ db, clock, config }) =>
    inSteps(
      ...kinds.map((kind) => async () => {
        const count = await inTransaction(db, clock.now(), (tx) => noticeKind(tx, CLOCK, kind))
        for (let alert = 0; alert < count; alert += 1) countAlert(kind)
      }),
      () => inTransaction(db, clock.now(), (tx) => tellOfAlerts(tx, CLOCK, config)),
    )

/** What may be going on at this moment. */
export const watchOfTheMinute: Job = { name: 'watch-by-the-minute', cron: '* * * * *', run: watch(kindsOfEvery('minute')) }

export const watchOfTheHour: Job = { name: 'watch-by-the-hour', cron: '12 * * * *', run: watch(kindsOfEvery('hour')) }

/** What reads all the lines of a day. */
export const watchOfTheNight: Job = { name: 'watch-by-night', cron: '50 4 * * *', run: watch(kindsOfEvery('night')) }

/** Every night: what was noticed, and what was counted for it, is kept no longer than it says. */
export const forgettingOfAlerts: Job = {
  name: 'forget-alerts',
  cron: '55 3 * * *',
  run: ({ db, clock }) =>
    inSteps(
      () => forgetOldNotices(db, clock.now()),
      () => forgetReasons(db, keptSince(clock.now(), ALERTS_KEPT_DAYS)),
      () => deleteInSlices(db, 'alerts', sql`last_at < ${keptSince(clock.now(), ALERTS_KEPT_DAYS)}`),
    ),
}
