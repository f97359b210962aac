import { places } from '../../../../places.ts'
import { found } from '../../../../platform/errors.ts'
import { pictureAnswer, readFile } from '../../../../platform/files.ts'
import { download } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { liveCardOf } from '../queries.ts'

/** The photo of one's own card. */
export const cardPhoto = download(beneficiarySpace, places.beneficiary.cardPhoto, async ({ db, actor, visit }) => {
  const card = found(await liveCardOf(db, actor.id))
  return pictureAnswer(found(await readFile(db, card.photo_file_id, visit.site)))
})
