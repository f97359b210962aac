import { z } from 'zod'
import { addDays, type Day } from '../../platform/dates.ts'
import { choice, optionalText } from '../../platform/forms/fields.ts'

/** A batch of transfers, without HTTP and without SQL. */

/** As many as an agent can follow, and a bank's file can hold. */
export const TRANSFERS_A_BATCH = 1000

/** The next day, later than that one, on which banks work; holidays are put off by the bank itself. */
export function nextBankDay(day: Day): Day {
  const next = addDays(day, 1)
  const weekday = new Date(`${next}T00:00:00Z`).getUTCDay()
  return weekday === 0 || weekday === 6 ? nextBankDay(next) : next
}

/** What the bank has answered; null as long as it has not. */
export type Outcome = 'paid' | 'rejected' | null

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
