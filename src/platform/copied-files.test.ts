import { mkdtemp, readFile as readBytes, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { testSite } from '../../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../../tests/support/database.ts'
import { TEST_KEY } from '../../tests/support/makers.ts'
import { S3StandIn } from '../../tests/support/s3.ts'
import { copyFiles, stillThere } from './copied-files.ts'
import { backUp, restore } from './database/backup.ts'
import { inTransaction } from './database/index.ts'
import { decryptBytes, KeyRing } from './encryption.ts'
import type { FileStore } from './file-store.ts'
import { bytesOf, eraseFiles, type FileKeeping, type FilePolicy, readFile, sealedBytes, sealedFiles, storeFile } from './files.ts'
import { checkStore, moveToStore, sweepStore } from './files-in-store.ts'
import { resealAll } from './resealing.ts'

const sealed = { name: 'photo', mediaType: 'image/jpeg', isEncrypted: true } as FilePolicy<never>
const open = { name: 'good-deal', mediaType: 'image/png' } as FilePolicy<never>

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'generation-hdf-files-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return folder
}

/** A site with files in its store and in its rows, of which some are in clear, and a folder for its backups. */
async function aSite() {
  const folder = await aFolder()
  const database = await testDatabase()
  const s3 = await S3StandIn.start()
  const { site } = testSite(database)
  const moving = { ...site, fileStore: s3.client() }
  const keep = (policy: FilePolicy<never>, text: string) =>
    inTransaction(site.db, TEST_NOW, (tx) => storeFile(tx, policy, Buffer.from(text), TEST_KEY))
  const stored = [await keep(sealed, 'stored one'), await keep(open, 'stored two')] as const
  await moveToStore(moving)
  const inRows = [await keep(sealed, 'a photo of Camille'), await keep(open, 'the picture of a good deal')] as const
  const [file, copies] = [join(folder, 'backup'), join(folder, 'files')]
  const objectOf = async (id: string) =>
    (await site.db.selectFrom('files').select('object_name').where('id', '=', id).executeTakeFirstOrThrow()).object_name as string
  return {
    ...{ database, s3, site, moving, stored, inRows, folder, file, copies, keep, objectOf },
    back: (keeping: FileKeeping = moving) => backUp(database.url, file, keeping),
  }
}

const TEXTS = ['stored one', 'stored two', 'a photo of Camille', 'the picture of a good deal']

/** A new database and a new store, into which the backup is to be restored. */
async function another(file: string, isIncomplete = false) {
  const [database, s3] = [await testDatabase(), await S3StandIn.start()]
  const restored = { ...testSite(database).site, fileStore: s3.client() }
  return {
    ...{ database, s3, restored },
    restore: (keys: Pick<typeof TEST_KEY, 'encryption'> = TEST_KEY) =>
      restore(database.url, file, { keys: () => keys, fileStore: restored.fileStore, isIncomplete }),
    textsOf: (ids: readonly string[], keys: Pick<typeof TEST_KEY, 'encryption'> = TEST_KEY) =>
      Promise.all(ids.map(async (id) => `${(await readFile(database.db, id, { ...restored, ibanKey: keys }))?.bytes}`)),
    rows: () =>
      database.db.selectFrom('files').select(['id', 'is_encrypted', 'object_name', 'bytes', 'media_type']).orderBy('id').execute(),
  }
}

test('files of rows and of the store are restored with the database, as they were; and the restored one sweeps nothing of the other', async () => {
  const { moving, stored, inRows, file, copies, back, site } = await aSite()
  expect(await back()).toEqual({ came: 4, damaged: 0, lost: [] })
  await sweepStore(moving)
  await sweepStore(moving)
  for (const name of await readdir(copies)) {
    expect((await readBytes(join(copies, name))).toString('latin1')).not.toMatch(/stored|Camille|picture/)
    expect((await stat(join(copies, name))).mode & 0o777).toBe(0o600)
  }

  const other = await another(file)
  other.s3.trouble = 500
  await expect(other.restore()).rejects.toMatchObject({ code: 'files.away' })
  expect(await other.rows()).toEqual([])
  other.s3.trouble = undefined
  expect(await other.restore()).toEqual({ brought: 4, missing: [], lost: [] })
  expect(await other.textsOf([...stored, ...inRows])).toEqual(TEXTS)
  const before = await site.db
    .selectFrom('files')
    .select(['id', 'is_encrypted', 'object_name', 'bytes', 'media_type'])
    .orderBy('id')
    .execute()
  expect(await other.rows()).toEqual(before)
  expect(await checkStore(other.restored)).toMatchObject({ inStore: 2, without: [], unnamed: new Set() })
  await expect(sweepStore({ ...other.restored, fileStore: moving.fileStore })).rejects.toThrow('swept for another database')
})

