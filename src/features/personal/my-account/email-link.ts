import type { MakeSecret } from '../../../platform/messages/send.ts'
import { hashOf, newToken } from '../../../platform/sessions.ts'
import { EMAIL_LINK_MINUTES } from './account.ts'

/** Made when its mail leaves. It confirms the address that the mail goes to, and no other: one that is no longer wished for opens nothing. */
export const makeEmailLink: MakeSecret['email-link'] = (beneficiaryId, address) => {
  const secret = newToken()
  return {
    secret,
    keep: (tx) =>
      tx
        .updateTable('email_changes')
        .set({ token_hash: hashOf(secret), expires_at: new Date(tx.now.getTime() + EMAIL_LINK_MINUTES * 60_000) })
        .where('beneficiary_id', '=', beneficiaryId)
        .where('email', '=', address)
        .execute(),
  }
}

/** Likewise: it stops the change that was asked for by telephone, until that takes effect. */
export const makeEmailStopLink: MakeSecret['email-stop-link'] = (beneficiaryId) => {
  const secret = newToken()
  return {
    secret,
    keep: (tx) =>
      tx
        .updateTable('email_changes')
        .set({ stop_token_hash: hashOf(secret) })
        .where('beneficiary_id', '=', beneficiaryId)
        .where('takes_effect_at', 'is not', null)
        .execute(),
  }
}
