import { sql } from 'kysely'
import { type Db, inTransaction, type Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { whatIsLeftToldAtTill } from './messages.ts'

interface Asked {
  checkoutId: string
  walletId: number
}

/**
 * Of a payment that was refused: says what is left when it is that there is not enough, in a transaction of its own, for a payment is one
 * statement.
 */
export async function notEnough(
  db: Db,
  partnerUser: PartnerUser,
  asked: Asked,
  { error, now }: { error: unknown; now: Date },
): Promise<never> {
  if (!(error instanceof UserError) || error.code !== 'wallet.insufficient') throw error
  const cents = await inTransaction(db, now, (tx) => tellWhatIsLeft(tx, partnerUser, asked))
  if (cents === undefined) throw error
  const left = frenchEuros(cents)
  const sentence = cents > 0 ? `Il reste ${left} : encaisser ${left} ?` : 'Il ne reste rien sur ce porte-monnaie. Rien n’a été débité.'
  throw new UserError('wallet.insufficient', sentence, { field: 'amount' })
}

/**
 * Tells a till what a wallet holds, once for a QR code that was shown, and its owner that the till knows. Never after a number that was
 * typed: its owner may be elsewhere.
 * @returns undefined when it is not told
 */
export async function tellWhatIsLeft(tx: Tx, partnerUser: PartnerUser, { checkoutId, walletId }: Asked): Promise<number | undefined> {
  const { rows } = await sql<{ told_cents: number; beneficiary_id: number }>`
    update checkouts o
    set told_wallet_id = w.id, told_cents = w.balance_cents
    from partner_directory p, live_cards k
    join wallets_held w on w.beneficiary_id = k.beneficiary_id and w.frozen_at is null
    where o.id = ${checkoutId} and o.channel = 'qr-code' and o.told_cents is null and o.expires_at > ${tx.now}
      and o.partner_id = ${partnerUser.partner_id} and p.id = o.partner_id and p.active and p.frozen_at is null and k.id = o.card_id and w.id = ${walletId}
    returning o.told_cents, w.beneficiary_id
  `.execute(tx)
  const [told] = rows
  if (!told) return undefined
  await notify(tx, told.beneficiary_id, whatIsLeftToldAtTill({ left_cents: told.told_cents, partner_name: partnerUser.partner_name }))
  return told.told_cents
}
