import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'

/**
 * Some accounts, older than that instant, that nobody ever came into, held until the end of the transaction. Those that somebody holds now
 * are left for the next time.
 */
export const unusedAccounts = (tx: Tx, createdBefore: Date, slice: Slice) =>
  tx
    .selectFrom('beneficiaries')
    .select(['id', 'email'])
    .where('id', 'in', (eb) => eb.selectFrom('accounts_never_used as a').select('a.id').where('a.created_at', '<', createdBefore))
    .where(slice.mayTake('id'))
    .orderBy('id')
    .limit(slice.atMost)
    .forUpdate()
    .skipLocked()
    .execute()
