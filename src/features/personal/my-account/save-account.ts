import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import type { Address } from '../../people/addresses/index.ts'
import { contactToChange, setContactDetails } from '../../people/beneficiaries/index.ts'
import { keepContact } from '../../requests/card-applications/index.ts'
import { consentsTyped } from '../guardians/index.ts'
import { isSameEmail, type TypedAccount } from './account.ts'
import { askEmailChange } from './change-email.ts'
import { facts } from './facts.ts'

/**
 * Keeps what somebody changed of their account. A new e-mail address is only asked for: see change-email.ts.
 * @returns whether a new address now waits for its link to be opened
 */
export async function saveAccount(tx: Tx, beneficiary: Beneficiary, input: TypedAccount & { publicUrl: string }): Promise<boolean> {
  const before = await contactToChange(tx, beneficiary.id)
  await keepPhones(tx, beneficiary, input, {
    notified_by: input.notifiedBy,
    ...(await consentsTyped(tx, beneficiary, {
      ticked: { 'good-deals': input.goodDeals, newsletters: input.newsletters },
      before,
      publicUrl: input.publicUrl,
    })),
  })
  await record(tx, {
    at: tx.now,
    fact: facts['beneficiary.account-saved'],
    beneficiary_id: beneficiary.id,
    details: { good_deals: input.goodDeals, newsletters: input.newsletters, notified_by: input.notifiedBy },
  })
  if (isSameEmail(before.email, input.email)) return false
  await askEmailChange(tx, beneficiary, input)
  return true
}

/** Keeps telephones, also in the request that is being filled in. */
export async function keepPhones(
  tx: Tx,
  { id }: Pick<Beneficiary, 'id'>,
  { fixedPhone, mobilePhone }: { fixedPhone: string | null; mobilePhone: string | null },
  besides: Omit<Parameters<typeof setContactDetails>[2], 'address' | 'fixed_phone' | 'mobile_phone'> = {},
): Promise<void> {
  await setContactDetails(tx, id, { fixed_phone: fixedPhone, mobile_phone: mobilePhone, ...besides })
  await keepContact(tx, { id }, { fixedPhone, mobilePhone })
}

/** Keeps an address, also in the request that is being filled in. */
export async function keepAddress(tx: Tx, { id }: Pick<Beneficiary, 'id'>, address: Address): Promise<void> {
  await setContactDetails(tx, id, { address })
  await keepContact(tx, { id }, { address })
}

/** Keeps where somebody lives now. */
export async function saveAddress(tx: Tx, beneficiary: Beneficiary, address: Address): Promise<void> {
  await keepAddress(tx, beneficiary, address)
  await record(tx, { at: tx.now, fact: facts['beneficiary.address-saved'], beneficiary_id: beneficiary.id })
}
