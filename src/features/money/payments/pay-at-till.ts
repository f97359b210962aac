import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { notFound, UserError } from '../../../platform/errors.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { type Posted, refusalOf } from '../wallets/index.ts'
import { inactivePartner } from './open-checkout.ts'
import type { TillPayment } from './payment.ts'

/**
 * Takes a payment from the card of a checkout, in one statement: see pay_at_till() (database/definitions/14_payments.sql). The
 * checkout is the request: it pays once, whatever is sent twice.
 */
export async function payAtTill(tx: Tx, partnerUser: PartnerUser, input: TillPayment & { checkoutId: string }): Promise<Posted> {
  const paying = sql<Posted & { outcome: Outcome; cap_cents: number }>`select * from pay_at_till(
    ${input.checkoutId}, ${partnerUser.partner_id}, ${partnerUser.id}, ${input.walletId}, ${input.amount}, ${tx.now})`
  const { rows } = await paying.execute(tx).catch((error) => {
    throw refusalOf(error) ?? error
  })
  const { outcome, cap_cents, ...posted } = rows[0] as (typeof rows)[number]
  switch (outcome) {
    case 'paid':
      return posted
    case 'unknown':
      throw notFound()
    case 'inactive':
      throw inactivePartner()
    case 'expired':
      throw new UserError('checkout.expired', 'Le délai est passé. Demandez à voir la carte ou le QR code à nouveau.', { status: 409 })
    case 'over-cap':
      throw new UserError(
        'payment.over-daily-cap',
        `Avec le numéro de la carte, ${frenchEuros(cap_cents)} au plus peuvent être payés par jour. Scannez le QR code de la carte, ou encaissez un montant plus petit.`,
        { field: 'amount' },
      )
  }
}

type Outcome = 'paid' | 'unknown' | 'inactive' | 'expired' | 'over-cap'
