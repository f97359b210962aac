import { record } from '../../platform/audit.ts'
import type { Tx } from '../../platform/database/index.ts'
import { found } from '../../platform/errors.ts'
import { takeTry } from '../../platform/limits.ts'
import { notify, notifyAt } from '../../platform/messages/notify.ts'
import type { Beneficiary } from '../../spaces/actors.ts'
import { emailChangeMails } from './account.ts'
import { emailChangeAsked, emailToConfirm } from './messages.ts'

/**
 * Asks whoever reads the new address to confirm it; the one in use is told at once, and stays until then. A newer wish takes the
 * place of the one before.
 */
export async function askEmailChange(tx: Tx, beneficiary: Beneficiary, input: { email: string; publicUrl: string }): Promise<void> {
  const { email } = input
  await takeTry(tx, emailChangeMails(beneficiary.id), tx.now)
  const asked = { email, asked_at: tx.now, token_hash: null, expires_at: null }
  await tx
    .insertInto('email_changes')
    .values({ beneficiary_id: beneficiary.id, ...asked })
    .onConflict((conflict) => conflict.column('beneficiary_id').doUpdateSet(asked))
    .execute()
  const words = { firstName: beneficiary.first_name, publicUrl: input.publicUrl }
  await notify(tx, beneficiary.id, emailChangeAsked(words))
  await notifyAt(tx, beneficiary.id, email, emailToConfirm(words))
  await record(tx, { at: tx.now, fact: 'beneficiary.email-change-asked', beneficiary_id: beneficiary.id })
}

/** Sends the link again, to the same new address. The one sent before stops working when this one leaves. */
export async function askEmailChangeAgain(tx: Tx, beneficiary: Beneficiary, { publicUrl }: { publicUrl: string }): Promise<void> {
  const { email } = found(await pendingChange(tx, beneficiary))
  await takeTry(tx, emailChangeMails(beneficiary.id), tx.now)
  await notifyAt(tx, beneficiary.id, email, emailToConfirm({ firstName: beneficiary.first_name, publicUrl }))
}

/** Keeps the address in use: the link that was sent opens nothing any more. */
export async function abandonEmailChange(tx: Tx, beneficiary: Beneficiary): Promise<void> {
  await tx.deleteFrom('email_changes').where('beneficiary_id', '=', beneficiary.id).execute()
}

const pendingChange = (tx: Tx, beneficiary: Beneficiary) =>
  tx.selectFrom('email_changes').select('email').where('beneficiary_id', '=', beneficiary.id).forUpdate().executeTakeFirst()
