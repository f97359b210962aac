import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { type Address, addressLines } from '../addresses/index.ts'
import { addressChanged } from './messages.ts'
import { keepAddress } from './save-account.ts'

interface Move {
  beneficiaryId: number
  address: Address
  reason: string
}

/**
 * Changes where somebody who called is written to, and tells them, without the address: the card goes there.
 * @throws UserError `address.same` when it is theirs already
 */
export async function changeAddress(tx: Tx, agent: Agent, { beneficiaryId, address, reason }: Move): Promise<void> {
  const person = found(
    await tx
      .selectFrom('beneficiaries')
      .select('first_name')
      .select(sql<Address | null>`address`.as('address'))
      .where('id', '=', beneficiaryId)
      .where('closed_at', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst(),
  )
  if (person.address && addressLines(person.address).join('\n') === addressLines(address).join('\n')) {
    throw new UserError('address.same', 'Cette adresse est déjà celle de cette personne. Changez-la, ou revenez à son dossier.', {
      field: 'line1',
    })
  }
  await keepAddress(tx, { id: beneficiaryId }, address)
  const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiaryId }
  await record(tx, { ...about, fact: 'beneficiary.address-changed', details: { reason } })
  await notify(tx, beneficiaryId, addressChanged({ firstName: person.first_name }))
}
