import type { Database } from './embedded-postgres/index.ts'

type EmbeddedPostgres = typeof import('./embedded-postgres/index.ts')

/** The database of DATABASE_URL; without one the embedded PostgreSQL, which is loaded then and never otherwise. */
export async function databaseOf(
  config: { databaseUrl?: string | undefined; databaseOwnerUrl?: string | undefined },
  embedded: (postgres: EmbeddedPostgres) => Promise<Database>,
): Promise<Database> {
  const { databaseUrl: url, databaseOwnerUrl: ownerUrl = url } = config
  if (url && ownerUrl) return { url, ownerUrl, async stop() {} }
  return await embedded(await import('./embedded-postgres/index.ts'))
}
