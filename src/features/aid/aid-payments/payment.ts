import { z } from 'zod'
import { addDays, type Day } from '../../../platform/dates.ts'
import { choice, mustTick, optionalText, text } from '../../../platform/forms/fields.ts'

/** A batch of transfers, without HTTP and without SQL. */

/** As many as an agent can follow, and a bank's file can hold. */
export const TRANSFERS_A_BATCH = 1000

/** The next day, later than that one, on which the banks of the euro settle with one another (TARGET's calendar). */
export function nextBankDay(day: Day): Day {
  const next = addDays(day, 1)
  return isClosed(next) ? nextBankDay(next) : next
}

const CLOSED_EVERY_YEAR = ['01-01', '05-01', '12-25', '12-26']

function isClosed(day: Day): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  const easter = easterOf(Number(day.slice(0, 4)))
  const [goodFriday, easterMonday] = [addDays(easter, -2), addDays(easter, 1)]
  return weekday === 0 || weekday === 6 || CLOSED_EVERY_YEAR.includes(day.slice(5)) || day === goodFriday || day === easterMonday
}

/** Easter Sunday, by the rule of Meeus, Jones and Butcher. */
function easterOf(year: number): Day {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const leapless = Math.floor((century + 8) / 25)
  const epact = (19 * golden + century - Math.floor(century / 4) - Math.floor((century - leapless + 1) / 3) + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - epact - (year % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  const days = epact + weekday - 7 * late + 114
  return `${year}-0${Math.floor(days / 31)}-${String((days % 31) + 1).padStart(2, '0')}`
}

/** What has become of a line; null as long as the bank has not answered. */
export type Outcome = 'paid' | 'rejected' | 'cancelled' | null

/** What is noted of one line: paid, or rejected and why. */
export const outcomeForm = z
  .object({ outcome: choice(['paid', 'rejected'], 'Dites ce que la banque a répondu.'), reason: optionalText(500) })
  .transform(({ outcome, reason }, context) => {
    if (outcome === 'paid') return { outcome, reason: null }
    if (reason) return { outcome, reason }
    context.addIssue({ code: 'custom', path: ['reason'], message: 'Écrivez le motif du rejet : il est transmis au jeune.' })
    return z.NEVER
  })

export type Answer = z.output<typeof outcomeForm>

/** Nothing but the agent's word says what the bank has: it is asked for. */
export const cancelForm = z.object({
  withdrawn: mustTick('Assurez-vous d’abord que la banque n’a pas ce fichier : sinon, ces aides seraient payées deux fois.'),
  reason: text('Écrivez pourquoi vous annulez ce lot.', 500),
})
