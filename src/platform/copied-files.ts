import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Reader } from './database/index.ts'
import { decryptBytes, type Keys } from './encryption.ts'
import { bytesOf, type FileKeeping } from './files.ts'
import { storeIsNeeded } from './files-in-store.ts'

/** A file of a backup that has bytes. */
export interface NamedFile {
  id: string
  is_encrypted: boolean
  /** The object of the store that holds them; null: its row does. */
  object_name: string | null
  /** The mark of the key that its copy is under, where its row holds its bytes. */
  mark: string
}

/**
 * What the copy of a file is called: no other bytes ever have that name. What is encrypted anew is copied anew, as an object is, so that no backup
 * needs an older key than it did.
 */
const copyOf = ({ id, object_name, mark }: NamedFile): string => object_name ?? `${id}.${mark}`

/** As copies are called: whoever writes a row of files leads no backup out of its folder. */
const A_COPY = /^[\w-]+(\.[0-9a-f]+)?$/

type Encryption = Pick<Keys, 'encryption'>

const AT_ONCE = 8
const DAY_MS = 86_400_000
/** A prime, so that backups of every second, third or seventh day come to all of them too. */
const READ_AGAIN_DAYS = 31
const IDS_SAID = 20

/** Does all of them, some at a time; where one fails, no other is begun, and those that were are waited for. */
async function someAtOnce<One>(all: One[], act: (one: One) => Promise<unknown>): Promise<void> {
  // A generator ends for all who take from it as soon as one of them stops.
  const left = (function* () {
    yield* all
  })()
  const ends = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, async () => {
      for (const one of left) await act(one)
    }),
  )
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** What was copied, how much of it since the copy was damaged, and the files whose bytes were not whole where they are. */
export interface Copied {
  came: number
  damaged: number
  lost: string[]
}

interface Copying {
  keys: Encryption
  folder: string
  now: Date
  /** The bytes of a file where they are, encrypted. */
  sealed: (file: NamedFile) => Promise<Buffer | undefined>
}

/**
 * Copies the bytes of the files that a backup names to a folder, each once it was seen to be whole; those that the folder has are dated anew, so that
 * their dates say how old the last backup is that needs them, and one in thirty-one is read again. Ended half-way, it goes on the next time.
 */
export async function copyFiles(named: NamedFile[], { keys, folder, now, sealed }: Copying): Promise<Copied> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const copied: Copied = { came: 0, damaged: 0, lost: [] }
  await someAtOnce(named, async (file) => {
    if (!A_COPY.test(copyOf(file))) return void copied.lost.push(file.id)
    const path = join(folder, copyOf(file))
    if (await isDated(path, now)) {
      if (!isReadOn(now, copyOf(file)) || (await wholeCopy(keys, folder, file))) return
      copied.damaged += 1
    }
    const bytes = await sealed(file)
    if (!bytes || !isWhole(keys, bytes, file.id)) return void copied.lost.push(file.id)
    await write(path, bytes)
    copied.came += 1
  })
  return copied
}

const isDated = (path: string, now: Date): Promise<boolean> =>
  utimes(path, now, now).then(
    () => true,
    () => false,
  )

/** Each is read on one day of thirty-one: what a disk has lost is known while there is something to copy again. */
const isReadOn = (now: Date, copy: string): boolean =>
  createHash('sha256').update(copy).digest().readUInt32BE() % READ_AGAIN_DAYS === Math.floor(now.getTime() / DAY_MS) % READ_AGAIN_DAYS

