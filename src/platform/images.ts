import sharp, { type Sharp } from 'sharp'
import { UserError } from './errors.ts'
import { cores } from './machine.ts'
import { askThread } from './threads.ts'
import { SLOW_FILES, turns } from './turns.ts'

/** What a picture must become, and the form's field that errors are about. */
export interface PicturePolicy {
  field: string
  /** In pixels. */
  width: number
  height: number
  dpi: number
  /** A part of the picture with fewer pixels across is refused: it would be blurred. */
  narrowest: number
}

/** The pictures that are read, those of phones among them: for file choosers, and for people. */
export const PICTURES = {
  accept: 'image/jpeg,image/png,image/webp,image/heic,image/heif,.jpg,.jpeg,.png,.webp,.heic,.heif',
  formats: 'JPG, PNG, WebP ou HEIC',
}

interface Size {
  width: number
  height: number
}

/** A part of an upright picture, in fractions of its width and height. */
export interface Area extends Size {
  x: number
  y: number
}

/** Checked on what the file announces, before anything is decoded. */
const PIXELS_AT_MOST = 50_000_000
const HEIC_SECONDS_AT_MOST = 20

// Nothing of somebody's picture stays in memory once it is done.
sharp.cache(false)
// Of each picture one core at most: how many cores there are is for the doors to share out.
sharp.concurrency(1)

const OF_ONE = { atOnce: 1, waiting: 2 }
const inTurn = turns({ atOnce: cores, waiting: 20, ofOne: OF_ONE, slow: SLOW_FILES })

/** As browsers reduce a photo before it is sent: 1,600 pixels at most on its longest side. */
const REDUCED = { pixels: 1600 * 1600, bytes: 1_500_000 }

// Apart from the others: a hundred of these are done while one would wait behind a few large ones.
const reducedInTurn = turns({ atOnce: cores, waiting: 200, ofOne: OF_ONE })

/** Decodes the picture in the turn that its size asks for, by what the file announces. */
const bySize = async <T>(bytes: Buffer, work: () => Promise<T>): Promise<T> =>
  (await isReduced(bytes)) ? reducedInTurn(work) : inTurn(work, { isTheirs: true })

async function isReduced(bytes: Buffer): Promise<boolean> {
  if (bytes.length > REDUCED.bytes || !['jpeg', 'png', 'webp'].includes(typeOf(bytes) ?? '')) return false
  const size = await sharp(bytes)
    .metadata()
    .catch(() => undefined)
  return size !== undefined && size.width * size.height <= REDUCED.pixels
}

/**
 * The picture decoded and encoded again as a JPEG for print: upright, cut to the area (to its middle without one), of the policy's
 * size, with nothing of what the file carried beside its pixels.
 * @throws UserError 415 for another type than jpg, png, webp or heic; 422 when it cannot be read or is too large or too small; 503
 * when too many pictures are waiting
 */
export const printable = (bytes: Buffer, policy: PicturePolicy, area: Area | null): Promise<Buffer> =>
  bySize(bytes, async () => {
    const refuse = photoRefusals(policy)
    const { pixels, size } = await decoded(bytes, refuse)
    if (size.width * size.height > PIXELS_AT_MOST) throw refuse.tooManyPixels()
    const part = cut(size, policy, area)
    if (part.width < policy.narrowest) throw refuse.tooSmall()
    const jpeg = await pixels
      .autoOrient()
      .extract(part)
      .resize(policy.width, policy.height, { fit: 'fill' })
      .flatten({ background: '#fff' })
      .jpeg({ quality: 85 })
      .toBuffer()
      .catch(() => {
        throw refuse.unreadable()
      })
    return withDensity(jpeg, policy.dpi)
  })

// Apart from the others: who looks at a list makes nobody who sends a photo wait.
const toBeShown = turns({ atOnce: () => 1, waiting: 100, ofOne: { atOnce: 1, waiting: 60 } })

/** A picture of ours, small, for a list. */
export const thumbnail = (bytes: Buffer, width: number): Promise<Buffer> =>
  toBeShown(() => sharp(bytes).resize({ width }).jpeg({ quality: 80 }).toBuffer())

/** What a document's pictures must become, and the form's field that errors are about. */
export interface DocumentPolicy {
  field: string
  /** In pixels. */
  longestSide: number
  /** A picture with fewer pixels across cannot be read. */
  narrowest: number
}

/**
 * The pages of a document, each decoded and encoded again, one under the other in a JPEG for screens, with nothing of what the files
 * carried beside their pixels.
 * @throws UserError 415 for another type than jpg, png, webp or heic; 422 when one cannot be read or is too large or too small; 503 when too many
 * pictures are waiting
 */
export const legible = (pages: readonly Buffer[], policy: DocumentPolicy): Promise<Buffer> =>
  inTurn(
    async () => {
      const refuse = documentRefusals(policy)
      const pictures: { input: Buffer; width: number; height: number }[] = []
      for (const page of pages) {
        const { pixels, size } = await decoded(page, refuse)
        if (size.width * size.height > PIXELS_AT_MOST) throw refuse.tooManyPixels()
        if (Math.min(size.width, size.height) < policy.narrowest) throw refuse.tooSmall()
        const side = policy.longestSide
        const { data, info } = await pixels
          .autoOrient()
          .resize(side, side, { fit: 'inside', withoutEnlargement: true })
          .flatten({ background: '#fff' })
          .png({ compressionLevel: 1 })
          .toBuffer({ resolveWithObject: true })
          .catch(() => {
            throw refuse.unreadable()
          })
        pictures.push({ input: data, width: info.width, height: info.height })
      }
      const tops = pictures.map((_, index) => pictures.slice(0, index).reduce((sum, { height }) => sum + height, 0))
      const width = Math.max(...pictures.map((picture) => picture.width))
      const height = pictures.reduce((sum, picture) => sum + picture.height, 0)
      return sharp({ create: { width, height, channels: 3, background: '#fff' } })
        .composite(pictures.map(({ input }, index) => ({ input, left: 0, top: tops[index] as number })))
        .jpeg({ quality: 85 })
        .toBuffer()
    },
    { isTheirs: true },
  )

