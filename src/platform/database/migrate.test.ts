import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import { asOwner, testDatabase } from '../../../tests/support/database.ts'
import { APPLICATION_ROLE, openPool } from './index.ts'
import { migrate } from './migrate.ts'

test.each(['127.0.0.1', 'localhost'])('no database on %s: the sentence names DATABASE_URL, and what happened', async (host) => {
  await expect(migrate(`postgres://somebody:secret@${host}:1/nothing`)).rejects.toThrow(
    /^DATABASE_URL leads to no database that answers: .*ECONNREFUSED/,
  )
  await expect(migrate(`postgres://somebody:secret@${host}:1/nothing`)).rejects.not.toThrow('secret')
})

test('views and functions are made again when what they are made from changed, and only then', async () => {
  const { url, db } = await testDatabase()
  const dues = () => db.selectFrom('partner_dues').select('amount_cents').execute()
  const change = `
    drop view partner_dues; create view partner_dues as select 1::bigint as amount_cents; create view no_longer_ours as select * from partner_dues;
    create or replace function was_given_before(p_beneficiary_id bigint, p_campaign_id integer) returns boolean language sql return true;
    grant select on partner_dues to ${APPLICATION_ROLE}`
  await asOwner(url, change)
  await migrate(url)
  expect(await dues()).toEqual([{ amount_cents: 1 }])

  await asOwner(url, "update definitions set sha256 = 'of another version'")
  await migrate(url)
  expect(await dues()).toEqual([])
  expect((await sql`select was_given_before(1, 1) as yes`.execute(db)).rows).toEqual([{ yes: false }])
  await expect(sql`select from no_longer_ours`.execute(db)).rejects.toThrow('does not exist')
})

test('a view of somebody else on one of ours keeps all as it is', async () => {
  const { url, db } = await testDatabase()
  await asOwner(
    url,
    "create schema reports; create view reports.dues as select * from partner_dues; delete from migrations where name like '0022%'",
  )
  await expect(migrate(url)).rejects.toThrow('cannot drop')
  expect(await db.selectFrom('partner_dues').selectAll().execute()).toEqual([])
})

test('a database of other migrations is refused, one of a later version is not', async () => {
  const { url } = await testDatabase()
  await asOwner(url, "insert into migrations values ('9999_later.sql')")
  await expect(migrate(url)).resolves.toBe(APPLICATION_ROLE)
  await asOwner(url, "delete from migrations where name like '0001%'")
  await expect(migrate(url)).rejects.toThrow('it has 9999_later.sql')
})

test('a program that is older than its database leaves its views as they are', async () => {
  const { url, db } = await testDatabase()
  await asOwner(url, "insert into migrations values ('9999_later.sql'); update definitions set sha256 = 'of a later version'")
  await migrate(url)
  expect(await db.selectFrom('definitions').select('sha256').execute()).toEqual([{ sha256: 'of a later version' }])
})

test('nothing is written through a view', async () => {
  const { url, db } = await testDatabase()
  await asOwner(url, 'create view wallets_to_write as select * from wallets')
  await migrate(url)
  expect((await sql`select from wallets_to_write`.execute(db)).rows).toEqual([])
  await expect(sql`update wallets_to_write set balance_cents = 100`.execute(db)).rejects.toThrow('permission denied')
})

test('a role that is younger than the tables has its rights from the next start on', async () => {
  const { url, db } = await testDatabase()
  await asOwner(url, `drop owned by ${APPLICATION_ROLE}`)
  await expect(db.selectFrom('limits').selectAll().execute()).rejects.toThrow('permission denied')
  expect(await Promise.all([migrate(url), migrate(url)])).toEqual([APPLICATION_ROLE, APPLICATION_ROLE])
  expect(await db.selectFrom('limits').selectAll().execute()).toEqual([])
  await expect(db.deleteFrom('transactions').execute()).rejects.toThrow('permission denied')
})

describe('beside the owner of the tables, the program works as a role that owns nothing', async () => {
  const { url: ownerUrl } = await testDatabase()
  const name = `site_${randomUUID().replaceAll('-', '')}`
  await asOwner(ownerUrl, `create role ${name} login password 'site'`)
  const url = Object.assign(new URL(ownerUrl), { username: name, password: 'site' }).href
  afterAll(() => asOwner(ownerUrl, `drop role ${name}`))

  test('it gets the rights of the application from the owner, and no others', async () => {
    expect(await migrate(ownerUrl, url)).toBe(APPLICATION_ROLE)
    expect(await migrate(ownerUrl, url)).toBe(APPLICATION_ROLE)
    const pool = openPool(url, { max: 1, role: APPLICATION_ROLE })
    try {
      expect((await pool.query('select * from limits')).rows).toEqual([])
      for (const statement of [
        'set role none; drop trigger transactions_are_append_only on transactions',
        'set role none; alter table transactions disable trigger all',
        'set role none; update wallets set balance_cents = 1',
        'set role postgres',
        'create table ours (id integer)',
        'drop view partner_dues',
        'delete from transactions',
      ])
        await expect(pool.query(statement), statement).rejects.toMatchObject({ code: '42501' })
    } finally {
      await pool.end()
    }
  })

  test('one that could become the owner is refused, and named', async () => {
    await asOwner(ownerUrl, `alter role ${name} superuser`)
    await expect(migrate(ownerUrl, url)).rejects.toThrow(`« ${name} » owns the tables, or could become who does`)
    await asOwner(ownerUrl, `alter role ${name} nosuperuser`)
  })

  test('where nobody answers, the sentence names the variable of each', async () => {
    const nowhere = 'postgres://somebody:secret@127.0.0.1:1/nothing'
    await expect(migrate(nowhere, url)).rejects.toThrow(/^DATABASE_OWNER_URL leads to no database/)
    await expect(migrate(ownerUrl, nowhere)).rejects.toThrow(/^DATABASE_URL leads to no database/)
  })
})
