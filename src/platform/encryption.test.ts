import { createHmac } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { testSite } from '../../tests/support/app.ts'
import { asOwner, rolledBack, TEST_NOW, testDatabase } from '../../tests/support/database.ts'
import { inTransaction } from './database/index.ts'
import { decrypt, encrypt, fingerprintsOf, KeyRing, markedFingerprintsOf } from './encryption.ts'
import { eraseFiles, type FilePolicy, readFile, sealedFiles, storeFile } from './files.ts'
import { resealAll } from './resealing.ts'
import { addKey, forgetOldKeys, openKeys, openSealKey, RINGS } from './secrets.ts'

const ringOf = (...keys: Buffer[]) => ({ encryption: new KeyRing(() => keys), fingerprints: new KeyRing(() => keys) })
const bytesOf = (word: string) => Buffer.alloc(32, word)
const [ONE, TWO] = [bytesOf('one'), bytesOf('two')]
const key = ringOf(ONE)
const IBAN = 'FR7630006000011234567890189'

const folder = mkdtempSync(join(tmpdir(), 'secrets-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('what is encrypted is read back, and shows nothing of itself', () => {
  const encrypted = encrypt(key, IBAN, 'row 1')
  expect(decrypt(key, encrypted, 'row 1')).toBe(IBAN)
  expect(encrypted.toString('latin1')).not.toContain(IBAN.slice(4, 12))
  expect(encrypt(key, IBAN, 'row 1').equals(encrypted)).toBe(false)
})

test('moved to another row, read with another key or changed by one bit, it says nothing', () => {
  const encrypted = encrypt(key, IBAN, 'row 1')
  const changed = Buffer.from(encrypted)
  changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1
  expect(() => decrypt(key, encrypted, 'row 2')).toThrow()
  expect(() => decrypt(ringOf(TWO), encrypted, 'row 1')).toThrow()
  expect(() => decrypt(key, changed, 'row 1')).toThrow()
})

test('a new key writes, those before read: also what was written before keys had marks, and by a program that has the new key first', () => {
  const before = encrypt(key, IBAN, 'row 1')
  const both = ringOf(TWO, ONE)
  for (const written of [before, before.subarray(4)]) expect(decrypt(both, written, 'row 1')).toBe(IBAN)
  const after = encrypt(both, IBAN, 'row 1')
  expect(decrypt(ringOf(TWO), after, 'row 1')).toBe(IBAN)
  expect(() => decrypt(key, after, 'row 1')).toThrow()
  const kept = [ONE]
  const running = { encryption: new KeyRing(() => kept) }
  kept.unshift(TWO)
  expect(decrypt(running, after, 'row 1')).toBe(IBAN)
  expect(decrypt(ringOf(TWO), encrypt(running, IBAN, 'row 1'), 'row 1')).toBe(IBAN)
})

test('a fingerprint is compared under every key that is left, the newest first', () => {
  const both = ringOf(TWO, ONE)
  expect(fingerprintsOf(both, 'somebody')).toEqual([...fingerprintsOf(ringOf(TWO), 'somebody'), ...fingerprintsOf(key, 'somebody')])
  const unmarked = createHmac('sha256', ONE).update('somebody').digest()
  expect(fingerprintsOf(key, 'somebody')).toEqual([unmarked])
  expect(markedFingerprintsOf(both, 'somebody')).toEqual(expect.arrayContaining([...markedFingerprintsOf(key, 'somebody'), unmarked]))
})

const policy = { name: 'aid-document', mediaType: 'application/pdf', isEncrypted: true } as FilePolicy<never>

