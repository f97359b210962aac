import PDFDocument from 'pdfkit'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { drawnAgain, mustBeHarmlessPdf, pictureOfPage } from './pdf.ts'
import { askedBy } from './turns.ts'

type Pdf = InstanceType<typeof PDFDocument>

function made(draw: (document: Pdf) => void = (document) => document.text('Bonjour'), options = {}): Promise<Buffer> {
  const document = new PDFDocument(options)
  const finished = new Promise<Buffer>((resolve) => {
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    document.on('end', () => resolve(Buffer.concat(chunks)))
  })
  draw(document)
  document.end()
  return finished
}

/** A PDF of one page, written by hand: what pdfkit does not know how to make. */
function written(catalog: string, others: string[] = [], page = ''): Buffer {
  const objects = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] ${page} >>`,
    ...others,
  ]
  let text = '%PDF-1.7\n'
  const offsets = objects.map((body, index) => {
    const at = text.length
    text += `${index + 1} 0 obj\n${body}\nendobj\n`
    return at
  })
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  for (const at of offsets) text += `${String(at).padStart(10, '0')} 00000 n \n`
  return Buffer.from(`${text}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF`)
}

const refused = (code: string, status = 422) => expect.objectContaining({ code: `pdf.${code}`, status, field: 'file' })

test('a PDF comes in, with its pages counted', async () => {
  await expect(mustBeHarmlessPdf(await made((document) => document.text('un').addPage().text('deux')), 'file')).resolves.toBe(2)
  await expect(mustBeHarmlessPdf(written(''), 'file')).resolves.toBe(1)
})

/** As most banks make them: whoever has no password opens them, and changes nothing. */
const LOCKED = { ownerPassword: 'secret', permissions: {} }

function openingWithScript(document: Pdf) {
  const catalog = (document as unknown as { _root: { data: Record<string, unknown> } })._root.data
  catalog.OpenAction = document.ref({ S: 'JavaScript', JS: new String('app.alert(1)') })
  ;(catalog.OpenAction as ReturnType<Pdf['ref']>).end('')
}

test.each(['1.4', '1.7ext3'])('a PDF %s that is locked against changes only comes in, and can be looked at', async (pdfVersion) => {
  const locked = await made((document) => document.text('un').addPage().text('deux'), { ...LOCKED, pdfVersion })
  expect(locked.includes('/Encrypt')).toBe(true)
  await expect(mustBeHarmlessPdf(locked, 'file')).resolves.toBe(2)
  expect(
    (
      await sharp(await pictureOfPage(locked, 1))
        .greyscale()
        .stats()
    ).channels[0]?.min,
  ).toBeLessThan(100)
})

test.each([
  [
    'a picture',
    async () =>
      sharp({ create: { width: 9, height: 9, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    refused('wrong-type', 415),
  ],
  ['nothing that is one', async () => Buffer.from('%PDF-1.7 but nothing else'), refused('unreadable')],
  ['protected by a password', () => made(undefined, { userPassword: 'secret' }), refused('encrypted')],
  [
    'locked against changes, with a file attached',
    () => made((document) => document.file(Buffer.from('MZ'), { name: 'a.exe' }), LOCKED),
    refused('attachments'),
  ],
  ['locked against changes, with a script run when it opens', () => made(openingWithScript, LOCKED), refused('active')],
  ['with a file attached', () => made((document) => document.file(Buffer.from('MZ'), { name: 'a.exe' })), refused('attachments')],
  ['with too many pages', () => made((document) => Array.from({ length: 50 }, () => document.addPage())), refused('too-many-pages')],
  ['over five megabytes', async () => Buffer.concat([await made(), Buffer.alloc(5_000_000)]), refused('too-big', 413)],
  ['with a script run when it opens', async () => written('/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>'), refused('active')],
  [
    'with a script by its name',
    async () => written('/Names << /JavaScript << /Names [(a) 4 0 R] >> >>', ['<< /S /JavaScript /JS (1) >>']),
    refused('active'),
  ],
  ['with a program to launch', async () => written('', ['<< /S /Launch /F (cmd.exe) >>'], '/AA << /O 4 0 R >>'), refused('active')],
  [
    'with an action hidden in an annotation',
    async () => written('', [], '/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (a) >> >>]'),
    refused('active'),
  ],
  [
    'with an action whose kind is written elsewhere in the file',
    async () => written('/OpenAction << /S 4 0 R /F (cmd.exe) >>', ['/Launch']),
    refused('active'),
  ],
  [
    'with an action whose kind is written elsewhere, by way of another place',
    async () => written('', ['<< /S 5 0 R /F (cmd.exe) >>', '6 0 R', '/Launch'], '/AA << /O 4 0 R >>'),
    refused('active'),
  ],
  [
    'with a file in an annotation whose kind is written elsewhere',
    async () => written('', ['/FileAttachment'], '/Annots [<< /Type /Annot /Subtype 4 0 R /Rect [0 0 9 9] >>]'),
    refused('attachments'),
  ],
  [
    'with an attached stream whose type is written elsewhere',
    async () => written('/Here 4 0 R', ['<< /Type 5 0 R >>', '/EmbeddedFile']),
    refused('attachments'),
  ],
  ['with an active form', async () => written('/AcroForm << /XFA (x) /Fields [] >>'), refused('active')],
  [
    'with a file in an annotation',
    async () => written('', [], '/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] >>]'),
    refused('attachments'),
  ],
])('a file is refused: %s', async (_, bytes, why) => {
  await expect(mustBeHarmlessPdf(await bytes(), 'file')).rejects.toEqual(why)
})

test('a page becomes a picture of a bounded size', async () => {
  const huge = await made((document) => document.text('grand'), { size: [14_000, 200] })
  const { width, height, format } = await sharp(await pictureOfPage(huge, 1)).metadata()
  expect([format, width, height]).toEqual(['png', 1600, 23])
  expect(await pictureOfPage(huge, 2)).toBeUndefined()
  expect(await pictureOfPage(Buffer.from('%PDF-nothing'), 1)).toBeUndefined()
})

test('whoever leaves while a page is drawn for them takes nobody along: the program is still there', async () => {
  const long = await made((document) => {
    for (let line = 0; line < 100_000; line++)
      document
        .moveTo(line % 600, 0)
        .lineTo(600 - (line % 600), 800)
        .stroke()
  })
  for (const leftAfterMs of [150, 300, 450, 600, 750, 900]) {
    const leaving = AbortSignal.timeout(leftAfterMs)
    await askedBy({ who: 'somebody', leaving: () => leaving }, () => pictureOfPage(long, 1))
    expect(leaving.aborted).toBe(true)
  }
})

test('drawn again, a document shows the same pages, and nothing else of it is left', async () => {
  const link = '<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (cmd.exe) >> >>'
  const harmful = written('/OpenAction << /S 4 0 R /F (cmd.exe) >>', ['/Launch'], `/Annots [${link}]`)
  const copy = await drawnAgain(harmful)
  for (const word of ['Launch', 'cmd.exe', 'OpenAction', 'Annots']) expect(copy.toString('latin1')).not.toContain(word)
  await expect(mustBeHarmlessPdf(copy, 'file')).resolves.toBe(1)

  const letter = await made((document) => document.text('Bonjour').addPage().text('deux'), LOCKED)
  const drawn = await drawnAgain(letter)
  expect(drawn.includes('/Encrypt')).toBe(false)
  await expect(mustBeHarmlessPdf(drawn, 'file')).resolves.toBe(2)
  const look = async (bytes: Buffer) =>
    (
      await sharp(await pictureOfPage(bytes, 1))
        .greyscale()
        .stats()
    ).channels[0]?.mean
  expect(await look(drawn)).toBeCloseTo((await look(letter)) as number, 0)
  await expect(drawnAgain(Buffer.from('%PDF-nothing'))).rejects.toMatchObject({ code: 'pdf.unreadable' })
})
