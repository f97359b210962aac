import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Reader, Tx } from './database/index.ts'
import { decryptBytes, encrypt, type Keys } from './encryption.ts'
import type { UploadPolicy } from './files.ts'
import type { Sealed, StaleRow } from './resealing.ts'

/** A file that was kept piece by piece as it came. Only whoever read it off a form makes one: no field of a form can pass for it. */
export class ReceivedFile {
  readonly id: string
  readonly name: string
  readonly size: number

  constructor(id: string, name: string, size: number) {
    this.id = id
    this.name = name
    this.size = size
  }
}

/** What a form takes as a file that is never held whole: see `UploadPolicy`. */
export interface ReceivingPolicy<Ready> extends UploadPolicy<ReceivedFile, Ready> {
  isReceived: true
}

const PIECE_BYTES = 500_000

/** What an encrypted piece is bound to: in another file, or elsewhere in its own, it cannot be read. */
const pieceOf = (file: string, number: number): string => `received_pieces ${file} ${number}`

/** Keeps a file as it comes, encrypted: nobody knows yet what it holds. What was received half-way, or for a form that was refused, is forgotten by the clock. */
export async function receiveFile(
  db: Db,
  now: Date,
  { name, chunks, keys }: { name: string; chunks: AsyncIterable<Buffer>; keys: Keys },
): Promise<ReceivedFile> {
  const id = randomBytes(16).toString('base64url')
  await db.insertInto('received_files').values({ id, received_at: now }).execute()
  let [number, size] = [0, 0]
  const keep = async (bytes: Buffer) => {
    if (bytes.length > 0) {
      const kept = encrypt(keys, bytes, pieceOf(id, number))
      await db.insertInto('received_pieces').values({ file_id: id, number, bytes: kept, is_encrypted: true }).execute()
    }
    number += 1
    size += bytes.length
  }
  let held: Buffer[] = []
  let heldBytes = 0
  for await (const chunk of chunks) {
    held.push(chunk)
    heldBytes += chunk.length
    if (heldBytes < PIECE_BYTES) continue
    const bytes = Buffer.concat(held)
    const whole = bytes.length - (bytes.length % PIECE_BYTES)
    for (let at = 0; at < whole; at += PIECE_BYTES) await keep(bytes.subarray(at, at + PIECE_BYTES))
    held = [bytes.subarray(whole)]
    heldBytes = bytes.length - whole
  }
  await keep(Buffer.concat(held))
  return new ReceivedFile(id, name, size)
}

/** The pieces of a file, each read when it is asked for. */
export async function* piecesOf(db: Reader, id: string, keys: Keys): AsyncGenerator<Buffer> {
  for (let number = 0; ; number += 1) {
    const piece = await db
      .selectFrom('received_pieces')
      .select(['bytes', 'is_encrypted'])
      .where('file_id', '=', id)
      .where('number', '=', number)
      .executeTakeFirst()
    if (!piece) return
    yield piece.is_encrypted ? decryptBytes(keys, piece.bytes, pieceOf(id, number)) : piece.bytes
  }
}

/** Forgets a file: nothing more is read in it. */
export async function forgetReceived(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('received_files').where('id', '=', id).execute()
}

/** Forgets what came before that instant and is in nobody's hands. */
export async function forgetLostFiles(db: Db, before: Date, inHand: readonly string[]): Promise<void> {
  await db.deleteFrom('received_files').where('received_at', '<', before).where('id', '<>', sql<string>`all(${inHand}::text[])`).execute()
}

/** The pieces of files, as what renews the keys finds them: each is « file number ». */
export const sealedPieces: Sealed = {
  boundTo: (id: string) => `received_pieces ${id}`,
  async stale(tx, { mark, without, atOnce }) {
    const { rows } = await sql<StaleRow & { id: string }>`
      select file_id || ' ' || number as id, bytes, not is_encrypted as is_clear from received_pieces
      where (not is_encrypted or substring(bytes from 1 for 4) <> ${mark}) and file_id || ' ' || number <> all (${without}::text[])
      limit ${atOnce} for update skip locked
    `.execute(tx)
    return rows
  },
  async keep(tx, rows) {
    const [ids, bytes] = [rows.map(({ id }) => String(id)), rows.map((row) => row.bytes)]
    await sql`
      update received_pieces p set bytes = k.bytes, is_encrypted = true
      from unnest(${ids}::text[], ${bytes}::bytea[]) as k (id, bytes)
      where p.file_id = split_part(k.id, ' ', 1) and p.number = split_part(k.id, ' ', 2)::integer
    `.execute(tx)
  },
}
