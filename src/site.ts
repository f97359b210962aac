import type pg from 'pg'
import type { DatabaseUrls } from './embedded-postgres/index.ts'
import { facts } from './facts.ts'
import { loadTowns } from './features/people/addresses/index.ts'
import type { Clock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { type Db, openDatabase, openPool, openReader } from './platform/database/index.ts'
import { migrate, mustKeepSessions } from './platform/database/migrate.ts'
import { FileStore } from './platform/file-store.ts'
import { mustHaveItsStore } from './platform/files-in-store.ts'
import { readAssets } from './platform/http/assets.ts'
import type { Site } from './platform/http/site.ts'
import type { Log } from './platform/log.ts'
import { shareOf } from './platform/machine.ts'
import { openPushKey } from './platform/messages/push-key.ts'
import { openKeys, openSealKey } from './platform/secrets.ts'
import { kept } from './retention.ts'

/** A page gives up on a statement before its reader gives up on the page: 503 within 2 s. */
const STATEMENT_MS = 1_800

/** An agent waits longer for what is about thousands of rows, of which few are done at a time; proxies give up after this long. */
const LONG_ACTS = { max: 2, statementMs: 60_000 }

/** Of a copy of the database: few at a time, and as long as a page's. */
const LONG_READINGS = { max: 4, statementMs: STATEMENT_MS }

/** Nobody waits for a job, and nothing that it does is that long. */
const JOB_STATEMENT_MS = 120_000

/** How long a page waits for the store of files, and a job. */
const [STORE_MS, JOB_STORE_MS] = [3_000, 60_000]

/** The same site for what the clock does, on connections of its own: a page's delay would cut a job short on the day it has most to do. */
export function siteForJobs(site: OpenSite): Site {
  const { url, role } = site.database
  const pool = openPool(url, { max: 3, statementMs: JOB_STATEMENT_MS, role })
  return { ...site, pool, db: openDatabase(pool), ...(site.fileStore && { fileStore: site.fileStore.waitedFor(JOB_STORE_MS) }) }
}

/** A database that is up to date, as whom the program connects to it and acts in it. */
export interface Prepared {
  url: string
  role: string | undefined
}

/** Brings the database up to date, whatever processes there are to be: once, before they open their sites on it. */
export async function prepareDatabase({ url, ownerUrl }: DatabaseUrls, log: Log): Promise<Prepared> {
  await mustKeepSessions(url)
  const role = await migrate(ownerUrl, url)
  await loadTowns(ownerUrl)
  if (!role) log.warn('this database lets nobody create a role: the journal is protected by its triggers only')
  return { url, role }
}

export interface OpenSite extends Site {
  database: Prepared
  close(): Promise<void>
}

async function openAllKeys(config: Config, db: Db) {
  const [ibanKey, sealKey] = await Promise.all([openKeys(config, db), openSealKey(config, db)])
  return [ibanKey, sealKey, await openPushKey(db, ibanKey)] as const
}

interface Opening {
  config: Config
  database: Prepared
  clock: Clock
  log: Log
  clientDir: string | undefined
}

/** Makes the site of one process on a database that is up to date. */
export async function openSite({ config, database, clock, log, clientDir }: Opening): Promise<OpenSite> {
  const connections = (max: number) => {
    const pool: pg.Pool = openPool(database.url, { max, statementMs: STATEMENT_MS, role: database.role })
    const db = openDatabase(pool)
    return { pool, db, reader: openReader(pool, db) }
  }
  // A page asks for three things at a time.
  const ofAll = connections(Math.max(3, shareOf(config.connections.ofAll)))
  const tills = connections(shareOf(config.connections.ofTills))
  const copy =
    config.databaseReadUrl === undefined ? undefined : openPool(config.databaseReadUrl, { ...LONG_READINGS, role: database.role })
  const longActs = openDatabase(openPool(database.url, { ...LONG_ACTS, role: database.role }))
  const close = async () => void (await Promise.all([ofAll.db.destroy(), tills.db.destroy(), longActs.destroy(), copy?.end()]))
  const fileStore = config.files && new FileStore(config.files, log, STORE_MS)
  const opening = Promise.all([openAllKeys(config, ofAll.db), mustHaveItsStore(ofAll.db, fileStore)])
  const [[ibanKey, sealKey, pushKey]] = await opening.catch(async (error) => {
    await close()
    throw error
  })
  return {
    config,
    clock,
    ...ofAll,
    tills,
    longActs,
    ...(copy && { replica: openReader(copy, ofAll.db) }),
    log,
    assets: readAssets(clientDir),
    ibanKey,
    sealKey,
    pushKey,
    ...(fileStore && { fileStore }),
    facts,
    kept,
    database,
    close,
  }
}
