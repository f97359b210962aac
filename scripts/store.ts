import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import sharp from 'sharp'
import { freePort, startEmbeddedPostgres } from '../src/embedded-postgres/index.ts'
import { photoPolicy } from '../src/features/card/photos/photo.ts'
import { registerApplication } from '../src/features/requests/card-applications/register.ts'
import { readConfig } from '../src/platform/config.ts'
import { APPLICATION_ROLE, inTransaction, openDatabase, openPool } from '../src/platform/database/index.ts'
import { FileStore, type StorePlace } from '../src/platform/file-store.ts'
import { storeFile } from '../src/platform/files.ts'
import { sweepStore } from '../src/platform/files-in-store.ts'
import { openLog } from '../src/platform/log.ts'
import { openSession } from '../src/platform/sessions.ts'
import { aBeneficiary, aCampaign, aSchool, TEST_KEY } from '../tests/support/makers.ts'
import { missingForSwift, Swift } from '../tests/support/swift.ts'
import { ended, until } from '../tests/support/until.ts'
import { buildIfNeeded } from './build.ts'

/**
 * `npm run test:store`: the site with FILES_URL at OpenStack Swift. A photo is sent and read again, also while the store is broken or says nothing; 1,000
 * photos go there, are copied, restored with the database into another bucket, and come back. Whatever is wrong with FILES_URL is said.
 */
const SERVER = 'dist/server/main.js'
const PHOTOS = 1_000
const PHOTO_BYTES = 100_000
const STRAYS = 3
const SWEPT_MS = 49 * 3_600_000
const PHOTO = '/espace/demande/photo'

const say = (line = '') => process.stdout.write(`${line}\n`)

/** One line of what is told: what does not hold makes the command fail. */
function tell(what: string, holds: boolean, more = ''): void {
  say(`- ${what}: ${holds ? 'yes' : 'NO'}${more && `, ${more}`}`)
  if (!holds) process.exitCode = 1
}

const missing = missingForSwift()
if (missing.length > 0) {
  say(`Nothing is tried: these packages of Debian are not here: ${missing.join(', ')}.`)
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))
await buildIfNeeded()
const folder = mkdtempSync(join(tmpdir(), 'generation-hdf-store-'))
const [inSwift, copies] = [join(folder, 'swift'), join(folder, 'copies')]
for (const path of [inSwift, copies]) mkdirSync(path)
const programs: ChildProcess[] = []
say('Swift and a database begin…')
const database = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: say })
const swift = await Swift.start(inSwift)
const web = await freePort()
const origin = `http://localhost:${web}`
const [ring, sealKey] = [Buffer.alloc(32, 'key').toString('base64'), randomBytes(32).toString('base64')]
const environment = (FILES_URL: string, { url, ownerUrl } = { url: database.url, ownerUrl: database.ownerUrl }) => ({
  ...{ ...process.env, NODE_ENV: 'test', DEMO: '0', PUBLIC_URL: origin, DATA_DIR: join(folder, 'site'), WEB_PROCESSES: '1' },
  ...{ DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, FILES_URL, IBAN_KEY: ring, FINGERPRINT_KEY: ring, SEAL_KEY: sealKey },
})

async function startSite(env: NodeJS.ProcessEnv): Promise<ChildProcess> {
  const metrics = await freePort()
  const site = spawn(process.execPath, [SERVER, 'serve'], {
    ...{ env: { ...env, PORT: `${web}`, METRICS_PORT: `${metrics}` }, stdio: 'ignore' },
  })
  programs.push(site)
  await until('the site', async () => (await fetch(`http://127.0.0.1:${metrics}/readyz`)).ok)
  return site
}

/** A command of the program, until it has ended. */
function run(env: NodeJS.ProcessEnv, ...words: string[]) {
  const started = performance.now()
  const options = { env: { ...env, PORT: '0', METRICS_PORT: '0' }, encoding: 'utf8' } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, [SERVER, ...words], options)
  const lines = `${stdout}${stderr}`.trim().split('\n')
  // The log comes when it comes, before or after it.
  const said = lines.findLast((line) => !line.startsWith('{')) ?? ''
  return { isDone: status === 0, said, seconds: `${((performance.now() - started) / 1_000).toFixed(1)} s` }
}

const pool = openPool(database.ownerUrl, { max: 1, role: APPLICATION_ROLE })
const db = openDatabase(pool)
const filesWhere = async (is: 'is' | 'is not') =>
  (await db.selectFrom('files').select('id').where('object_name', is, null).execute()).length

/** Somebody who asks for the card, at their photo. */
async function applicant() {
  const token = await inTransaction(db, new Date(), async (tx) => {
    await aCampaign(tx, { ends_on: '2099-04-30' })
    const [school, { id }] = [await aSchool(tx), await aBeneficiary(tx)]
    const file_number = await registerApplication(tx, id)
    const address = { kind: 'free', lines: ['1 RUE DE TEST'], postcode: '80000', town: 'AMIENS' }
    const contact = { address, mobilePhone: '0600000000', fixedPhone: null }
    const schooling = { school: school.id, level: 'x', course: 'x', scholarshipHolder: false, wasInGeneralSecondary: false }
    const answers = JSON.stringify({ situation: { situation: 'pupil' }, contact, schooling })
    await tx.updateTable('card_applications').set({ answers }).where('file_number', '=', file_number).execute()
    return openSession(tx, { beneficiaryId: id }, undefined)
  })
  const headers = { cookie: `session=${token}`, origin }
  const _csrf = createHash('sha256').update(`csrf:${token}`).digest('base64url')
  return {
    async send(photo: Buffer) {
      const body = new FormData()
      for (const [name, value] of Object.entries({ _csrf, _id: randomUUID() })) body.append(name, value)
      body.append('photo', new Blob([new Uint8Array(photo)], { type: 'image/jpeg' }), 'photo.jpg')
      return (await fetch(`${origin}${PHOTO}`, { method: 'POST', redirect: 'manual', headers, body })).status
    },
    async read() {
      const started = performance.now()
      const answer = await fetch(`${origin}${PHOTO}/image`, { headers })
      const bytes = Buffer.from(await answer.arrayBuffer())
      return { status: answer.status, bytes, ms: Math.round(performance.now() - started) }
    },
  }
}

