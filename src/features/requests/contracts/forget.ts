import type { Tx } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'

/** What a closed account declared of its contracts is erased: the aids that were paid say their own. */
export async function forgetContractChanges(tx: Tx, beneficiary: Pick<Beneficiary, 'id'>): Promise<void> {
  await tx.deleteFrom('contract_changes').where('beneficiary_id', '=', beneficiary.id).execute()
}
