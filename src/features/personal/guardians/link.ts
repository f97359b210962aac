import type { MakeSecret } from '../../../platform/messages/send.ts'
import { hashOf, newToken } from '../../../platform/sessions.ts'
import { GUARDIAN_LINK_DAYS } from './guardian.ts'

/** Made when its mail leaves. It confirms whoever was named by the address that the mail goes to, and ends the one before. */
export const makeGuardianLink: MakeSecret['guardian-link'] = (beneficiaryId, address) => {
  const secret = newToken()
  return {
    secret,
    keep: (tx) =>
      tx
        .updateTable('guardians')
        .set({ token_hash: hashOf(secret), link_expires_at: new Date(tx.now.getTime() + GUARDIAN_LINK_DAYS * 86_400_000) })
        .where('beneficiary_id', '=', beneficiaryId)
        .where('email', '=', address)
        .where('ended_at', 'is', null)
        .where('confirmed_at', 'is', null)
        .execute(),
  }
}
