import type { Tx } from '../../../platform/database/index.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { tellShopOf } from '../../partners/mails/index.ts'
import { tellGuardians } from '../alerts/index.ts'
import { mustBeMeant, type Posted, pay } from '../wallets/index.ts'
import { onlinePaymentMade, onlinePaymentReceived } from './messages.ts'
import { type ConfirmedSpending, choiceOf, movementOf } from './spending.ts'

/** Pays a partner at once, from the extranet. Only the partner can cancel it (guide, 7.2.3). */
export async function payOnline(tx: Tx, beneficiary: Beneficiary, input: ConfirmedSpending): Promise<Posted> {
  const { partner, wallet } = await choiceOf(tx, beneficiary, { spending: input, accepting: 'online-payments', now: tx.now })
  const paid = await pay(tx, {
    request_id: input._id,
    wallet_id: wallet.id,
    partner_id: partner.id,
    amount_cents: input.amount,
    channel: 'online',
    made_by: null,
  })
  if (!paid.already_made) {
    await mustBeMeant(tx, movementOf('online-payments', input), { posted: paid.transaction_id, again: input.again })
    const about = { ...paid, amount_cents: input.amount, partner_name: partner.name }
    await notify(tx, beneficiary.id, onlinePaymentMade(about))
    await tellGuardians(tx, [{ beneficiary_id: beneficiary.id, at: tx.now, amount_cents: input.amount, partner_name: partner.name }])
    await tellShopOf(tx, beneficiary, { partner_id: partner.id, kind: 'online-payment', message: onlinePaymentReceived(about) })
  }
  return paid
}
