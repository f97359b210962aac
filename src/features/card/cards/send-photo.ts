import { sql } from 'kysely'
import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { forgetFile } from '../../../platform/files.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/**
 * Gives another photo to one's card that was set aside: it is to be made again, in the place that it had.
 * @throws UserError `card.not-set-aside` when no other photo is asked for: the one of a card is not changed as one likes
 */
export async function sendPhoto(tx: Tx, beneficiary: Beneficiary, fileId: string): Promise<void> {
  const card = await tx
    .selectFrom('cards')
    .select(['id', 'photo_file_id'])
    .where('beneficiary_id', '=', beneficiary.id)
    .where('opposed_at', 'is', null)
    .where('set_aside_at', 'is not', null)
    .forUpdate()
    .executeTakeFirst()
  if (!card) {
    throw new UserError('card.not-set-aside', 'Aucune autre photo n’est attendue pour votre carte.', {
      status: 409,
      next: { href: places.beneficiary.card.to(), label: 'Ma carte' },
    })
  }
  await tx
    .updateTable('cards')
    .set({ photo_file_id: fileId, set_aside_at: null, set_aside_reason: null })
    .where('id', '=', card.id)
    .execute()
  if (!(await isStillUsed(tx, beneficiary, card.photo_file_id))) await forgetFile(tx, card.photo_file_id)
  await record(tx, { at: tx.now, fact: facts['card.photo-sent'], beneficiary_id: beneficiary.id, details: { card_id: card.id } })
}

/** The photo of the request, which the school saw, or of a former card. */
async function isStillUsed(tx: Tx, { id }: Beneficiary, fileId: string): Promise<boolean> {
  const { rows } = await sql<{ used: boolean }>`
    select exists (select from applications where beneficiary_id = ${id} and photo_file_id = ${fileId})
      or exists (select from cards where beneficiary_id = ${id} and photo_file_id = ${fileId}) as used`.execute(tx)
  return rows[0]?.used ?? true
}
