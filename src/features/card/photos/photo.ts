import { z } from 'zod'
import type { Tx } from '../../../platform/database/index.ts'
import { storeFile } from '../../../platform/files.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { type Area, type PicturePolicy, printable } from '../../../platform/images.ts'

/** The photo of the card: what is accepted, and what it becomes. */

/** 35 × 45 mm at 600 dots per inch. */
export const CARD_PHOTO: PicturePolicy = { field: 'photo', width: 827, height: 1063, dpi: 600, narrowest: 200 }

export const PHOTO_MEGABYTES_AT_MOST = 10

/** What file choosers offer; what a file is, its content says. */
export const PHOTO_TYPES = 'image/jpeg,image/png,image/webp,image/heic,image/heif,.heic,.heif'

const file = z
  .custom<UploadedFile>((value) => typeof value === 'object' && value !== null && 'bytes' in value)
  .optional()
  .catch(undefined)

const fraction = z
  .string()
  .regex(/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/)
  .transform(Number)
  .optional()
  .catch(undefined)

/** What a form in which there is a photo sends. */
export const photoFields = { photo: file, taken: file, cropX: fraction, cropY: fraction, cropWidth: fraction, cropHeight: fraction }

/** The file, imported or taken on the spot, and the part of it to keep: its middle when none was chosen. Undefined without a file. */
export function photoIn({ photo, taken, ...crop }: z.output<z.ZodObject<typeof photoFields>>) {
  const chosen = photo ?? taken
  return chosen && { bytes: chosen.bytes, area: areaOf(crop) }
}

/** A form that is nothing but a photo. */
export const photoForm = z.object(photoFields).transform((typed, context) => {
  const chosen = photoIn(typed)
  if (chosen) return chosen
  context.addIssue({ code: 'custom', path: ['photo'], message: 'Choisissez une photo, ou prenez-en une.' })
  return z.NEVER
})

function areaOf(crop: {
  cropX?: number | undefined
  cropY?: number | undefined
  cropWidth?: number | undefined
  cropHeight?: number | undefined
}): Area | null {
  const { cropX: x, cropY: y, cropWidth: width, cropHeight: height } = crop
  return x === undefined || y === undefined || !width || !height ? null : { x, y, width, height }
}

/** The photo as it is printed, from what was sent. Slow: before the transaction. */
export const printablePhoto = ({ bytes, area }: { bytes: Buffer; area: Area | null }): Promise<Buffer> => printable(bytes, CARD_PHOTO, area)

/** Keeps a photo that is ready to be printed. */
export const storePhoto = (tx: Tx, bytes: Buffer): Promise<string> => storeFile(tx, 'photo', { media_type: 'image/jpeg', bytes })
