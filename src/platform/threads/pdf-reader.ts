import { parentPort, workerData } from 'node:worker_threads'
import type * as mupdf from 'mupdf'

/**
 * Looks for what could act in a PDF, draws one of its pages, or all of them again in a PDF of ours. The reader is synchronous and a document can keep it busy for long:
 * `askThread` runs it.
 */

interface Limits {
  objects: number
  pages: number
  /** The longest side of a page's picture, in pixels. */
  picture: number
}

export type Question = { bytes: Uint8Array; limits: Limits } & ({ work: 'check' | 'copy' } | { work: 'picture'; page: number })

export type Refusal = 'unreadable' | 'encrypted' | 'active' | 'attachments' | 'too-many-pages'

export type Answer = { refused: Refusal } | { pages: number } | { png: Uint8Array | undefined } | { pdf: Uint8Array }

type Reader = typeof mupdf

const ACTIONS = new Set([
  'JavaScript',
  'Launch',
  'SubmitForm',
  'ImportData',
  'Rendition',
  'RichMediaExecute',
  'Movie',
  'Sound',
  'GoToE',
  'GoToR',
])
const SCRIPTS = new Set<string | number>(['JS', 'JavaScript', 'XFA'])
const ATTACHED = new Set<string | number>(['EmbeddedFiles', 'EF', 'AF'])
const ATTACHMENTS = new Set(['EmbeddedFile', 'FileAttachment', 'RichMedia', 'Screen', '3D'])
const NAMING = new Set<string | number>(['S', 'Type', 'Subtype'])
const DEPTH_AT_MOST = 50

function dangerIn(object: mupdf.PDFObject, depth: number): Refusal | undefined {
  if (depth > DEPTH_AT_MOST) return 'unreadable'
  let danger: Refusal | undefined
  object.forEach((value, key) => {
    danger ??= dangerOf(key, value, depth)
  })
  return danger
}

function dangerOf(key: string | number, value: mupdf.PDFObject, depth: number): Refusal | undefined {
  if (SCRIPTS.has(key)) return 'active'
  if (ATTACHED.has(key)) return 'attachments'
  // What is referred to is an object of the document, looked at in its turn; but what a name means, its key says: `/S 4 0 R` acts as
  // `/S /Launch` does.
  if (value.isIndirect()) return NAMING.has(key) ? dangerOfName(key, value.resolve().asName()) : undefined
  if (value.isName()) return dangerOfName(key, value.asName())
  return value.isDictionary() || value.isArray() ? dangerIn(value, depth + 1) : undefined
}

function dangerOfName(key: string | number, name: string): Refusal | undefined {
  if (key === 'S' && ACTIONS.has(name)) return 'active'
  return (key === 'Type' || key === 'Subtype') && ATTACHMENTS.has(name) ? 'attachments' : undefined
}

function check(reader: Reader, bytes: Uint8Array, limits: Limits): Answer {
  const document = reader.Document.openDocument(bytes, 'application/pdf')
  const pdf = document.asPDF()
  if (!pdf) return { refused: 'unreadable' }
  // One that is only locked against changes opens without a password, as most banks make them: it is read like any other.
  if (document.needsPassword()) return { refused: 'encrypted' }
  if (pdf.countObjects() > limits.objects) return { refused: 'unreadable' }
  const danger = dangerInAll(pdf)
  if (danger) return { refused: danger }
  const pages = document.countPages()
  if (pages > limits.pages) return { refused: 'too-many-pages' }
  // A page that cannot be drawn could not be checked by anybody either.
  document.loadPage(0).getBounds()
  return { pages }
}

function dangerInAll(pdf: mupdf.PDFDocument): Refusal | undefined {
  let danger = dangerIn(pdf.getTrailer(), 0)
  const objects = pdf.countObjects()
  for (let number = 1; number < objects && !danger; number++) {
    const object = pdf.newIndirect(number).resolve()
    if (object.isDictionary() || object.isArray() || object.isStream()) danger = dangerIn(object, 0)
    object.destroy()
  }
  return danger
}

function picture(reader: Reader, { bytes, page, limits }: Question & { work: 'picture' }): Answer {
  const document = reader.Document.openDocument(bytes, 'application/pdf')
  if (page > document.countPages()) return { png: undefined }
  const drawn = document.loadPage(page - 1)
  const [left, top, right, bottom] = drawn.getBounds()
  const scale = Math.min(2, limits.picture / Math.max(right - left, bottom - top, 1))
  const pixels = drawn.toPixmap(reader.Matrix.scale(scale, scale), reader.ColorSpace.DeviceRGB, false)
  return { png: pixels.asPNG() }
}

/** All its pages drawn again, and nothing else of it: no action, no link, no file, no form, no script comes along. */
function copy(reader: Reader, bytes: Uint8Array): Answer {
  const document = reader.Document.openDocument(bytes, 'application/pdf')
  const drawn = new reader.Buffer()
  const writer = new reader.DocumentWriter(drawn, 'pdf', 'compress')
  for (let number = 0; number < document.countPages(); number++) {
    const page = document.loadPage(number)
    const device = writer.beginPage(page.getBounds())
    page.run(device, reader.Matrix.identity)
    writer.endPage()
    device.destroy()
    page.destroy()
  }
  writer.close()
  return { pdf: drawn.asUint8Array().slice() }
}

async function answerTo(question: Question): Promise<Answer> {
  // Not imported at the top: it awaits there, and a thread that ends while what follows such a module runs ends the whole process (V8:
  // `AsyncModuleExecutionFulfilled`).
  const reader = await import('mupdf')
  reader.setLog({ error() {}, warning() {} })
  try {
    if (question.work === 'check') return check(reader, question.bytes, question.limits)
    return question.work === 'picture' ? picture(reader, question) : copy(reader, question.bytes)
  } catch {
    return { refused: 'unreadable' }
  }
}

parentPort?.postMessage(await answerTo(workerData as Question))
