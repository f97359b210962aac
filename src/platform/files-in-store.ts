import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Db, isDatabaseAway, type Reader } from './database/index.ts'
import { encrypt, type Keys } from './encryption.ts'
import { type FileStore, StoreAway } from './file-store.ts'
import { bytesOf, type FileRow, openedFile } from './files.ts'
import type { Site } from './http/site.ts'
import type { Job } from './jobs.ts'
import type { Log } from './log.ts'

/** What moves files between their rows and the store. */
export type Moving = Pick<Site, 'db' | 'log'> & { ibanKey: Pick<Keys, 'encryption'>; fileStore: FileStore }

/** Each may be ten megabytes. */
const AT_ONCE = 8
const MARK_BYTES = 4
const NAME_BYTES = 16
/** As names are made: what is named otherwise is somebody else's, a backup, or another site in a folder of ours. */
const OUR_NAME = /^[\w-]{22}$/

/**
 * Does all of them, some at a time, each for itself: ended half-way, the next time goes on from what is left. One that cannot be done is logged and
 * left as it is, and the rest is done.
 * @throws StoreAway as soon as it is
 * @throws Error once all is done, when some were left
 */
async function eachOf<Row extends { id: string }>(
  log: Log,
  find: (without: string[]) => Promise<Row[]>,
  act: (row: Row) => Promise<unknown>,
): Promise<number> {
  const without: string[] = []
  let done = 0
  for (let rows = await find(without); rows.length > 0; rows = await find(without)) {
    const ends = await Promise.allSettled(rows.map(act))
    for (const [index, end] of ends.entries()) {
      if (end.status === 'fulfilled') {
        done += 1
        continue
      }
      if (end.reason instanceof StoreAway || isDatabaseAway(end.reason)) throw end.reason
      const id = rows[index]?.id as string
      log.error({ row: id, name: end.reason?.name, code: end.reason?.code }, 'row given up')
      without.push(id)
    }
  }
  if (without.length > 0) throw new Error(`${without.length} files cannot be read: the log names them`)
  return done
}

const filesOf = (db: Reader, without: string[]) =>
  db
    .selectFrom('files')
    .select(['id', 'media_type', 'bytes', 'is_encrypted', 'object_name'])
    .where('id', '<>', sql<string>`all(${without}::text[])`)
    .limit(AT_ONCE)

/** Puts it under a name that says nothing, and then only has the row name it: nobody sees a row whose bytes are not there. */
async function put({ db, ibanKey, fileStore }: Moving, { id, object_name }: FileRow, plain: Buffer): Promise<void> {
  const name = randomBytes(NAME_BYTES).toString('base64url')
  const object = encrypt(ibanKey, plain, bytesOf(id))
  await fileStore.put(name, object)
  const named = await db
    .updateTable('files')
    .set({ bytes: Buffer.alloc(0), object_name: name, object_mark: object.subarray(0, MARK_BYTES) })
    .where('id', '=', id)
    .where('object_name', 'is not distinct from', object_name)
    // Erased meanwhile, it stays erased.
    .where(({ or, eb }) => or([eb('object_name', 'is not', null), eb(sql`length(bytes)`, '>', 0)]))
    .returning('id')
    .executeTakeFirst()
  if (!named) await fileStore.remove(name)
}

/** Moves the bytes of files from their rows to the store, but for those that the antivirus has not seen. @returns how many */
export const moveToStore = (moving: Moving): Promise<number> =>
  eachOf(
    moving.log,
    (without) =>
      filesOf(moving.db, without)
        .where('object_name', 'is', null)
        .where(sql`length(bytes)`, '>', 0)
        .where('quarantine', 'is distinct from', 'waiting')
        .where(({ not, exists, selectFrom }) => not(exists(selectFrom('file_store').select('only_one').where('is_left', '=', true))))
        .orderBy('created_at')
        .execute(),
    async (file) => put(moving, file, (await openedFile(file, moving)).bytes),
  )

/** Puts those that are under another key than the newest into the store again, under that one. */
export const renewInStore = (moving: Moving): Promise<number> =>
  eachOf(
    moving.log,
    async (without) => {
      const { mark } = moving.ibanKey.encryption.newest
      // Two conditions, so that an index answers each.
      const before = await filesOf(moving.db, without).where('object_mark', '<', mark).execute()
      return before.length > 0 ? before : filesOf(moving.db, without).where('object_mark', '>', mark).execute()
    },
    async (file) => put(moving, file, (await openedFile(file, moving)).bytes),
  )

/** Leaves the store: no file goes there any more, and those that are there come back to their rows. @returns how many */
export async function moveToDatabase(moving: Moving): Promise<number> {
  const { db, ibanKey, log } = moving
  await setLeft(db, true)
  return eachOf(
    log,
    (without) => filesOf(db, without).where('object_name', 'is not', null).orderBy('object_name').execute(),
    async (file) => {
      const { bytes } = await openedFile(file, moving)
      await db
        .updateTable('files')
        .set({ bytes: file.is_encrypted ? encrypt(ibanKey, bytes, bytesOf(file.id)) : bytes, object_name: null, object_mark: null })
        .where('id', '=', file.id)
        .where('object_name', '=', file.object_name)
        .execute()
    },
  )
}

