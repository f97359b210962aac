import { type KeyObject, randomBytes } from 'node:crypto'
import type { Reader, Tx } from './database/index.ts'
import { addDays, type Day, dayOf } from './dates.ts'
import { decryptBytes, encrypt } from './encryption.ts'
import { found } from './errors.ts'

export interface StoredFile {
  media_type: string
  bytes: Buffer
}

/** What a form takes as a file, and what becomes of it: declared in its room. How many somebody may send, their space says. */
export interface UploadPolicy<Sent, Ready> {
  megabytes: number
  /** What file choosers offer, and what a browser sends; what a file is, its content says. */
  accept: string
  /** The same as people say it: « PDF, JPG ou PNG ». */
  formats: string
  /** It is kept piece by piece as it comes, being too heavy to be held whole: see `received-files.ts`. */
  isReceived?: true
  /**
   * What is made of it. Slow: before the transaction.
   * @throws UserError on the field that sent it
   */
  decode(sent: Sent, db: Reader): Promise<Ready>
}

/** What is kept as a file, and so who may read it: each is read through its own room's pages. */
export interface FilePolicy<Sent> extends UploadPolicy<Sent, Buffer> {
  /** As the table of files names it. */
  name: string
  mediaType: string
  /** With the key that is given to keep it. */
  isEncrypted?: true
  /** It is forgotten by the clock after these days; without it, when what names it is. */
  keptDays?: number
}

/** Keeps what a policy made of a file, under a random name; encrypted, it is bound to that name. */
export async function storeFile(tx: Tx, policy: FilePolicy<never>, bytes: Buffer, key?: KeyObject): Promise<string> {
  const id = randomBytes(16).toString('base64url')
  const { name, mediaType, isEncrypted, keptDays } = policy
  if (isEncrypted && !key) throw new Error(`A file of ${name} is kept encrypted.`)
  await tx
    .insertInto('files')
    .values({
      id,
      policy: name,
      media_type: mediaType,
      created_at: tx.now,
      ...(isEncrypted && key ? { bytes: encrypt(key, bytes, bytesOf(id)), is_encrypted: true } : { bytes }),
      ...(keptDays !== undefined && { delete_after: addDays(dayOf(tx.now), keptDays) }),
    })
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
export async function storedPicture(db: Reader, id: string | null): Promise<Response> {
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
export async function readFile(db: Reader, id: string, key?: KeyObject): Promise<StoredFile | undefined> {
  const file = await db.selectFrom('files').select(['media_type', 'bytes', 'is_encrypted']).where('id', '=', id).executeTakeFirst()
  if (!file?.is_encrypted) return file && { media_type: file.media_type, bytes: file.bytes }
  if (!key) throw new Error('This file is encrypted.')
  return { media_type: file.media_type, bytes: decryptBytes(key, file.bytes, bytesOf(id)) }
}
