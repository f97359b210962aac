import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { textInForce } from './queries.ts'

interface Signed {
  /** To join, or later: at which partner, and who of it. */
  of: { application_id: number } | { partner_id: number; signed_by: number }
  /** The version that was shown. */
  version: number
  signer_name: string
  signer_email: string
  network: string
  device: string | null
  code_made_at: Date
  code_hash: Buffer
}

/**
 * Keeps what proves that somebody accepted the text that is in force. Nothing changes it afterwards: the role of the program may not.
 * @returns false when the same text is accepted for that partner already
 * @throws UserError `agreement.other-text` when the text has changed since it was shown
 */
export async function keepAgreement(tx: Tx, { of, version, ...signed }: Signed): Promise<boolean> {
  const text = await textInForce(tx)
  if (!text || text.version !== version) {
    const sentence = 'Le texte de la convention vient de changer. Lisez le nouveau, puis acceptez-le avec le même code.'
    throw new UserError('agreement.other-text', sentence, { status: 409 })
  }
  const kept = await tx
    .insertInto('agreements')
    .values({ ...of, ...signed, text_version: text.version, text_sha256: text.sha256, signed_at: tx.now })
    .onConflict((conflict) => conflict.constraint('a_partner_accepts_a_text_once').doNothing())
    .returning('id')
    .executeTakeFirst()
  return kept !== undefined
}