test('a file kept under the key is read with it, under its own name, until it is erased', async () => {
  const { db } = await testDatabase()
  await rolledBack(db, async (tx) => {
    const file = { media_type: 'application/pdf', bytes: Buffer.from(`%PDF- ${IBAN}`) }
    await expect(storeFile(tx, policy, file.bytes)).rejects.toThrow('encrypted')
    const [id, other] = [await storeFile(tx, policy, file.bytes, key), await storeFile(tx, policy, file.bytes, key)]
    const kept = await tx.selectFrom('files').select('bytes').where('id', '=', id).executeTakeFirstOrThrow()
    expect(kept.bytes.toString('latin1')).not.toContain(IBAN)
    expect(await readFile(tx, id, { ibanKey: key })).toEqual(file)
    await tx.updateTable('files').set({ bytes: kept.bytes }).where('id', '=', other).execute()
    await expect(readFile(tx, other, { ibanKey: key })).rejects.toThrow()
    await eraseFiles(tx, [id])
    expect(await readFile(tx, id, { ibanKey: key })).toEqual({ media_type: 'text/plain', bytes: Buffer.alloc(0) })
  })
})

test('killed half-way, what re-encrypts goes on from where it was; nothing is lost, and the old key serves no more', async () => {
  const database = await testDatabase()
  const { site } = testSite(database)
  const ids = await inTransaction(site.db, TEST_NOW, async (tx) => {
    const made: string[] = []
    for (const word of ['a', 'b', 'c', 'd']) made.push(await storeFile(tx, policy, Buffer.from(word), key))
    await tx
      .insertInto('files')
      .values({ id: 'clear', policy: policy.name, media_type: 'image/jpeg', bytes: Buffer.from('e'), created_at: tx.now })
      .execute()
    return [...made, 'clear']
  })
  const both = { ...site, ibanKey: ringOf(TWO, ONE) }
  const read = async (keys = both.ibanKey) => {
    const files = []
    for (const id of ids) files.push((await readFile(site.db, id, { ibanKey: keys }))?.bytes.toString())
    return files
  }
  const underOld = async () => {
    const { rows } = await sql<{ left: number }>`
      select count(*)::integer as left from files where not is_encrypted or substring(bytes from 1 for 4) <> ${both.ibanKey.encryption.newest.mark}
    `.execute(site.db)
    return rows[0]?.left
  }
  // The third row takes the connection of whoever writes it along, as the end of its process does.
  await asOwner(database.url, 'create sequence written')
  await asOwner(
    database.url,
    `create function dies() returns trigger language plpgsql security definer as $$
     begin if nextval('written') = 3 then perform pg_terminate_backend(pg_backend_pid()); end if; return new; end $$`,
  )
  await asOwner(database.url, 'create trigger dies before update on files for each row execute function dies()')
  await expect(resealAll(both, sealedFiles(policy), 1)).rejects.toThrow()
  expect(await underOld()).toBe(3)
  expect(await read()).toEqual(['a', 'b', 'c', 'd', 'e'])

  await resealAll(both, sealedFiles(policy), 1)
  expect(await underOld()).toBe(0)
  expect(await read(ringOf(TWO))).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a row that no key opens keeps no other from the new key, and is not lost from sight', async () => {
  const { site } = testSite(await testDatabase())
  const [strange, ours] = await inTransaction(site.db, TEST_NOW, async (tx) => [
    await storeFile(tx, policy, Buffer.from('x'), ringOf(bytesOf('three'))),
    await storeFile(tx, policy, Buffer.from('y'), key),
  ])
  await expect(resealAll({ ...site, ibanKey: ringOf(TWO, ONE) }, sealedFiles(policy), 50)).rejects.toThrow('1 rows are under no key')
  expect((await readFile(site.db, ours as string, { ibanKey: ringOf(TWO) }))?.bytes.toString()).toBe('y')
  expect((await readFile(site.db, strange as string, { ibanKey: ringOf(bytesOf('three')) }))?.bytes.toString()).toBe('x')
})

const real = {
  ibanKeys: undefined,
  fingerprintKeys: undefined,
  sealKey: undefined,
  dataDir: folder,
  databaseUrl: undefined,
  demo: false,
  production: true,
}

