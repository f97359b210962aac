import type { Tx } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { Theme } from './question.ts'
import { questionInHand } from './take.ts'

/** Says what a question is about. */
export async function sortQuestion(tx: Tx, agent: Agent, { id, theme }: { id: number; theme: Theme | null }): Promise<void> {
  await questionInHand(tx, agent, id)
  await tx.updateTable('questions_received').set({ theme }).where('id', '=', id).execute()
}
