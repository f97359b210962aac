import { z } from 'zod'
import { UserError } from '../../../platform/errors.ts'
import type { FilePolicy } from '../../../platform/files.ts'
import { uploadedFile } from '../../../platform/forms/fields.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { type DocumentPolicy, legible, PICTURES } from '../../../platform/images.ts'
import { isPdf, mustBeHarmlessPdf, pictureOfPage } from '../../../platform/pdf.ts'
import { UNSENT_IDENTITY_DAYS } from '../card-applications/index.ts'

/** The identity document of those who are neither (guide, 3.3): what is accepted, and what it becomes. */
export const identityPolicy: FilePolicy<UploadedFile> = {
  name: 'identity-document',
  megabytes: 5,
  accept: `application/pdf,.pdf,${PICTURES.accept}`,
  formats: `PDF, ${PICTURES.formats}`,
  decode: ({ bytes }) => pictureOfIdentity(bytes),
  mediaType: 'image/jpeg',
  isEncrypted: true,
  // Sending the application stops the count.
  keptDays: UNSENT_IDENTITY_DAYS,
}

/** A card has two sides. */
const PAGES_AT_MOST = 2

const POLICY: DocumentPolicy = { field: 'document', longestSide: 1600, narrowest: 300 }

export const identityForm = z.object({ document: uploadedFile('Choisissez votre pièce d’identité.') })

/**
 * The document as one JPEG, whatever came: nothing else of it is kept.
 * @throws UserError 413, 415 or 422 on the field `document`; 503 when too many documents are waiting
 */
async function pictureOfIdentity(bytes: Buffer): Promise<Buffer> {
  return legible(isPdf(bytes) ? await pagesOf(bytes) : [bytes], POLICY)
}

async function pagesOf(pdf: Buffer): Promise<Buffer[]> {
  const count = await mustBeHarmlessPdf(pdf, POLICY.field)
  if (count > PAGES_AT_MOST) {
    const sentence = `Ce PDF a trop de pages : ${PAGES_AT_MOST} au plus, le recto et le verso. N’envoyez que votre pièce d’identité.`
    throw new UserError('identity.too-many-pages', sentence, { field: POLICY.field })
  }
  const pages: Buffer[] = []
  for (let page = 1; page <= count; page++) {
    const picture = await pictureOfPage(pdf, page, { isTheirs: true })
    if (!picture) throw new UserError('pdf.unreadable', 'Ce PDF ne peut pas être lu. Choisissez-en un autre.', { field: POLICY.field })
    pages.push(picture)
  }
  return pages
}
