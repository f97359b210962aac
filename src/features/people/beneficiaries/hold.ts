import type { Tx } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'

/**
 * Holds somebody whole until the end of the transaction: nothing new becomes theirs meanwhile, a wallet for instance.
 * @throws UserError 404 when there is no such person, or their account is closed
 */
export async function holdPerson(tx: Tx, beneficiaryId: number): Promise<void> {
  found(
    await tx
      .selectFrom('beneficiaries')
      .select('id')
      .where('id', '=', beneficiaryId)
      .where('closed_at', 'is', null)
      .forUpdate()
      .executeTakeFirst(),
  )
}
