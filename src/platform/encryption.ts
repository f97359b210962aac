import { createCipheriv, createDecipheriv, createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const MARK_BYTES = 4
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** So long after a key was added, every process that runs writes under it. */
const REFRESHED_MS = 60_000

export interface Key {
  secret: KeyObject
  /** Stands before what was written under it. */
  mark: Buffer
}

/** The keys of one purpose: what is written takes the newest, what is read takes the one it was written with. */
export class KeyRing {
  readonly #read: () => Buffer[]
  #keys: [Key, ...Key[]]
  #readAt = performance.now()

  /** `read`: the keys as they are kept now, the newest first. */
  constructor(read: () => Buffer[]) {
    this.#read = read
    this.#keys = marked(read())
  }

  /** What is written now is written under it. */
  get newest(): Key {
    return this.#current()[0]
  }

  /** All of them, the newest first. */
  get all(): [Key, ...Key[]] {
    return this.#current()
  }

  /** The one that was written under; one that was added since the last reading, too. */
  of(mark: Buffer): KeyObject | undefined {
    const known = () => this.#keys.find((key) => key.mark.equals(mark))?.secret
    if (!known()) this.#readAgain()
    return known()
  }

  #current(): [Key, ...Key[]] {
    if (performance.now() - this.#readAt > REFRESHED_MS) this.#readAgain()
    return this.#keys
  }

  #readAgain(): void {
    this.#keys = marked(this.#read())
    this.#readAt = performance.now()
  }
}

function marked(keys: Buffer[]): [Key, ...Key[]] {
  const [first, ...others] = keys.map((bytes) => {
    const secret = createSecretKey(bytes)
    return { secret, mark: createHmac('sha256', secret).update('mark').digest().subarray(0, MARK_BYTES) }
  })
  if (!first) throw new Error('A ring of keys holds one at least.')
  return [first, ...others]
}

/** The keys of the site. */
export interface Keys {
  /** What is encrypted: files of people, bank accounts, secrets of second factors. */
  encryption: KeyRing
  /** What is only compared: fingerprints of people, of browsers, of codes. What they are of is not known any more: nothing can be made again. */
  fingerprints: KeyRing
}

/** A text or a file encrypted, and bound to where it is kept: moved elsewhere it cannot be read. The key's mark, nonce, tag, then the cipher. */
export function encrypt({ encryption }: Pick<Keys, 'encryption'>, plain: string | Buffer, boundTo: string): Buffer {
  const { secret, mark } = encryption.newest
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, secret, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(boundTo))
  const encrypted = Buffer.concat([cipher.update(Buffer.from(plain)), cipher.final()])
  return Buffer.concat([mark, nonce, cipher.getAuthTag(), encrypted])
}

/** @throws Error when it was encrypted with another key, bound to something else, or changed since. */
export function decryptBytes({ encryption }: Pick<Keys, 'encryption'>, encrypted: Buffer, boundTo: string): Buffer {
  const key = encryption.of(encrypted.subarray(0, MARK_BYTES))
  try {
    if (key) return opened(key, encrypted.subarray(MARK_BYTES), boundTo)
  } catch {
    // The first bytes of one that has no mark may look like one.
  }
  // Written before keys had marks: under any of them.
  const [newest, ...before] = encryption.all
  for (const { secret } of before) {
    try {
      return opened(secret, encrypted, boundTo)
    } catch {}
  }
  return opened(newest.secret, encrypted, boundTo)
}

function opened(key: KeyObject, encrypted: Buffer, boundTo: string): Buffer {
  const nonce = encrypted.subarray(0, NONCE_BYTES)
  const tag = encrypted.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(boundTo)).setAuthTag(tag)
  return Buffer.concat([decipher.update(encrypted.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
}

/** The same, of a text. */
export const decrypt = (keys: Pick<Keys, 'encryption'>, encrypted: Buffer, boundTo: string): string =>
  decryptBytes(keys, encrypted, boundTo).toString('utf8')

/** What stands for something without saying it, under the newest key; all that stood for it under those before follow. */
export const fingerprintsOf = ({ fingerprints }: Pick<Keys, 'fingerprints'>, what: string): [Buffer, ...Buffer[]] =>
  fingerprints.all.map(({ secret }) => createHmac('sha256', secret).update(what).digest()) as [Buffer, ...Buffer[]]

/** The same with the mark of its key before it, for what has no end of its own: without it, they are from before keys had marks. */
export const markedFingerprintsOf = (keys: Pick<Keys, 'fingerprints'>, what: string): [Buffer, ...Buffer[]] => {
  const [first, ...others] = fingerprintsOf(keys, what)
  const { all } = keys.fingerprints
  const marked = (bytes: Buffer, index: number) => Buffer.concat([(all[index] as Key).mark, bytes])
  return [marked(first, 0), ...others.map((bytes, index) => marked(bytes, index + 1)), first, ...others]
}
