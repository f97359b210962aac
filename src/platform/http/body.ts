import { Readable } from 'node:stream'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { cleaned } from '../cleaned.ts'
import { UserError } from '../errors.ts'

import { PASSWORD_FIELDS } from '../forms/state.ts'
import { shareOf } from '../machine.ts'
import type { ReceivedFile } from '../received-files.ts'

import { overloaded } from '../turns.ts'

export interface UploadedFile {
  /** The field of the form that sent it. */
  field: string
  name: string
  bytes: Buffer
}

/** What a form sent: texts by field, files by field. */
export interface Body {
  fields: Record<string, string[]>
  files: Record<string, UploadedFile>
  /** Those that were kept as they came, for a form that says so. */
  received: Record<string, ReceivedFile>
  /** Why its files were not kept: the form is shown again with what was typed in it. */
  refusal: UserError | null
  /** No antivirus could look at its files. */
  isUnscanned: boolean
}

const FIELDS_AT_MOST = 500
const TEXT_BYTES_AT_MOST = 200_000
/** No form asks for more. */
const FILES_AT_MOST = 5
/** Past the limit, what is read and thrown away to know what was typed after the files. */
const SKIPPED_BYTES_AT_MOST = 50_000_000
/** Of all the files on their way at once to this machine, whoever sends them: it is memory. */
const HELD_BYTES_AT_MOST = 200_000_000
/** Whatever the number of its processes. */
const HELD_BYTES_AT_LEAST = 40_000_000

/** What becomes of the files of a form while it is read. */
export interface Holding {
  /** Whether its files are looked at, by the fields before the first. */
  mayHold?: ((fields: Body['fields']) => boolean) | undefined
  /** Keeps a file as it comes, in place of holding it; none is kept of a form that `mayHold` refuses. */
  receive?: Receive
}

type Receive = (file: { name: string; chunks: AsyncIterable<Buffer> }) => Promise<ReceivedFile>

/** The files of a form that are kept as they come. */
class Receiving {
  readonly files: Record<string, ReceivedFile> = Object.create(null)
  readonly #receive: Receive
  readonly #coming = new Set<Readable>()
  readonly #ends: Promise<void>[] = []

  constructor(receive: Receive) {
    this.#receive = receive
  }

  /** `tooLong` is told of a file that was cut at its limit, `failed` of whatever else stops it. */
  take(
    field: string,
    file: Readable & { truncated: boolean },
    name: string,
    told: { tooLong(): void; failed(error: unknown): void },
  ): void {
    const end = async () => {
      this.#coming.add(file)
      const kept = await this.#receive({ name, chunks: file })
      this.#coming.delete(file)
      if (file.truncated) told.tooLong()
      else if (kept.size > 0) this.files[field] = kept
    }
    this.#ends.push(end().catch(told.failed))
  }

