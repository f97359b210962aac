import type { FilePolicy } from '../../../platform/files.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { PICTURES } from '../../../platform/images.ts'
import { drawnAgain } from '../../../platform/pdf.ts'
import { documentAsPdf } from '../../../platform/photographed.ts'

/** A proof: a PDF, or a photo that becomes one, kept encrypted. It came from anybody: what is kept is drawn again. */
export const documentPolicy: FilePolicy<UploadedFile> = {
  name: 'incident-document',
  megabytes: 5,
  accept: `application/pdf,.pdf,${PICTURES.accept}`,
  formats: `PDF, ${PICTURES.formats}`,
  decode: async (sent) => drawnAgain(await documentAsPdf(sent)),
  mediaType: 'application/pdf',
  isEncrypted: true,
}
