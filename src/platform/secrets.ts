import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Config } from './config.ts'
import { type Db, inTransaction, type Reader, type Tx } from './database/index.ts'
import { type Key, KeyRing, type Keys } from './encryption.ts'

const KEY_BYTES = 32

/** The demonstration's, whose people are nobody: its servers share a database without sharing a folder. */
const KEY_OF_NOBODY = Buffer.alloc(KEY_BYTES, 'demonstration')

/** A key that was added is known to every process after a minute; what they wrote before is behind it after an hour, whatever they did. */
const KNOWN_TO_ALL_AFTER_HOURS = 1

type Given = Pick<Config, 'ibanKeys' | 'fingerprintKeys' | 'sealKey' | 'dataDir' | 'databaseUrl' | 'demo' | 'production'>

/** A ring of keys: its file in the data folder, one key a line and the newest first, or the variable that holds them, by commas. */
interface Ring {
  name: string
  variable: string
  given: (config: Given) => Buffer[] | undefined
  what: string
}

const ENCRYPTION: Ring = {
  name: 'iban-key',
  variable: 'IBAN_KEY',
  given: ({ ibanKeys }) => ibanKeys,
  what: 'The IBANs and documents of this database were encrypted',
}

const FINGERPRINTS: Ring = {
  name: 'fingerprint-key',
  variable: 'FINGERPRINT_KEY',
  given: ({ fingerprintKeys }) => fingerprintKeys,
  what: 'The fingerprints of this database were made',
}

const SEALS: Ring = {
  name: 'seal-key',
  variable: 'SEAL_KEY',
  given: ({ sealKey }) => sealKey && [sealKey],
  what: 'The journals of this database were sealed',
}

export const RINGS = { encryption: ENCRYPTION, fingerprints: FINGERPRINTS }

/**
 * The keys of the site: those of its variables, or of the files of the data folder, made the first time. Several servers on one database
 * share them.
 * @throws Error with one sentence when this database was written with a key that is not there.
 */
export async function openKeys(config: Given, db: Db): Promise<Keys> {
  const known = await db.selectFrom('secret_fingerprints').select('name').execute()
  const isKnown = ({ name }: Ring) => known.some((one) => one.name === name)
  const first = firstOf(config)
  const encryption = await openRing(config, db, ENCRYPTION, first)
  // Until fingerprints had keys of their own they were made with the oldest of the others.
  const hadOne = isKnown(ENCRYPTION) && !isKnown(FINGERPRINTS)
  const fingerprints = await openRing(config, db, FINGERPRINTS, hadOne ? () => (encryption.all.at(-1) as Key).secret.export() : first)
  return { encryption, fingerprints }
}

/**
 * The keys that are there, whatever a database knows of: under them a backup is read before there is one.
 * @throws Error with one sentence when there are none
 */
export function keysAtHand(config: Given): Pick<Keys, 'encryption'> {
  const read = () => ENCRYPTION.given(config) ?? keysIn(fileOf(config, ENCRYPTION))
  try {
    return { encryption: new KeyRing(read) }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Error(
      `The backup is encrypted: set IBAN_KEY, or put the file secrets/${ENCRYPTION.name} back into the data folder (DATA_DIR).`,
    )
  }
}

/** The key of the journals' seals: SEAL_KEY, or its file. There is one: a seal is compared with what it was made of. */
export async function openSealKey(config: Given, db: Db): Promise<KeyObject> {
  const { newest } = await openRing(config, db, SEALS, firstOf(config))
  return newest.secret
}

/** The first key of an installation. */
const firstOf =
  ({ demo, databaseUrl }: Given) =>
  () =>
    demo && databaseUrl !== undefined ? KEY_OF_NOBODY : randomBytes(KEY_BYTES)

async function openRing(config: Given, db: Db, ring: Ring, first: () => Buffer): Promise<KeyRing> {
  const given = ring.given(config)
  if (!given) await makeFile(fileOf(config, ring), first)
  const read = () => given ?? keysIn(fileOf(config, ring))
  if (config.production && read().some((key) => key.equals(KEY_OF_NOBODY)))
    throw new Error(`The key of the demonstration protects nothing: set another ${ring.variable} or DATA_DIR.`)
  await inTransaction(db, new Date(), (tx) => mustBeAllTheKeysOf(tx, ring, read()))
  return new KeyRing(read)
}

const fileOf = ({ dataDir }: Given, { name }: Ring): string => join(dataDir, 'secrets', name)

