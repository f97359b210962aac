import { createHash } from 'node:crypto'
import pg from 'pg'
import { OUR_REGION } from '../region.ts'
import { APPLICATION_ROLE } from './index.ts'

const migrationFiles = import.meta.glob<string>('/database/migrations/*.sql', { query: '?raw', import: 'default', eager: true })
const definitionFiles = import.meta.glob<string>('/database/definitions/*.sql', { query: '?raw', import: 'default', eager: true })
const grants = import.meta.glob<string>('/database/grants.sql', { query: '?raw', import: 'default', eager: true })

/** How views name who works for the Region. */
const THE_REGION = pg.escapeLiteral(`Région ${OUR_REGION.name}`)

/** The migrations that this program was built with, in order. */
const migrations = inOrder(migrationFiles)

/** Views, functions, and triggers with a function of their own: made again, all of them, when one of their files changed. */
const definitions = inOrder(definitionFiles).map(({ name, sql }) => ({ name, sql: sql.replaceAll(":'region'", THE_REGION) }))

const MIGRATING = 20_610_301
const PROBED_MS = 5_000

/**
 * Whoever acts as a role, holds a lock or names a statement must find it again on the same connection.
 * @throws Error behind a pooler that gives each transaction another one
 */
export async function mustKeepSessions(connectionString: string): Promise<void> {
  const [one, other] = [1, 2].map(() => new pg.Client({ connectionString, query_timeout: PROBED_MS })) as [pg.Client, pg.Client]
  // One that breaks fails what is asked of it; without a listener it would end the program.
  for (const client of [one, other]) client.on('error', () => {})
  const opened = await Promise.allSettled([one.connect(), other.connect()])
  try {
    const refused = opened.find((outcome) => outcome.status === 'rejected')
    if (refused) answersNot('DATABASE_URL')(refused.reason)
    if (await keepsIts(one, other)) return
    const how = 'Set it to keep sessions (pgbouncer: pool_mode = session), or name the server itself.'
    throw new Error(`DATABASE_URL leads to a pooler that gives each transaction another connection. ${how}`)
  } finally {
    await Promise.all([one.end(), other.end()])
  }
}

/** Whether a connection has what was set on it once another has begun a transaction: where they are shared, that took the one just used. */
async function keepsIts(one: pg.Client, other: pg.Client): Promise<boolean> {
  await one.query("set generation_hdf.probe = 'kept'").catch(answersNot('DATABASE_URL'))
  await other.query('begin').catch(answersNot('DATABASE_URL'))
  const asked = one.query<{ probe: string | null }>("select current_setting('generation_hdf.probe', true) as probe")
  // Where they are too few for two, it waits in vain.
  const { rows } = await asked.catch(() => ({ rows: [] }))
  return rows[0]?.probe === 'kept'
}

const answersNot =
  (variable: string) =>
  (error: NodeJS.ErrnoException): never => {
    // A name with two addresses fails without a message.
    throw new Error(`${variable} leads to no database that answers: ${error.message || error.code}`)
  }

/**
 * Brings the database up to date in one transaction: the missing migrations, the definitions, the rights of the application's role.
 * Several servers may start at once: one migrates, the others wait.
 * @param url as whom the program works, when it is somebody else than who owns the tables
 * @returns the role that the application can act as, or undefined where the database lets nobody create it.
 * @throws Error with one sentence where the role that the program works as could become the owner of the tables
 */
export async function migrate(ownerUrl: string, url = ownerUrl): Promise<string | undefined> {
  const isSeparate = ownerUrl !== url
  const role = await migrateAs(ownerUrl, isSeparate)
  if (!isSeparate) return role
  if (!role)
    throw new Error(`The role of DATABASE_OWNER_URL cannot make the role ${APPLICATION_ROLE}: give it « createrole », or that role.`)
  await takeIn(ownerUrl, url)
  return role
}

async function connected(connectionString: string, variable: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString })
  await client.connect().catch(answersNot(variable))
  return client
}

/** The role that the program works as gets the rights of the application, and must own nothing. */
async function takeIn(ownerUrl: string, url: string): Promise<void> {
  const site = await connected(url, 'DATABASE_URL')
  try {
    const { rows } = await site.query<{ name: string; owns: boolean; may: boolean }>(
      `select session_user as name, pg_has_role(session_user, $1, 'member') as may,
        exists (select from pg_tables where schemaname = 'public' and pg_has_role(session_user, tableowner, 'member')) as owns`,
      [APPLICATION_ROLE],
    )
    const { name, owns, may } = rows[0] as (typeof rows)[0]
    if (owns)
      throw new Error(
        `DATABASE_URL must be a role that owns nothing, beside DATABASE_OWNER_URL: « ${name} » owns the tables, or could become who does.`,
      )
    if (may) return
    const owner = await connected(ownerUrl, 'DATABASE_OWNER_URL')
    await owner.query(`grant ${APPLICATION_ROLE} to ${pg.escapeIdentifier(name)}`).finally(() => owner.end())
  } finally {
    await site.end()
  }
}

