import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Agent, Beneficiary } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { returnedCardOf } from './queries.ts'

/**
 * Its owner says that their address is right: their card that came back leaves with the next batch.
 * @throws UserError `card.no-address` when there is none to post it to
 */
export async function confirmAddress(tx: Tx, beneficiary: Beneficiary): Promise<void> {
  const card = await returnedCardOf(tx, beneficiary.id)
  if (card && !card.address) {
    throw new UserError('card.no-address', 'Saisissez d’abord votre adresse : c’est là que votre carte est renvoyée.', {
      status: 409,
      next: { href: places.beneficiary.accountAddress.to({ retour: 'carte-revenue' }), label: 'Saisir mon adresse' },
    })
  }
  if (await confirm(tx, beneficiary.id)) {
    await record(tx, { at: tx.now, fact: facts['card.address-confirmed'], beneficiary_id: beneficiary.id })
  }
}

/** Likewise, an agent who has it from its owner. Nothing happens to a card that did not come back. */
export async function confirmAddressFor(tx: Tx, agent: Agent, beneficiaryId: number): Promise<void> {
  if (!(await confirm(tx, beneficiaryId))) return
  await record(tx, { at: tx.now, fact: facts['card.address-confirmed-by-agent'], staff_id: agent.id, beneficiary_id: beneficiaryId })
}

async function confirm(tx: Tx, beneficiaryId: number): Promise<boolean> {
  const confirmed = await tx
    .updateTable('card_returns')
    .set({ address_confirmed_at: tx.now })
    .where('batch_id', 'is', null)
    .where('address_confirmed_at', 'is', null)
    .where('card_id', 'in', (eb) =>
      eb.selectFrom('cards').select('id').where('beneficiary_id', '=', beneficiaryId).where('opposed_at', 'is', null),
    )
    .returning('id')
    .executeTakeFirst()
  return confirmed !== undefined
}
