import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { keepContact } from '../../requests/card-applications/index.ts'
import type { Address } from '../addresses/index.ts'
import { consentAt, isSameEmail, type TypedAccount } from './account.ts'
import { askEmailChange } from './change-email.ts'

/**
 * Keeps what somebody changed of their account. A new e-mail address is only asked for: see change-email.ts.
 * @returns whether a new address now waits for its link to be opened
 */
export async function saveAccount(tx: Tx, beneficiary: Beneficiary, input: TypedAccount & { publicUrl: string }): Promise<boolean> {
  const before = await tx
    .selectFrom('beneficiaries')
    .select(['email', 'good_deals_consent_at', 'newsletters_consent_at'])
    .where('id', '=', beneficiary.id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('beneficiaries')
    .set({
      fixed_phone: input.fixedPhone,
      mobile_phone: input.mobilePhone,
      notified_by: input.notifiedBy,
      good_deals_consent_at: consentAt(input.goodDeals, before.good_deals_consent_at, tx.now),
      newsletters_consent_at: consentAt(input.newsletters, before.newsletters_consent_at, tx.now),
    })
    .where('id', '=', beneficiary.id)
    .execute()
  await keepContact(tx, beneficiary, { fixedPhone: input.fixedPhone, mobilePhone: input.mobilePhone })
  await record(tx, {
    at: tx.now,
    fact: 'beneficiary.account-saved',
    beneficiary_id: beneficiary.id,
    details: { good_deals: input.goodDeals, newsletters: input.newsletters, notified_by: input.notifiedBy },
  })
  if (isSameEmail(before.email, input.email)) return false
  await askEmailChange(tx, beneficiary, input)
  return true
}

/** Keeps an address, also in the request that is being filled in. */
export async function keepAddress(tx: Tx, { id }: Pick<Beneficiary, 'id'>, address: Address): Promise<void> {
  await tx
    .updateTable('beneficiaries')
    .set({ address: JSON.stringify(address) })
    .where('id', '=', id)
    .execute()
  await keepContact(tx, { id }, { address })
}

/** Keeps where somebody lives now. */
export async function saveAddress(tx: Tx, beneficiary: Beneficiary, address: Address): Promise<void> {
  await keepAddress(tx, beneficiary, address)
  await record(tx, { at: tx.now, fact: 'beneficiary.address-saved', beneficiary_id: beneficiary.id })
}
