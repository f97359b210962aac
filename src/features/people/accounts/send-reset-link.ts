import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import { takeTry } from '../../../platform/limits.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { mailsTo, ofBeneficiary } from './account.ts'
import { resetOffered } from './messages.ts'

/** Sends a link to choose a password to the address that the account has, for somebody who asked an agent for it. */
export async function sendResetLink(tx: Tx, { beneficiaryId, publicUrl }: { beneficiaryId: number; publicUrl: string }): Promise<void> {
  const { first_name } = found(await tx.selectFrom('open_accounts').select('first_name').where('id', '=', beneficiaryId).executeTakeFirst())
  await takeTry(tx, mailsTo(ofBeneficiary(beneficiaryId), 'agent'), tx.now)
  await notify(tx, beneficiaryId, resetOffered({ firstName: first_name, publicUrl }))
}
