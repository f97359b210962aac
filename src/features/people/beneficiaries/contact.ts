import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'

interface ContactDetails {
  /** An `Address` of the addresses room. */
  address: object
  email: string
  fixed_phone: string | null
  mobile_phone: string | null
  notified_by: 'email' | 'sms'
  good_deals_consent_at: Date | null
  newsletters_consent_at: Date | null
}

/**
 * How a person is reached now, held until the end of the transaction: it is about to change.
 * @throws UserError 404 when there is no such person, or their account is closed
 */
export async function contactToChange(tx: Tx, beneficiaryId: number) {
  const person = await tx
    .selectFrom('beneficiaries')
    .select(['first_name', 'address', 'email', 'fixed_phone', 'mobile_phone', 'notified_by'])
    .select(['good_deals_consent_at', 'newsletters_consent_at'])
    .where('id', '=', beneficiaryId)
    .where('closed_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  return found(person)
}

/** Where a person lives, how they are reached and told, and what they consent to: what is named changes, the rest stays. */
export async function setContactDetails(tx: Tx, beneficiaryId: number, { address, ...details }: Partial<ContactDetails>): Promise<void> {
  await tx
    .updateTable('beneficiaries')
    .set({ ...details, ...(address && { address: JSON.stringify(address) }) })
    .where('id', '=', beneficiaryId)
    .execute()
}