test('two backups at a time under one name leave one that is whole', async () => {
  const { folder, file, stored, inRows, back } = await aSite()
  await Promise.all([back(), back(), back()])
  expect((await readdir(folder)).sort()).toEqual(['backup', 'files'])
  const other = await another(file)
  await other.restore()
  expect(await other.textsOf([...stored, ...inRows])).toEqual(TEXTS)
})

test('a name that leads out of the folder is not followed', async () => {
  const { folder, site, stored, back } = await aSite()
  await writeFile(join(folder, 'kept'), 'of somebody else')
  await utimes(join(folder, 'kept'), 0, 0)
  await site.db.updateTable('files').set({ object_name: '../kept' }).where('id', '=', stored[0]).execute()
  await site.db.updateTable('files').set({ object_name: '../new' }).where('id', '=', stored[1]).execute()
  const { came, lost } = await back()
  expect([came, lost.toSorted()]).toEqual([2, [...stored].toSorted()])
  expect((await stat(join(folder, 'kept'))).mtimeMs).toBe(0)
})

test('a folder that cannot be read is no empty one: nothing is restored without it', async () => {
  const { file, copies, back } = await aSite()
  await back()
  await rm(copies, { recursive: true })
  await writeFile(copies, 'no folder')
  const other = await another(file, true)
  await expect(other.restore()).rejects.toMatchObject({ code: 'ENOTDIR' })
  expect(await other.rows()).toEqual([])
})

test('a restore asks for the store that files were in', async () => {
  const { file, back } = await aSite()
  await back()
  const { database, rows } = await another(file)
  await expect(restore(database.url, file, { keys: () => TEST_KEY, isIncomplete: false })).rejects.toThrow('set FILES_URL')
  expect(await rows()).toEqual([])
})

test('a backup that was cut has no name, and goes on from there; what the folder has is dated anew, and not copied again', async () => {
  const { s3, folder, copies, back } = await aSite()
  s3.trouble = 500
  await expect(back()).rejects.toMatchObject({ code: 'files.away' })
  expect(await readdir(folder)).toEqual(['files'])
  const had = await readdir(copies)
  expect(had).toHaveLength(2)
  for (const name of had) await utimes(join(copies, name), 0, 0)

  s3.trouble = undefined
  const asked = s3.asked
  expect(await back()).toMatchObject({ came: 2 })
  expect(s3.asked - asked).toBe(2)
  expect((await readdir(folder)).sort()).toEqual(['backup', 'files'])
  for (const name of had) expect((await stat(join(copies, name))).mtimeMs).toBeGreaterThan(0)
  expect(await back()).toMatchObject({ came: 0 })
  expect(await readdir(copies)).toHaveLength(4)
})

test('what is erased while it is copied is in the backup as it was at its instant', async () => {
  const { moving, site, stored, inRows, file, back } = await aSite()
  // By the time that the store answers, the rows are erased.
  const slow = {
    async get(name: string) {
      await inTransaction(site.db, TEST_NOW, (tx) => eraseFiles(tx, [...inRows]))
      return await moving.fileStore.get(name)
    },
  } as unknown as FileStore
  expect(await back({ ...moving, fileStore: slow })).toMatchObject({ came: 4, lost: [] })
  const other = await another(file)
  await other.restore()
  expect(await other.textsOf([...stored, ...inRows])).toEqual(TEXTS)
})

test('a copy that was damaged is found within thirty-one days, and made anew', async () => {
  const folder = await aFolder()
  const mark = TEST_KEY.encryption.newest.mark.toString('hex')
  const named = ['one', 'two', 'three'].map((id) => ({ id, is_encrypted: true, object_name: null, mark }))
  const on = (day: number) =>
    copyFiles(named, {
      ...{ keys: TEST_KEY, folder, now: new Date(Date.UTC(2026, 10, day, 2)) },
      sealed: async ({ id }) => sealedBytes(TEST_KEY, id, Buffer.from(`what ${id} holds`)),
    })
  expect(await on(1)).toEqual({ came: 3, damaged: 0, lost: [] })
  for (const name of await readdir(folder)) await writeFile(join(folder, name), 'half of it')
  let found = 0
  for (let day = 2; day <= 32; day += 1) {
    const { came, damaged } = await on(day)
    expect(came).toBe(damaged)
    found += damaged
  }
  expect(found).toBe(3)
  for (const { id } of named)
    expect(decryptBytes(TEST_KEY, await readBytes(join(folder, `${id}.${mark}`)), bytesOf(id)).toString()).toBe(`what ${id} holds`)
})

