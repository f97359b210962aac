import { execFileSync } from 'node:child_process'
import pg from 'pg'

const OPTIONS = [
  '--dialect',
  'postgres',
  '--print',
  '--date-parser',
  'string',
  '--numeric-parser',
  'number',
  '--type-mapping',
  '{"int8":"number"}',
]

/**
 * The types of the tables and views of a database. PostgreSQL says of every column of a view that it may be null: here it may only where
 * the view makes it so.
 */
export async function typesOf(url: string): Promise<string> {
  const printed = execFileSync('node_modules/.bin/kysely-codegen', [...OPTIONS, '--url', url], { encoding: 'utf8' })
  const start = printed.indexOf('/**')
  let types = `${printed.slice(start).trimEnd()}\n`.replaceAll('  /**\n   * not null\n   */\n', '')
  for (const [view, columns] of await columnsThatAreNeverNull(url)) {
    const name = view.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase())
    types = types.replace(new RegExp(`interface ${name} \\{[^}]*\\}`), (body) =>
      columns.reduce((text, column) => text.replace(new RegExp(`( ${column}: [^;]*) \\| null;`), '$1;'), body),
    )
  }
  return types
}

interface View {
  id: number
  name: string
  definition: string
  /** The columns whose comment says that they are never null. */
  declared: string[]
}

// In the order in which they were made: a view that shows another one comes after it.
const VIEWS = `
  select oid::integer as id, relname as name, rtrim(pg_get_viewdef(oid), ';') as definition, array(
    select attname::text from pg_attribute where attrelid = v.oid and attnum > 0 and col_description(attrelid, attnum) = 'not null'
  ) as declared
  from pg_class v where relnamespace = 'public'::regnamespace and relkind = 'v' order by oid`

const COLUMNS = `
  select attrelid::integer as relation, relname as name, attnum as number, attname as column, attnotnull as "isNeverNull"
  from pg_attribute a join pg_class c on c.oid = attrelid
  where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') and attnum > 0 and not attisdropped`

/**
 * By view. A column of a view is never null when it shows one that is never null, of a table or view that no left join brings; and where a
 * comment on it says « not null », for an expression, or for what always has its line in what is joined.
 */
export async function columnsThatAreNeverNull(url: string): Promise<Map<string, string[]>> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows: columns } = await client.query<{ relation: number; name: string; number: number; column: string; isNeverNull: boolean }>(
      COLUMNS,
    )
    const { rows: views } = await client.query<View>(VIEWS)
    const found = new Map<string, string[]>()
    for (const { id, name, definition, declared } of views) {
      if (/\b(?:RIGHT|FULL) JOIN\b/.test(definition)) throw new Error(`${name}: a view joins with inner and left joins only`)
      const broughtByLeftJoin = Array.from(definition.matchAll(/LEFT JOIN \(*(\w+)/g), ([, joined]) => joined)
      // Each column of an answer says of which column it is the plain copy.
      const { fields } = await client.query(`${definition} limit 0`)
      const never = fields.filter((field) => {
        const shown = columns.find(({ relation, number }) => relation === field.tableID && number === field.columnID)
        return declared.includes(field.name) || (shown?.isNeverNull && !broughtByLeftJoin.includes(shown.name))
      })
      found.set(
        name,
        never.map((field) => field.name),
      )
      for (const column of columns) if (column.relation === id) column.isNeverNull = found.get(name)?.includes(column.column) ?? false
    }
    return found
  } finally {
    await client.end()
  }
}
