import { sql } from 'kysely'
import { brokenConstraint, type Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'

/** What became of a wallet whose grant is taken back. */
export interface Withdrawn {
  wallet_id: number
  beneficiary_id: number
  campaign_id: number
  given_back_cents: number
  /** What was spent of it: its owner owes it. */
  owed_cents: number
}

/**
 * Takes back what wallets were granted; what was spent is owed. What was set aside is cancelled before.
 * @throws UserError `withdrawal.reserved` when something is set aside in one of them
 */
export async function withdrawWallets(tx: Tx, walletIds: number[], madeBy: number): Promise<Withdrawn[]> {
  const withdrawing = sql<Withdrawn>`select * from withdraw_wallets(${walletIds}::bigint[], ${tx.now}, ${madeBy})`
  const { rows } = await withdrawing.execute(tx).catch((error) => {
    throw brokenConstraint(error) === 'HD009' ? isReserved() : error
  })
  return rows
}

const isReserved = () =>
  new UserError('withdrawal.reserved', 'Un prépaiement vient d’être fait sur un de ces porte-monnaie. Recommencez.', { status: 409 })

interface Waiver {
  id: number
  askedBy: number
  by: number
  reason: string
}

/**
 * Nobody owes that debt any more.
 * @throws UserError `debt.none` when nothing is left of it
 */
export async function waiveDebt(tx: Tx, { id, askedBy, by, reason }: Waiver): Promise<void> {
  const waived = await tx
    .updateTable('debts')
    .set({ waived_at: tx.now, waived_asked_by: askedBy, waived_by: by, waived_reason: reason })
    .where('id', '=', id)
    .where('waived_at', 'is', null)
    .whereRef('deducted_cents', '<', 'owed_cents')
    .returning('id')
    .executeTakeFirst()
  if (!waived) throw new UserError('debt.none', 'Il ne reste rien à abandonner de cette somme.', { status: 409 })
}
