import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, anAgent, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { bannerForm } from './banner.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const people = await inTransaction(database.db, clock.now(), async (tx) => ({
  campaign: await aCampaign(tx),
  young: await aBeneficiary(tx),
  till: await aPartnerUser(tx, await aPartner(tx)),
  agent: await anAgent(tx, 'content'),
}))
const desk = await new Visitor(site).signInAs({ staffId: people.agent.id })
const young = await new Visitor(site).signInAs({ beneficiaryId: people.young.id })
const till = await new Visitor(site).signInAs({ staffId: people.till.id })
const anybody = new Visitor(site)

const later = (minutes: number) => clock.set(new Date(TEST_NOW.getTime() + minutes * 60_000))
const TYPED = {
  ...{ text: 'Les paiements sont arrêtés jusqu’à 14 h. Revenez ensuite.', level: 'outage', 'shownTo[]': 'partner' },
  ...{ 'fromDay.day': '23', 'fromDay.month': '11', 'fromDay.year': '2026', fromHour: '0h' },
  ...{ 'untilDay.day': '24', 'untilDay.month': '11', 'untilDay.year': '2026', untilHour: '23:59' },
}
const said = async (visitor: Visitor, path: string) => (await visitor.get(path)).text.includes('Les paiements sont arrêtés')

test('a message is seen within a minute by those whom it is for, on every page, and by no other; then by nobody', async () => {
  for (const [visitor, path] of [
    [till, '/partenaire'],
    [anybody, '/'],
    [young, '/espace'],
  ] as const) {
    expect(await said(visitor, path)).toBe(false)
  }
  const { location } = await desk.submit('/region/messages-du-site/nouveau', TYPED)
  expect((await desk.get(location ?? '')).text).toContain('En ligne')
  later(1)
  expect(await said(till, '/partenaire')).toBe(true)
  expect(await said(till, '/nulle-part')).toBe(true)
  expect(await said(till, '/faq')).toBe(true)
  expect(await said(anybody, '/')).toBe(false)
  expect(await said(young, '/espace')).toBe(false)
  await desk.submit(`${location}/modification`, { ...TYPED, 'shownTo[]': 'public' })
  later(2)
  expect(await said(till, '/partenaire')).toBe(false)
  expect(await said(anybody, '/')).toBe(true)
  later(3 * 24 * 60)
  expect(await said(anybody, '/')).toBe(false)
  later(2.9)
  await desk.submit(`${location}/suppression`, {})
  later(4)
  expect(await said(anybody, '/')).toBe(false)
})

test('between two readings no page asks for messages, and one that begins does so at its minute', async () => {
  await desk.submit('/region/messages-du-site/nouveau', { ...TYPED, 'shownTo[]': 'public', 'fromDay.day': '24', fromHour: '8:00' })
  clock.set(new Date('2026-11-24T06:59:50Z'))
  expect(await said(anybody, '/')).toBe(false)
  clock.set(new Date('2026-11-24T07:00:00Z'))
  await database.db.updateTable('banners').set({ text: 'Autre chose' }).execute()
  expect(await said(anybody, '/')).toBe(true)
  clock.set(new Date('2026-11-24T07:00:11Z'))
  expect(await said(anybody, '/')).toBe(false)
})

test('a form that is wrong says all of it', () => {
  const wrong = (typed: object) =>
    bannerForm.safeParse({ text: 'Bonjour', level: 'warning', shownTo: ['public'], ...DAYS, ...typed }).error?.issues
  const DAYS = {
    ...{ fromDay: { day: '1', month: '12', year: '2026' }, fromHour: '8 h' },
    ...{ untilDay: { day: '1', month: '12', year: '2026' }, untilHour: '17h30' },
  }
  expect(wrong({})).toBeUndefined()
  expect(wrong({ untilHour: '25:00', shownTo: [] })?.map(({ path }) => path[0])).toEqual(['shownTo', 'untilHour'])
  expect(wrong({ untilHour: '7:00' })?.[0]?.message).toContain('après le début')
  expect(wrong({ untilDay: { day: '1', month: '3', year: '2027' } })?.[0]?.message).toContain('60 jours')
})
