import type { Tx } from '../../../platform/database/index.ts'
import { eraseFiles } from '../../../platform/files.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'

/** The cards of a closed account: none pays any more, none has a photo, or what was said of it. */
export async function forgetHolder(tx: Tx, beneficiary: Beneficiary): Promise<void> {
  await tx
    .updateTable('cards')
    .set({ opposed_at: tx.now })
    .where('beneficiary_id', '=', beneficiary.id)
    .where('opposed_at', 'is', null)
    .execute()
  const cards = await tx
    .updateTable('cards')
    .set({ set_aside_at: null, set_aside_reason: null })
    .where('beneficiary_id', '=', beneficiary.id)
    .returning('photo_file_id')
    .execute()
  await eraseFiles(
    tx,
    cards.map((card) => card.photo_file_id),
  )
}
