import { beforeAll, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { aPile } from '../../../../tests/support/pupil-application.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { decidersOf, groupsOf, monthsOf } from './queries.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, act)
const TODAY = '2026-11-23'

beforeAll(async () => {
  await committed((tx) => aCampaign(tx))
})

test('a head reads how many came, were decided and wait, and who decided; no name of a pupil, nothing of another school', async () => {
  const { office, pile, fileNumbers } = await committed((tx) => aPile(tx, 3))
  const school = { id: office.school_id, name: office.school_name }
  const head = await committed((tx) => aSchoolUser(tx, school, { roles: ['head'] }))
  const at = await new Visitor(site).signInAs({ staffId: office.id })
  const [first = ''] = fileNumbers
  expect((await at.submit(`/etablissement/demandes/${first}/refus`, { reason: 'Pas inscrit.' })).status).toBe(303)

  const groups = await groupsOf(db, head, 'level', TODAY)
  expect(groups).toMatchObject([{ received: 3, validated: 0, refused: 1, returned: 0, waiting: 2 }])
  expect(await groupsOf(db, head, 'class', TODAY)).toMatchObject([{ name: null, received: 3 }])
  expect(await decidersOf(db, head, TEST_NOW)).toEqual([
    { name: office.name, is_elsewhere: false, decisions: 1, this_month: 1, last_at: TEST_NOW },
  ])
  expect(await monthsOf(db, head, TEST_NOW)).toEqual({ current: { received: 3, decided: 1 }, before: { received: 0, decided: 0 } })
  const nextMonth = new Date(TEST_NOW.getTime() + 31 * 86_400_000)
  expect(await monthsOf(db, head, nextMonth)).toEqual({ current: { received: 0, decided: 0 }, before: { received: 3, decided: 1 } })

  const { status, text } = await (await new Visitor(site).signInAs({ staffId: head.id })).get('/etablissement/avancement')
  expect([status, text.includes(office.name)]).toEqual([200, true])
  const names = await db
    .selectFrom('beneficiaries')
    .select(['first_name', 'last_name'])
    .where(
      'id',
      'in',
      pile.map(({ id }) => id),
    )
    .execute()
  for (const { first_name, last_name } of names) expect(text.includes(`${first_name} ${last_name}`)).toBe(false)
  for (const number of fileNumbers) expect(text).not.toContain(number)

  // What was sent in time is counted as long as it can be decided.
  for (const [today, groups] of [
    ['2027-05-30', 1],
    ['2027-05-31', 0],
  ] as const)
    expect(await groupsOf(db, head, 'level', today)).toHaveLength(groups)

  const stranger = await committed(async (tx) => aSchoolUser(tx, await aSchool(tx)))
  expect(await groupsOf(db, stranger, 'level', TODAY)).toEqual([])
  expect(await decidersOf(db, stranger, TEST_NOW)).toEqual([])
})

test('nobody without that role opens it', async () => {
  const { office } = await committed((tx) => aPile(tx, 1))
  const school = { id: office.school_id, name: office.school_name }
  for (const [role, status] of [
    ['reader', 403],
    ['office', 403],
    ['head', 200],
  ] as const) {
    const user = await committed((tx) => aSchoolUser(tx, school, { roles: [role] }))
    const visitor = await new Visitor(site).signInAs({ staffId: user.id })
    expect((await visitor.get('/etablissement/avancement')).status, role).toBe(status)
  }
})

test('what another school had decided of a request that came from there is not said to be the Region’s', async () => {
  const { office, fileNumbers } = await committed((tx) => aPile(tx, 1))
  const at = await new Visitor(site).signInAs({ staffId: office.id })
  await at.submit(`/etablissement/demandes/${fileNumbers[0]}/refus`, { reason: 'Pas inscrit.' })
  const head = await committed(async (tx) => aSchoolUser(tx, await aSchool(tx), { roles: ['head'] }))
  await db
    .updateTable('card_applications')
    .set({ school_id: head.school_id })
    .where('file_number', '=', fileNumbers[0] ?? '')
    .execute()
  expect(await decidersOf(db, head, TEST_NOW)).toMatchObject([{ name: null, is_elsewhere: true, decisions: 1 }])
  const { text } = await (await new Visitor(site).signInAs({ staffId: head.id })).get('/etablissement/avancement')
  expect([text.includes('Un autre établissement'), text.includes('>La Région<')]).toEqual([true, false])
})
