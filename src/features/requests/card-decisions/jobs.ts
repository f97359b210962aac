import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { acceptFound } from './accept-found.ts'

const CLOCK = { kind: 'clock' } as const

/** Every minute, and every night: requests whose author is on their school's list, as each campaign says. */
const acceptingOfFound = (name: string, cron: string, when: 'at-once' | 'by-night'): Job => ({
  name,
  cron,
  run: (site, atOnce = 100) => untilNothingIsLeft(site, atOnce, (tx, slice) => acceptFound(tx, CLOCK, when, slice)),
})

export const acceptingOfFoundAtOnce = acceptingOfFound('accept-found-requests-at-once', '* * * * *', 'at-once')
export const acceptingOfFoundByNight = acceptingOfFound('accept-found-requests-by-night', '20 2 * * *', 'by-night')
