import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { withdrawSecrets } from '../../../platform/messages/notify.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { endResetLinks } from '../../people/accounts/index.ts'
import { setContactDetails } from '../../people/beneficiaries/index.ts'
import { deadEmailLink } from './account.ts'
import { facts } from './facts.ts'

/** Uses the link up: the new address takes the place of the former, and no secret sent to that one works any more. */
export async function confirmEmail(tx: Tx, token: string): Promise<void> {
  const tokenHash = hashOf(token)
  const asked = await tx.selectFrom('email_changes').select('beneficiary_id').where('token_hash', '=', tokenHash).executeTakeFirst()
  if (!asked) throw deadEmailLink()
  // Before the change is touched, in the order of a link that is being made for it.
  await withdrawSecrets(tx, asked.beneficiary_id)
  const change = await tx
    .deleteFrom('email_changes')
    .where('token_hash', '=', tokenHash)
    .where('expires_at', '>', tx.now)
    .returning(['beneficiary_id', 'email'])
    .executeTakeFirst()
  if (!change) throw deadEmailLink()
  await setContactDetails(tx, change.beneficiary_id, { email: change.email })
  await endResetLinks(tx, change.beneficiary_id)
  await record(tx, { at: tx.now, fact: facts['beneficiary.email-changed'], beneficiary_id: change.beneficiary_id })
}
