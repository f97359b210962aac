import { createRequire } from 'node:module'
import { availableParallelism } from 'node:os'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { UserError } from './errors.ts'
import { turns } from './turns.ts'

const BYTES_AT_MOST = 5_000_000
const PAGES_AT_MOST = 50
const OBJECTS_AT_MOST = 100_000
const SECONDS_AT_MOST = 15
/** The longest side of a page's picture, in pixels. */
const PICTURE_AT_MOST = 1600

const inTurn = turns({ atOnce: Math.max(1, availableParallelism() - 1), waiting: 20 })

/**
 * Lets a PDF in, or says why not. It is kept as it came: what could act when it is opened is refused, wherever it hides.
 * @throws UserError 413, 415 or 422 on that field of the form; 503 when too many documents are waiting
 * @returns how many pages it has
 */
export async function mustBeHarmlessPdf(bytes: Buffer, field: string): Promise<number> {
  const refuse = (code: Refusal) => new UserError(`pdf.${code}`, REFUSALS[code].sentence, { status: REFUSALS[code].status ?? 422, field })
  if (bytes.length > BYTES_AT_MOST) throw refuse('too-big')
  // Readers look for the header in the first kilobyte; so do we, and nothing else is a PDF.
  if (!bytes.subarray(0, 1024).includes('%PDF-')) throw refuse('wrong-type')
  const answer = await inTurn(() => ask<{ pages: number } | { refused: Refusal }>({ work: 'check', bytes }))
  if ('refused' in answer) throw refuse(answer.refused)
  return answer.pages
}

/** A page of a PDF (the first is 1) as a PNG that no reader executes; undefined when there is no such page. */
export async function pictureOfPage(bytes: Buffer, page: number): Promise<Buffer | undefined> {
  const answer = await inTurn(() => ask<{ png?: Uint8Array }>({ work: 'picture', bytes, page }))
  return 'png' in answer && answer.png ? Buffer.from(answer.png) : undefined
}

type Refusal = 'too-big' | 'wrong-type' | 'unreadable' | 'encrypted' | 'active' | 'attachments' | 'too-many-pages'

const REFUSALS: Record<Refusal, { sentence: string; status?: number }> = {
  'too-big': {
    sentence: `Ce document est trop lourd : ${BYTES_AT_MOST / 1_000_000} Mo au plus. Choisissez-en un plus léger.`,
    status: 413,
  },
  'wrong-type': {
    sentence: 'Ce fichier n’est pas un PDF. Enregistrez votre document au format PDF, ou numérisez-le en PDF, puis envoyez-le.',
    status: 415,
  },
  unreadable: { sentence: 'Ce PDF est abîmé et ne peut pas être lu. Enregistrez-le de nouveau, ou choisissez-en un autre.' },
  encrypted: { sentence: 'Ce PDF est protégé par un mot de passe. Enregistrez-en une copie sans protection, puis envoyez-la.' },
  active: { sentence: 'Ce PDF contient un programme ou un formulaire actif. Imprimez-le en PDF, puis envoyez la copie.' },
  attachments: { sentence: 'Ce PDF contient des fichiers joints. Imprimez-le en PDF, puis envoyez la copie.' },
  'too-many-pages': { sentence: `Ce PDF a trop de pages : ${PAGES_AT_MOST} au plus. N’envoyez que les pages utiles.` },
}

type Question = { work: 'check'; bytes: Buffer } | { work: 'picture'; bytes: Buffer; page: number }

// The reader is synchronous and a document can keep it busy for long: each has a thread and a memory of its own, that end with it.
// Evaluated from a text because the server is one bundle.
const READER = `
  const { parentPort, workerData } = require('node:worker_threads')
  const { bytes, work, page, limits } = workerData

  const ACTIONS = new Set(['JavaScript', 'Launch', 'SubmitForm', 'ImportData', 'Rendition', 'RichMediaExecute', 'Movie', 'Sound', 'GoToE', 'GoToR'])
  const SCRIPTS = new Set(['JS', 'JavaScript', 'XFA'])
  const ATTACHED = new Set(['EmbeddedFiles', 'EF', 'AF'])
  const ATTACHMENTS = new Set(['EmbeddedFile', 'FileAttachment', 'RichMedia', 'Screen', '3D'])

  function dangerIn(object, depth) {
    if (depth > 50) return 'unreadable'
    let danger
    object.forEach((value, key) => {
      if (danger) return
      if (SCRIPTS.has(key)) danger = 'active'
      else if (ATTACHED.has(key)) danger = 'attachments'
      else if (value.isIndirect()) return
      else if (value.isName()) {
        if (key === 'S' && ACTIONS.has(value.asName())) danger = 'active'
        if ((key === 'Type' || key === 'Subtype') && ATTACHMENTS.has(value.asName())) danger = 'attachments'
      } else if (value.isDictionary() || value.isArray()) danger = dangerIn(value, depth + 1)
    })
    return danger
  }

  function check(mupdf) {
    const document = mupdf.Document.openDocument(bytes, 'application/pdf')
    const pdf = document.asPDF()
    if (!pdf) return { refused: 'unreadable' }
    if (document.needsPassword() || !pdf.getTrailer().get('Encrypt').isNull()) return { refused: 'encrypted' }
    const objects = pdf.countObjects()
    if (objects > limits.objects) return { refused: 'unreadable' }
    const trailer = dangerIn(pdf.getTrailer(), 0)
    if (trailer) return { refused: trailer }
    for (let number = 1; number < objects; number++) {
      const object = pdf.newIndirect(number).resolve()
      const danger = object.isDictionary() || object.isArray() || object.isStream() ? dangerIn(object, 0) : undefined
      object.destroy()
      if (danger) return { refused: danger }
    }
    const pages = document.countPages()
    if (pages > limits.pages) return { refused: 'too-many-pages' }
    // A page that cannot be drawn could not be checked by anybody either.
    document.loadPage(0).getBounds()
    return { pages }
  }

  function picture(mupdf) {
    const document = mupdf.Document.openDocument(bytes, 'application/pdf')
    if (page > document.countPages()) return {}
    const drawn = document.loadPage(page - 1)
    const [left, top, right, bottom] = drawn.getBounds()
    const scale = Math.min(2, limits.picture / Math.max(right - left, bottom - top, 1))
    const pixels = drawn.toPixmap(mupdf.Matrix.scale(scale, scale), mupdf.ColorSpace.DeviceRGB, false)
    return { png: pixels.asPNG() }
  }

  import(workerData.mupdf).then((mupdf) => {
    mupdf.setLog({ error() {}, warning() {} })
    try {
      parentPort.postMessage(work === 'check' ? check(mupdf) : picture(mupdf))
    } catch {
      parentPort.postMessage({ refused: 'unreadable' })
    }
  })
`

function ask<Answer>(question: Question): Promise<Answer | { refused: 'unreadable' }> {
  const mupdf = pathToFileURL(createRequire(import.meta.url).resolve('mupdf')).href
  const limits = { objects: OBJECTS_AT_MOST, pages: PAGES_AT_MOST, picture: PICTURE_AT_MOST }
  const worker = new Worker(READER, { eval: true, workerData: { ...question, mupdf, limits } })
  const unreadable = { refused: 'unreadable' } as const
  return new Promise<Answer | { refused: 'unreadable' }>((resolve, reject) => {
    const timer = setTimeout(() => resolve(unreadable), SECONDS_AT_MOST * 1000)
    worker.once('message', resolve)
    worker.once('error', reject)
    worker.once('exit', () => {
      clearTimeout(timer)
      resolve(unreadable)
    })
  }).finally(() => worker.terminate())
}
