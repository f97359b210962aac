import { spawnSync } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buildIfNeeded } from '../scripts/build.ts'
import { freePort, startEmbeddedPostgres } from '../src/embedded-postgres/index.ts'
import { postalName } from '../src/features/people/addresses/address.ts'
import { openDatabase, openPool } from '../src/platform/database/index.ts'
import { casesOf, type RealAddress, randomFrom } from './address-cases.ts'
import { findAll } from './find-addresses.ts'
import { end, serverOnOneCore } from './processes.ts'

/**
 * `npm run bench:addresses -- FILE [SEED]`: loads a file of the national addresses (BAN) into an empty database, writes some thousands of
 * its addresses as people do, and prints how many are found again. Goal: 97 % of what the file holds.
 */
const SERVER = 'dist/server/main.js'
const SEED = 2026
const CASES = 3_000
const GOAL = 0.97
const SHOWN_AT_MOST = 40

const say = (line = '') => process.stdout.write(`${line}\n`)

/** Of a town, one that it has taken in. */
function formerTowns(): Map<string, string> {
  const communes: { nom: string; chefLieu?: string }[] = createRequire(import.meta.url)(
    '@etalab/decoupage-administratif/data/communes.json',
  )
  return new Map(communes.flatMap(({ nom, chefLieu }) => (chefLieu ? [[chefLieu, nom] as const] : [])))
}

/** The addresses of the file; a PO box that stands in the name of a street is none of it. */
async function addressesOf(file: string): Promise<RealAddress[]> {
  const addresses: RealAddress[] = []
  const former = formerTowns()
  let columns: string[] = []
  for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
    const values = line.replace(/^\ufeff/, '').split(';')
    if (columns.length === 0) columns = values
    else {
      const of = (column: string) => values[columns.indexOf(column)] ?? ''
      const street = of('nom_voie').replace(/\s+(?:BP|CS|TSA)\b.*$/, '')
      const [suffix, insee_code] = [of('rep').length > 1 && !/^(?:bis|ter|quater)$/.test(of('rep')) ? '' : of('rep'), of('code_insee')]
      addresses.push({
        ...{ number: of('numero'), suffix, street, postcode: of('code_postal'), insee_code, town: of('nom_commune') },
        former_town: former.get(insee_code),
      })
    }
  }
  return addresses
}

const [, , file, seed = `${SEED}`] = process.argv
if (!file) throw new Error('npm run bench:addresses -- FILE [SEED]')
await buildIfNeeded()
const folder = mkdtempSync(join(tmpdir(), 'generation-hdf-addresses-'))
const database = await startEmbeddedPostgres({ dataDir: join(folder, 'data'), log: say })
try {
  const [port, env] = [await freePort(), { DATABASE_URL: database.ownerUrl, DEMO: '0', METRICS_PORT: '0' }]
  // Its start migrates, and loads the towns.
  await end(await serverOnOneCore([SERVER, 'web'], port, { ...env, PORT: `${port}` }))
  const imported = spawnSync(process.execPath, [SERVER, 'import', 'streets', file], { env: { ...process.env, ...env }, encoding: 'utf8' })
  // 2: some of its lines are wrong, the others are there.
  if (imported.status !== 0 && imported.status !== 2) throw new Error(imported.stderr)
  say(imported.stdout.trim())
  const addresses = await addressesOf(file)
  const random = randomFrom(Number(seed))
  const some = Array.from({ length: CASES }, () => addresses[Math.floor(random() * addresses.length)] as RealAddress)
  const pool = openPool(database.ownerUrl, { max: 1 })
  const { first, found, p50, p99, byKind, missed } = await findAll(
    openDatabase(pool),
    casesOf(some, { seed: Number(seed), each: 1 }),
    postalName,
  )
  await pool.end()
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`
  for (const [kind, of] of [...byKind].sort())
    say(`  ${kind.padEnd(32)}${`${of.found}/${of.cases}`.padStart(9)}  ${percent(of.found / of.cases)}`)
  for (const { typed, kind, proposed } of missed.slice(0, SHOWN_AT_MOST)) {
    say(`  not found (${kind}): ${JSON.stringify(typed)}, proposed ${proposed.slice(0, 2).join(' | ') || 'nothing'}`)
  }
  say(`${CASES} cases of ${addresses.length} addresses, seed ${seed}: ${percent(found)} found, ${percent(first)} proposed first`)
  say(`goal ${percent(GOAL)} ${found >= GOAL ? 'reached' : 'MISSED'}; ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`)
} finally {
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
}
