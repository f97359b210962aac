import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { confirmAddressFor } from '../../card/cards/index.ts'
import { type Address, addressLines } from '../../people/addresses/index.ts'
import { contactToChange } from '../../people/beneficiaries/index.ts'
import { keepAddress } from '../../personal/my-account/index.ts'
import { facts } from './facts.ts'
import { addressChanged } from './messages.ts'

interface Move {
  beneficiaryId: number
  address: Address
  reason: string
}

/**
 * Changes where somebody who called is written to, and tells them, without the address: the card goes there, one that came back too.
 * @throws UserError `address.same` when it is theirs already
 */
export async function changeAddress(tx: Tx, agent: Agent, { beneficiaryId, address, reason }: Move): Promise<void> {
  const person = await contactToChange(tx, beneficiaryId)
  const before = person.address as Address | null
  if (before && addressLines(before).join('\n') === addressLines(address).join('\n')) {
    throw new UserError('address.same', 'Cette adresse est déjà celle de cette personne. Changez-la, ou revenez à son dossier.', {
      field: 'line1',
    })
  }
  await keepAddress(tx, { id: beneficiaryId }, address)
  await confirmAddressFor(tx, agent, beneficiaryId)
  const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiaryId }
  await record(tx, { ...about, fact: facts['beneficiary.address-changed'], details: { reason } })
  await notify(tx, beneficiaryId, addressChanged({ firstName: person.first_name }))
}
