import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Decider } from '../../../spaces/actors.ts'
import { deciderName } from '../../desks/decisions/index.ts'
import { awaitedChange } from './confirm.ts'
import { facts } from './facts.ts'
import { contractChangeRefused } from './messages.ts'

/** Says that the contract has not changed so, and why. */
export async function refuseChange(tx: Tx, decider: Decider, { number, reason }: { number: string; reason: string }): Promise<void> {
  const { id, beneficiary_id } = await awaitedChange(tx, decider, number)
  await tx
    .updateTable('contract_changes')
    .set({ state: 'refused', decided_at: tx.now, decided_by: decider.id, reason })
    .where('id', '=', id)
    .execute()
  await record(tx, { at: tx.now, fact: facts['contract-change.refused'], staff_id: decider.id, beneficiary_id, details: { change: id } })
  await notify(tx, beneficiary_id, contractChangeRefused({ reason, decider: deciderName(decider) }))
}