/** The largest part of the area that has the proportions of the shape, around the area's middle, in whole pixels inside the picture. */
export function cut(picture: Size, shape: Size, area: Area | null) {
  const { x, y, width, height } = area ?? { x: 0, y: 0, width: 1, height: 1 }
  const asked = { width: width * picture.width, height: height * picture.height }
  const ratio = shape.width / shape.height
  const part = {
    width: between(1, Math.round(Math.min(asked.width, asked.height * ratio)), picture.width),
    height: between(1, Math.round(Math.min(asked.height, asked.width / ratio)), picture.height),
  }
  return {
    ...part,
    left: between(0, Math.round((x + width / 2) * picture.width - part.width / 2), picture.width - part.width),
    top: between(0, Math.round((y + height / 2) * picture.height - part.height / 2), picture.height - part.height),
  }
}

const between = (least: number, value: number, most: number) => Math.min(Math.max(value, least), most)

type PictureType = 'jpeg' | 'png' | 'webp' | 'heic'

/** What the bytes are, whatever the file's name or the browser says. */
function typeOf(bytes: Buffer): PictureType | undefined {
  const text = (from: number, to: number) => bytes.toString('latin1', from, to)
  if (text(0, 3) === '\xff\xd8\xff') return 'jpeg'
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp'
  if (text(4, 8) === 'ftyp' && ['heic', 'heix', 'hevc', 'hevx', 'mif1', 'msf1'].includes(text(8, 12))) return 'heic'
  return undefined
}

/** The picture ready to be decoded, and its upright size. */
async function decoded(bytes: Buffer, refuse: Refusals): Promise<{ pixels: Sharp; size: Size }> {
  const type = typeOf(bytes)
  if (!type) throw refuse.wrongType()
  try {
    if (type === 'heic') {
      // sharp's own libvips reads no HEVC.
      const picture = await askThread('heic-decoder', { bytes, pixelsAtMost: PIXELS_AT_MOST }, HEIC_SECONDS_AT_MOST)
      if (!picture) throw refuse.unreadable()
      const { data, ...size } = picture
      if (!data) throw refuse.tooManyPixels()
      return { pixels: sharp(data, { raw: { ...size, channels: 4 } }), size }
    }
    // sharp's own limit would not say why it refuses: ours is checked by whoever called.
    const pixels = sharp(bytes, { failOn: 'error', limitInputPixels: false })
    return { pixels, size: (await pixels.metadata()).autoOrient }
  } catch (error) {
    throw error instanceof UserError ? error : refuse.unreadable()
  }
}

/** The JPEG with a JFIF header that says how large it is printed: the encoder writes it in EXIF only, which we keep empty. */
function withDensity(jpeg: Buffer, dpi: number): Buffer {
  const header = Buffer.from('ffe000104a46494600010201000000000000', 'hex')
  header.writeUInt16BE(dpi, 12)
  header.writeUInt16BE(dpi, 14)
  return Buffer.concat([jpeg.subarray(0, 2), header, jpeg.subarray(2)])
}

type Refusals = ReturnType<typeof refusalsAbout>

function refusalsAbout(field: string, sentences: { wrongType: string; unreadable: string; tooManyPixels: string; tooSmall: string }) {
  const refusal =
    (code: string, sentence: string, status = 422) =>
    () =>
      new UserError(`picture.${code}`, sentence, { status, field })
  return {
    wrongType: refusal('wrong-type', sentences.wrongType, 415),
    unreadable: refusal('unreadable', sentences.unreadable),
    tooManyPixels: refusal('too-many-pixels', sentences.tooManyPixels),
    tooSmall: refusal('too-small', sentences.tooSmall),
  }
}

const photoRefusals = ({ field, narrowest }: PicturePolicy) =>
  refusalsAbout(field, {
    wrongType: `Ce fichier n’est pas une photo que nous savons lire. Choisissez une photo au format ${PICTURES.formats}.`,
    unreadable: 'Cette photo est abîmée et ne peut pas être lue. Choisissez-en une autre.',
    tooManyPixels: 'Cette photo est trop grande : 50 millions de pixels au plus. Choisissez-en une autre.',
    tooSmall: `Cette photo, ou la partie que vous avez choisie, est trop petite pour être nette : il faut au moins ${narrowest} pixels de large. Choisissez une partie plus large, ou une autre photo.`,
  })

const documentRefusals = ({ field, narrowest }: DocumentPolicy) =>
  refusalsAbout(field, {
    wrongType: `Ce fichier n’est pas un document que nous savons lire. Choisissez un fichier au format PDF, ${PICTURES.formats}.`,
    unreadable: 'Cette image est abîmée et ne peut pas être lue. Choisissez-en une autre.',
    tooManyPixels: 'Cette image est trop grande : 50 millions de pixels au plus. Choisissez-en une autre.',
    tooSmall: `Cette image est trop petite pour être lue : il faut au moins ${narrowest} pixels de chaque côté. Choisissez-en une plus grande.`,
  })
