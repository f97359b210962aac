import { expect, test } from 'vitest'
import { testDatabase } from '../../../tests/support/database.ts'
import { streamed } from './streamed.ts'

const { pool } = await testDatabase()

test('every row of a statement comes, in order and whole, with the rights of the application', async () => {
  const odd = 'a\tb\\\nc é €'
  const rows: (string | null)[][] = []
  const select = `select n, null, e'a\\tb\\\\\\nc é €', current_user from generate_series(1, 50000) n order by n`
  for await (const row of streamed(pool, select)) rows.push(row)
  expect(rows.length).toBe(50_000)
  expect(rows.at(-1)).toEqual(['50000', null, odd, 'generation_hdf'])
})

test('one may stop half-way: its connection is closed', async () => {
  const mine = `select count(*)::int as open from pg_stat_activity
    where datname = current_database() and query like 'copy (select generate_series(1, 90000000)%'`
  for await (const row of streamed(pool, 'select generate_series(1, 90000000)')) {
    expect(row).toEqual(['1'])
    break
  }
  await expect.poll(async () => (await pool.query(mine)).rows[0].open).toBe(0)
})

test('what the statement refuses is thrown', async () => {
  await expect(streamed(pool, 'select nothing from nowhere').next()).rejects.toMatchObject({ code: '42P01' })
})
