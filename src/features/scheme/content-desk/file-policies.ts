import type { FilePolicy } from '../../../platform/files.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { PICTURES, printable } from '../../../platform/images.ts'
import { harmlessPdf } from '../../../platform/pdf.ts'
import { GOOD_DEAL_PICTURE } from '../content/index.ts'

/** The picture of a good deal, cut from its middle. */
export const picturePolicy: FilePolicy<UploadedFile> = {
  name: 'good-deal',
  megabytes: 10,
  ...PICTURES,
  decode: ({ bytes }) => printable(bytes, GOOD_DEAL_PICTURE, null),
  mediaType: 'image/jpeg',
}

/** A document to download. */
export const documentPolicy: FilePolicy<UploadedFile> = {
  name: 'document',
  megabytes: 5,
  accept: 'application/pdf,.pdf',
  formats: 'PDF',
  decode: harmlessPdf,
  keepsWhatWasSent: true,
  mediaType: 'application/pdf',
}
