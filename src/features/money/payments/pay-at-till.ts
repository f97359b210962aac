import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { notFound, UserError } from '../../../platform/errors.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { type Posted, refusalOf } from '../wallets/index.ts'
import { inactivePartner } from './open-checkout.ts'
import { CARD_STOPPED, type TillPayment } from './payment.ts'

type Paid = Omit<TillPayment, 'reference'> & { checkoutId: string; reference?: string | null }

/**
 * Takes a payment from the card of a checkout, in one statement: see pay_at_till() (database/definitions/14_payments.sql). The
 * checkout is the request: it pays once, whatever is sent twice.
 */
export async function payAtTill(tx: Tx, partnerUser: PartnerUser, input: Paid): Promise<Posted> {
  const paying = sql<Answer>`select * from pay_at_till(
    ${input.checkoutId}, ${partnerUser.partner_id}, ${partnerUser.id}, ${input.walletId}, ${input.amount}, ${tx.now},
    ${input.reference ?? null})`
  const { rows } = await paying.execute(tx).catch((error) => {
    throw refusalOf(error) ?? error
  })
  const answer = rows[0] as Answer
  switch (answer.outcome) {
    case 'paid': {
      const { outcome, cap_cents, ...posted } = answer
      return posted
    }
    case 'unknown':
      throw notFound()
    case 'stopped':
      throw new UserError('card.stopped', CARD_STOPPED, { status: 409 })
    case 'inactive':
      throw inactivePartner()
    case 'expired':
      throw new UserError('checkout.expired', 'Le délai est passé. Demandez à voir la carte ou le QR code à nouveau.', { status: 409 })
    case 'over-cap':
      throw new UserError(
        'payment.over-daily-cap',
        `Avec le numéro de la carte, ${frenchEuros(answer.cap_cents)} au plus peuvent être payés par jour. Scannez le QR code de la carte, ou encaissez un montant plus petit.`,
        { field: 'amount' },
      )
    case 'needs-assent':
      throw new UserError(
        NEEDS_ASSENT,
        `Au-dessus de ${frenchEuros(answer.cap_cents)} par jour avec le numéro de la carte, son propriétaire doit donner son accord : à ce montant, et maintenant.`,
        { field: 'amount' },
      )
  }
}

const NEEDS_ASSENT = 'payment.needs-assent'

/** Whether a payment waits for the owner of the card to agree: see the room assents. */
export const needsAssent = (error: unknown): boolean => error instanceof UserError && error.code === NEEDS_ASSENT

type Nothing = { [Column in keyof Posted]: null }

type Answer =
  | (Posted & { outcome: 'paid'; cap_cents: number | null })
  | (Nothing & { outcome: 'over-cap' | 'needs-assent'; cap_cents: number })
  | (Nothing & { outcome: 'unknown' | 'stopped' | 'inactive' | 'expired'; cap_cents: number | null })
