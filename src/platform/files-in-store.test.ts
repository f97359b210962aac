import { expect, onTestFinished, test, vi } from 'vitest'
import { testSite, Visitor } from '../../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../../tests/support/database.ts'
import { aCampaign, TEST_KEY } from '../../tests/support/makers.ts'
import { aWholeDraft } from '../../tests/support/pupil-application.ts'
import { S3StandIn } from '../../tests/support/s3.ts'
import { unscanned } from './antivirus.ts'
import { inTransaction, type Tx } from './database/index.ts'
import { KeyRing } from './encryption.ts'
import type { FileStore } from './file-store.ts'
import { eraseFiles, type FilePolicy, forgetFile, readFile, sealedFiles, storeFile } from './files.ts'
import {
  checkStore,
  moveToDatabase,
  moveToStore,
  movingOfFiles,
  mustHaveItsStore,
  ownStore,
  renewInStore,
  setLeft,
  sweepStore,
} from './files-in-store.ts'
import { resealAll } from './resealing.ts'

const sealed = { name: 'aid-document', mediaType: 'application/pdf', isEncrypted: true, keepsWhatWasSent: true } as FilePolicy<never>
const open = { name: 'good-deal', mediaType: 'image/jpeg' } as FilePolicy<never>

async function aSiteWithStore({ milliseconds }: { milliseconds?: number } = {}) {
  const database = await testDatabase()
  const s3 = await S3StandIn.start()
  const { site } = testSite(database)
  const moving = { ...site, fileStore: s3.client(milliseconds ? { milliseconds } : {}) }
  const keep = (policy: FilePolicy<never>, text: string) =>
    inTransaction(site.db, TEST_NOW, (tx) => storeFile(tx, policy, Buffer.from(text), TEST_KEY))
  const rowOf = (id: string) =>
    site.db.selectFrom('files').select(['bytes', 'object_name', 'is_encrypted']).where('id', '=', id).executeTakeFirstOrThrow()
  const textOf = async (id: string, keys = TEST_KEY, fileStore: FileStore | undefined = moving.fileStore) =>
    (await readFile(site.db, id, { ibanKey: keys, fileStore }))?.bytes.toString()
  return { database, s3, site, moving, keep, rowOf, textOf }
}

test('files go from their rows to the store, encrypted and under names that say nothing, and are read as before', async () => {
  const { s3, moving, keep, rowOf, textOf } = await aSiteWithStore()
  const [one, other] = [await keep(sealed, 'the bank account of Camille'), await keep(open, 'the picture of a good deal')]
  expect([await textOf(one), s3.asked]).toEqual(['the bank account of Camille', 0])

  await movingOfFiles.run(moving)

  for (const id of [one, other]) {
    const { bytes, object_name } = await rowOf(id)
    expect(bytes).toHaveLength(0)
    const object = s3.objects.get(`hdf/${object_name}`)?.bytes.toString('latin1')
    expect(object).not.toMatch(/Camille|picture/)
    expect(`${object_name}`).not.toContain(id)
  }
  expect(s3.objects.size).toBe(2)
  expect([await textOf(one), await textOf(other)]).toEqual(['the bank account of Camille', 'the picture of a good deal'])
})

test.each([
  ['silent', 'ne répond pas (TimeoutError)'],
  ['changed', '400 BadDigest'],
  [400, 'la région de FILES_URL'],
  [403, 'refuse la clé de FILES_URL, ou ce qu’elle demande (403 AccessDenied)'],
  [404, 'Le bucket de FILES_URL n’existe pas'],
  [503, 'en panne (503 ServiceUnavailable)'],
] as const)(
  'while the store is away (%s), files stay in the database and are read there, and whoever runs the site is told why',
  async (trouble, why) => {
    const { s3, moving, keep, rowOf, textOf } = await aSiteWithStore(trouble === 'silent' ? { milliseconds: 300 } : {})
    const id = await keep(sealed, 'a photo')
    s3.trouble = trouble
    await expect(moveToStore(moving)).rejects.toMatchObject({ code: 'files.away', toOperators: expect.stringContaining(why) })
    expect([(await rowOf(id)).object_name, await textOf(id), s3.objects.size]).toEqual([null, 'a photo', 0])
  },
)

test('a store that knows us under another secret takes nothing', async () => {
  const { s3, moving, keep, rowOf } = await aSiteWithStore()
  const id = await keep(sealed, 'a photo')
  await expect(moveToStore({ ...moving, fileStore: s3.client({ secretAccessKey: 'another' }) })).rejects.toMatchObject({
    code: 'files.away',
  })
  expect([(await rowOf(id)).object_name, s3.objects.size]).toEqual([null, 0])
})

