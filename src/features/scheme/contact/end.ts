import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { questionInHand } from './take.ts'

/** Ends a question that needs no answer: nobody is written to. */
export async function endQuestion(tx: Tx, agent: Agent, { id }: { id: number }): Promise<void> {
  const question = await questionInHand(tx, agent, id)
  if (question.ended_at) return
  await tx
    .updateTable('questions_received')
    .set({ ended_at: tx.now, ended_by: agent.id, taken_at: null, taken_by: null })
    .where('id', '=', id)
    .execute()
  await record(tx, { at: tx.now, fact: facts['question-received.ended'], staff_id: agent.id, details: { question: id } })
}

/** It waits again, among the others. */
export async function reopenQuestion(tx: Tx, agent: Agent, { id }: { id: number }): Promise<void> {
  await questionInHand(tx, agent, id)
  await tx.updateTable('questions_received').set({ ended_at: null, ended_by: null }).where('id', '=', id).execute()
}
