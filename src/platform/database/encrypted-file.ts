import { randomBytes } from 'node:crypto'
import { decryptBytes, encrypt, type Keys } from '../encryption.ts'

/** What a file begins with that is encrypted piece by piece, each bound to the file, to its place in it, and to being the last. */
const BEGINNING = Buffer.from('generation-hdf, encrypted, version 1\n')
const ID_BYTES = 16
const LENGTH_BYTES = 4
const PIECE_BYTES = 500_000

type Encryption = Pick<Keys, 'encryption'>

const boundTo = (id: Buffer, number: number, isLast: boolean) => `backup ${id.toString('hex')} ${number}${isLast ? ' last' : ''}`

/** The chunks, encrypted as they come. */
export const encryptedBy = (keys: Encryption) =>
  async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const id = randomBytes(ID_BYTES)
    let number = 0
    const piece = (plain: Buffer, isLast: boolean) => {
      const bytes = encrypt(keys, plain, boundTo(id, number, isLast))
      number += 1
      const length = Buffer.alloc(LENGTH_BYTES)
      length.writeUInt32BE(bytes.length)
      return Buffer.concat([length, bytes])
    }
    yield Buffer.concat([BEGINNING, id])
    let held: Buffer[] = []
    let heldBytes = 0
    for await (const chunk of chunks) {
      held.push(chunk)
      heldBytes += chunk.length
      if (heldBytes < PIECE_BYTES) continue
      yield piece(Buffer.concat(held), false)
      held = []
      heldBytes = 0
    }
    yield piece(Buffer.concat(held), true)
  }

/**
 * The same in clear. What does not begin as an encrypted file does is passed on as it is: so are backups from before they were.
 * @throws Error when it is cut short, changed, or under no key that is there
 */
export const decryptedBy = (keys: () => Encryption) =>
  async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const read = bytesOf(chunks)
    const beginning = await read(BEGINNING.length)
    if (!beginning.equals(BEGINNING)) {
      for (let bytes = beginning; bytes.length > 0; bytes = await read(PIECE_BYTES)) yield bytes
      return
    }
    const id = await read(ID_BYTES)
    const opening = keys()
    for (let number = 0; ; number += 1) {
      const length = await read(LENGTH_BYTES)
      const bytes = length.length === LENGTH_BYTES ? await read(length.readUInt32BE()) : length
      const isLast = await read.isOver()
      try {
        yield decryptBytes(opening, bytes, boundTo(id, number, isLast))
      } catch {
        throw new Error(
          'The backup is cut short, was changed, or is under a key that is not there (IBAN_KEY, or secrets/iban-key in DATA_DIR).',
        )
      }
      if (isLast) return
    }
  }

/** Reads so many bytes, fewer at the end. */
function bytesOf(chunks: AsyncIterable<Buffer>) {
  const coming = chunks[Symbol.asyncIterator]()
  let held: Buffer[] = []
  let heldBytes = 0
  const hold = async (bytes: number) => {
    while (heldBytes < bytes) {
      const next = await coming.next()
      if (next.done) break
      held.push(next.value)
      heldBytes += next.value.length
    }
  }
  const read = async (bytes: number): Promise<Buffer> => {
    await hold(bytes)
    const all = Buffer.concat(held)
    held = [all.subarray(bytes)]
    heldBytes = Math.max(0, all.length - bytes)
    return all.subarray(0, bytes)
  }
  return Object.assign(read, {
    async isOver() {
      await hold(1)
      return heldBytes === 0
    },
  })
}
