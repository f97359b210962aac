import { expect, test } from 'vitest'
import { asOwner, testDatabase } from '../../../tests/support/database.ts'
import { APPLICATION_ROLE } from './index.ts'
import { migrate } from './migrate.ts'

test.each(['127.0.0.1', 'localhost'])('no database on %s: the sentence names DATABASE_URL, and what happened', async (host) => {
  await expect(migrate(`postgres://somebody:secret@${host}:1/nothing`)).rejects.toThrow(
    /^DATABASE_URL leads to no database that answers: .*ECONNREFUSED/,
  )
  await expect(migrate(`postgres://somebody:secret@${host}:1/nothing`)).rejects.not.toThrow('secret')
})

test('a role that is younger than the tables has its rights from the next start on', async () => {
  const { url, db } = await testDatabase()
  await asOwner(url, `drop owned by ${APPLICATION_ROLE}`)
  await expect(db.selectFrom('limits').selectAll().execute()).rejects.toThrow('permission denied')
  expect(await Promise.all([migrate(url), migrate(url)])).toEqual([APPLICATION_ROLE, APPLICATION_ROLE])
  expect(await db.selectFrom('limits').selectAll().execute()).toEqual([])
  await expect(db.deleteFrom('transactions').execute()).rejects.toThrow('permission denied')
})
