import type { Site } from '../../../platform/http/site.ts'
import { type Job, untilNothingIsLeft } from '../../../platform/jobs.ts'
import { endDepartures, giveTicketsBack, stopPartners } from './close.ts'

const CLOCK = { kind: 'clock' } as const

/** Just after midnight, and every hour: partners whose last day is over take nothing any more. */
export const stoppingOfPartners: Job = {
  name: 'stop-partners-that-leave',
  cron: '1 * * * *',
  run: (site, atOnce = 100) => untilNothingIsLeft(site, atOnce, (tx, slice) => stopPartners(tx, CLOCK, slice)),
}

/** Every morning, when prepayments expire too: whoever is told by SMS is not woken. */
export const givingBackOfTickets: Job = {
  name: 'give-back-tickets-of-partners-that-left',
  cron: '35 8 * * *',
  run: (site, atOnce = 200) => untilNothingIsLeft(site, atOnce, (tx, slice) => giveTicketsBack(tx, CLOCK, slice)),
}

/** Every morning after that: those to whom all is paid have left. */
export const endingOfDepartures: Job = {
  name: 'end-departures',
  cron: '20 9 * * *',
  run: (site: Site, atOnce = 50) => untilNothingIsLeft(site, atOnce, (tx, slice) => endDepartures(tx, CLOCK, slice)),
}
