import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Db } from './database/index.ts'

const KEY_BYTES = 32

/** A key of this database: given by a variable, or a file of the data folder that is made the first time. */
interface Secret {
  /** Its file, and the name of its fingerprint in the database. */
  name: string
  variable: string
  given(keys: Keys): Buffer | undefined
  /** What was done with another one. */
  madeWithAnother: string
}

const IBANS: Secret = {
  name: 'iban-key',
  variable: 'IBAN_KEY',
  given: ({ ibanKey }) => ibanKey,
  madeWithAnother: 'The IBANs of this database were encrypted with another key',
}

const SEALS: Secret = {
  name: 'seal-key',
  variable: 'SEAL_KEY',
  given: ({ sealKey }) => sealKey,
  madeWithAnother: 'The journals of this database were sealed with another key',
}

/** The demonstration's, whose people are nobody: its servers share a database without sharing a folder. */
const KEY_OF_NOBODY = Buffer.alloc(KEY_BYTES, 'demonstration')

type Keys = Pick<Config, 'ibanKey' | 'sealKey' | 'dataDir' | 'databaseUrl' | 'demo' | 'production'>

/**
 * The key under which IBANs are encrypted: IBAN_KEY, or the file of the data folder, made the first time. Several servers on one
 * database share one key.
 * @throws Error with one sentence when this database was written with another key.
 */
export const openIbanKey = (keys: Keys, db: Db): Promise<KeyObject> => openKey(IBANS, keys, db)

/** Likewise the key of the journals' seals: SEAL_KEY, or its file. */
export const openSealKey = (keys: Keys, db: Db): Promise<KeyObject> => openKey(SEALS, keys, db)

async function openKey(secret: Secret, keys: Keys, db: Db): Promise<KeyObject> {
  const { dataDir, databaseUrl, demo, production } = keys
  const first = () => (demo && databaseUrl ? KEY_OF_NOBODY : randomBytes(KEY_BYTES))
  const bytes = secret.given(keys) ?? (await keyOfFolder(join(dataDir, 'secrets'), secret, first))
  if (production && bytes.equals(KEY_OF_NOBODY))
    throw new Error(`The key of the demonstration protects nothing: set another ${secret.variable} or DATA_DIR.`)
  const key = createSecretKey(bytes)
  await mustBeTheKeyOf(db, secret, key)
  return key
}

async function keyOfFolder(folder: string, { name }: Secret, first: () => Buffer): Promise<Buffer> {
  const file = join(folder, name)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Under its name at once and whole, so that two programs that start together keep the same key.
  const made = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(made, first().toString('base64'), { mode: 0o600 })
  await link(made, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(made)
  const key = Buffer.from(await readFile(file, 'utf8'), 'base64')
  if (key.length !== KEY_BYTES) throw new Error(`The key in ${file} is not a key: restore the file that this database was written with.`)
  return key
}

async function mustBeTheKeyOf(db: Db, { name, variable, madeWithAnother }: Secret, key: KeyObject): Promise<void> {
  const fingerprint = createHmac('sha256', key).update('fingerprint').digest()
  await db
    .insertInto('secret_fingerprints')
    .values({ name, fingerprint })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const known = await db.selectFrom('secret_fingerprints').select('fingerprint').where('name', '=', name).executeTakeFirstOrThrow()
  if (fingerprint.equals(known.fingerprint)) return
  throw new Error(`${madeWithAnother}: set ${variable}, or put the file secrets/${name} back into the data folder (DATA_DIR).`)
}
