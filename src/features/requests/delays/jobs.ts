import { inTransaction } from '../../../platform/database/index.ts'
import { inSteps, type Job } from '../../../platform/jobs.ts'
import { countDelays } from './count-delays.ts'
import { REMINDERS } from './delay.ts'
import { forgetCertificates } from './forget.ts'
import { remindSchools, tellOwners, tellSchools } from './remind.ts'

const CLOCK = { kind: 'clock' } as const

/** Each morning of work: what waits in the campaigns that have it said that day. */
export const weeklyMailOfSchools: Job = {
  name: 'tell-schools-what-waits',
  cron: '30 7 * * 1-5',
  run: ({ db, clock, config }) => inTransaction(db, clock.now(), (tx) => tellSchools(tx, CLOCK, config)),
}

/** Every morning: schools that let requests wait, and those who wait. */
export const remindersOfDelays: Job = {
  name: 'remind-of-delays',
  cron: '0 7 * * *',
  run: ({ db, clock, config }) =>
    inSteps(...REMINDERS.map((kind) => () => inTransaction(db, clock.now(), (tx) => remindSchools(tx, CLOCK, kind, config))), () =>
      inTransaction(db, clock.now(), (tx) => tellOwners(tx, CLOCK)),
    ),
}

/** Every night. */
export const countingOfDelays: Job = {
  name: 'count-delays',
  cron: '50 2 * * *',
  run: ({ db, clock }) => inTransaction(db, clock.now(), (tx) => countDelays(tx, CLOCK)),
}

/** Every night: certificates whose days are over. */
export const forgettingOfCertificates: Job = {
  name: 'forget-enrolment-certificates',
  cron: '42 3 * * *',
  run: ({ db, clock }) => inTransaction(db, clock.now(), (tx) => forgetCertificates(tx, CLOCK)),
}