test('a page says that a photo cannot be read now, whatever is wrong with the store, and shows it once it is back', async () => {
  const { s3, site, moving } = await aSiteWithStore()
  const { beneficiary } = await inTransaction(site.db, TEST_NOW, async (tx) => {
    await aCampaign(tx)
    return aWholeDraft(tx)
  })
  const visitor = await new Visitor(moving).signInAs({ beneficiaryId: beneficiary.id })
  await moveToStore(moving)
  for (const trouble of [403, 404, 500, 'cut'] as const) {
    s3.trouble = trouble
    const { status, text, headers } = await visitor.get('/espace/demande/photo/image')
    expect([status, headers.get('retry-after')], `${trouble}`).toEqual([503, '60'])
    expect(text).toContain('ne peuvent pas être lus pour le moment')
  }
  s3.trouble = undefined
  const { status, headers } = await visitor.get('/espace/demande/photo/image')
  expect([status, headers.get('content-type')]).toEqual([200, 'image/jpeg'])
})

test('nobody waits twice for a store that says nothing', async () => {
  const { s3, moving, keep, textOf } = await aSiteWithStore({ milliseconds: 300 })
  const id = await keep(sealed, 'a photo')
  await moveToStore({ ...moving, fileStore: s3.client() })
  s3.trouble = 'silent'
  const clock = vi.spyOn(performance, 'now').mockReturnValue(0)
  onTestFinished(() => clock.mockRestore())
  await expect(textOf(id)).rejects.toMatchObject({ code: 'files.away' })
  const asked = s3.asked
  await expect(textOf(id)).rejects.toMatchObject({ code: 'files.away' })
  expect(s3.asked).toBe(asked)
})

test('an object that is gone or was changed is said to be, and the check finds the row that has no bytes', async () => {
  const { s3, moving, keep, rowOf, textOf } = await aSiteWithStore()
  const [gone, changed, whole] = [await keep(sealed, 'one'), await keep(sealed, 'two'), await keep(sealed, 'three')]
  await moveToStore(moving)
  const nameOf = async (id: string) => `hdf/${(await rowOf(id)).object_name}`
  s3.objects.delete(await nameOf(gone))
  s3.objects.set(await nameOf(changed), s3.objects.get(await nameOf(whole)) as never)
  s3.objects.set('hdf/of-nobody', { bytes: Buffer.from('x'), putAt: new Date() })

  await expect(textOf(gone)).rejects.toMatchObject({ code: 'file.unreadable', status: 503 })
  await expect(textOf(changed)).rejects.toMatchObject({ code: 'file.unreadable' })
  expect(await checkStore(moving)).toEqual({ inStore: 3, without: [{ id: gone, policy: 'aid-document' }], unnamed: new Set(['of-nobody']) })
})

test.each([
  ['forgotten', forgetFile],
  ['erased', (tx: Tx, id: string) => eraseFiles(tx, [id])],
] as const)('a file that is %s while it goes to the store leaves nothing there', async (_, forget) => {
  const { s3, site, moving, keep } = await aSiteWithStore()
  const id = await keep(sealed, 'a photo')
  s3.onPut = () => inTransaction(site.db, TEST_NOW, (tx) => forget(tx, id))
  await moveToStore(moving)
  expect(s3.objects.size).toBe(0)
  expect(await site.db.selectFrom('files').select('id').where('object_name', 'is not', null).execute()).toEqual([])
})

test('what no row names is swept after two days: of files that were forgotten, and of moves that were killed half-way', async () => {
  const { s3, site, moving, keep, textOf } = await aSiteWithStore()
  const [kept, forgotten, killed] = [await keep(sealed, 'kept'), await keep(sealed, 'forgotten'), await keep(sealed, 'killed')]
  await moveToStore(moving)
  await site.db
    .updateTable('files')
    .set({ bytes: Buffer.from('still here'), object_name: null, object_mark: null, is_encrypted: false })
    .where('id', '=', killed)
    .execute()
  await inTransaction(site.db, TEST_NOW, (tx) => forgetFile(tx, forgotten))

  expect(await sweepStore(moving)).toBe(0)
  s3.age(49)
  expect(await sweepStore(moving)).toBe(2)
  expect([await textOf(kept), await textOf(killed)]).toEqual(['kept', 'still here'])
  expect(await checkStore(moving)).toMatchObject({ without: [], unnamed: new Set() })
})

test('what is not named as we name is left: a backup that somebody put there, the folder of another site', async () => {
  const { s3, moving } = await aSiteWithStore()
  const others = ['hdf/backup-2026-11-30', `hdf/training/${'a'.repeat(22)}`]
  for (const name of others) s3.objects.set(name, { bytes: Buffer.from('x'), putAt: new Date(0) })
  expect(await sweepStore(moving)).toBe(0)
  expect([...s3.objects.keys()]).toEqual([...others, 'hdf/sweeps'])
})

test('a store that took nothing for some nights is swept again once it does', async () => {
  const { s3, moving } = await aSiteWithStore()
  await sweepStore(moving)
  s3.onPut = async () => false
  for (const _ of [1, 2, 3]) await expect(sweepStore(moving)).rejects.toMatchObject({ code: 'files.away' })
  s3.onPut = undefined
  s3.objects.set(`hdf/${'a'.repeat(22)}`, { bytes: Buffer.from('x'), putAt: new Date(0) })
  expect(await sweepStore(moving)).toBe(1)
})

