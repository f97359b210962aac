import { places } from '../../../../places.ts'
import type { Fact } from '../../../../platform/audit.ts'
import { storedPicture } from '../../../../platform/files.ts'
import { type Download, download, type Space } from '../../../../platform/http/page.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { regionFor, schoolFor } from '../../../../spaces/staff.tsx'
import { facts } from '../facts.ts'
import { fileOf } from '../queries.ts'

/** The photo of an application, for who decides on it. */
export const pupilPhoto = pictureFor(
  schoolFor('requests.read'),
  places.school.requestPhoto,
  'photo_file_id',
  facts['card-application.photo-read'],
)
export const applicantPhoto = pictureFor(
  regionFor('requests.decide'),
  places.region.requestPhoto,
  'photo_file_id',
  facts['card-application.photo-read'],
)

/** The identity document of an application that the Region decides on. */
export const applicantIdentityDocument = pictureFor(
  regionFor('requests.decide'),
  places.region.requestIdentityDocument,
  'identity_file_id',
  facts['card-application.identity-read'],
)

/** A picture of a file, as an answer; each reading is written down. */
function pictureFor<Actor extends Decider>(
  space: Space<Actor>,
  place: typeof places.region.requestPhoto,
  which: 'photo_file_id' | 'identity_file_id',
  fact: Fact,
): Download<Actor> {
  return download(
    space,
    place,
    {
      find: ({ db, actor, params }) => fileOf(db, actor, params.number),
      trace: ({ subject: { id, beneficiary_id } }) => ({ fact, beneficiary_id, details: { application_id: id } }),
    },
    ({ db, subject, visit }) => storedPicture(db, subject[which], visit.site),
  )
}
