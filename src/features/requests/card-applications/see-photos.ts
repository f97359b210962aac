import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { SchoolUser } from '../../../spaces/actors.ts'
import { mustHave } from '../../../spaces/school-roles.ts'
import { facts } from './facts.ts'
import { fallTo } from './queries.ts'

/** Says that somebody of the school has looked at photos that nobody had seen, and knows who is on them: from then on the cards pay as others do. */
export async function seePhotos(tx: Tx, school: SchoolUser, fileNumbers: string[]): Promise<void> {
  mustHave(school, 'requests.decide')
  const seen = await tx
    .updateTable('card_applications as a')
    .set({ is_photo_unseen: false })
    .where(fallTo(school))
    .where('a.state', '=', 'validated')
    .where('a.is_photo_unseen', '=', true)
    .where('a.file_number', 'in', fileNumbers)
    .returning(['a.id', 'a.beneficiary_id'])
    .execute()
  await recordAll(
    tx,
    seen.map(({ id, beneficiary_id }) => ({
      at: tx.now,
      fact: facts['card-application.photo-seen'],
      staff_id: school.id,
      beneficiary_id,
      details: { application_id: id },
    })),
  )
}