/** Whether files go to the store no more. */
export async function setLeft(db: Db, is_left: boolean): Promise<void> {
  await db.updateTable('file_store').set({ is_left }).execute()
}

/** @throws Error with one sentence when files are in a store that nobody has named */
export async function mustHaveItsStore(db: Reader, store: FileStore | undefined): Promise<void> {
  if (store) return
  const away = await db.selectFrom('files').select('id').where('object_mark', 'is not', null).limit(1).executeTakeFirst()
  if (away) throw storeIsNeeded()
}

export const storeIsNeeded = (): Error =>
  new Error('Files of this database are in a store: set FILES_URL, or bring them back first (npm run files -- to-database).')

/** Not the name of a file: how many times the store was swept. */
const SWEEPS = 'sweeps'
/** Longer than from one sweep to the next: a copy of the database that is as old as that is known by how often it swept. */
const SWEPT_AFTER_MS = 48 * 3_600_000

/**
 * Removes our objects that no row names and that are older than two days: of files that were forgotten, and of what was put half-way.
 * @returns how many
 * @throws Error where the store was swept for another database than this one
 */
export async function sweepStore({ db, fileStore }: Moving): Promise<number> {
  const { sweeps } = await db.selectFrom('file_store').select('sweeps').executeTakeFirstOrThrow()
  const said = await sweepsOf(fileStore)
  if (said !== sweeps && said !== sweeps - 1)
    throw new Error(
      'The store was swept for another database, or for this one before it was restored: see « Files in a store » in docs/operations.md.',
    )
  // Ended between the two, the store is one behind: never by two, which would be another database's.
  if (said !== sweeps) await fileStore.put(SWEEPS, Buffer.from(`${sweeps}`))
  await db
    .updateTable('file_store')
    .set({ sweeps: sweeps + 1 })
    .execute()
  await fileStore.put(SWEEPS, Buffer.from(`${sweeps + 1}`))
  let removed = 0
  for await (const objects of fileStore.all()) {
    // By the time of machines: that of the demonstration may be moved.
    const old = objects
      .filter(({ name, putAt }) => OUR_NAME.test(name) && Date.now() - putAt.getTime() > SWEPT_AFTER_MS)
      .map(({ name }) => name)
    const named = await namedAmong(db, old)
    for (const name of old.filter((one) => !named.has(one))) {
      await fileStore.remove(name)
      removed += 1
    }
  }
  return removed
}

/** Says that the store is this database's, which was restored: from then on it is swept for it. */
export async function ownStore({ db, fileStore }: Moving): Promise<void> {
  await db
    .updateTable('file_store')
    .set({ sweeps: await sweepsOf(fileStore) })
    .execute()
}

const sweepsOf = async (store: FileStore): Promise<number> => Number((await store.get(SWEEPS)) ?? 0)

async function namedAmong(db: Reader, names: string[]): Promise<Set<string | null>> {
  const rows = await db.selectFrom('files').select('object_name').where('object_name', '=', sql<string>`any(${names}::text[])`).execute()
  return new Set(rows.map(({ object_name }) => object_name))
}

const ROWS_AT_ONCE = 5_000

/** Where all files are, and which rows have no bytes: neither of their own, nor in the store. */
export async function checkStore({ db, fileStore }: Moving) {
  const objects = new Set<string>()
  for await (const some of fileStore.all()) for (const { name } of some) if (name !== SWEEPS) objects.add(name)
  const seen = { inStore: 0, without: [] as { id: string; policy: string }[], unnamed: objects }
  for (let after = ''; ; ) {
    const rows = await db
      .selectFrom('files')
      .select(['id', 'policy', 'object_name'])
      .where('object_name', '>', after)
      .orderBy('object_name')
      .limit(ROWS_AT_ONCE)
      .execute()
    if (rows.length === 0) return seen
    for (const { id, policy, object_name } of rows) {
      after = object_name as string
      seen.inStore += 1
      // It may have been put since the store was listed.
      if (!objects.delete(after) && !(await fileStore.get(after))) seen.without.push({ id, policy })
    }
  }
}

const withStore = (act: (moving: Moving) => Promise<unknown>) => async (site: Site) => {
  const { fileStore } = site
  if (fileStore) await act({ ...site, fileStore })
}

/** Every minute: where there is a store, the files that came go there. While it is away they stay in the database, and are read there. */
export const movingOfFiles: Job = { name: 'move-files-to-store', cron: '* * * * *', run: withStore(moveToStore) }

/** Every ten minutes: what is in the store, and is not under the newest key. */
const renewingInStore: Job = { name: 're-encrypt-files-in-store', cron: '*/10 * * * *', run: withStore(renewInStore) }

/** Every night: what is in the store, and no row names. */
const sweepingOfStore: Job = { name: 'sweep-store', cron: '40 3 * * *', run: withStore(sweepStore) }

export const jobsOfStore: Job[] = [movingOfFiles, renewingInStore, sweepingOfStore]
