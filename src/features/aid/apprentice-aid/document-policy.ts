import type { FilePolicy } from '../../../platform/files.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { harmlessPdf } from '../../../platform/pdf.ts'

/** A document that proves what an aid is asked for: a PDF, kept encrypted with the bank accounts' key. */
export const documentPolicy: FilePolicy<UploadedFile> = {
  name: 'aid-document',
  megabytes: 5,
  accept: 'application/pdf,.pdf',
  decode: harmlessPdf,
  mediaType: 'application/pdf',
  isEncrypted: true,
}
