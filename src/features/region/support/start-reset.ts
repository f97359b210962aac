import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { sendResetLink } from '../../people/accounts/index.ts'
import { facts } from './facts.ts'

/** Sends a link to choose a password to the address that is known, and to no other: whoever is on the telephone gives none. */
export async function startReset(tx: Tx, agent: Agent, input: { beneficiaryId: number; publicUrl: string }): Promise<void> {
  await sendResetLink(tx, input)
  await record(tx, { at: tx.now, fact: facts['account.reset-link-sent'], staff_id: agent.id, beneficiary_id: input.beneficiaryId })
}
