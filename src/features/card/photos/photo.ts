import { z } from 'zod'
import type { FilePolicy } from '../../../platform/files.ts'
import { optionalFile } from '../../../platform/forms/fields.ts'
import { type Area, PICTURES, type PicturePolicy, printable } from '../../../platform/images.ts'

/** 35 × 45 mm at 600 dots per inch. */
export const CARD_PHOTO: PicturePolicy = { field: 'photo', width: 827, height: 1063, dpi: 600, narrowest: 200 }

/** The photo of the card: what is accepted, and what it becomes. */
export const photoPolicy: FilePolicy<{ bytes: Buffer; area: Area | null }> = {
  name: 'photo',
  megabytes: 10,
  ...PICTURES,
  decode: ({ bytes, area }) => printable(bytes, CARD_PHOTO, area),
  mediaType: 'image/jpeg',
  isEncrypted: true,
}

const fraction = z
  .string()
  .regex(/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/)
  .transform(Number)
  .optional()
  .catch(undefined)

/** The fields that say which part of the photo to keep. */
export const CROP = ['cropX', 'cropY', 'cropWidth', 'cropHeight'] as const

/** What a form in which there is a photo sends. */
export const photoFields = {
  photo: optionalFile(),
  taken: optionalFile(),
  cropX: fraction,
  cropY: fraction,
  cropWidth: fraction,
  cropHeight: fraction,
}

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
