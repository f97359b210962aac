import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { capture } from '../wallets/index.ts'
import { endPrepayment, lockPrepayment, wasEndedBy } from './end.ts'
import { prepaymentRedeemed } from './messages.ts'
import { mustBeRedeemable } from './prepayment.ts'

/** By the partner that it is for, until its last day included: the clock may not have come by yet. */
export async function redeemPrepayment(tx: Tx, partnerUser: PartnerUser, input: { ticket: string; _id: string }): Promise<void> {
  const prepayment = found(await lockPrepayment(tx, input.ticket, partnerUser))
  if (await wasEndedBy(tx, prepayment, input._id)) return
  mustBeRedeemable(prepayment, tx.now)

  const { reservation_id, wallet_id, partner_id, amount_cents } = prepayment
  const { balance_after_cents } = await capture(tx, {
    request_id: input._id,
    reservation_id,
    wallet_id,
    partner_id,
    amount_cents,
    made_by: partnerUser.id,
  })
  await endPrepayment(tx, prepayment, 'redeemed')
  const { sms_from_cents } = await tx
    .selectFrom('wallets_held as w')
    .innerJoin('campaign_calendar as c', 'c.id', 'w.campaign_id')
    .select('c.sms_from_cents')
    .where('w.id', '=', wallet_id)
    .executeTakeFirstOrThrow()
  await notify(tx, prepayment.beneficiary_id, prepaymentRedeemed({ ...prepayment, balance_after_cents, sms_from_cents }))
}
