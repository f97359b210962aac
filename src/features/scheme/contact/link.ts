import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { may } from '../../../spaces/roles.ts'
import { facts } from './facts.ts'
import { questionInHand } from './take.ts'

/**
 * Links a question to the file of a person, by a number that they were given, or of a partner, by its code: of those that the agent may open.
 * @throws UserError 422 `question.no-such-file`
 */
export async function linkQuestion(tx: Tx, agent: Agent, { id, number }: { id: number; number: string }): Promise<void> {
  await questionInHand(tx, agent, id)
  const file = await fileNumbered(tx, agent, number)
  await tx
    .updateTable('questions_received')
    .set({ beneficiary_id: null, partner_id: null, ...file })
    .where('id', '=', id)
    .execute()
  if (!('beneficiary_id' in file)) return
  await record(tx, { at: tx.now, fact: facts['question-received.linked'], staff_id: agent.id, ...file, details: { question: id } })
}

/** It was somebody else's. */
export async function unlinkQuestion(tx: Tx, agent: Agent, { id }: { id: number }): Promise<void> {
  await questionInHand(tx, agent, id)
  await tx.updateTable('questions_received').set({ beneficiary_id: null, partner_id: null }).where('id', '=', id).execute()
}

async function fileNumbered(tx: Tx, agent: Agent, typed: string): Promise<{ beneficiary_id: number } | { partner_id: number }> {
  const number = typed.replace(/[\s.-]/g, '').toUpperCase()
  const person = may(agent, 'people.read')
    ? await tx
        .selectFrom('numbers_given as n')
        .innerJoin('open_accounts as b', 'b.id', 'n.beneficiary_id')
        .select('n.beneficiary_id')
        .where('n.number', '=', number)
        .executeTakeFirst()
    : undefined
  if (person) return person
  const partner = may(agent, 'partners.manage')
    ? await tx.selectFrom('partner_directory').select('id').where('code', '=', number).executeTakeFirst()
    : undefined
  if (partner) return { partner_id: partner.id }
  throw new UserError('question.no-such-file', 'Aucun dossier que vous pouvez ouvrir ne porte ce numéro : vérifiez-le.', {
    field: 'number',
  })
}
