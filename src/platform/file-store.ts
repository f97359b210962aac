import { createHash } from 'node:crypto'
import { S3mini, S3ServiceError } from 's3mini'
import { UserError } from './errors.ts'
import type { Log } from './log.ts'

/** Where objects are, and as whom: see FILES_URL. */
export interface StorePlace {
  /** The address of the bucket. */
  endpoint: string
  /** What all names begin with, in a bucket that has other things too: « photos/ », or nothing. */
  prefix: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

export interface ListedObject {
  name: string
  /** By the clock of the store. */
  putAt: Date
}

/** The store is away, refuses us, or answers something else than S3: what was asked of it may be asked again. */
export class StoreAway extends UserError {
  /** For whoever runs the site: what is wrong, and what of FILES_URL to look at. */
  readonly toOperators: string

  constructor(toOperators = 'FILES_URL ne dit pas quel magasin.') {
    super('files.away', 'Les photos et les documents ne peuvent pas être lus pour le moment. Réessayez dans quelques minutes.', {
      status: 503,
      retryAfterSeconds: 60,
    })
    this.toOperators = toOperators
  }
}

/** What may be written down of an error: neither the address nor the key is in it. */
interface Said {
  name: string | undefined
  code: string | undefined
  status: number | undefined
}

const SILENT: Said = { name: 'TimeoutError', code: undefined, status: undefined }

function saidBy(error: unknown): Said {
  const { name, code, status, cause } = error as { name?: string; code?: unknown; status?: number; cause?: { code?: unknown } }
  return { name, status, code: [code, cause?.code].find((one) => typeof one === 'string' && one !== 'Unknown') as string | undefined }
}

/** A bucket that is not there, or a server that is no store, answers 404 too: of them we do not know that an object is gone. */
const isNoSuchKey = (error: unknown): boolean =>
  error instanceof S3ServiceError && error.status === 404 && `${error.body}`.includes('<Code>NoSuchKey</Code>')

function wordsOf({ name, code, status }: Said): string {
  if (status === undefined) return `Le magasin de FILES_URL ne répond pas (${code ?? name}) : recommencez quand il sera revenu.`
  const answer = `${status} ${code ?? ''}`.trim()
  if (code === 'NoSuchBucket') return `Le bucket de FILES_URL n’existe pas (${answer}) : créez-le, ou corrigez FILES_URL.`
  if (status === 403) return `Le magasin refuse la clé de FILES_URL, ou ce qu’elle demande (${answer}).`
  if (status < 500) return `Le magasin ne comprend pas ce qui lui est demandé (${answer}) : vérifiez l’adresse et la région de FILES_URL.`
  return `Le magasin de FILES_URL est en panne (${answer}) : recommencez quand il sera revenu.`
}

const NAMES_AT_ONCE = 1_000
/** So long after it left somebody waiting, nobody waits for it. */
const SILENT_MS = 5_000

/** Objects by their names, in a store that speaks S3. What is put there is encrypted already. */
export class FileStore {
  readonly #place: StorePlace
  readonly #client: S3mini
  readonly #log: Log
  #silentUntil = 0

  /** `milliseconds`: after which it is given up, whatever was asked. */
  constructor(place: StorePlace, log: Log, milliseconds: number) {
    const { endpoint, region, accessKeyId, secretAccessKey } = place
    this.#place = place
    this.#log = log
    this.#client = new S3mini({ endpoint, region, accessKeyId, secretAccessKey, requestAbortTimeout: milliseconds })
  }

  /** The same store, for who may wait so long. */
  waitedFor(milliseconds: number): FileStore {
    return new FileStore(this.#place, this.#log, milliseconds)
  }

  /** @throws StoreAway when it is not kept for sure */
  async put(name: string, bytes: Buffer): Promise<void> {
    // S3 has compared this sum from its beginning; Swift passes over x-amz-checksum-….
    const headers: Record<string, string> = { 'content-md5': createHash('md5').update(bytes).digest('base64') }
    await this.#asked((client) => client.putObject(this.#keyOf(name), bytes, 'application/octet-stream', undefined, headers))
  }

  /** The whole object; undefined when there is none of that name. */
  async get(name: string): Promise<Buffer | undefined> {
    return this.#asked(async (client) => {
      try {
        const answer = await client.getObjectRaw(this.#keyOf(name))
        return Buffer.from(await answer.arrayBuffer())
      } catch (error) {
        if (isNoSuchKey(error)) return undefined
        throw error
      }
    })
  }

  /** One that is not there is removed already. */
  async remove(name: string): Promise<void> {
    await this.#asked((client) => client.deleteObject(this.#keyOf(name)))
  }

  /** All objects, some at a time. */
  async *all(): AsyncGenerator<ListedObject[]> {
    const { prefix } = this.#place
    let from: string | undefined
    do {
      const page = await this.#asked(async (client) => {
        const listed = await client.listObjectsPaged('/', prefix, NAMES_AT_ONCE, from)
        // As the client tells a list that was answered 404.
        if (!listed?.objects) throw new S3ServiceError('no such bucket', 404, 'NoSuchBucket')
        return { objects: listed.objects, next: listed.nextContinuationToken }
      })
      yield page.objects.map(({ Key, LastModified }) => ({ name: Key.slice(prefix.length), putAt: LastModified }))
      from = page.next
    } while (from)
  }

  /** For whoever runs the site: what is wrong with one of its objects. */
  say(what: string, object: string): void {
    this.#log.error({ object }, what)
  }

  #keyOf(name: string): string {
    return `${this.#place.prefix}${name}`
  }

  async #asked<Answer>(ask: (client: S3mini) => Promise<Answer>): Promise<Answer> {
    if (performance.now() < this.#silentUntil) throw new StoreAway(wordsOf(SILENT))
    try {
      return await ask(this.#client)
    } catch (error) {
      const said = saidBy(error)
      if (said.name === SILENT.name) this.#silentUntil = performance.now() + SILENT_MS
      this.#log.warn(said, 'the store of files is away')
      throw new StoreAway(wordsOf(said))
    }
  }
}
