import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { testDatabase } from '../../../../tests/support/database.ts'
import { aCourse, anAgent, aSchool } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { coursesOf, schoolsTaking, schoolTeaches } from './queries.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const agent = await committed((tx) => anAgent(tx, 'eligibility'))
const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
const school = await committed((tx) => aSchool(tx, { name: 'Lycée Gambetta', town: 'Arras' }))
const course = await committed((tx) => aCourse(tx, school, { label: 'CAP Pâtissier' }))
const LIST = '/region/etablissements'
const details = { name: 'Lycée Marie Curie', kind: 'lycée', town: 'Nogent-sur-Oise', takesPupils: 'on', inRegion: 'on' }

describe('a school', () => {
  test('is added under a number whose letter is right', async () => {
    const wrong = await visitor.submit(`${LIST}/nouveau`, { uai: '0600020Z', ...details })
    expect([wrong.status, wrong.text.includes('lettre de contrôle')]).toEqual([422, true])
    const answer = await visitor.submit(`${LIST}/nouveau`, { uai: '0600020w', ...details })
    expect(answer.location).toMatch(/\?fait=ajout$/)
    expect((await visitor.search(LIST, { recherche: '0600020W' })).text).toContain('Lycée Marie Curie')
    const again = await visitor.submit(`${LIST}/nouveau`, { uai: '0600020W', ...details })
    expect([again.status, again.text.includes('existe déjà')]).toEqual([422, true])
  })

  test('takes somebody', async () => {
    const { takesPupils, ...nobody } = details
    expect((await visitor.submit(`${LIST}/${school.id}/modifier`, nobody)).status).toBe(422)
  })

  test('closed, it is not offered any more; opened again, it is', async () => {
    const offered = async () => (await schoolsTaking(db, 'pupils', 'gambetta', 10)).map(({ id }) => id)
    expect(await offered()).toEqual([school.id])
    await visitor.submit(`${LIST}/${school.id}/fermeture`)
    expect(await offered()).toEqual([])
    await visitor.submit(`${LIST}/${school.id}`)
    expect(await offered()).toEqual([])
    await committed((tx) => agreedTo(tx, 'school.opening', school.id))
    expect(await offered()).toEqual([school.id])
    const facts = await db
      .selectFrom('audit_facts')
      .select('fact')
      .where('fact', 'like', 'school.%ed')
      .where('staff_id', '=', agent.id)
      .execute()
    expect(facts.map(({ fact }) => fact)).toEqual(['school.added', 'school.closed'])
  })
})

describe('what it teaches', () => {
  const place = `${LIST}/${school.id}/formations`

  test('is added to what is found, and taken away', async () => {
    const other = await committed(async (tx) => aCourse(tx, await aSchool(tx), { label: 'CAP Boulanger' }))
    expect((await visitor.get(`${place}?recherche=boulanger`)).text).toContain(other.code)
    const added = await visitor.submit(place, { action: 'add', way: 'pupils', 'codes[]': other.code })
    expect(added.status).toBe(303)
    expect(await schoolTeaches(db, school.id, other.code, 'pupils')).toBe(true)
    await visitor.submit(place, { action: 'remove', 'codes[]': `${other.code}:pupils` })
    expect(await schoolTeaches(db, school.id, other.code, 'pupils')).toBe(false)
    expect((await coursesOf(db, school.id, course.level_code, 'pupils')).map(({ code }) => code)).toEqual([course.code])
  })

  test('is taken away in the way that was ticked, whatever the length of its code', async () => {
    const both = await committed(async (tx) => aSchool(tx, { takes_apprentices: true }))
    const long = await committed(async (tx) => aCourse(tx, both, { code: 'MEF123456789' }))
    const coursesOfBoth = `${LIST}/${both.id}/formations`
    await visitor.submit(coursesOfBoth, { action: 'add', way: 'apprentices', 'codes[]': long.code })
    expect((await visitor.submit(coursesOfBoth, { action: 'remove', 'codes[]': `${long.code}:apprentices` })).status).toBe(303)
    expect(await schoolTeaches(db, both.id, long.code, 'apprentices')).toBe(false)
    expect(await schoolTeaches(db, both.id, long.code, 'pupils')).toBe(true)
  })

  test('fits those whom it takes; nothing ticked changes nothing', async () => {
    const refused = await visitor.submit(place, { action: 'add', way: 'apprentices', 'codes[]': course.code })
    expect([refused.status, refused.text.includes('n’accueille pas d’apprentis')]).toEqual([422, true])
    expect((await visitor.submit(place, { action: 'remove' })).status).toBe(422)
    expect((await visitor.submit(place, { action: 'remove', 'codes[]': 'NONE:pupils' })).status).toBe(303)
    expect(await schoolTeaches(db, school.id, course.code, 'pupils')).toBe(true)
  })
})

