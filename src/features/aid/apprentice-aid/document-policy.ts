import type { FilePolicy } from '../../../platform/files.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { PICTURES } from '../../../platform/images.ts'
import { documentAsPdf } from '../../../platform/photographed.ts'

/** A document that proves what an aid is asked for: a PDF, or a photo that becomes one, kept encrypted with the bank accounts' key. */
export const documentPolicy: FilePolicy<UploadedFile> = {
  name: 'aid-document',
  megabytes: 5,
  accept: `application/pdf,.pdf,${PICTURES.accept}`,
  formats: `PDF, ${PICTURES.formats}`,
  decode: documentAsPdf,
  mediaType: 'application/pdf',
  isEncrypted: true,
  keepsWhatWasSent: true,
}