test('the keys are made once, readable by their owner only, and must be those of the database', async () => {
  const { db } = await testDatabase()
  const [first, second] = await Promise.all([1, 2].map(() => openKeys(real, db)))
  expect(first?.encryption.newest).toEqual(second?.encryption.newest)
  expect(first?.encryption.newest.mark).not.toEqual(first?.fingerprints.newest.mark)
  const files = ['iban-key', 'fingerprint-key'].map((name) => join(folder, 'secrets', name))
  for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600)

  const [encryption, fingerprints] = files.map((file) => Buffer.from(readFileSync(file, 'utf8'), 'base64')) as [
    Buffer<ArrayBuffer>,
    Buffer<ArrayBuffer>,
  ]
  const elsewhere = { ...real, dataDir: '/nowhere', fingerprintKeys: [fingerprints] }
  await expect(openKeys({ ...elsewhere, ibanKeys: [encryption] }, db)).resolves.toBeDefined()
  await expect(openKeys({ ...elsewhere, ibanKeys: [bytesOf('other')] }, db)).rejects.toThrow('encrypted with another key')
  await expect(openKeys({ ...elsewhere, ibanKeys: [encryption], fingerprintKeys: [bytesOf('other')] }, db)).rejects.toThrow(
    'fingerprints of this database were made with another key',
  )
  writeFileSync(files[0] as string, 'cut')
  await expect(openKeys(real, db)).rejects.toThrow('is not a key')
})

test('a key is added beside a running program, and those before it go an hour later at the earliest', async () => {
  const { db } = await testDatabase()
  const config = { ...real, dataDir: join(folder, 'rotating') }
  const running = await openKeys(config, db)
  const before = encrypt(running, IBAN, 'row')
  await addKey(config, db, RINGS.encryption)
  const started = await openKeys(config, db)
  expect(started.encryption.all).toHaveLength(2)
  expect(decrypt(started, before, 'row')).toBe(IBAN)
  expect(decrypt(running, encrypt(started, IBAN, 'row'), 'row')).toBe(IBAN)

  await expect(forgetOldKeys(config, db, RINGS.encryption)).rejects.toThrow('not an hour old')
  expect((await openKeys(config, db)).encryption.all).toHaveLength(2)
  await sql`update secret_fingerprints set known_since = known_since - interval '2 hours'`.execute(db)
  await forgetOldKeys(config, db, RINGS.encryption)
  const left = await openKeys(config, db)
  expect(left.encryption.all).toHaveLength(1)
  expect(() => decrypt(left, before, 'row')).toThrow()
  await expect(addKey({ ...config, ibanKeys: [ONE] }, db, RINGS.encryption)).rejects.toThrow('IBAN_KEY holds the keys')
})

test('fingerprints of before they had a key of their own are compared under the key that made them', async () => {
  const { db } = await testDatabase()
  const config = { ...real, dataDir: join(folder, 'before') }
  await openKeys(config, db)
  rmSync(join(config.dataDir, 'secrets/fingerprint-key'))
  await sql`delete from secret_fingerprints where name = 'fingerprint-key'`.execute(db)
  const { encryption, fingerprints } = await openKeys(config, db)
  expect(fingerprints.newest).toEqual(encryption.newest)
})

test('servers of the demonstration share a database without sharing a folder; none of the real site takes their key', async () => {
  const { db, url } = await testDatabase()
  const demonstration = { ...real, databaseUrl: url, demo: true, production: false }
  const [here, there] = [join(folder, 'here'), join(folder, 'there')]
  await openKeys({ ...demonstration, dataDir: here }, db)
  await expect(openKeys({ ...demonstration, dataDir: there }, db)).resolves.toBeDefined()
  await expect(openKeys({ ...real, dataDir: here }, db)).rejects.toThrow('protects nothing')
})

test('the key of the seals is another one, and must be the one of the database too', async () => {
  const { db } = await testDatabase()
  const here = { ...real, dataDir: join(folder, 'seals') }
  const seals = await openSealKey(here, db)
  expect(seals.equals((await openKeys(here, db)).encryption.newest.secret)).toBe(false)
  expect(seals.equals(await openSealKey(here, db))).toBe(true)
  await expect(openSealKey({ ...here, sealKey: bytesOf('other') }, db)).rejects.toThrow(
    'sealed with another key: set SEAL_KEY, or put the file secrets/seal-key back',
  )
})
