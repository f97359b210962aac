import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { textInForce } from './queries.ts'

interface Signed {
  application_id: number
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
 * @throws UserError `agreement.other-text` when the text has changed since it was shown
 */
export async function keepAgreement(tx: Tx, { version, ...signed }: Signed): Promise<void> {
  const text = await textInForce(tx)
  if (!text || text.version !== version) {
    const sentence = 'Le texte de la convention vient de changer. Lisez le nouveau, puis acceptez-le avec le même code.'
    throw new UserError('agreement.other-text', sentence, { status: 409 })
  }
  await tx
    .insertInto('agreements')
    .values({ ...signed, text_version: text.version, text_sha256: text.sha256, signed_at: tx.now })
    .execute()
}
