import type { Tx } from '../../../platform/database/index.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { qrTextFrom } from './card.ts'

/**
 * Takes a QR code for its card: it is gone with the statement that finds it, so that it pays once.
 * @returns the live card; undefined when the code is unknown, used, replaced or too old
 */
export const takeQrCode = (tx: Tx, text: string) =>
  tx
    .deleteFrom('qr_codes as q')
    .using('cards as c')
    .whereRef('c.id', '=', 'q.card_id')
    .where('q.token_hash', '=', hashOf(qrTextFrom(text)))
    .where('q.expires_at', '>', tx.now)
    .where('c.opposed_at', 'is', null)
    .returningAll('c')
    .executeTakeFirst()
