import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { unscanned, verdictOf } from './antivirus.ts'
import { inTransaction, type Reader, type Tx } from './database/index.ts'
import { addDays, type Day, dayOf } from './dates.ts'
import { decryptBytes, encrypt, fingerprintsOf, type Keys } from './encryption.ts'
import { found, UserError } from './errors.ts'
import { StoreAway } from './file-store.ts'
import type { Site } from './http/site.ts'
import type { Job } from './jobs.ts'
import type { Sealed, StaleRow } from './resealing.ts'

export interface StoredFile {
  media_type: string
  bytes: Buffer
}

/** What files are read with: the keys, and the store where there is one. */
export type FileKeeping = { ibanKey: Pick<Keys, 'encryption'> } & Pick<Site, 'fileStore'>

/** A file as its row says where it is. */
export interface FileRow extends StoredFile {
  id: string
  is_encrypted: boolean
  object_name: string | null
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
  /** It may hold what the site must not: it is read from memory and kept nowhere, not even while its sender signs in again. */
  isNeverKept?: true
  /**
   * What is made of it. Slow: before the transaction.
   * @throws UserError on the field that sent it
   */
  decode(sent: Sent, db: Reader, keys: Keys): Promise<Ready>
}

/** What is kept as a file, and so who may read it: each is read through its own room's pages. */
export interface FilePolicy<Sent> extends UploadPolicy<Sent, Buffer> {
  /** As the table of files names it. */
  name: string
  mediaType: string
  /** What was sent is kept as it came: unseen by the antivirus, it waits for it. What is drawn anew is none of what was sent. */
  keepsWhatWasSent?: true
  /** With the key that is given to keep it. */
  isEncrypted?: true
  /** It is forgotten by the clock after these days; without it, when what names it is. */
  keptDays?: number
}

/** Keeps what a policy made of a file, under a random name; encrypted, it is bound to that name. */
export async function storeFile(tx: Tx, policy: FilePolicy<never>, bytes: Buffer, key?: Keys): Promise<string> {
  const id = randomBytes(16).toString('base64url')
  const { name, mediaType, isEncrypted, keptDays, keepsWhatWasSent } = policy
  if (isEncrypted && !key) throw new Error(`A file of ${name} is kept encrypted.`)
  await tx
    .insertInto('files')
    .values({
      id,
      policy: name,
      media_type: mediaType,
      created_at: tx.now,
      ...(isEncrypted && key ? { bytes: sealedBytes(key, id, bytes), is_encrypted: true, mark: markOf(key, bytes) } : { bytes }),
      ...(keepsWhatWasSent && unscanned.getStore() && { quarantine: 'waiting' }),
      ...(keptDays !== undefined && { delete_after: addDays(dayOf(tx.now), keptDays) }),
    })
    .execute()
  return id
}

/** By which the same file is known again, although each copy is encrypted otherwise. */
const markOf = (key: Keys, bytes: Buffer): Buffer => fingerprintsOf(key, `file\n${createHash('sha256').update(bytes).digest('hex')}`)[0]

/** What the bytes of an encrypted file are bound to, in its row and in the store. */
export const bytesOf = (id: string): string => `files.bytes of ${id}`

/** The bytes of a file as they are kept under that name. */
export const sealedBytes = (key: Pick<Keys, 'encryption'>, id: string, bytes: Buffer): Buffer => encrypt(key, bytes, bytesOf(id))

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
  await tx.updateTable('files').set(NOTHING).where('id', 'in', named).execute()
}

const NOTHING = { bytes: Buffer.alloc(0), is_encrypted: false, media_type: 'text/plain', mark: null, object_name: null, object_mark: null }

const quarantined = () =>
  new UserError('file.quarantined', 'Ce document attend d’être vérifié par l’antivirus. Réessayez dans quelques minutes.', {
    status: 503,
    retryAfterSeconds: 60,
  })

