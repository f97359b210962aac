import { createHash } from 'node:crypto'
import { S3mini } from 's3mini'
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
  constructor() {
    super('files.away', 'Les photos et les documents ne peuvent pas être lus pour le moment. Réessayez dans quelques minutes.', {
      status: 503,
      retryAfterSeconds: 60,
    })
  }
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
    const sum = createHash('sha256').update(bytes).digest('base64')
    await this.#asked((client) =>
      client.putObject(this.#keyOf(name), bytes, 'application/octet-stream', undefined, { 'x-amz-checksum-sha256': sum }),
    )
  }

  /** The whole object; undefined when there is none of that name. */
  async get(name: string): Promise<Buffer | undefined> {
    const bytes = await this.#asked((client) => client.getObjectArrayBuffer(this.#keyOf(name)))
    return bytes ? Buffer.from(bytes) : undefined
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
        if (!listed?.objects) throw new Error('no such bucket')
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
    if (performance.now() < this.#silentUntil) throw new StoreAway()
    try {
      return await ask(this.#client)
    } catch (error) {
      const { name, code, status, cause } = error as { name?: string; code?: string; status?: number; cause?: { code?: string } }
      if (name === 'TimeoutError') this.#silentUntil = performance.now() + SILENT_MS
      this.#log.warn({ name, code: code ?? cause?.code, status }, 'the store of files is away')
      throw new StoreAway()
    }
  }
}
