import { inSteps, type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { keptSince } from '../../../platform/retention.ts'
import { endAtEighteen } from './end.ts'
import { eraseUnusedGuardians, forgetOldTies } from './forget.ts'
import { GUARDIAN_KEPT_DAYS } from './retention.ts'

/** Every night, soon after midnight: those who turn 18 have no guardians any more. */
export const endingOfGuardians: Job = {
  name: 'end-guardians-at-eighteen',
  cron: '15 0 * * *',
  run: (site, atOnce = 100) => untilNothingIsLeft(site, atOnce, (tx, slice) => endAtEighteen(tx, { kind: 'clock' }, slice)),
}

/** Every night: what ended long enough ago, and the accounts of those who follow nobody any more. */
export const forgettingOfGuardians: Job = {
  name: 'forget-guardians',
  cron: '35 4 * * *',
  run(site, atOnce = 100) {
    const clock = { kind: 'clock' } as const
    const before = keptSince(site.clock.now(), GUARDIAN_KEPT_DAYS)
    return inSteps(
      () => untilNothingIsLeft(site, atOnce, (tx, slice) => forgetOldTies(tx, clock, before, slice)),
      () => untilNothingIsLeft(site, atOnce, (tx, slice) => eraseUnusedGuardians(tx, clock, slice)),
    )
  },
}
