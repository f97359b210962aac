import { type FactName, record } from '../../../../platform/audit.ts'
import { storedPicture } from '../../../../platform/files.ts'
import { type Download, download, type Space } from '../../../../platform/http/page.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { regionFor, schoolSpace } from '../../../../spaces/staff.tsx'
import { fileOf } from '../queries.ts'

/** The photo of an application, for who decides on it. */
export const pupilPhoto = pictureFor(schoolSpace, 'photo_file_id', 'card-application.photo-read')
export const applicantPhoto = pictureFor(regionFor('support'), 'photo_file_id', 'card-application.photo-read')

/** The identity document of an application that the Region decides on. */
export const applicantIdentityDocument = pictureFor(regionFor('support'), 'identity_file_id', 'card-application.identity-read')

/** A picture of a file, as an answer; each reading is written down. */
function pictureFor<Actor extends Decider>(
  space: Space<Actor>,
  which: 'photo_file_id' | 'identity_file_id',
  fact: FactName,
): Download<Actor> {
  return download(space, async ({ db, actor, params, now }) => {
    const { id, beneficiary_id, ...file } = await fileOf(db, actor, params.number ?? '')
    const answer = await storedPicture(db, file[which])
    await record(db, { at: now, fact, staff_id: actor.id, beneficiary_id, details: { application_id: id } })
    return answer
  })
}