test('a copy of the database, or one that was restored, sweeps nothing until somebody says whose the store is', async () => {
  const { s3, moving, keep, textOf } = await aSiteWithStore()
  const copy = await aSiteWithStore()
  const ofCopy = { ...copy.moving, fileStore: s3.client() }
  await sweepStore(moving)
  await sweepStore(moving)
  const id = await keep(sealed, 'unknown to the copy')
  await moveToStore(moving)
  s3.age(49)

  await expect(sweepStore(ofCopy)).rejects.toThrow('swept for another database')
  expect(await textOf(id)).toBe('unknown to the copy')
  await ownStore(ofCopy)
  expect(await sweepStore(ofCopy)).toBe(1)
  await expect(sweepStore(moving)).rejects.toThrow('swept for another database')
})

test('nothing is said of a bucket that is not there: neither that files are gone, nor whose it is', async () => {
  const { s3, site, moving, keep } = await aSiteWithStore()
  await keep(sealed, 'a photo')
  await moveToStore(moving)
  await sweepStore(moving)
  const away = { code: 'files.away', toOperators: expect.stringContaining('404 NoSuchBucket') }
  s3.trouble = 404
  for (const act of [checkStore, ownStore, sweepStore, moveToDatabase]) await expect(act(moving), act.name).rejects.toMatchObject(away)
  expect(await site.db.selectFrom('file_store').select('sweeps').execute()).toEqual([{ sweeps: 1 }])
})

test('once the key is renewed, what is in the store is read with the new one alone', async () => {
  const { s3, site, moving, keep, textOf } = await aSiteWithStore()
  const ids = [await keep(sealed, 'one'), await keep(open, 'two'), await keep(sealed, 'three')]
  await moveToStore(moving)
  const ringOf = (...keys: Buffer[]) => ({ ...TEST_KEY, encryption: new KeyRing(() => keys) })
  const both = ringOf(Buffer.alloc(32, 'new'), Buffer.alloc(32, 'key'))
  const renewed = { ...moving, ibanKey: both }
  let puts = 0
  s3.onPut = async () => {
    puts += 1
    return puts === 1
  }
  await expect(renewInStore(renewed)).rejects.toMatchObject({ code: 'files.away' })
  const underNew = site.db.selectFrom('files').select('id').where('object_mark', '=', both.encryption.newest.mark)
  expect(await underNew.execute()).toHaveLength(1)
  s3.onPut = undefined
  await resealAll({ ...site, ibanKey: both }, sealedFiles(sealed), 50)
  await renewInStore(renewed)
  for (const [index, id] of ids.entries()) expect(await textOf(id, ringOf(Buffer.alloc(32, 'new')))).toBe(['one', 'two', 'three'][index])
})

test('files come back to the database, as they were, from where the way back was cut; and none leaves it again', async () => {
  const { s3, site, moving, keep, rowOf, textOf } = await aSiteWithStore()
  const ids = [await keep(sealed, 'one'), await keep(open, 'two')]
  await moveToStore(moving)
  await expect(mustHaveItsStore(site.db, undefined)).rejects.toThrow('FILES_URL')
  s3.trouble = 500
  await expect(moveToDatabase(moving)).rejects.toMatchObject({ code: 'files.away' })
  s3.trouble = undefined

  expect(await moveToDatabase(moving)).toBe(2)
  expect(await moveToStore(moving)).toBe(0)
  for (const [index, id] of ids.entries()) {
    expect((await rowOf(id)).is_encrypted).toBe(index === 0)
    expect(await readFile(site.db, id, { ibanKey: TEST_KEY })).toMatchObject({ bytes: Buffer.from(['one', 'two'][index] as string) })
  }
  await expect(mustHaveItsStore(site.db, undefined)).resolves.toBeUndefined()

  await setLeft(site.db, false)
  expect(await moveToStore(moving)).toBe(2)
  expect(await textOf(ids[0] as string)).toBe('one')
})

test('a file that the antivirus has not seen stays in the database; one that no key opens keeps no other there', async () => {
  const { database, site, moving, keep, rowOf } = await aSiteWithStore()
  const waiting = await unscanned.run(true, () => keep(sealed, 'who knows'))
  const strange = await keep(sealed, 'strange')
  await asOwner(database.url, `update files set bytes = bytes || 'x' where id = '${strange}'`)
  const good = await keep(sealed, 'good')

  await expect(movingOfFiles.run(moving)).rejects.toThrow('1 files cannot be read')
  const names = [waiting, strange, good].map(async (id) => (await rowOf(id)).object_name !== null)
  expect(await Promise.all(names)).toEqual([false, false, true])
  await expect(movingOfFiles.run(site)).resolves.toBeUndefined()
})
