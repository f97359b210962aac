import type { Tx } from '../../platform/database/index.ts'
import { hashOf, newToken } from '../../platform/sessions.ts'
import { EMAIL_LINK_MINUTES } from './account.ts'

/** Made when its mail leaves. It confirms the address that the mail goes to, and no other: one that is no longer wished for opens nothing. */
export async function makeEmailLink(tx: Tx, beneficiaryId: number, address: string): Promise<string> {
  const token = newToken()
  await tx
    .updateTable('email_changes')
    .set({ token_hash: hashOf(token), expires_at: new Date(tx.now.getTime() + EMAIL_LINK_MINUTES * 60_000) })
    .where('beneficiary_id', '=', beneficiaryId)
    .where('email', '=', address)
    .execute()
  return token
}
