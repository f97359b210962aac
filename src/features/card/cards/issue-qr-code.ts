import { type Reader, writerBehind } from '../../../platform/database/index.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { newQrText, QR_SECONDS } from './card.ts'

/**
 * A new QR code for a card. The card's former code stops working, and only a hash is kept of the new one.
 * @returns its text, which nobody will read again, and the instant it ends
 */
export async function issueQrCode(db: Reader, cardId: number, now: Date): Promise<{ text: string; expires_at: Date }> {
  const text = newQrText()
  const code = { token_hash: hashOf(text), expires_at: new Date(now.getTime() + QR_SECONDS * 1000) }
  await writerBehind(db)
    .insertInto('qr_codes')
    .values({ card_id: cardId, ...code })
    .onConflict((conflict) => conflict.column('card_id').doUpdateSet(code))
    .execute()
  return { text, expires_at: code.expires_at }
}