  async ended(): Promise<void> {
    await Promise.all(this.#ends)
  }

  stop(): void {
    for (const file of this.#coming) file.destroy()
  }
}

let heldBytes = 0

const tooBig = (megabytes: number, field: string) =>
  new UserError('too-big', `Ce fichier est trop lourd : ${megabytes} Mo au plus. Choisissez-en un plus léger.`, { status: 413, field })

const tooManyAtOnce = (megabytes: number) =>
  new UserError('too-big', `Ces fichiers sont trop lourds ensemble : ${megabytes} Mo au plus. Envoyez-les un par un.`, { status: 413 })

const tooLong = () => new UserError('too-big', 'Vous avez envoyé trop de texte. Raccourcissez-le, puis recommencez.', { status: 413 })

const PASSWORDS = new Set<string>(PASSWORD_FIELDS)

/** What a field holds, cleaned; a password is what its owner typed. */
const typedIn = (name: string, value: string): string => (PASSWORDS.has(name) ? value : cleaned(value))

/**
 * Reads a form's body. `maxFileBytes`: of all its files together. Past it no file is kept, and the refusal says so (413; 503 when too many
 * files are on their way), with the fields that were typed.
 * @throws UserError 413 for too much text or far too heavy files, 415 for anything that is not a form.
 */
export async function readBody(request: Request, maxFileBytes: number, holding: Holding = {}): Promise<Body> {
  const type = request.headers.get('content-type') ?? ''
  if (type.startsWith('application/x-www-form-urlencoded')) return readUrlEncoded(request)
  if (!request.body) return { fields: {}, files: {}, received: {}, refusal: null, isUnscanned: false }
  const source = Readable.fromWeb(request.body as NodeReadableStream<Uint8Array>)
  if (type.startsWith('multipart/form-data')) return readMultipart(type, source, maxFileBytes, holding)
  source.destroy()
  throw new UserError('not-a-form', 'Ce type d’envoi n’est pas accepté.', { status: 415 })
}

/** At once, which costs much less than as a stream: browsers say its length before. */
async function readUrlEncoded(request: Request): Promise<Body> {
  if (request.headers.has('transfer-encoding')) throw new UserError('not-a-form', 'Ce type d’envoi n’est pas accepté.', { status: 411 })
  if (Number(request.headers.get('content-length')) > TEXT_BYTES_AT_MOST) throw tooLong()
  // Whoever sent it has left: no error of ours.
  const text = await request.text().catch(() => Promise.reject(cutShort()))
  if (text.length > TEXT_BYTES_AT_MOST) throw tooLong()
  const fields: Record<string, string[]> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    if (!fields[name]) fields[name] = []
    fields[name].push(typedIn(name, value))
  }
  return { fields, files: {}, received: {}, refusal: null, isUnscanned: false }
}

const cutShort = () => new UserError('not-a-form', 'L’envoi a été interrompu. Recommencez.', { status: 400 })

function parserOf(type: string, source: Readable, fileSize: number): BusboyInstance {
  try {
    return new Busboy({
      headers: { 'content-type': type },
      limits: { fields: FIELDS_AT_MOST, fieldSize: TEXT_BYTES_AT_MOST, files: FILES_AT_MOST, fileSize },
    })
  } catch {
    source.destroy()
    throw cutShort()
  }
}

function readMultipart(type: string, source: Readable, maxFileBytes: number, { mayHold = () => true, receive }: Holding): Promise<Body> {
  const megabytes = Math.floor(maxFileBytes / 1_000_000)
  const parser = parserOf(type, source, maxFileBytes)
  return new Promise((resolve, reject) => {
    const fields: Record<string, string[]> = Object.create(null)
    let files: Record<string, UploadedFile> = Object.create(null)
    let refusal: UserError | null = null
    const receiving = receive && new Receiving(receive)
    let fileBytes = 0
    let isOver = false
    const letGo = () => {
      heldBytes -= fileBytes
      fileBytes = 0
    }
    const refuse = (error: UserError) => {
      refusal ??= error
      files = Object.create(null)
      letGo()
    }
    const fail = (error: unknown) => {
      isOver = true
      letGo()
      receiving?.stop()
      source.unpipe()
      source.destroy()
      reject(error instanceof UserError ? error : cutShort())
    }
    let textBytes = 0
    parser.on('field', (name, value) => {
      textBytes += Buffer.byteLength(value)
      if (textBytes >= TEXT_BYTES_AT_MOST) return fail(tooLong())
      if (!fields[name]) fields[name] = []
      fields[name].push(typedIn(name, value))
    })
    parser.on('file', (field, file, name) => {
      if (!mayHold(fields)) return receiving ? void file.resume() : fail(cutShort())
      if (receiving) return receiving.take(field, file, name ?? '', { tooLong: () => refuse(tooBig(megabytes, field)), failed: fail })
      const chunks: Buffer[] = []
      file.on('data', (chunk: Buffer) => {
        if (isOver || refusal) return void chunks.splice(0)
        fileBytes += chunk.length
        heldBytes += chunk.length
        if (fileBytes > maxFileBytes) return refuse(tooManyAtOnce(megabytes))
        if (heldBytes > Math.max(HELD_BYTES_AT_LEAST, shareOf(HELD_BYTES_AT_MOST))) return refuse(overloaded())
        chunks.push(chunk)
      })
      file.on('limit', () => {
        refuse(tooBig(megabytes, field))
        chunks.splice(0)
      })
      file.on('end', () => {
        if (refusal) return
        const bytes = Buffer.concat(chunks)
        // A file field left empty arrives as an empty file without a name.
        if (bytes.length > 0) files[field] = { field, name: name ?? '', bytes }
      })
    })
    parser.on('error', fail)
    parser.on('finish', async () => {
      await receiving?.ended()
      letGo()
      resolve({ fields, files, received: refusal ? {} : (receiving?.files ?? {}), refusal, isUnscanned: false })
    })
    const bytesAtMost = maxFileBytes + TEXT_BYTES_AT_MOST + SKIPPED_BYTES_AT_MOST
    whenLongerThan(bytesAtMost, source, () => fail(refusal ?? tooManyAtOnce(megabytes)))
    source.on('error', fail)
    source.pipe(parser)
  })
}

function whenLongerThan(bytesAtMost: number, source: Readable, stop: () => void): void {
  let readBytes = 0
  source.on('data', (chunk: Buffer) => {
    readBytes += chunk.length
    if (readBytes > bytesAtMost) stop()
  })
}

/** The fields as a schema reads them: the first value of each, all of those that end in `[]`, dots open objects. */
export function nested({ fields, files, received }: Pick<Body, 'fields' | 'files'> & Partial<Body>): Record<string, unknown> {
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
  return { ...result, ...files, ...received }
}
