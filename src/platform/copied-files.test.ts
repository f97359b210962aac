import { mkdtemp, readFile as readBytes, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { testSite } from '../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../tests/support/database.ts'
import { TEST_KEY } from '../../tests/support/makers.ts'
import { S3StandIn } from '../../tests/support/s3.ts'
import { bringToStore, copyFromStore } from './copied-files.ts'
import { backUp, restore } from './database/backup.ts'
import { inTransaction } from './database/index.ts'
import { eraseFiles, type FilePolicy, readFile, storeFile } from './files.ts'
import { checkStore, moveToStore, sweepStore } from './files-in-store.ts'

const policy = { name: 'photo', mediaType: 'image/jpeg', isEncrypted: true } as FilePolicy<never>

async function aBackup() {
  const folder = await mkdtemp(join(tmpdir(), 'generation-hdf-files-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const database = await testDatabase()
  const s3 = await S3StandIn.start()
  const { site } = testSite(database)
  const moving = { ...site, fileStore: s3.client() }
  const ids = await inTransaction(site.db, TEST_NOW, async (tx) => {
    const made: string[] = []
    for (const word of ['one', 'two', 'three']) made.push(await storeFile(tx, policy, Buffer.from(word), TEST_KEY))
    return made as [string, string, string]
  })
  await moveToStore(moving)
  const [file, copies] = [join(folder, 'backup'), join(folder, 'files')]
  return { database, s3, site, moving, ids, file, copies, inStore: await backUp(database.url, file, TEST_KEY) }
}

test('database and store are restored together, into empty ones; and the restored one sweeps nothing of the other', async () => {
  const { moving, ids, file, copies, inStore } = await aBackup()
  await sweepStore(moving)
  await sweepStore(moving)
  expect(await copyFromStore(moving, inStore, copies)).toBe(3)
  for (const name of await readdir(copies)) expect((await readBytes(join(copies, name))).toString()).not.toMatch(/one|two|three/)

  const [other, s3] = [await testDatabase(), await S3StandIn.start()]
  await restore(other.url, file, () => TEST_KEY)
  const restored = { ...testSite(other).site, fileStore: s3.client() }
  s3.trouble = 500
  await expect(bringToStore(restored, copies)).rejects.toMatchObject({ code: 'files.away' })
  s3.trouble = undefined
  expect(await bringToStore(restored, copies)).toEqual({ brought: 3, missing: [] })
  expect(await bringToStore(restored, copies)).toEqual({ brought: 0, missing: [] })
  for (const [index, id] of ids.entries())
    expect((await readFile(other.db, id, restored))?.bytes.toString()).toBe(['one', 'two', 'three'][index])
  expect(await checkStore(restored)).toMatchObject({ inStore: 3, without: [], unnamed: new Set() })
  await expect(sweepStore({ ...restored, fileStore: moving.fileStore })).rejects.toThrow('swept for another database')
})

test('a copy that was cut goes on from there; what the folder has is dated anew, and not copied again', async () => {
  const { s3, moving, inStore, copies } = await aBackup()
  const [first, second] = inStore.map(({ object_name }) => object_name) as [string, string]
  expect(await copyFromStore(moving, inStore.slice(0, 1), copies)).toBe(1)
  await utimes(join(copies, first), 0, 0)
  await writeFile(join(copies, `${second}.partial`), 'half')
  const asked = s3.asked
  expect(await copyFromStore(moving, inStore, copies)).toBe(2)
  expect(s3.asked - asked).toBe(2)
  expect((await stat(join(copies, first))).mtimeMs).toBeGreaterThan(0)
  expect((await readdir(copies)).sort()).toEqual(inStore.map(({ object_name }) => object_name).sort())
})

test('what is not whole in the store is not taken for a copy, and said; what was erased since is missed by nobody', async () => {
  const { s3, site, moving, ids, inStore, copies } = await aBackup()
  const keyOf = (id: string) => `hdf/${inStore.find((one) => one.id === id)?.object_name}`
  const [gone, changed, erased] = ids
  s3.objects.delete(keyOf(gone))
  s3.objects.set(keyOf(changed), { bytes: Buffer.from('something else'), putAt: TEST_NOW })
  s3.objects.delete(keyOf(erased))
  await inTransaction(site.db, TEST_NOW, (tx) => eraseFiles(tx, [erased]))

  const refused = copyFromStore(moving, inStore, copies)
  await expect(refused).rejects.toThrow(gone)
  await expect(refused).rejects.toThrow(changed)
  await expect(refused).rejects.not.toThrow(erased)
  expect(await readdir(copies)).toEqual([])
  const { missing } = await bringToStore(moving, copies)
  expect(missing).toEqual([gone])
})

test('an object that the store has, and does not list yet, is missed by nobody', async () => {
  const { s3, moving, copies } = await aBackup()
  for (const name of s3.objects.keys()) s3.unlisted.add(name)
  expect(await bringToStore(moving, copies)).toEqual({ brought: 0, missing: [] })
  expect(await checkStore(moving)).toMatchObject({ inStore: 3, without: [] })
})
