import type pg from 'pg'
import { facts } from './facts.ts'
import { loadTowns } from './features/people/addresses/index.ts'
import { clockFrom } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { openDatabase, openPool, openReader } from './platform/database/index.ts'
import { migrate } from './platform/database/migrate.ts'
import { readAssets } from './platform/http/assets.ts'
import type { Site } from './platform/http/site.ts'
import type { Log } from './platform/log.ts'
import { openIbanKey } from './platform/secrets.ts'
import { kept } from './retention.ts'

/** A page gives up on a statement before its reader gives up on the page: 503 within 2 s. */
const STATEMENT_MS = 1_800

/** Nobody waits for a job, and nothing that it does is that long. */
const JOB_STATEMENT_MS = 120_000

/** The same site for what the clock does, on connections of its own: a page's delay would cut a job short on the day it has most to do. */
export function siteForJobs(site: OpenSite, connectionString: string): Site {
  const pool = openPool(connectionString, { max: 3, statementMs: JOB_STATEMENT_MS, role: site.role })
  return { ...site, pool, db: openDatabase(pool) }
}

export interface OpenSite extends Site {
  /** As whom it acts in the database. */
  role: string | undefined
}

/** Brings the database up to date and makes the site on it. */
export async function openSite(config: Config, connectionString: string, log: Log, clientDir: string | undefined): Promise<OpenSite> {
  const role = await migrate(connectionString)
  await loadTowns(connectionString)
  if (!role) log.warn('this database lets nobody create a role: the journal is protected by its triggers only')
  const pool: pg.Pool = openPool(connectionString, { max: 10, statementMs: STATEMENT_MS, role })
  const db = openDatabase(pool)
  const ibanKey = await openIbanKey(config, db).catch(async (error) => {
    await db.destroy()
    throw error
  })
  return {
    config,
    clock: clockFrom(config.clockStartsAt),
    db,
    reader: openReader(pool, db),
    pool,
    log,
    assets: readAssets(clientDir),
    ibanKey,
    facts,
    kept,
    role,
  }
}
