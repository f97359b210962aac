import { places } from '../../../../places.ts'
import type { Reader } from '../../../../platform/database/index.ts'
import type { Beneficiary } from '../../../../spaces/actors.ts'
import { type Address, addressPages } from '../../../people/addresses/index.ts'
import { CONTACT, draftOf, mayOpen, saveAddress, stepClosed } from '../../card-applications/index.ts'
import { headingInside, titleOf } from './step.tsx'

/** The address that the card is asked for. */
export const applicationAddress = addressPages({
  asked: places.beneficiary.contact,
  form: places.beneficiary.contactAddress,
  search: places.beneficiary.contactAddressSearch,
  title: titleOf(CONTACT),
  heading: headingInside(CONTACT),
  known: addressOf,
  save: saveAddress,
})

async function addressOf(db: Reader, beneficiary: Beneficiary): Promise<Address | null> {
  const application = await draftOf(db, beneficiary)
  if (!mayOpen(CONTACT, application)) throw stepClosed()
  return application.answers.contact?.address ?? null
}
