import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Db } from './database/index.ts'

const KEY_BYTES = 32
const NAME = 'iban-key'

/** The demonstration's, whose people are nobody: its servers share a database without sharing a folder. */
const KEY_OF_NOBODY = Buffer.alloc(KEY_BYTES, 'demonstration')

type Keys = Pick<Config, 'ibanKey' | 'dataDir' | 'databaseUrl' | 'demo' | 'production'>

/**
 * The key under which IBANs are encrypted: IBAN_KEY, or the file of the data folder, made the first time. Several servers on one
 * database share one key.
 * @throws Error with one sentence when this database was written with another key.
 */
export async function openIbanKey({ ibanKey, dataDir, databaseUrl, demo, production }: Keys, db: Db): Promise<KeyObject> {
  const first = () => (demo && databaseUrl ? KEY_OF_NOBODY : randomBytes(KEY_BYTES))
  const bytes = ibanKey ?? (await keyOfFolder(join(dataDir, 'secrets'), first))
  if (production && bytes.equals(KEY_OF_NOBODY))
    throw new Error('The key of the demonstration protects nothing: set another IBAN_KEY or DATA_DIR.')
  const key = createSecretKey(bytes)
  await mustBeTheKeyOf(db, key)
  return key
}

async function keyOfFolder(folder: string, first: () => Buffer): Promise<Buffer> {
  const file = join(folder, NAME)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  // Under its name at once and whole, so that two programs that start together keep the same key.
  const made = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(made, first().toString('base64'), { mode: 0o600 })
  await link(made, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(made)
  const key = Buffer.from(await readFile(file, 'utf8'), 'base64')
  if (key.length !== KEY_BYTES) throw new Error(`The key in ${file} is not a key: restore the file that the IBANs were encrypted with.`)
  return key
}

async function mustBeTheKeyOf(db: Db, key: KeyObject): Promise<void> {
  const fingerprint = createHmac('sha256', key).update('fingerprint').digest()
  await db
    .insertInto('secret_fingerprints')
    .values({ name: NAME, fingerprint })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const known = await db.selectFrom('secret_fingerprints').select('fingerprint').where('name', '=', NAME).executeTakeFirstOrThrow()
  if (fingerprint.equals(known.fingerprint)) return
  throw new Error(
    `The IBANs of this database were encrypted with another key: set IBAN_KEY, or put the file secrets/${NAME} back into the data folder (DATA_DIR).`,
  )
}
