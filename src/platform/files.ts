import { type KeyObject, randomBytes } from 'node:crypto'
import type { Db, Tx } from './database/index.ts'
import type { Day } from './dates.ts'
import { decryptBytes, encrypt } from './encryption.ts'
import { found } from './errors.ts'

export interface StoredFile {
  media_type: string
  bytes: Buffer
}

/** What a file is, and so who may read it: each is read through its own room's pages. */
export type FilePolicy = 'photo' | 'identity-document' | 'aid-document' | 'good-deal' | 'document'

/** Keeps a file under a random name; with a key, encrypted and bound to that name. What it may be was decided by its policy, before. */
export async function storeFile(tx: Tx, policy: FilePolicy, { media_type, bytes }: StoredFile, key?: KeyObject): Promise<string> {
  const id = randomBytes(16).toString('base64url')
  const kept = key ? { bytes: encrypt(key, bytes, bytesOf(id)), is_encrypted: true } : { bytes }
  await tx
    .insertInto('files')
    .values({ id, policy, media_type, ...kept, created_at: tx.now })
    .execute()
  return id
}

/** What the bytes of an encrypted file are bound to. */
const bytesOf = (id: string): string => `files.bytes of ${id}`

/** Sets the day from which the clock forgets these files; null keeps them. */
export async function forgetFrom(tx: Tx, ids: string[], day: Day | null): Promise<void> {
  if (ids.length > 0) await tx.updateTable('files').set({ delete_after: day }).where('id', 'in', ids).execute()
}

/** Forgets a file. */
export const forgetFile = (tx: Tx, id: string): Promise<void> => forgetFiles(tx, [id])

/** Forgets these files. */
export async function forgetFiles(tx: Tx, ids: string[]): Promise<void> {
  if (ids.length > 0) await tx.deleteFrom('files').where('id', 'in', ids).execute()
}

/** Erases what files hold, for good; the rows that name them stay whole. */
export async function eraseFiles(tx: Tx, ids: (string | null)[]): Promise<void> {
  const named = ids.filter((id) => id !== null)
  if (named.length === 0) return
  await tx
    .updateTable('files')
    .set({ bytes: Buffer.alloc(0), is_encrypted: false, media_type: 'text/plain' })
    .where('id', 'in', named)
    .execute()
}

/** The file as an answer that the browser shows as a picture and nothing else. */
export const pictureAnswer = (file: StoredFile): Response =>
  new Response(new Uint8Array(file.bytes), {
    headers: {
      'Content-Type': file.media_type,
      'Content-Disposition': 'attachment; filename="photo.jpg"',
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  })

/** The file of that name, shown as a picture; 404 without one. */
export async function storedPicture(db: Db, id: string | null): Promise<Response> {
  return pictureAnswer(found(id === null ? undefined : await readFile(db, id)))
}

/** The document as an answer that the browser saves and does not open. */
export const documentAnswer = (file: StoredFile, name: string): Response =>
  new Response(new Uint8Array(file.bytes), {
    headers: {
      'Content-Type': file.media_type,
      'Content-Disposition': `attachment; filename="${name}"`,
      'Content-Security-Policy': "default-src 'none'; sandbox",
      'Cache-Control': 'private, no-store',
    },
  })

/** @throws Error when it is encrypted and the key is not there. */
export async function readFile(db: Db, id: string, key?: KeyObject): Promise<StoredFile | undefined> {
  const file = await db.selectFrom('files').select(['media_type', 'bytes', 'is_encrypted']).where('id', '=', id).executeTakeFirst()
  if (!file?.is_encrypted) return file && { media_type: file.media_type, bytes: file.bytes }
  if (!key) throw new Error('This file is encrypted.')
  return { media_type: file.media_type, bytes: decryptBytes(key, file.bytes, bytesOf(id)) }
}
