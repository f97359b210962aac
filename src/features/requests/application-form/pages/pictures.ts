import { places } from '../../../../places.ts'
import { storedPicture } from '../../../../platform/files.ts'
import { download } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { applicationWithDocument, draftOf } from '../../card-applications/index.ts'

/** The photo of one's own application. */
export const ownPhoto = download(beneficiarySpace, places.beneficiary.ownPhoto, async ({ db, actor, visit }) =>
  storedPicture(db, (await draftOf(db, actor)).photo_file_id, visit.site),
)

/** One's own identity document, until the decision. */
export const ownIdentityDocument = download(beneficiarySpace, places.beneficiary.ownIdentityDocument, async ({ db, actor, visit }) =>
  storedPicture(db, (await applicationWithDocument(db, actor)).identity_file_id, visit.site),
)
