import { expect, test } from 'vitest'
import { type Answer, testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { datesAtFirst, GUIDE_AID, GUIDE_BENEFITS } from './first.ts'
import { aidOf, benefitsOf } from './queries.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const agent = await inTransaction(db, clock.now(), (tx) => anAgent(tx, 'administrator'))
const desk = await new Visitor(site).signInAs({ staffId: agent.id })
const FORM = '/region/campagnes/premiere'

/** All that the form holds, as a browser sends it. */
function formOn({ text }: Answer): Record<string, string> {
  const main = text.slice(text.indexOf('<main'))
  const typed = Array.from(main.matchAll(/<input[^>]*>/g), ([input]) => [
    /name="([^"]*)"/.exec(input)?.[1],
    /value="([^"]*)"/.exec(input)?.[1]?.replaceAll('&#39;', '’') ?? '',
  ])
  const chosen = Array.from(
    main.matchAll(/<select[^>]*name="([^"]*)".*?<option[^>]*value="([^"]*)"[^>]* selected/gs),
    ([, name, value]) => [name, value],
  )
  return Object.fromEntries([...typed, ...chosen])
}
const words = async (path: string) => {
  const { status, text } = await new Visitor(site).get(path)
  return `${status} ${text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')}`
}
const PUBLIC = ['/', '/le-dispositif', '/inscription']

test('before the first campaign the public pages say so, and a forged sign-up is refused in the same words', async () => {
  for (const path of PUBLIC) expect(await words(path), path).toMatch(/^200 .*leur date n’est pas encore connue/)
  const { text } = await new Visitor(site).get('/connexion')
  const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? ''
  const refused = await new Visitor(site).post('/inscription', {
    ...{ _csrf, civility: 'Mme', lastName: 'DURAND', firstName: 'Ana', email: 'ana@example.org', conditions: 'on' },
    ...{ 'birthDate.day': '1', 'birthDate.month': '2', 'birthDate.year': '2010' },
  })
  expect(refused.status).toBeGreaterThanOrEqual(400)
  expect(await db.selectFrom('beneficiaries').select('id').execute()).toEqual([])
})

test('the first campaign is typed in one form that holds what the guide says; a wrong field is said, nothing typed is lost', async () => {
  expect((await desk.get('/region/campagnes/nouvelle')).location).toBe(FORM)
  const form = formOn(await desk.get(FORM))
  const refused = await desk.post(FORM, { ...form, name: '', amount2: 'beaucoup', dailyCap: '120' })
  expect(refused.status).toBe(422)
  for (const field of ['name', 'amount2']) expect(refused.text, field).toContain(`id="${field}-error"`)
  expect(formOn(refused).dailyCap).toBe('120')

  // It opens the day after at the earliest: nobody else needs to agree to what nobody has met.
  expect((await desk.post(FORM, form)).location).toMatch(/fait=preparation$/)
  const campaign = await db.selectFrom('campaigns').select(['id', 'name', 'applications_open_on']).executeTakeFirstOrThrow()
  expect(campaign).toMatchObject({ name: '2026-2027', applications_open_on: '2026-11-24' })
  expect(await benefitsOf(db, campaign.id)).toEqual(GUIDE_BENEFITS)
  expect(await aidOf(db, campaign.id)).toEqual(GUIDE_AID)
  expect((await desk.get(FORM)).location).toBe('/region/campagnes/nouvelle')
})

test('until its day the public pages say when it opens; then what it gives', async () => {
  for (const path of PUBLIC) expect(await words(path), path).toMatch(/^200 .*ouvrent le 24\/11\/2026/)
  clock.set(new Date(TEST_NOW.getTime() + 86_400_000))
  for (const path of PUBLIC) expect(await words(path), path).not.toContain('ouvrent le 24/11/2026')
  expect(await words('/')).toContain('100,00 €')
  clock.set(TEST_NOW)
})

test('one that would open at once waits for another administrator', async () => {
  const form = formOn(await desk.get('/region/campagnes/nouvelle'))
  const today = { 'applicationsOpenOn.day': '23', 'applicationsOpenOn.month': '11', 'applicationsOpenOn.year': '2026' }
  const answer = await desk.post('/region/campagnes/nouvelle', { ...form, name: 'Aujourd’hui', ...today })
  expect(answer.location).toBe('/region/campagnes?fait=demande')
  const named = () => db.selectFrom('campaigns').select('id').where('name', '=', 'Aujourd’hui').executeTakeFirst()
  expect(await named()).toBeUndefined()
  await inTransaction(db, clock.now(), (tx) => agreedTo(tx, 'campaign.opening', 'Aujourd’hui'))
  const { id } = (await named()) ?? { id: 0 }
  expect(await benefitsOf(db, id)).toEqual(GUIDE_BENEFITS)
})

test('its form begins with the school year under way as long as two months of it are left', () => {
  expect(datesAtFirst('2026-05-10')).toMatchObject({ name: '2026-2027', applicationsOpenOn: '2026-07-01' })
  expect(datesAtFirst('2027-02-01')).toMatchObject({ name: '2026-2027', applicationsOpenOn: '2027-02-02', endsOn: '2027-04-30' })
  expect(datesAtFirst('2027-03-15')).toMatchObject({ name: '2027-2028', applicationsOpenOn: '2027-07-01' })
})
