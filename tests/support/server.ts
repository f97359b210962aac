import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { bringPackages, folderOf } from '../../src/platform/packages.ts'
import { columnsThatAreNeverNull } from '../architecture/types.ts'
import { EXPECTED, type Expected, HELD } from './held-rows.ts'
import { writtenTypes } from './row-types.ts'

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string
    /** A migrated database that nobody uses: those of the tests are copies of it. */
    template: string
    /** A folder of what axe has found nothing wrong with in this run. */
    judged: string
    /** A folder of what the answers of the database are held against, and of what was held. */
    rowTypes: string
  }
}

/** One real PostgreSQL for all the tests: TEST_DATABASE_URL when it is set, else the embedded one in a folder of its own. */
export default async function startServer(project: TestProject): Promise<() => Promise<void>> {
  await bringPackages(folderOf('tests'))
  const { url, stop } = process.env.TEST_DATABASE_URL ? { url: process.env.TEST_DATABASE_URL, stop: async () => {} } : await embedded()
  const template = `template_${process.pid}`
  await run(url, `create database ${template}`)
  const migrated = new URL(url)
  migrated.pathname = `/${template}`
  await migrate(migrated.href)
  project.provide('serverUrl', url)
  project.provide('template', template)
  const judged = mkdtempSync(join(tmpdir(), 'generation-hdf-judged-'))
  project.provide('judged', judged)
  const rowTypes = mkdtempSync(join(tmpdir(), 'generation-hdf-row-types-'))
  const expected = await expectedOf(migrated.href)
  writeFileSync(join(rowTypes, EXPECTED), JSON.stringify(expected))
  project.provide('rowTypes', rowTypes)
  return async () => {
    await run(url, `drop database if exists demonstration_${template}`)
    await run(url, `drop database ${template}`)
    await stop()
    rmSync(judged, { recursive: true })
    const unheld = typesNeverHeld(expected, rowTypes)
    rmSync(rowTypes, { recursive: true })
    if (unheld.length > 0 && (await isWhole(project))) {
      throw new Error(`No test has run what these types are written beside:\n${unheld.join('\n')}`)
    }
  }
}

/** What statements are held against: see held-rows.ts. A copy of a database keeps the numbers of its tables. */
async function expectedOf(url: string): Promise<Expected> {
  const ofViews = await columnsThatAreNeverNull(url)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const types = await client.query('select oid::integer as type, typname as name, typelem::integer as element from pg_type')
    const columns = await client.query(`
      select attrelid || '.' || attnum as place, relname as relation, attname as name, attnotnull as never_null
      from pg_attribute join pg_class c on c.oid = attrelid
      where attnum > 0 and relnamespace = 'public'::regnamespace and relkind in ('r', 'v')`)
    const neverNull = columns.rows.filter(({ relation, name, never_null }) => never_null || ofViews.get(relation)?.includes(name))
    return {
      types: writtenTypes(),
      databaseTypes: Object.fromEntries(types.rows.map(({ type, name, element }) => [type, { name, element }])),
      neverNull: neverNull.map(({ place }) => place),
    }
  } finally {
    await client.end()
  }
}

function typesNeverHeld({ types }: Expected, folder: string): string[] {
  const held = new Set(globSync(`${folder}/${HELD}*`).flatMap((file) => readFileSync(file, 'utf8').split('\n')))
  return types.filter(({ at, isRead }) => isRead && !held.has(at)).map(({ at, type }) => `  ${at}: ${type}`)
}

/** Whether every test was run, and passed: what a part of them did not run says nothing. */
async function isWhole({ vitest }: TestProject): Promise<boolean> {
  if (vitest.config.testNamePattern || vitest.state.getCountOfFailedTests() > 0) return false
  return vitest.state.getFiles().length === (await vitest.globTestSpecifications()).length
}

const IN_MEMORY = '/dev/shm'
const ROOM_BYTES = 3_000_000_000
const NAME = 'generation-hdf-tests-'
const HOUR_MS = 3_600_000

/** In memory where the machine has room there: each test file makes a database, which is three hundred files. */
function roomiest(): string {
  if (!existsSync(IN_MEMORY)) return tmpdir()
  const { bavail, bsize } = statfsSync(IN_MEMORY)
  return bavail * bsize > ROOM_BYTES ? IN_MEMORY : tmpdir()
}

/** What runs that were killed have left in memory takes room for nothing. What is another account's stays. */
function removeLeftovers(): void {
  for (const left of globSync(`${IN_MEMORY}/${NAME}*`)) {
    const folder = statSync(left, { throwIfNoEntry: false })
    const isServed = existsSync(join(left, 'postgres', 'postmaster.pid'))
    const isOurs = folder?.uid === process.getuid?.()
    if (folder && isOurs && !isServed && Date.now() - folder.mtimeMs > HOUR_MS) rmSync(left, { recursive: true, force: true })
  }
}

async function embedded() {
  removeLeftovers()
  const dataDir = mkdtempSync(join(roomiest(), NAME))
  const server = await startEmbeddedPostgres({ dataDir, log: () => {} })
  return {
    url: server.ownerUrl,
    async stop() {
      await server.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function run(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
