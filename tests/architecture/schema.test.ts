import { readFileSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { loadDemonstration } from '../../database/demo/load.ts'
import { asOwner, TEST_NOW, testDatabase } from '../support/database.ts'
import { TEST_KEY } from '../support/makers.ts'
import { columnsThatAreNeverNull, typesOf } from './types.ts'

const SCHEMA = 'src/platform/database/schema.ts'

// `npm run types` writes the file; without it, this says whether it is the one that the migrations make.
test('the types of the tables and views are those of the migrated database', async () => {
  const types = await typesOf((await testDatabase()).url)
  if (process.env.WRITE_TYPES) writeFileSync(SCHEMA, types)
  expect(readFileSync(SCHEMA, 'utf8')).toBe(types)
})

test('a column of a view may be null where the view makes it so, and there only', async () => {
  const { url } = await testDatabase()
  await asOwner(
    url,
    `create table places (id integer primary key, name text not null, note text);
    create table visitors (id integer primary key, place_id integer references places, name text not null);
    create view visits as
      select v.id, v.name, v.place_id, p.name as place_name, p.note, upper(v.name) as loud, length(v.name) as letters
      from visitors v left join places p on p.id = v.place_id;
    comment on column visits.letters is 'not null';
    create view visits_again as select t.*, p.id as own_place from visits t join places p on p.id = t.place_id`,
  )
  const never = await columnsThatAreNeverNull(url)
  expect(never.get('visits')).toEqual(['id', 'name', 'letters'])
  expect(never.get('visits_again')).toEqual(['id', 'name', 'letters', 'own_place'])
  const types = await typesOf(url)
  expect(types).toMatch(
    /interface Visits \{[^}]* id: number;[^}]* letters: number;[^}]* loud: string \| null;[^}]* place_name: string \| null;/,
  )
})

test('what is never null in a view is not in the demonstration', async () => {
  const { url, db } = await testDatabase()
  await loadDemonstration(url, TEST_NOW, {
    hashedPassword: async () => '',
    secretFor: () => Buffer.alloc(0),
    key: TEST_KEY,
  })
  const wrong: string[] = []
  for (const [view, columns] of await columnsThatAreNeverNull(url)) {
    const isNull = sql.join(
      columns.map((column) => sql`${sql.ref(column)} is null`),
      sql` or `,
    )
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(view)} where ${isNull}`.execute(db)
    if (rows[0]?.n !== 0) wrong.push(view)
  }
  expect(wrong).toEqual([])
})