async function migrateAs(connectionString: string, isSeparate: boolean): Promise<string | undefined> {
  const client = await connected(connectionString, isSeparate ? 'DATABASE_OWNER_URL' : 'DATABASE_URL')
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATING])
    const role = (await hasRole(client)) ? APPLICATION_ROLE : undefined
    await client.query('begin')
    await bringUpToDate(client)
    // At every start: the role may be younger than the tables, or these may come from a dump that said nothing of it.
    if (role) for (const sql of Object.values(grants)) await client.query(sql)
    await client.query('commit')
    return role
  } finally {
    await client.end()
  }
}

async function bringUpToDate(client: pg.Client): Promise<void> {
  await client.query(`
    create table if not exists migrations (name text primary key, applied_at timestamptz not null default now());
    create table if not exists definitions (sha256 text primary key, applied_at timestamptz not null default now())`)
  const { missing, isOlder } = await compared(client)
  // A program that is older than its database leaves it as the later one made it.
  if (isOlder) return
  const sha256 = createHash('sha256').update(JSON.stringify(definitions)).digest('hex')
  const { rowCount: areTheSame } = await client.query('select from definitions where sha256 = $1', [sha256])
  if (missing.length === 0 && areTheSame) return

  // Before the migrations: a column that a view shows can be neither changed nor dropped.
  await dropViews(client)
  for (const { name, sql } of missing) {
    await client.query(sql)
    await client.query('insert into migrations (name) values ($1)', [name])
  }
  for (const { sql } of definitions) await client.query(sql)
  await client.query('delete from definitions')
  await client.query('insert into definitions (sha256) values ($1)', [sha256])
}

/** The migrations that this database is missing, and whether a later program has already gone further. */
async function compared(client: pg.Client): Promise<{ missing: File[]; isOlder: boolean }> {
  const { rows } = await client.query<{ name: string }>('select name from migrations order by name')
  const applied = rows.map((row) => row.name)
  const missing = migrations.filter(({ name }) => !applied.includes(name))
  const unknown = applied.filter((name) => !migrations.some((migration) => migration.name === name))
  // A program that is older than its database is missing nothing. They are forward only: none comes before one that was applied.
  if (missing.length === 0 || unknown.length === 0) return { missing, isOlder: unknown.length > 0 }
  throw new Error(`Another program made this database: it has ${unknown.join(', ')}, which this one does not know. Start on a new one.`)
}

/** In one command, since views may show views. What else depends on one, of somebody else's making, makes it fail, and nothing is changed. */
async function dropViews(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ names: string | null }>(`
    select string_agg(format('public.%I', relname), ', ') as names from pg_class v
    where relnamespace = 'public'::regnamespace and relkind = 'v'
      and not exists (select from pg_depend d where d.objid = v.oid and d.deptype = 'e')`)
  if (rows[0]?.names) await client.query(`drop view ${rows[0].names}`)
}

async function hasRole(client: pg.Client): Promise<boolean> {
  const member = `select from pg_roles where rolname = '${APPLICATION_ROLE}' and pg_has_role(oid, 'member')`
  if ((await client.query(member)).rowCount) return true
  const may = 'select from pg_roles where rolname = current_user and (rolcreaterole or rolsuper)'
  if (!(await client.query(may)).rowCount) return false
  await client.query(
    `do $$ begin create role ${APPLICATION_ROLE} nologin; exception when duplicate_object or unique_violation then null; end $$`,
  )
  await client.query(`grant ${APPLICATION_ROLE} to current_user`)
  return true
}

/** Whether every migration that this program knows is applied. */
export async function isMigrated(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ name: string }>('select name from migrations order by name')
  const applied = new Set(rows.map((row) => row.name))
  return migrations.every((migration) => applied.has(migration.name))
}

interface File {
  name: string
  sql: string
}

function inOrder(files: Record<string, string>): File[] {
  const named = Object.entries(files).map(([path, sql]) => ({ name: path.split('/').at(-1) as string, sql }))
  return named.sort((a, b) => a.name.localeCompare(b.name))
}
