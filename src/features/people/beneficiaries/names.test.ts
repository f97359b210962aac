import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { rolledBack, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, anAgent, TEST_KEY } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { peopleAlike } from './alike.ts'
import { markTheUnmarked } from './fingerprint.ts'
import { correctIdentity } from './index.ts'
import { nameOnCard } from './name-on-card.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)

test.each([
  ['MARTIN', 'Jean', 'Jean MARTIN'],
  ['MARTIN', 'Jean Baptiste Marie', 'Jean Baptiste Marie MARTIN'],
  ['DE LA ROCHEFOUCAULD-BAYERS', 'Jean Baptiste Marie', 'Jean B. M. DE LA ROCHEFOUCAULD-BAYERS'],
  ['DE LA ROCHEFOUCAULD-BAYERS-DOUDEAUVILLE', 'Jean Baptiste Marie', 'Jean DE LA ROCHEFOUCAULD-BAYERS'],
  ['da Silva Ferreira dos Santos de Oliveira e Castro', 'Maria', 'Maria da Silva Ferreira dos Santos'],
  ['Rakotoarimanana', 'Andriamahefaniaina-Fitiavana', 'A.-F. Rakotoarimanana'],
  [`A${'b'.repeat(79)}`, 'É', `É A${'b'.repeat(36)}.`],
  ['Y', 'Ó', 'Ó Y'],
])('%s, %s is on the card as %s', (printed_last_name, printed_first_name, written) => {
  expect(nameOnCard({ printed_last_name, printed_first_name })).toBe(written)
  expect(Array.from(written).length).toBeLessThanOrEqual(40)
})

describe('who may be the same person', () => {
  const MARTIN = { last_name: 'MARTIN', first_name: 'Stéphane' }

  test.each([
    ['an accent and capitals, although an agent told them apart', { last_name: 'Martin', first_name: 'Stephane', namesake: 1 }, true],
    ['a letter mistyped', { last_name: 'MARTNI', first_name: 'Stephan' }, true],
    ['what sounds alike', { last_name: 'MARTIN', first_name: 'Stéfane' }, true],
    ['a second first name', { last_name: 'MARTIN', first_name: 'Stéphane Louis' }, true],
    ['a second last name', { last_name: 'MARTIN-DUBOIS', first_name: 'Stéphane' }, true],
    ['names that changed places', { last_name: 'Stéphane', first_name: 'Martin' }, true],
    ['another alphabet', { last_name: 'Мартин', first_name: 'Стефан', latin_last_name: 'Martin', latin_first_name: 'Stefane' }, true],
    ['a twin', { last_name: 'MARTIN', first_name: 'Louise' }, false],
    ['somebody of the same first name', { last_name: 'DUBOIS', first_name: 'Stéphane' }, false],
    ['another birth date', { ...MARTIN, birth_date: '2010-06-18' }, false],
  ])('%s', (_name, other, isAlike) =>
    rolledBack(db, async (tx) => {
      const one = await aBeneficiary(tx, MARTIN)
      const two = await aBeneficiary(tx, other)
      const found = async (id: number) => (await peopleAlike(tx, [id])).map(({ like_id, beneficiary_id }) => [like_id, beneficiary_id])
      expect(await found(one.id)).toEqual(isAlike ? [[one.id, two.id]] : [])
      expect(await found(two.id)).toEqual(isAlike ? [[two.id, one.id]] : [])
    }),
  )
})

test('an agent corrects a name and how it is printed; two become the same by their word only', async () => {
  const made = await inTransaction(db, clock.now(), async (tx) => ({
    agent: await anAgent(tx, 'eligibility'),
    one: await aBeneficiary(tx, { last_name: 'Иванов', first_name: 'Иван', latin_last_name: 'Ivanov', latin_first_name: 'Ivan' }),
    two: await aBeneficiary(tx, { last_name: 'Иваноф', first_name: 'Иван', latin_last_name: 'Ivanof', latin_first_name: 'Ivan' }),
  }))
  const desk = await new Visitor(site).signInAs({ staffId: made.agent.id })
  const page = `/region/beneficiaires/${made.two.id}/identite`
  const typed = {
    civility: 'M',
    lastName: 'Иванов',
    firstName: 'Иван',
    latinLastName: 'Ivanov',
    latinFirstName: 'Ivan',
    'birthDate.day': '17/06/2010',
    reason: 'Passeport vu',
  }
  expect((await desk.get(page)).text).toContain('value="Ivanof"')
  expect((await desk.submit(page, { ...typed, latinLastName: '' })).text).toContain('La carte ne peut pas imprimer ce nom')
  const refused = await desk.submit(page, typed)
  expect(refused.status).toBe(409)
  expect(refused.text).toContain('name="isAnother"')
  expect((await desk.submit(page, { ...typed, isAnother: 'on' })).status).toBe(303)
  const rows = await db.selectFrom('beneficiaries').selectAll().where('last_name', '=', 'Иванов').orderBy('id').execute()
  expect(rows).toMatchObject([
    { id: made.one.id, namesake: 0 },
    { id: made.two.id, namesake: 1, latin_last_name: 'Ivanov' },
  ])
  expect(await peopleAlike(db, [made.one.id])).toMatchObject([{ beneficiary_id: made.two.id, told_apart: true }])
  const former = await db.selectFrom('former_names').selectAll().where('beneficiary_id', '=', made.two.id).executeTakeFirst()
  expect(former).toMatchObject({ last_name: 'Иваноф', latin_last_name: 'Ivanof', latin_first_name: 'Ivan' })
  // What is corrected afterwards changes nothing of it, and asks nothing.
  expect((await desk.submit(page, { ...typed, civility: 'Mme' })).status).toBe(303)
  expect(await db.selectFrom('beneficiaries').select('namesake').where('id', '=', made.two.id).executeTakeFirst()).toEqual({ namesake: 1 })

  for (const words of ['Иванов', 'ИВАНОВ иван', 'ivanov', 'Иваон']) {
    expect((await desk.search('/region/beneficiaires', { recherche: `\u200b${words}\u00a0` })).text, words).toContain('Иванов Иван')
  }
})

test('the clock marks again whoever lost their mark when names began to be compared otherwise', () =>
  rolledBack(db, async (tx) => {
    const people = [await aBeneficiary(tx), await aBeneficiary(tx, { last_name: '李', first_name: '雷' })]
    await correctIdentity(tx, await anAgent(tx, 'eligibility'), {
      beneficiaryId: people[0]?.id as number,
      civility: 'Mme',
      lastName: people[0]?.last_name as string,
      firstName: people[0]?.first_name as string,
      latinLastName: undefined,
      latinFirstName: undefined,
      birthDate: '2010-06-17',
      isAnother: false,
      reason: 'Civilité',
      key: TEST_KEY,
    })
    const mark = async (index: number) =>
      (
        await tx
          .selectFrom('beneficiaries')
          .select('fingerprint')
          .where('id', '=', people[index]?.id as number)
          .executeTakeFirstOrThrow()
      ).fingerprint
    const before = await mark(0)
    await tx.updateTable('beneficiaries').set({ fingerprint: null }).execute()
    await markTheUnmarked(tx, TEST_KEY)
    expect(await mark(0)).toEqual(before)
    expect(await mark(1)).toHaveLength(32)
  }))
