import { places } from '../../../../places.ts'
import { type Fact, record } from '../../../../platform/audit.ts'
import type { Db, Reader } from '../../../../platform/database/index.ts'
import { found } from '../../../../platform/errors.ts'
import { pictureAnswer, readFile } from '../../../../platform/files.ts'
import { type Download, download, type Space } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { regionFor, schoolSpace } from '../../../../spaces/staff.tsx'
import { facts } from '../facts.ts'
import { applicationWithDocument, type Decider, draftOf, fileOf } from '../queries.ts'

/** The photo of one's own application. */
export const ownPhoto = download(beneficiarySpace, places.beneficiary.ownPhoto, async ({ db, actor }) =>
  pictureOf(db, (await draftOf(db, actor)).photo_file_id),
)

/** One's own identity document, until the decision. */
export const ownIdentityDocument = download(beneficiarySpace, places.beneficiary.ownIdentityDocument, async ({ db, actor }) =>
  pictureOf(db, (await applicationWithDocument(db, actor)).identity_file_id),
)

/** The photo of an application, for who decides on it. */
export const pupilPhoto = pictureFor(schoolSpace, places.school.requestPhoto, 'photo_file_id', facts['card-application.photo-read'])
export const applicantPhoto = pictureFor(regionFor('support'), places.region.requestPhoto, 'photo_file_id', facts['card-application.photo-read'])

/** The identity document of an application that the Region decides on. */
export const applicantIdentityDocument = pictureFor(regionFor('support'), places.region.requestIdentityDocument, 'identity_file_id', facts['card-application.identity-read'])

/** A picture of a file, as an answer; each reading is written down. */
function pictureFor<Actor extends Decider>(space: Space<Actor>, place: typeof places.region.requestPhoto, which: 'photo_file_id' | 'identity_file_id', fact: Fact): Download<Actor> {
  return download(space, place, async ({ db, actor, params, now }) => {
    const { id, beneficiary_id, ...file } = await fileOf(db, actor, params.number)
    const answer = await pictureOf(db, file[which])
    await record(db, { at: now, fact, staff_id: actor.id, beneficiary_id, details: { application_id: id } })
    return answer
  })
}

async function pictureOf(db: Reader, fileId: string | null): Promise<Response> {
  return pictureAnswer(found(fileId === null ? undefined : await readFile(db, fileId)))
}
