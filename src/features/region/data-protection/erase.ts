import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { found } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { closeAccount } from '../../personal/personal-data/index.ts'
import { facts } from './facts.ts'
import { ownerOf } from './queries.ts'

/** Erases somebody, as they would themselves by closing their account; the register no longer says who asked. */
export async function eraseForThem(tx: Tx, agent: Agent, { id, reason, key }: { id: number; reason: string; key: Keys }): Promise<void> {
  const person = found(await ownerOf(tx, id))
  await closeAccount(tx, person, { key })
  await tx.updateTable('data_requests').set({ asked_by: 'Compte effacé' }).where('beneficiary_id', '=', id).execute()
  await record(tx, { at: tx.now, fact: facts['beneficiary.erased'], staff_id: agent.id, beneficiary_id: id, details: { reason } })
}
