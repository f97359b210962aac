import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { UserError } from '../errors.ts'
import { overloaded } from '../turns.ts'

export interface UploadedFile {
  name: string
  bytes: Buffer
}

/** What a form sent: texts by field, files by field. */
export interface Body {
  fields: Record<string, string[]>
  files: Record<string, UploadedFile>
}

const FIELDS_AT_MOST = 500
const TEXT_BYTES_AT_MOST = 200_000
/** No form asks for more. */
const FILES_AT_MOST = 5
/** Of all the files on their way at once, whoever sends them: it is memory. */
const HELD_BYTES_AT_MOST = 200_000_000

let heldBytes = 0

const tooBig = (megabytes: number, field: string) =>
  new UserError('too-big', `Ce fichier est trop lourd : ${megabytes} Mo au plus. Choisissez-en un plus léger.`, { status: 413, field })

const tooManyAtOnce = (megabytes: number) =>
  new UserError('too-big', `Ces fichiers sont trop lourds ensemble : ${megabytes} Mo au plus. Envoyez-les un par un.`, { status: 413 })

const tooLong = () => new UserError('too-big', 'Vous avez envoyé trop de texte. Raccourcissez-le, puis recommencez.', { status: 413 })

/** PostgreSQL has no such character in a text, and nobody types it. */
const withoutNul = (typed: string) => typed.replaceAll('\0', '')

/**
 * Reads a form's body, stopping as soon as it grows past its limit. `maxFileBytes`: of all its files together.
 * @throws UserError 413 past a limit, 415 for anything that is not a form, 503 when too many files are on their way.
 */
export async function readBody(request: Request, maxFileBytes: number): Promise<Body> {
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) return readUrlEncoded(request)
  if (!request.body) return { fields: {}, files: {} }
  const source = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>)
  if (type.startsWith('multipart/form-data')) return readMultipart(type, source, maxFileBytes)
  source.destroy()
  throw new UserError('not-a-form', 'Ce type d’envoi n’est pas accepté.', { status: 415 })
}

/** At once, which costs much less than as a stream: browsers say its length before. */
async function readUrlEncoded(request: Request): Promise<Body> {
  if (request.headers.has('transfer-encoding')) throw new UserError('not-a-form', 'Ce type d’envoi n’est pas accepté.', { status: 411 })
  if (Number(request.headers.get('content-length')) > TEXT_BYTES_AT_MOST) throw tooLong()
  const text = await request.text()
  if (text.length > TEXT_BYTES_AT_MOST) throw tooLong()
  const fields: Record<string, string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    if (!fields[name]) fields[name] = []
    fields[name].push(withoutNul(value))
  }
  return { fields, files: {} }
}

function readMultipart(type: string, source: Readable, maxFileBytes: number): Promise<Body> {
  const megabytes = Math.floor(maxFileBytes / 1_000_000)
  return new Promise((resolve, reject) => {
    const fields: Record<string, string[]> = Object.create(null)
    const files: Record<string, UploadedFile> = Object.create(null)
    let fileBytes = 0
    let isOver = false
    const end = () => {
      if (!isOver) heldBytes -= fileBytes
      isOver = true
    }
    const fail = (error: unknown) => {
      end()
      source.unpipe()
      source.destroy()
      reject(error instanceof UserError ? error : new UserError('not-a-form', 'L’envoi a été interrompu. Recommencez.', { status: 400 }))
    }
    let parser: BusboyInstance
    try {
      parser = new Busboy({
        headers: { 'content-type': type },
        limits: { fields: FIELDS_AT_MOST, fieldSize: TEXT_BYTES_AT_MOST, files: FILES_AT_MOST, fileSize: maxFileBytes },
      })
    } catch (error) {
      return fail(error)
    }
    let textBytes = 0
    parser.on('field', (name, value) => {
      textBytes += Buffer.byteLength(value)
      if (textBytes >= TEXT_BYTES_AT_MOST) return fail(tooLong())
      if (!fields[name]) fields[name] = []
      fields[name].push(withoutNul(value))
    })
    parser.on('file', (field, file, name) => {
      const chunks: Buffer[] = []
      file.on('data', (chunk: Buffer) => {
        if (isOver) return
        fileBytes += chunk.length
        heldBytes += chunk.length
        if (fileBytes > maxFileBytes) return fail(tooManyAtOnce(megabytes))
        if (heldBytes > HELD_BYTES_AT_MOST) return fail(overloaded())
        chunks.push(chunk)
      })
      file.on('limit', () => fail(tooBig(megabytes, field)))
      file.on('end', () => {
        const bytes = Buffer.concat(chunks)
        // A file field left empty arrives as an empty file without a name.
        if (bytes.length > 0) files[field] = { name: name ?? '', bytes }
      })
    })
    parser.on('error', fail)
    parser.on('finish', () => {
      end()
      resolve({ fields, files })
    })
    source.on('error', fail)
    source.pipe(parser)
  })
}

/** The fields as a schema reads them: the first value of each, all of those that end in `[]`, dots open objects. */
export function nested({ fields, files }: Body): Record<string, unknown> {
  const result: Record<string, unknown> = Object.create(null)
  for (const [name, values] of Object.entries(fields)) {
    const [head, ...tail] = name.split('.')
    if (head === undefined || tail.length > 1) continue
    if (name.endsWith('[]')) result[name.slice(0, -2)] = values
    else if (tail[0] === undefined) result[head] = values[0]
    else {
      if (typeof result[head] !== 'object') result[head] = Object.create(null)
      ;(result[head] as Record<string, unknown>)[tail[0]] = values[0]
    }
  }
  return { ...result, ...files }
}
