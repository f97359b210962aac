import type { Tx } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'

/** The code of a closed account, and what it was asked. */
export async function forgetAssents(tx: Tx, { id }: Pick<Beneficiary, 'id'>): Promise<void> {
  await tx.deleteFrom('payment_codes').where('beneficiary_id', '=', id).execute()
  await tx.deleteFrom('assents').where('beneficiary_id', '=', id).execute()
}
