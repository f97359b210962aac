import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Agent, ByTheClock } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { bankAccountStopped } from './messages.ts'
import { tellShopsOf } from './tell.ts'

/**
 * Ends an account that is paid: a bank has rejected a transfer to it, or an agent stops it. Nothing is paid to it from now on, and the managers
 * and accountants of its shops are asked for a new RIB. One person may: it takes no money anywhere. Nothing is done to one that has ended.
 * @param words why, as a shopkeeper reads it: « La banque dit que ce compte est fermé. »
 */
export async function stopAccount(
  tx: Tx,
  actor: Agent | ByTheClock,
  { bank_account_id, words }: { bank_account_id: number; words: string },
): Promise<void> {
  const account = await tx
    .updateTable('bank_accounts')
    .set({ state: 'ended', ended_at: tx.now, end_words: words })
    .where('id', '=', bank_account_id)
    .where('state', '=', 'agreed')
    .returning(['id', 'holder', 'iban_first4', 'iban_last4'])
    .executeTakeFirst()
  if (!account) return
  // Before: only the shops that it still paid are told.
  await tellShopsOf(tx, [account], (told) => bankAccountStopped({ ...told, words }))
  await tx
    .updateTable('bank_account_partners')
    .set({ paid_until: tx.now })
    .where('bank_account_id', '=', bank_account_id)
    .where('paid_until', 'is', null)
    .execute()
  const staff_id = actor.kind === 'agent' ? actor.id : null
  await record(tx, { at: tx.now, fact: facts['bank-account.ended'], staff_id, details: { bank_account_id, words } })
}