async function write(path: string, bytes: Buffer): Promise<void> {
  // A name of its own: two backups at a time do not write into each other's.
  const partial = `${path}.${randomUUID()}.partial`
  try {
    await writeFile(partial, bytes, { mode: 0o600, flush: true })
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

/** Those of these files that still have bytes: erased since, they are missed by nobody. */
export async function stillThere(db: Reader, ids: string[]): Promise<string[]> {
  const rows = await db
    .selectFrom('files')
    .select('id')
    .where('id', '=', sql<string>`any(${ids}::text[])`)
    .where(({ or, eb }) => or([eb('object_name', 'is not', null), eb(sql`length(bytes)`, '>', 0)]))
    .execute()
  return rows.map(({ id }) => id)
}

export interface PuttingBack extends Pick<FileKeeping, 'fileStore'> {
  keys: () => Encryption
  folder: string
  /** What is missing is left out, and not refused. */
  isIncomplete: boolean
}

/** How many came back, and the files that have their bytes nowhere. */
export interface PutBack {
  brought: number
  missing: string[]
}

/**
 * Puts the bytes of files back from the folder of their backups, in the transaction of that connection: into their rows, or into the store where it
 * has them not.
 * @throws Error that names those that are missing or damaged
 */
export async function putBack(client: pg.ClientBase, named: NamedFile[], how: PuttingBack): Promise<PutBack> {
  const { folder, isIncomplete } = how
  const away = await withoutThoseOfStore(named, how.fileStore)
  if (away.length === 0) return { brought: 0, missing: [] }
  // A store may have more than it lists: Swift lists an object some time after it has it.
  const isInStore = async ({ object_name }: NamedFile) => object_name !== null && (await how.fileStore?.get(object_name)) !== undefined
  const there = new Set(await readdir(folder).catch(noneWithout))
  const missing: string[] = []
  await someAtOnce(
    away.filter((file) => !there.has(copyOf(file))),
    async (file) => {
      if (!(await isInStore(file))) missing.push(file.id)
    },
  )
  if (missing.length > 0 && !isIncomplete) throw areMissing(missing, folder)

  const keys = how.keys()
  const put = putter(client, keys, how.fileStore)
  let brought = 0
  await someAtOnce(
    away.filter((file) => there.has(copyOf(file))),
    async (file) => {
      const bytes = await wholeCopy(keys, folder, file)
      if (bytes) {
        await put(file, bytes)
        brought += 1
      } else if (!(await isInStore(file))) missing.push(file.id)
    },
  )
  if (missing.length > 0 && !isIncomplete) throw areMissing(missing, folder)
  await client.query(ERASE, [missing])
  return { brought, missing }
}

/** A folder that is not ours to read, or is none, has not lost what is in it. */
function noneWithout(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}

/** As files are that were erased; those of the store keep the name of their object. */
const ERASE = `
  update public.files set bytes = '', is_encrypted = false, media_type = 'text/plain', mark = null
  where object_name is null and id = any($1)`

async function withoutThoseOfStore(named: NamedFile[], fileStore: FileKeeping['fileStore']): Promise<NamedFile[]> {
  if (!named.some(({ object_name }) => object_name !== null)) return named
  if (!fileStore) throw storeIsNeeded()
  const there = new Set<string | null>()
  for await (const some of fileStore.all()) for (const { name } of some) there.add(name)
  return named.filter(({ object_name }) => !there.has(object_name))
}

/** Puts the bytes of one file where its row says: one row after the other, since a connection does one thing at a time. */
function putter(client: pg.ClientBase, keys: Encryption, fileStore: FileKeeping['fileStore']) {
  let written: Promise<unknown> = Promise.resolve()
  return async ({ id, is_encrypted, object_name }: NamedFile, sealed: Buffer): Promise<void> => {
    if (object_name !== null) return await fileStore?.put(object_name, sealed)
    const bytes = is_encrypted ? sealed : decryptBytes(keys, sealed, bytesOf(id))
    written = written.then(() =>
      client.query({ name: 'put back', text: 'update public.files set bytes = $2 where id = $1', values: [id, bytes] }),
    )
    await written
  }
}

const areMissing = (ids: string[], folder: string): Error =>
  new Error(
    `Nothing is restored: ${ids.length} files are neither in a store nor whole in ${folder}: ${ids.slice(0, IDS_SAID).join(', ')}${ids.length > IDS_SAID ? '…' : ''}. ` +
      'Bring that folder as the backup left it, and the keys of its day, or restore what there is: npm run restore -- --incomplete FILE.',
  )

/** The bytes of a copy, encrypted; undefined when there is none, or it is damaged. */
async function wholeCopy(keys: Encryption, folder: string, file: NamedFile): Promise<Buffer | undefined> {
  const bytes = await readFile(join(folder, copyOf(file))).catch(() => undefined)
  return bytes && isWhole(keys, bytes, file.id) ? bytes : undefined
}

function isWhole(keys: Encryption, bytes: Buffer, id: string): boolean {
  try {
    decryptBytes(keys, bytes, bytesOf(id))
    return true
  } catch {
    return false
  }
}
