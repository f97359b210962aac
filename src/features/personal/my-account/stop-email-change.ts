import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { lapseAbout } from '../../desks/two-people/index.ts'
import { deadStopLink, EMAIL_CHANGE } from './account.ts'
import { facts } from './facts.ts'

/** Whoever reads the address in use stops the change that was asked for by telephone: the other address opens nothing any more. */
export async function stopEmailChange(tx: Tx, token: string): Promise<void> {
  const stopped = await tx
    .deleteFrom('email_changes')
    .where('stop_token_hash', '=', hashOf(token))
    .returning('beneficiary_id')
    .executeTakeFirst()
  if (!stopped) throw deadStopLink()
  await lapseAbout(tx, EMAIL_CHANGE, [stopped.beneficiary_id])
  await record(tx, { at: tx.now, fact: facts['beneficiary.email-change-stopped'], beneficiary_id: stopped.beneficiary_id })
}
