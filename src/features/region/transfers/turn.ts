import { z } from 'zod'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { takesTwo } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { answerById, linesWithEffect } from './queries.ts'
import { rejectedIn, rejectTransfers } from './reject.ts'

/** What was noted as paid and a table says refused: its sums would be due again, and nobody says so alone. */
export const answerTurn = takesTwo({
  kind: 'bank-answer.turn',
  title: 'Noter comme refusés des virements payés',
  starts: 'settlements.prepare',
  finishes: 'money.release',
  schema: z.object({ answer_id: z.number().int() }),
  async shown(db, { answer_id }) {
    const [answer, lines] = await Promise.all([answerById(db, answer_id), linesWithEffect(db, answer_id, 'asks')])
    return {
      about: `Réponse n° ${answer_id}, ${answer.file_name}`,
      href: places.region.bankAnswer.to({ id: answer_id }),
      items: [
        { label: 'Virements', value: lines.length },
        { label: 'Montant', value: frenchEuros(lines.reduce((sum, { amount_cents }) => sum + amount_cents, 0)) },
        ...lines.slice(0, 20).map(({ number, name, amount_cents, words }) => ({
          label: number,
          value: `${name}, ${frenchEuros(amount_cents)} : ${words ?? 'sans motif'}`,
        })),
      ],
      effects: ['Ces virements ne sont plus notés comme payés. Pour les payer de nouveau, il faudra encore deux personnes.'],
    }
  },
  async perform(tx, agent, { input: { answer_id } }) {
    const rejected = await rejectedIn(tx, answer_id, 'asks')
    await rejectTransfers(tx, agent, rejected, answer_id)
    const details = { answer: answer_id, transfers: rejected.length }
    await record(tx, { at: tx.now, fact: facts['bank-answer.turned'], staff_id: agent.id, details })
  },
})
