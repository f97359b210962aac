import { existsSync, globSync, mkdtempSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/index.ts'
import { migrate } from '../../src/platform/database/migrate.ts'
import { bringPackages, folderOf } from '../../src/platform/packages.ts'

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string
    /** A migrated database that nobody uses: those of the tests are copies of it. */
    template: string
    /** A folder of what axe has found nothing wrong with in this run. */
    judged: string
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
  return async () => {
    await run(url, `drop database if exists demonstration_${template}`)
    await run(url, `drop database ${template}`)
    await stop()
    rmSync(judged, { recursive: true })
  }
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
    url: server.url,
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
