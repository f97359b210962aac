import { z } from 'zod'
import { choice, mustTick, optionalText, text } from '../../../platform/forms/fields.ts'

/** A batch of transfers, without HTTP and without SQL. */

/** As many as an agent can follow, and a bank's file can hold. */
export const TRANSFERS_A_BATCH = 1000

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
