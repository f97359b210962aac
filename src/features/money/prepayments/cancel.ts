import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { release } from '../wallets/index.ts'
import { endPrepayment, lockPrepayment, wasEndedBy } from './end.ts'
import { prepaymentCancelled } from './messages.ts'
import { mustBePending } from './prepayment.ts'

/** By its owner, as long as it is pending: the money is back in the wallet. */
export async function cancelPrepayment(tx: Tx, beneficiary: Beneficiary, input: { ticket: string; _id: string }): Promise<void> {
  const prepayment = found(await lockPrepayment(tx, input.ticket, { beneficiary_id: beneficiary.id }))
  if (await wasEndedBy(tx, prepayment, input._id)) return
  mustBePending(prepayment)

  const { reservation_id, wallet_id, partner_id, amount_cents } = prepayment
  const line = { request_id: input._id, reservation_id, wallet_id, partner_id, amount_cents }
  const { balance_after_cents } = await release(tx, { ...line, because: 'cancellation' })
  await endPrepayment(tx, prepayment, 'cancelled')
  await notify(tx, beneficiary.id, prepaymentCancelled({ ...prepayment, balance_after_cents }))
}