const wrong = (what: string, env: NodeJS.ProcessEnv, words: RegExp) => {
  const { isDone, said } = run(env, 'files', 'check')
  tell(`${what} is said`, !isDone && words.test(said), `« ${said} »`)
}

try {
  const env = environment(swift.url('photos'))
  wrong('a bucket that is not there', env, /bucket/)
  await swift.makeBucket('photos')
  wrong('a wrong secret', environment(swift.url('photos', { secret: 'another' })), /403 SignatureDoesNotMatch/)
  wrong('a wrong region', environment(swift.url('photos', { region: 'us-east-1' })), /400 AuthorizationHeaderMalformed/)

  let site = await startSite(env)
  const person = await applicant()
  const sent = await person.send(
    await sharp({ create: { width: 600, height: 800, channels: 3, background: '#447' } })
      .jpeg()
      .toBuffer(),
  )
  const { bytes: photo } = await person.read()
  await until('the photos in the store', async () => (await filesWhere('is')) === 0, 120)
  const read = await person.read()
  tell('a photo is sent, goes to the store, and is read as before', sent === 303 && read.status === 200 && read.bytes.equals(photo))

  await swift.end('object')
  const broken = await person.read()
  tell('while the store answers 503, so does the photo', broken.status === 503, `${broken.ms} ms`)
  await swift.begin('object')
  tell('and it is read again after that', (await person.read()).bytes.equals(photo))
  swift.sleep()
  const [first, second] = [await person.read(), await person.read()]
  tell(
    'a store that says nothing is waited for once',
    first.status === 503 && second.status === 503,
    `${first.ms} ms, then ${second.ms} ms`,
  )
  swift.wake()
  await until('the photo again', async () => (await person.read()).bytes.equals(photo))
  await ended(site)

  const some = 50
  for (let made = 0; made < PHOTOS; made += some)
    await inTransaction(db, new Date(), async (tx) => {
      for (let one = 0; one < some; one += 1) await storeFile(tx, photoPolicy, randomBytes(PHOTO_BYTES), TEST_KEY)
    })
  const away = run(env, 'files', 'to-store')
  tell(`${PHOTOS} photos of ${PHOTO_BYTES / 1_000} kB go to the store`, away.isDone, `${away.seconds}, « ${away.said} »`)
  const check = run(env, 'files', 'check')
  tell(
    'all are in its list, page by page',
    check.isDone && check.said.startsWith(`${await filesWhere('is not')} fichiers dans le magasin, 0 sans`),
    `${check.seconds}, « ${check.said} »`,
  )

  const fileStore = new FileStore(readConfig(env).files as StorePlace, openLog(), 60_000)
  for (let stray = 0; stray < STRAYS; stray += 1) await fileStore.put(randomBytes(16).toString('base64url'), Buffer.from('of nobody'))
  const now = Date.now
  Date.now = () => now() + SWEPT_MS
  const swept = await sweepStore({ db, log: openLog(), ibanKey: TEST_KEY, fileStore })
  Date.now = now
  tell('what no row names is swept two days later, and nothing else', swept === STRAYS, `${swept}`)

  const copy = join(copies, 'copy')
  const backup = run(env, 'backup', copy)
  tell('a backup takes the objects along', backup.isDone, backup.seconds)
  const client = new pg.Client({ connectionString: database.ownerUrl })
  await client.connect()
  await client.query('create database restored')
  await client.end()
  await swift.makeBucket('restored')
  const empty = (address: string) => Object.assign(new URL(address), { pathname: '/restored' }).href
  const other = environment(swift.url('restored'), { url: empty(database.url), ownerUrl: empty(database.ownerUrl) })
  const restored = run(other, 'restore', copy)
  tell('and is restored into an empty database and an empty bucket', restored.isDone, `${restored.seconds}, « ${restored.said} »`)
  tell('whose store is then its own', run(other, 'files', 'own').isDone && run(other, 'files', 'check').isDone)
  site = await startSite(other)
  tell('the restored site shows the photo', (await person.read()).bytes.equals(photo))
  await ended(site)

  const back = run(env, 'files', 'to-database')
  tell('the first store is left', back.isDone && (await filesWhere('is not')) === 0, `${back.seconds}, « ${back.said} »`)
  site = await startSite({ ...env, FILES_URL: undefined })
  tell('the site shows the photo without it', (await person.read()).bytes.equals(photo))
  await ended(site)
} finally {
  for (const program of programs.reverse()) await ended(program)
  await db.destroy()
  await swift.stop()
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
}
