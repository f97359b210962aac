import sharp from 'sharp'
import { expect, test } from 'vitest'
import { HEIC } from '../../tests/support/heic.ts'
import { mustBeHarmlessPdf, pictureOfPage } from './pdf.ts'
import { documentAsPdf } from './photographed.ts'

const photo = (width: number, height: number) => sharp({ create: { width, height, channels: 3, background: '#c02020' } })

const sent = (bytes: Buffer) => ({ field: 'bankFile', name: 'photo.jpg', bytes })

/** The one page of the PDF, as it is drawn: its size, and the colour of its middle. */
async function pageOf(pdf: Buffer) {
  expect(await mustBeHarmlessPdf(pdf, 'bankFile')).toBe(1)
  const page = sharp(await pictureOfPage(pdf, 1))
  const { width, height } = await page.metadata()
  const { data, info } = await page.raw().toBuffer({ resolveWithObject: true })
  const middle = (Math.floor(info.height / 2) * info.width + Math.floor(info.width / 2)) * info.channels
  return { isUpright: height > width, red: data[middle] as number, blue: data[middle + 2] as number }
}

test.each([
  ['jpeg', () => photo(900, 1200).jpeg().toBuffer(), true],
  ['png', () => photo(1200, 900).png().toBuffer(), false],
  ['webp', () => photo(900, 1200).webp().toBuffer(), true],
  ['one that a phone took on its side', () => photo(1200, 900).withMetadata({ orientation: 6 }).jpeg().toBuffer(), true],
])('a photo becomes a PDF of one A4 page: %s', async (_, made, isUpright) => {
  const page = await pageOf(await documentAsPdf(sent(await made())))
  expect(page.isUpright).toBe(isUpright)
  expect(page.red).toBeGreaterThan(150)
  expect(page.blue).toBeLessThan(80)
})

test('a photo of an iPhone too, with nothing of where it was taken', async () => {
  const pdf = await documentAsPdf(sent(HEIC))
  expect((await pageOf(pdf)).isUpright).toBe(true)
  const located = await photo(900, 1200)
    .withExif({ IFD0: { Make: 'Phone' } })
    .jpeg()
    .toBuffer()
  expect(located.includes('Phone')).toBe(true)
  expect((await documentAsPdf(sent(located))).includes('Phone')).toBe(false)
})

test('a large photo is light once it is a PDF', async () => {
  const noise = Buffer.from(Array.from({ length: 3 * 500 * 700 }, (_, at) => (at * 7919) % 256))
  const large = await sharp(noise, { raw: { width: 500, height: 700, channels: 3 } })
    .resize(4000, 5600)
    .jpeg({ quality: 100 })
    .toBuffer()
  expect((await documentAsPdf(sent(large))).length).toBeLessThan(3_000_000)
})

test.each([
  ['a text', Buffer.from('Bonjour'), 'picture.wrong-type', 415],
  ['a Word document', Buffer.from('504b0304', 'hex'), 'picture.wrong-type', 415],
  ['a PDF that is none', Buffer.from('%PDF-1.7 nothing'), 'pdf.unreadable', 422],
])('it is neither: %s', async (_, bytes, code, status) => {
  await expect(documentAsPdf(sent(bytes))).rejects.toMatchObject({ code, status, field: 'bankFile' })
})
