import type { Tx } from '../../../platform/database/index.ts'
import { forgetDevicesOf } from '../../../platform/messages/devices.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'

/** The code of a closed account, what it was asked, and the devices that rang then. */
export async function forgetAssents(tx: Tx, { id }: Pick<Beneficiary, 'id'>): Promise<void> {
  await tx.deleteFrom('payment_codes').where('beneficiary_id', '=', id).execute()
  await forgetDevicesOf(tx, id)
  await tx.deleteFrom('assents').where('beneficiary_id', '=', id).execute()
}
