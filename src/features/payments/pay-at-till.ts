import { sql } from 'kysely'
import type { Tx } from '../../platform/database/index.ts'
import { dayOf } from '../../platform/dates.ts'
import { found, UserError } from '../../platform/errors.ts'
import { frenchEuros } from '../../platform/money.ts'
import type { PartnerUser } from '../../spaces/actors.ts'
import { type Posted, pay } from '../wallets/index.ts'
import { inactivePartner } from './open-checkout.ts'
import type { TillChannel, TillPayment } from './payment.ts'

/** Takes a payment from the card of a checkout. The checkout is the request: it pays once, whatever is sent twice. */
export async function payAtTill(tx: Tx, partnerUser: PartnerUser, input: TillPayment & { checkoutId: string }): Promise<Posted> {
  const till = found(await tillOf(tx, partnerUser, input))
  if (!till.partner_is_active) throw inactivePartner()
  if (till.expires_at <= tx.now && !till.is_paid) {
    throw new UserError('checkout.expired', 'Le délai est passé. Demandez à voir la carte ou le QR code à nouveau.', { status: 409 })
  }
  if (till.channel === 'card-number') await mustStayUnderCap(tx, till, input)
  return pay(tx, {
    request_id: input.checkoutId,
    wallet_id: input.walletId,
    partner_id: partnerUser.partner_id,
    amount_cents: input.amount,
    channel: till.channel,
    made_by: partnerUser.id,
  })
}

interface Till {
  channel: TillChannel
  expires_at: Date
  is_paid: boolean
  partner_is_active: boolean
  card_id: number
  beneficiary_id: number
  card_number_daily_cap_cents: number
}

/** The checkout with the wallet that was chosen: this partner's, of a card that still lives, of that card's owner. */
async function tillOf(tx: Tx, partnerUser: PartnerUser, input: { checkoutId: string; walletId: number }): Promise<Till | undefined> {
  const { rows } = await sql<Till>`
    select o.channel, o.expires_at, p.active as partner_is_active, k.id as card_id, k.beneficiary_id, c.card_number_daily_cap_cents,
      exists (select from transactions where request_id = o.id) as is_paid
    from checkouts o
    join staff f on f.id = o.staff_id and f.partner_id = ${partnerUser.partner_id}
    join partners p on p.id = f.partner_id
    join cards k on k.id = o.card_id and k.opposed_at is null
    join wallets w on w.id = ${input.walletId} and w.beneficiary_id = k.beneficiary_id
    join campaigns c on c.id = w.campaign_id
    where o.id = ${input.checkoutId}
  `.execute(tx)
  return rows[0]
}

/**
 * What a typed card number may pay in a day, refunds given back. The card's row is locked, so that two tills at once
 * count one after the other: the application's role may not lock a wallet.
 */
async function mustStayUnderCap(tx: Tx, till: Till, input: TillPayment & { checkoutId: string }): Promise<void> {
  await tx.selectFrom('cards').select('id').where('id', '=', till.card_id).forNoKeyUpdate().execute()
  const { rows } = await sql<{ spent_cents: number }>`
    select coalesce(sum(t.amount_cents - (
      select coalesce(sum(r.amount_cents), 0) from transactions r where r.follows_id = t.id and r.kind = 'refund')), 0) as spent_cents
    from transactions t
    join wallets w on w.id = t.wallet_id
    where w.beneficiary_id = ${till.beneficiary_id} and t.kind = 'payment' and t.channel = 'card-number'
      and (t.at at time zone 'Europe/Paris')::date = ${dayOf(tx.now)} and t.request_id <> ${input.checkoutId}
  `.execute(tx)
  const cap = till.card_number_daily_cap_cents
  if ((rows[0]?.spent_cents ?? 0) + input.amount <= cap) return
  throw new UserError(
    'payment.over-daily-cap',
    `Avec le numéro de la carte, ${frenchEuros(cap)} au plus peuvent être payés par jour. Scannez le QR code de la carte, ou encaissez un montant plus petit.`,
    { field: 'amount' },
  )
}
