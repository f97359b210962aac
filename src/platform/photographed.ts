import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { UserError } from './errors.ts'
import type { UploadedFile } from './http/body.ts'
import { legible, PICTURES } from './images.ts'
import { harmlessPdf, isPdf, mustBeHarmlessPdf, pictureOfPage } from './pdf.ts'

/** An A4 sheet at 200 dots per inch. */
const LONGEST_SIDE = 2339
/** In points. */
const MARGIN = 20

/**
 * A document as a PDF, whatever it came as: a PDF if it is harmless, or the photo of one, laid on a sheet.
 * @throws UserError 413, 415 or 422 on the field that sent it; 503 when too many documents are waiting
 */
export async function documentAsPdf(sent: UploadedFile): Promise<Buffer> {
  if (isPdf(sent.bytes)) return harmlessPdf(sent)
  return sheetOf(await legible([sent.bytes], { field: sent.field, longestSide: LONGEST_SIDE, narrowest: 300 }))
}

async function sheetOf(jpeg: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(jpeg).metadata()
  const document = new PDFDocument({ size: 'A4', autoFirstPage: false })
  const finished = new Promise<Buffer>((resolve, reject) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
    document.on('error', reject)
  })
  document.addPage({ layout: width > height ? 'landscape' : 'portrait', margin: MARGIN })
  const { page } = document
  const fit: [number, number] = [page.width - 2 * MARGIN, page.height - 2 * MARGIN]
  document.image(jpeg, MARGIN, MARGIN, { fit, align: 'center', valign: 'center' })
  document.end()
  return finished
}

/** A card has two sides, a certificate seldom more. */
const PAGES_AT_MOST = 2

const PICTURED = { longestSide: 1600, narrowest: 300 }

/**
 * A document as one JPEG, whatever it came as: nothing else of it is kept.
 * @throws UserError 413, 415 or 422 on the field that sent it; 503 when too many documents are waiting
 */
const documentAsPicture = async ({ bytes, field }: UploadedFile): Promise<Buffer> =>
  legible(isPdf(bytes) ? await pagesOf(bytes, field) : [bytes], { ...PICTURED, field })

/** A document that is kept as a picture: what it may come as. */
export const PICTURED_DOCUMENT = {
  megabytes: 5,
  accept: `application/pdf,.pdf,${PICTURES.accept}`,
  formats: `PDF, ${PICTURES.formats}`,
  decode: documentAsPicture,
  mediaType: 'image/jpeg',
} as const

async function pagesOf(pdf: Buffer, field: string): Promise<Buffer[]> {
  const count = await mustBeHarmlessPdf(pdf, field)
  if (count > PAGES_AT_MOST) {
    const sentence = `Ce PDF a trop de pages : ${PAGES_AT_MOST} au plus. N’envoyez que le document demandé.`
    throw new UserError('document.too-many-pages', sentence, { field })
  }
  const pages: Buffer[] = []
  for (let page = 1; page <= count; page++) {
    const picture = await pictureOfPage(pdf, page, { isTheirs: true })
    if (!picture) throw new UserError('pdf.unreadable', 'Ce PDF ne peut pas être lu. Choisissez-en un autre.', { field })
    pages.push(picture)
  }
  return pages
}
