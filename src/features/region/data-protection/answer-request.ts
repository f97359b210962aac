import { sql } from 'kysely'
import type { z } from 'zod'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { type answerForm, REFUSALS } from './data-request.ts'
import { facts } from './facts.ts'

type Answer = z.output<typeof answerForm>

/**
 * Ends a request, done or refused with its reason; or gives it two months more, once.
 * @throws UserError 409 `data-request.ended`, `data-request.extended`
 */
export async function answerRequest(tx: Tx, agent: Agent, { id, ...answer }: Answer & { id: number }): Promise<void> {
  const request = found(await tx.selectFrom('data_requests').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())
  if (request.outcome) throw new UserError('data-request.ended', 'Cette demande est déjà terminée.', { status: 409 })
  if (answer.action === 'extend' && request.extension_reason) {
    throw new UserError('data-request.extended', 'Le délai est déjà prolongé : il ne peut l’être qu’une fois.', { status: 409 })
  }
  await tx
    .updateTable('data_requests')
    .set(changeOf(answer, tx.now, agent))
    .where('id', '=', id)
    .execute()
  await record(tx, {
    at: tx.now,
    fact: facts[answer.action === 'extend' ? 'data-request.extended' : 'data-request.answered'],
    staff_id: agent.id,
    beneficiary_id: request.beneficiary_id,
    details: { request: id },
  })
}

function changeOf(answer: Answer, now: Date, agent: Agent) {
  const end = { ended_at: now, ended_by: agent.id }
  if (answer.action === 'done') return { outcome: 'done', answer: answer.answer, ...end }
  if (answer.action === 'refuse') return { outcome: 'refused', answer: `${REFUSALS[answer.ground]}.\n\n${answer.refusal}`, ...end }
  return { due_on: sql<string>`(received_on + interval '3 months')::date`, extension_reason: answer.extension }
}
