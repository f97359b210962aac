import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notifyAt } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { questionAnswered } from './messages.ts'
import { holderOf } from './question.ts'
import { questionInHand } from './take.ts'

/**
 * Answers by mail a question that this agent has taken, which ends it. Answered already, it is answered again.
 * @throws UserError 409 `question.taken` when a colleague has it, `question.not-taken` when nobody has
 */
export async function answerQuestion(tx: Tx, agent: Agent, { id, answer }: { id: number; answer: string }): Promise<void> {
  const question = await questionInHand(tx, agent, id)
  if (holderOf(question, tx.now) === null) {
    throw new UserError('question.not-taken', 'Prenez d’abord cette question : votre réponse n’est pas partie.', { status: 409 })
  }
  await tx.insertInto('question_answers').values({ question_id: id, body: answer, answered_at: tx.now, answered_by: agent.id }).execute()
  await tx
    .updateTable('questions_received')
    .set({ ended_at: tx.now, ended_by: agent.id, taken_at: null, taken_by: null })
    .where('id', '=', id)
    .execute()
  await notifyAt(tx, null, question.email, questionAnswered({ ...question, answer }))
  await record(tx, {
    at: tx.now,
    fact: facts['question-received.answered'],
    staff_id: agent.id,
    beneficiary_id: question.beneficiary_id,
    details: { question: id },
  })
}
