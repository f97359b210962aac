import { createSecretKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { rolledBack, testDatabase } from '../../tests/support/database.ts'
import { decrypt, encrypt } from './encryption.ts'
import { eraseFiles, type FilePolicy, readFile, storeFile } from './files.ts'
import { openIbanKey, openSealKey } from './secrets.ts'

const key = createSecretKey(Buffer.alloc(32, 'one'))
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
  expect(() => decrypt(createSecretKey(Buffer.alloc(32, 'two')), encrypted, 'row 1')).toThrow()
  expect(() => decrypt(key, changed, 'row 1')).toThrow()
})

test('a file kept under the key is read with it, under its own name, until it is erased', async () => {
  const { db } = await testDatabase()
  await rolledBack(db, async (tx) => {
    const file = { media_type: 'application/pdf', bytes: Buffer.from(`%PDF- ${IBAN}`) }
    const kind = { name: 'aid-document', mediaType: 'application/pdf', isEncrypted: true } as FilePolicy<never>
    await expect(storeFile(tx, kind, file.bytes)).rejects.toThrow('encrypted')
    const [id, other] = [await storeFile(tx, kind, file.bytes, key), await storeFile(tx, kind, file.bytes, key)]
    const kept = await tx.selectFrom('files').select('bytes').where('id', '=', id).executeTakeFirstOrThrow()
    expect(kept.bytes.toString('latin1')).not.toContain(IBAN)
    expect(await readFile(tx, id, key)).toEqual(file)
    await expect(readFile(tx, id)).rejects.toThrow('encrypted')
    await tx.updateTable('files').set({ bytes: kept.bytes }).where('id', '=', other).execute()
    await expect(readFile(tx, other, key)).rejects.toThrow()
    await eraseFiles(tx, [id])
    expect(await readFile(tx, id)).toEqual({ media_type: 'text/plain', bytes: Buffer.alloc(0) })
  })
})

const real = { ibanKey: undefined, sealKey: undefined, dataDir: folder, databaseUrl: undefined, demo: false, production: true }

test('the key is made once, readable by its owner only, and must be the one of the database', async () => {
  const { db } = await testDatabase()
  const [first, second] = await Promise.all([1, 2].map(() => openIbanKey(real, db)))
  expect(first?.equals(second as NonNullable<typeof first>)).toBe(true)
  const file = join(folder, 'secrets/iban-key')
  expect(statSync(file).mode & 0o777).toBe(0o600)

  const given = Buffer.from(readFileSync(file, 'utf8'), 'base64')
  const elsewhere = { ...real, dataDir: '/nowhere' }
  await expect(openIbanKey({ ...elsewhere, ibanKey: given }, db)).resolves.toBeDefined()
  await expect(openIbanKey({ ...elsewhere, ibanKey: Buffer.alloc(32, 'other') }, db)).rejects.toThrow('encrypted with another key')
  writeFileSync(file, 'cut')
  await expect(openIbanKey(real, db)).rejects.toThrow('is not a key')
})

test('servers of the demonstration share a database without sharing a folder; none of the real site takes their key', async () => {
  const { db, url } = await testDatabase()
  const demonstration = { ...real, databaseUrl: url, demo: true, production: false }
  const [here, there] = [join(folder, 'here'), join(folder, 'there')]
  await openIbanKey({ ...demonstration, dataDir: here }, db)
  await expect(openIbanKey({ ...demonstration, dataDir: there }, db)).resolves.toBeDefined()
  await expect(openIbanKey({ ...real, dataDir: here }, db)).rejects.toThrow('protects nothing')
})

test('the key of the seals is another one, and must be the one of the database too', async () => {
  const { db } = await testDatabase()
  const here = { ...real, dataDir: join(folder, 'seals') }
  const [seals, ibans] = [await openSealKey(here, db), await openIbanKey(here, db)]
  expect(seals.equals(ibans)).toBe(false)
  expect(seals.equals(await openSealKey(here, db))).toBe(true)
  await expect(openSealKey({ ...here, sealKey: Buffer.alloc(32, 'other') }, db)).rejects.toThrow(
    'sealed with another key: set SEAL_KEY, or put the file secrets/seal-key back',
  )
})
