import type { Tx } from '../../../platform/database/index.ts'

/**
 * Some accounts, older than that day, that nobody ever came into, held until the end of the transaction. Those that somebody holds now are
 * left for the next time.
 */
export const unusedAccounts = (tx: Tx, { createdBefore, limit }: { createdBefore: Date; limit: number }) =>
  tx
    .selectFrom('beneficiaries')
    .select(['id', 'email'])
    .where('id', 'in', (eb) => eb.selectFrom('accounts_never_used as a').select('a.id').where('a.created_at', '<', createdBefore))
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .execute()
