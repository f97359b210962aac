import type { Tx } from '../../../platform/database/index.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { holderOf } from './question.ts'

/**
 * A question, locked until the end of the transaction, which nobody else has in hand.
 * @throws UserError 404, or 409 `question.taken`
 */
export async function questionInHand(tx: Tx, agent: Agent, id: number) {
  const question = found(await tx.selectFrom('questions_received').selectAll().where('id', '=', id).forUpdate().executeTakeFirst())
  const holder = holderOf(question, tx.now)
  if (holder === null || holder === agent.id) return question
  const { name } = await tx.selectFrom('staff_members').select('name').where('id', '=', holder).executeTakeFirstOrThrow()
  throw new UserError(
    'question.taken',
    `${name} s’occupe de cette question depuis le ${frenchMinute(question.taken_at as Date)} : rien n’est changé.`,
    { status: 409 },
  )
}

/** Takes a question: until it is answered, given back, or left for hours, nobody else answers it. */
export async function takeQuestion(tx: Tx, agent: Agent, { id }: { id: number }): Promise<void> {
  await questionInHand(tx, agent, id)
  await tx.updateTable('questions_received').set({ taken_by: agent.id, taken_at: tx.now }).where('id', '=', id).execute()
}

/** Gives it back to the others. */
export async function giveQuestionBack(tx: Tx, agent: Agent, { id }: { id: number }): Promise<void> {
  await questionInHand(tx, agent, id)
  await tx.updateTable('questions_received').set({ taken_by: null, taken_at: null }).where('id', '=', id).execute()
}
