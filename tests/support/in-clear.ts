import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import type { RunningSite } from './running-site.ts'

/**
 * Where an account number can be read by whoever has stolen what a site leaves behind: the database, column by column, the files of its data
 * folder (the outbox among them), what it has said on its outputs. Its first four and last four characters may be shown.
 */
export async function whereItIsInClear(site: RunningSite, iban: string): Promise<string[]> {
  const together = iban.replaceAll(' ', '').slice(4, -4)
  const groups = iban.split(' ').slice(1, -2)
  const ways = [together, ...[' ', '\u00a0', '\u202f', '-'].map((between) => groups.join(between))].flatMap((way) => [
    way,
    Buffer.from(way).toString('hex'),
  ])
  return [
    ...(await columnsThatHold(site.databaseUrl, ways)),
    ...(await filesThatHold(site.dataDir, ways)),
    ...(ways.some((way) => site.said().includes(way)) ? ['what the program said'] : []),
  ]
}

async function columnsThatHold(url: string, ways: string[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows: columns } = await client.query<{ place: string; query: string }>(`
      select format('%s.%s.%s', n.nspname, c.relname, a.attname) as place,
        format(case when t.typname = 'bytea'
            then 'select exists (select from %1$I.%2$I, unnest($1::text[]) looked_for where position(convert_to(looked_for, ''UTF8'') in %3$I) > 0)'
            else 'select exists (select from %1$I.%2$I, unnest($1::text[]) looked_for where position(looked_for in lower(%3$I::text)) > 0)' end,
          n.nspname, c.relname, a.attname) as query
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid
      where c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema')`)
    if (columns.length < 100) throw new Error('The database is not the site’s.')
    const places: string[] = []
    for (const { place, query } of columns) {
      const { rows } = await client.query(query, [ways])
      if (rows[0].exists) places.push(place)
    }
    return places
  } finally {
    await client.end()
  }
}

async function filesThatHold(folder: string, ways: string[]): Promise<string[]> {
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  if (!files.some(({ name }) => name.endsWith('.eml'))) throw new Error('The outbox is not there.')
  const places: string[] = []
  for (const { parentPath, name } of files) {
    const bytes = await readFile(join(parentPath, name))
    if (ways.some((way) => bytes.includes(way))) places.push(name)
  }
  return places
}
