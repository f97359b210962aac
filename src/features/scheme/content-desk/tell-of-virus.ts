import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { rolesThatMay } from '../../../spaces/roles.ts'
import { documentInfected } from './messages.ts'

/** Tells those who write the contents that one of its documents was erased, and which. */
export async function tellOfVirus(tx: Tx, fileId: string): Promise<void> {
  const document = await tx.selectFrom('documents').select('name').where('file_id', '=', fileId).executeTakeFirst()
  if (!document) return
  const writers = await tx
    .selectFrom('staff_at_work')
    .select('id')
    .where(sql<boolean>`region_roles && ${rolesThatMay('content.write')}::text[]`)
    .execute()
  await notifyStaff(
    tx,
    writers.map(({ id }) => id),
    documentInfected(document),
  )
}