const infected = () =>
  new UserError('file.infected', 'Un virus a été trouvé dans ce document : il est effacé. Il faut en envoyer un autre.', { status: 410 })

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
export async function storedPicture(db: Reader, id: string | null, keeping: FileKeeping): Promise<Response> {
  return pictureAnswer(found(id === null ? undefined : await readFile(db, id, keeping)))
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

/**
 * @throws UserError when the antivirus has not looked at it yet, or has found something in it; when the store is away, or has it no more
 * @throws Error when no key opens it
 */
export async function readFile(db: Reader, id: string, keeping: FileKeeping): Promise<StoredFile | undefined> {
  const file = await db
    .selectFrom('files')
    .select(['id', 'media_type', 'bytes', 'is_encrypted', 'object_name', 'quarantine'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (file?.quarantine) throw file.quarantine === 'waiting' ? quarantined() : infected()
  return file && openedFile(file, keeping)
}

/**
 * What a row of files holds, or the store for it, in clear.
 * @throws UserError when the store is away, or has it no more
 * @throws Error when no key opens it
 */
export async function openedFile({ id, media_type, bytes, ...row }: FileRow, { ibanKey, fileStore }: FileKeeping): Promise<StoredFile> {
  if (row.object_name === null) return { media_type, bytes: row.is_encrypted ? decryptBytes(ibanKey, bytes, bytesOf(id)) : bytes }
  if (!fileStore) throw new StoreAway()
  const object = await fileStore.get(row.object_name)
  try {
    if (object) return { media_type, bytes: decryptBytes(ibanKey, object, bytesOf(id)) }
  } catch {
    // It was cut, or changed: no more than one that is not there.
  }
  fileStore.say(object ? 'an object of the store cannot be read' : 'an object is not in the store', row.object_name)
  throw unreadable()
}

const unreadable = () =>
  new UserError('file.unreadable', 'Ce fichier ne peut pas être lu. Si cela dure, dites-le à la Région.', {
    status: 503,
    retryAfterSeconds: 600,
  })

/** The files of a policy, as they are encrypted; some may be in clear, from before it encrypted them. */
export const sealedFiles = ({ name }: FilePolicy<never>): Sealed => ({
  boundTo: bytesOf,
  async stale(tx, { mark, without, atOnce }) {
    // Three conditions, so that an index answers each: to look into every file would read them all.
    const { rows } = await sql<StaleRow & { id: string }>`
      select id, bytes, not is_encrypted as is_clear from files
      where id in (
          (select id from files where policy = ${name} and is_encrypted and substring(bytes from 1 for 4) > '' and substring(bytes from 1 for 4) < ${mark}
            and id <> all (${without}) limit ${atOnce})
          union all
          (select id from files where policy = ${name} and is_encrypted and substring(bytes from 1 for 4) > ${mark}
            and id <> all (${without}) limit ${atOnce})
          union all
          (select id from files where policy = ${name} and not is_encrypted and substring(bytes from 1 for 4) > '' limit ${atOnce}))
      limit ${atOnce} for update skip locked
    `.execute(tx)
    return rows
  },
  async keep(tx, rows) {
    const [ids, bytes] = [rows.map(({ id }) => String(id)), rows.map((row) => row.bytes)]
    await sql`
      update files f set bytes = k.bytes, is_encrypted = true from unnest(${ids}::text[], ${bytes}::bytea[]) as k (id, bytes) where f.id = k.id
    `.execute(tx)
  },
})

const SCANNED_AT_ONCE = 20

/**
 * Every minute: the files of a policy that wait for the antivirus are looked at once it is back. One that is infected is erased, and says
 * so where it is read; `tell` tells whose it was.
 */
export const checkingOfQuarantine = (policy: FilePolicy<never>, tell?: (tx: Tx, id: string) => Promise<void>): Job => ({
  name: `check-quarantine-${policy.name}`,
  cron: '* * * * *',
  async run({ db, clock, config, log, ...keeping }) {
    const waiting = await db
      .selectFrom('files')
      .select(['id', 'media_type', 'bytes', 'is_encrypted', 'object_name'])
      .where('policy', '=', policy.name)
      .where('quarantine', '=', 'waiting')
      .orderBy('created_at')
      .limit(SCANNED_AT_ONCE)
      .execute()
    if (waiting.length > 0 && !config.clamd) log.warn('files wait for an antivirus: CLAMD_URL is not set here')
    for (const file of config.clamd ? waiting : []) {
      const verdict = await verdictOf(config.clamd as URL, (await openedFile(file, keeping)).bytes)
      if (verdict === 'away') return
      if (verdict === 'infected') log.warn({ policy: policy.name }, 'a virus was found in a file')
      await inTransaction(db, clock.now(), async (tx) => {
        const judged = await tx
          .updateTable('files')
          .set(verdict === 'clean' ? { quarantine: null } : { ...NOTHING, quarantine: 'infected' })
          .where('id', '=', file.id)
          .where('quarantine', '=', 'waiting')
          .returning('id')
          .executeTakeFirst()
        if (judged && verdict === 'infected') await tell?.(tx, file.id)
      })
    }
  },
})
