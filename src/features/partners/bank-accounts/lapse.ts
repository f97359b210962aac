import type { Tx } from '../../../platform/database/index.ts'
import { DAYS_BEFORE_IT_LAPSES } from '../../desks/two-people/index.ts'
import { bankAccountDropped } from './messages.ts'
import { tellShopsOf } from './tell.ts'

/** Ends the proposals that nobody answered in their days, as `acts_of_two` ends them, and tells their shops. */
export async function lapseUnanswered(tx: Tx): Promise<void> {
  const lapsed = await tx
    .updateTable('bank_accounts')
    .set({ state: 'lapsed' })
    .where('state', '=', 'proposed')
    .where('proposed_at', '<=', new Date(tx.now.getTime() - DAYS_BEFORE_IT_LAPSES * 86_400_000))
    .returning(['id', 'holder', 'iban_first4', 'iban_last4'])
    .execute()
  await tellShopsOf(tx, lapsed, (told) => bankAccountDropped({ ...told, outcome: 'lapsed', answer: null }))
}
