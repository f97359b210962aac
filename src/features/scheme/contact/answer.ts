import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notifyAt } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { questionAnswered } from './messages.ts'

/**
 * Answers a question by mail, once.
 * @throws UserError `question.answered` when a colleague did it meanwhile
 */
export async function answerQuestion(tx: Tx, agent: Agent, { id, answer }: { id: number; answer: string }): Promise<void> {
  const question = found(await tx.selectFrom('questions_received').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())
  if (question.answered_at) {
    throw new UserError('question.answered', 'Cette question a déjà reçu une réponse : la vôtre n’est pas partie.', { status: 409 })
  }
  await tx.updateTable('questions_received').set({ answer, answered_at: tx.now, answered_by: agent.id }).where('id', '=', id).execute()
  await notifyAt(tx, null, question.email, questionAnswered({ ...question, answer }))
  await record(tx, { at: tx.now, fact: facts['question-received.answered'], staff_id: agent.id, details: { question: id } })
}
