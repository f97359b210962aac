import type { Tx } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'

interface ContactDetails {
  /** An `Address` of the addresses room. */
  address: object
  fixed_phone: string | null
  mobile_phone: string | null
  notified_by: 'email' | 'sms'
}

/** Where a person lives, and how they are reached. */
export async function setContactDetails(tx: Tx, beneficiary: Beneficiary, { address, ...details }: ContactDetails): Promise<void> {
  await tx
    .updateTable('beneficiaries')
    .set({ address: JSON.stringify(address), ...details })
    .where('id', '=', beneficiary.id)
    .execute()
}

/** Replaces an address that nobody has ever answered from: the account was not opened yet. */
export async function correctEmail(tx: Tx, beneficiaryId: number, email: string): Promise<void> {
  await tx.updateTable('beneficiaries').set({ email }).where('id', '=', beneficiaryId).execute()
}
