import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { eraseFiles } from '../../../platform/files.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'

/**
 * What a closed account leaves of its requests: the campaign, the school and the decision, for the figures; nothing that was typed, no
 * photo, no document. One that nobody has decided on is taken back.
 */
export async function forgetApplicant(tx: Tx, beneficiary: Pick<Beneficiary, 'id'>): Promise<void> {
  const applications = await tx
    .updateTable('card_applications')
    .set({
      answers: '{}',
      state: sql`case when state in ('submitted', 'returned') then 'draft' else state end`,
    })
    .where('beneficiary_id', '=', beneficiary.id)
    .returning(['photo_file_id', 'identity_file_id'])
    .execute()
  await eraseFiles(
    tx,
    applications.flatMap(({ photo_file_id, identity_file_id }) => [photo_file_id, identity_file_id]),
  )
}