async function makeFile(file: string, first: () => Buffer): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 })
  // Under its name at once and whole, so that two programs that start together keep the same key.
  const made = await written(file, [first()])
  await link(made, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  await rm(made)
}

async function written(file: string, keys: Buffer[]): Promise<string> {
  const made = `${file}.${randomBytes(6).toString('hex')}`
  await writeFile(made, keys.map((key) => key.toString('base64')).join('\n'), { mode: 0o600 })
  return made
}

function keysIn(file: string): Buffer[] {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const keys = lines.map((line) => Buffer.from(line, 'base64'))
  if (keys.length === 0 || keys.some(({ length }) => length !== KEY_BYTES))
    throw new Error(`The key in ${file} is not a key: restore the file that the IBANs were encrypted with.`)
  return keys
}

const fingerprintOf = (key: Buffer): Buffer => createHmac('sha256', createSecretKey(key)).update('fingerprint').digest()

/** What the database was written with must be there; what is there and it does not know yet was added to it. */
async function mustBeAllTheKeysOf(tx: Tx, { name, variable, what }: Ring, keys: Buffer[]): Promise<void> {
  await lockKeys(tx)
  const known = await tx.selectFrom('secret_fingerprints').select('fingerprint').where('name', '=', name).execute()
  const here = keys.map(fingerprintOf)
  if (known.some(({ fingerprint }) => !here.some((one) => one.equals(fingerprint)))) {
    throw new Error(`${what} with another key: set ${variable}, or put the file secrets/${name} back into the data folder (DATA_DIR).`)
  }
  await tx
    .insertInto('secret_fingerprints')
    .values(here.map((fingerprint) => ({ name, fingerprint, known_since: tx.now })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

const KEYS_LOCK = 20_610_303

/** One program changes the keys, or looks at them, at a time. */
const lockKeys = (tx: Tx) => sql`select pg_advisory_xact_lock(${KEYS_LOCK})`.execute(tx)

/**
 * Adds a key: from now on what is written is written under it. Those before still read.
 * @throws Error with one sentence where the keys are in a variable
 */
export async function addKey(config: Given, db: Db, ring: Ring): Promise<void> {
  if (ring.given(config))
    throw new Error(
      `${ring.variable} holds the keys: write the new one last on every server and restart them, then first; « Keys » in docs/operations.md.`,
    )
  await inTransaction(db, new Date(), async (tx) => {
    await lockKeys(tx)
    const file = fileOf(config, ring)
    const keys: [Buffer, ...Buffer[]] = [randomBytes(KEY_BYTES), ...keysIn(file)]
    // In the file before the database knows it: a key that only the database knew would keep the program from starting.
    await rename(await written(file, keys), file)
    await tx
      .insertInto('secret_fingerprints')
      .values({ name: ring.name, fingerprint: fingerprintOf(keys[0]), known_since: tx.now })
      .execute()
  })
}

/**
 * Since when all that is written is written under that key, the newest: an hour after it was added.
 * @throws Error with one sentence when it is too young
 */
export async function servingSince(db: Reader, { name }: Ring, newest: Buffer): Promise<Date> {
  const { known_since } = await db
    .selectFrom('secret_fingerprints')
    .select('known_since')
    .where('name', '=', name)
    .where('fingerprint', '=', fingerprintOf(newest))
    .executeTakeFirstOrThrow()
  const since = new Date(known_since.getTime() + KNOWN_TO_ALL_AFTER_HOURS * 3_600_000)
  if (new Date() < since)
    throw new Error('The newest key is not an hour old: a program that runs may still write under the one before. Try again later.')
  return since
}

/**
 * Takes away the keys before the newest, once nothing needs them: the database does without them, and so does the file, if they are in one.
 * @throws Error with one sentence when the newest is too young
 */
export async function forgetOldKeys(config: Given, db: Db, ring: Ring): Promise<void> {
  await inTransaction(db, new Date(), async (tx) => {
    await lockKeys(tx)
    const file = fileOf(config, ring)
    const given = ring.given(config)
    const [newest] = (given ?? keysIn(file)) as [Buffer]
    await servingSince(tx, ring, newest)
    await tx.deleteFrom('secret_fingerprints').where('name', '=', ring.name).where('fingerprint', '<>', fingerprintOf(newest)).execute()
    if (!given) await rename(await written(file, [newest]), file)
  })
}
