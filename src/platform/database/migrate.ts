import pg from 'pg'
import { APPLICATION_ROLE } from './index.ts'

const files = import.meta.glob<string>('/database/migrations/*.sql', { query: '?raw', import: 'default', eager: true })
const grants = import.meta.glob<string>('/database/grants.sql', { query: '?raw', import: 'default', eager: true })

/** The migrations that this program was built with, in order. */
export const migrations = Object.entries(files)
  .map(([path, sql]) => ({ name: path.split('/').at(-1) as string, sql }))
  .sort((a, b) => a.name.localeCompare(b.name))

const MIGRATING = 20_610_301

/**
 * Brings the database up to date: each missing migration in a transaction of its own, then the rights of the application's role.
 * Several servers may start at once: one migrates, the others wait.
 * @returns the role that the application can act as, or undefined where the database lets nobody create it.
 */
export async function migrate(connectionString: string): Promise<string | undefined> {
  const client = new pg.Client({ connectionString })
  await client.connect().catch((error: NodeJS.ErrnoException) => {
    // A name with two addresses fails without a message.
    throw new Error(`DATABASE_URL leads to no database that answers: ${error.message || error.code}`)
  })
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATING])
    await client.query('create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())')
    const applied = await client.query<{ name: string }>('select name from migrations')
    const done = new Set(applied.rows.map((row) => row.name))
    const missing = migrations.filter((migration) => !done.has(migration.name))
    for (const migration of missing) {
      await inOne(client, `${migration.sql};\ninsert into migrations (name) values ('${migration.name}')`)
    }
    if (!(await hasRole(client))) return undefined
    // At every start: the role may be younger than the tables, or these may come from a dump that said nothing of it.
    await inOne(client, Object.values(grants).join('\n'))
    return APPLICATION_ROLE
  } finally {
    await client.end()
  }
}

async function hasRole(client: pg.Client): Promise<boolean> {
  const member = `select from pg_roles where rolname = '${APPLICATION_ROLE}' and pg_has_role(oid, 'member')`
  if ((await client.query(member)).rowCount) return true
  const may = await client.query<{ yes: boolean }>('select rolcreaterole or rolsuper as yes from pg_roles where rolname = current_user')
  if (!may.rows[0]?.yes) return false
  await client.query(
    `do $$ begin create role ${APPLICATION_ROLE} nologin; exception when duplicate_object or unique_violation then null; end $$`,
  )
  await client.query(`grant ${APPLICATION_ROLE} to current_user`)
  return true
}

async function inOne(client: pg.Client, sql: string): Promise<void> {
  await client.query(`begin;\n${sql};\ncommit`)
}

/** Whether every migration that this program knows is applied. */
export async function isMigrated(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ name: string }>('select name from migrations')
  const applied = new Set(rows.map((row) => row.name))
  return migrations.every((migration) => applied.has(migration.name))
}
