import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { hashOf, openSession } from '../../../platform/sessions.ts'
import { facts } from './facts.ts'

/**
 * Opens the session of whoever has just proved who they are, in place of the one that their browser had. A machine that was a till until then is
 * one no more: the journal says who closed it.
 * @returns its token
 */
export async function openSessionIn(
  tx: Tx,
  owner: Parameters<typeof openSession>[1],
  { formerToken, device = null }: { formerToken: string | undefined; device?: string | null },
): Promise<string> {
  const till =
    formerToken &&
    (await tx
      .selectFrom('open_sessions')
      .select(['id', 'till_name', 'staff_id'])
      .where('token_hash', '=', hashOf(formerToken))
      .where('till_name', 'is not', null)
      .executeTakeFirst())
  if (till) {
    const who = 'staffId' in owner ? { staff_id: owner.staffId } : { beneficiary_id: owner.beneficiaryId }
    const details = { till: till.id, name: till.till_name, account_id: till.staff_id }
    await record(tx, { at: tx.now, fact: facts['till.closed-by-sign-in'], ...who, details })
  }
  return openSession(tx, owner, formerToken, device)
}