test('a copy that is missing or damaged stops a restore, which says which; told so, it leaves them out', async () => {
  const { file, copies, stored, inRows, back, objectOf } = await aSite()
  await back()
  const copyOf = async (id: string) => join(copies, (await readdir(copies)).find((name) => name.startsWith(id)) as string)
  const whole = await readBytes(await copyOf(inRows[1]))
  await rm(await copyOf(inRows[1]))
  await rm(join(copies, await objectOf(stored[1])))
  const other = await another(file)
  await expect(other.restore()).rejects.toThrow(/^Nothing is restored: 2 files are neither in a store nor whole in .*files: /)
  await expect(other.restore()).rejects.toThrow(stored[1])

  await writeFile(join(copies, await objectOf(stored[1])), 'something else')
  await writeFile(`${await copyOf(inRows[0])}`, whole)
  await writeFile(join(copies, `${inRows[1]}.${TEST_KEY.encryption.newest.mark.toString('hex')}`), whole)
  const refused = other.restore()
  await expect(refused).rejects.toThrow('2 files')
  await expect(refused).rejects.toThrow(stored[1])
  await expect(refused).rejects.toThrow(inRows[0])
  expect(await other.rows()).toEqual([])

  const without = await another(file, true)
  const { brought, missing } = await without.restore()
  expect([brought, missing.toSorted()]).toEqual([2, [stored[1], inRows[0]].toSorted()])
  expect(await without.textsOf([stored[0], inRows[1], inRows[0]])).toEqual([TEXTS[0], TEXTS[3], ''])
  await expect(without.textsOf([stored[1]])).rejects.toMatchObject({ code: 'file.unreadable' })
})

test('what is whole nowhere is said, and keeps nothing else from being backed up and restored', async () => {
  const { database, s3, site, stored, inRows, file, back, objectOf } = await aSite()
  s3.objects.delete(`hdf/${await objectOf(stored[0])}`)
  s3.objects.set(`hdf/${await objectOf(stored[1])}`, { bytes: Buffer.from('something else'), putAt: TEST_NOW })
  await asOwner(database.url, `update files set bytes = bytes || 'x' where id = '${inRows[0]}'`)
  const { came, lost } = await back()
  expect([came, lost.toSorted()]).toEqual([1, [...stored, inRows[0]].toSorted()])

  const other = await another(file)
  expect(await other.restore()).toMatchObject({ brought: 1, missing: [], lost })
  expect(await other.textsOf([inRows[1]])).toEqual([TEXTS[3]])
  const before = await site.db
    .selectFrom('files')
    .select(['id', 'is_encrypted', 'object_name', 'bytes', 'media_type'])
    .orderBy('id')
    .execute()
  expect(await other.rows()).toEqual(before)

  await inTransaction(site.db, TEST_NOW, (tx) => eraseFiles(tx, [stored[0], inRows[0]]))
  expect(await stillThere(site.db, lost)).toEqual([stored[1]])
})

test('once the key is renewed, a backup needs the new one alone', async () => {
  const { site, moving, inRows, file, back } = await aSite()
  await inTransaction(site.db, TEST_NOW, (tx) => tx.deleteFrom('files').where('object_name', 'is not', null).execute())
  await back()
  const ringOf = (...keys: Buffer[]) => ({ ...TEST_KEY, encryption: new KeyRing(() => keys) })
  const [both, only] = [ringOf(Buffer.alloc(32, 'new'), Buffer.alloc(32, 'key')), ringOf(Buffer.alloc(32, 'new'))]
  await resealAll({ ...site, ibanKey: both }, sealedFiles(sealed), 50)
  expect(await back({ ...moving, ibanKey: both })).toEqual({ came: 2, damaged: 0, lost: [] })
  const other = await another(file)
  expect(await other.restore(only)).toMatchObject({ brought: 2 })
  expect(await other.textsOf(inRows, only)).toEqual(TEXTS.slice(2))
})

test('an object that the store has, and does not list yet, is missed by nobody', async () => {
  const { s3, moving, stored, file, copies, objectOf, back } = await aSite()
  await back()
  await rm(join(copies, await objectOf(stored[0])))
  for (const name of s3.objects.keys()) s3.unlisted.add(name)
  expect(await checkStore(moving)).toMatchObject({ inStore: 2, without: [] })
  const into = { keys: () => TEST_KEY, fileStore: moving.fileStore, isIncomplete: false }
  expect(await restore((await testDatabase()).url, file, into)).toMatchObject({ brought: 3, missing: [] })
})
