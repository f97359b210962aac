import type { Reader, Tx } from '../../../platform/database/index.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { deadLink } from './account.ts'
import { accountByResetToken } from './queries.ts'
import { chosenPassword, lockAccount, type NewPassword, setPassword } from './set-password.ts'

/** Looks at the password chosen by whoever holds a live link. */
export async function proveReset(
  db: Reader,
  now: Date,
  { token, newPassword }: { token: string; newPassword: string },
): Promise<NewPassword> {
  const account = await accountByResetToken(db, now, token)
  if (!account) throw deadLink()
  return chosenPassword(account, newPassword)
}

/** Uses the link up, and gives its owner the password that they chose. */
export async function resetPassword(tx: Tx, { token, chosen }: { token: string; chosen: NewPassword }): Promise<void> {
  await lockAccount(tx, chosen.beneficiaryId)
  const used = await tx
    .deleteFrom('password_resets')
    .where('token_hash', '=', hashOf(token))
    .where('expires_at', '>', tx.now)
    .returning('beneficiary_id')
    .executeTakeFirst()
  if (used?.beneficiary_id !== chosen.beneficiaryId) throw deadLink()
  await setPassword(tx, chosen)
}