describe('a level and a course added by hand', () => {
  const COURSES = '/region/formations'
  const LEVELS = `${COURSES}/niveaux`

  test('can be taught, renamed and closed; a code that is taken or has no level is refused at its field', async () => {
    expect((await visitor.submit(LEVELS, { code: 'bt1', label: 'Brevet  technique' })).location).toBe(`${LEVELS}?fait=ajout`)
    const codes = { code: 'BT100001', label: 'Horlogerie', levelCode: 'BT1' }
    expect((await visitor.submit(`${COURSES}/nouvelle`, codes)).location).toBe(`${COURSES}?fait=ajout`)
    for (const [path, given, field] of [
      [LEVELS, { code: 'BT1', label: 'Autre' }, 'code'],
      [LEVELS, { code: 'trop-long', label: 'Autre' }, 'code'],
      [`${COURSES}/nouvelle`, codes, 'code'],
      [`${COURSES}/nouvelle`, { ...codes, code: 'BT100002', levelCode: 'NON' }, 'levelCode'],
    ] as const) {
      const { status, text } = await visitor.submit(path, given)
      expect([status, text.includes(`id="${field}-error"`)], `${path} ${given.code}`).toEqual([422, true])
    }

    await visitor.submit(`${LIST}/${school.id}/formations`, { action: 'add', way: 'pupils', 'codes[]': 'BT100001' })
    expect(await schoolTeaches(db, school.id, 'BT100001', 'pupils')).toBe(true)
    expect((await visitor.get(`${COURSES}/BT100001`)).text).toContain('1 établissement l’enseigne')
    await visitor.submit(`${LEVELS}/BT1`, { label: 'Brevet de technicien' })
    expect((await visitor.search(COURSES, { recherche: 'technicien' })).text).toContain('Horlogerie')
    await visitor.submit(`${COURSES}/BT100001`, { label: 'Horlogerie', levelCode: 'BT1' })
    expect(await schoolTeaches(db, school.id, 'BT100001', 'pupils')).toBe(false)
    expect((await visitor.get(`${COURSES}/INCONNUE`)).status).toBe(404)
  })
})

test('a school that is changed while it waits is another one to agree to, and not for who changed it', async () => {
  const { location } = await visitor.submit(`${LIST}/nouveau`, { uai: '0600021X', ...details })
  const path = (location ?? '').split('?')[0] as string
  const waiting = () =>
    db
      .selectFrom('acts_of_two')
      .select(['id', 'started_by'])
      .where('kind', '=', 'school.opening')
      .where('subject', '=', path.split('/').at(-1) as string)
      .where('outcome', 'is', null)
      .execute()
  const [seen] = await waiting()
  const other = await committed((tx) => anAgent(tx, 'eligibility'))
  const second = await new Visitor(site).signInAs({ staffId: other.id })
  await visitor.submit(`${path}/modifier`, details)
  expect(await waiting()).toEqual([seen])
  await second.submit(`${path}/modifier`, { ...details, name: 'Lycée inventé' })
  const [now] = await waiting()
  expect([now?.id === seen?.id, now?.started_by]).toEqual([false, other.id])
  expect((await second.submit(`/region/a-valider/${now?.id}`, { action: 'agree' })).status).toBe(403)
  expect((await visitor.submit(`/region/a-valider/${seen?.id}`, { action: 'agree' })).status).toBe(409)
  expect((await visitor.submit(`/region/a-valider/${now?.id}`, { action: 'agree' })).status).toBe(303)
})
