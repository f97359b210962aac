import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct } from '../../desks/two-people/index.ts'
import { facts } from './facts.ts'
import { settlementRelease } from './release.ts'

/**
 * Settles all that is due to partners and summed, and asks a second person to let it out: `sumUp` comes before, outside of the transaction, and
 * waits for the payments that are being made. None waits for it.
 * @returns the settlement's id
 * @throws UserError `settlement.nothing-due` when no partner is owed anything
 */
export async function settlePartners(tx: Tx, agent: Agent): Promise<number> {
  const { rows } = await sql<{ id: number | null }>`select settle_partners(${tx.now}, ${agent.id}) as id`.execute(tx)
  const id = rows[0]?.id
  if (!id) throw new UserError('settlement.nothing-due', 'Rien n’est dû aux partenaires pour le moment.', { status: 409 })
  await startAct(tx, agent, settlementRelease, { subject: id, input: { id } })
  await record(tx, { at: tx.now, fact: facts['settlement.prepared'], staff_id: agent.id, details: { settlement: id } })
  return id
}
