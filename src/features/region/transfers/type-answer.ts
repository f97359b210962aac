import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Tx } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { across, choice, day, optionalText } from '../../../platform/forms/fields.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { REASON_CHOICES } from '../../money/bank-files/index.ts'
import { transferById } from './queries.ts'
import { tryAnswer } from './try-answer.ts'

const hasItsReason = across(['outcome', 'code', 'words'], ({ outcome, code, words }) => outcome !== 'rejected' || Boolean(code || words), {
  field: 'code',
  message: 'Choisissez le motif du refus, ou écrivez-le.',
})

/** What somebody types of one transfer: paid, or refused and why. */
export const typedAnswer = z
  .object({
    outcome: choice(['paid', 'rejected'], 'Dites ce que la banque ou le comptable a répondu.'),
    on: day('Écrivez le jour de cette réponse, par exemple 28/01/2026.'),
    code: z.enum(['', ...REASON_CHOICES.map(({ value }) => value)]).default(''),
    words: optionalText(500),
  })
  .refine(...hasItsReason)
  .transform(({ outcome, on, code, words }) =>
    outcome === 'paid' ? { outcome, on, code: null, words: null } : { outcome, on, code: code || null, words },
  )

interface Typed {
  transfer_id: number
  outcome: 'paid' | 'rejected'
  on: Day
  code: string | null
  words: string | null
}

/**
 * Reads what somebody types of one transfer, as a file that says it: nothing changes yet, and the same twice is done once.
 * @returns the answer's id
 */
export async function typeAnswer(tx: Tx, agent: Agent, { transfer_id, outcome, on, code, words }: Typed): Promise<number> {
  const { number, message_id, amount_cents } = await transferById(tx, transfer_id)
  return tryAnswer(tx, agent, {
    ...{ kind: 'typed', fileName: 'Réponse saisie', reportId: null, sender: null, page: 1, isLastPage: true, doubts: [] },
    hash: createHash('sha256')
      .update(JSON.stringify([number, outcome, on, code, words]))
      .digest(),
    events: [
      {
        ...{ scope: 'transfer', endToEndId: number, messageId: message_id, paymentInfoId: null, outcome, code, words, amount_cents },
        at: on,
      },
    ],
  })
}
