import { beforeEach, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { aBrowser, pushServer, signedBy } from '../../../../tests/support/push-server.ts'
import { readConfig } from '../../../platform/config.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { KeyRing } from '../../../platform/encryption.ts'
import { push } from '../../../platform/messages/push.ts'
import { openPushKey } from '../../../platform/messages/push-key.ts'
import { publicPointOf, type Subscription, subscriptionIn } from '../../../platform/messages/push-request.ts'
import { ringDevices } from '../../../platform/messages/send.ts'
import { reencryption } from '../../../platform/resealing.ts'
import { closeAccount } from '../../personal/personal-data/close.ts'
import { dataOf } from '../../personal/personal-data/data.ts'
import { turnOn } from './choose-devices.ts'
import { sealed } from './sealed.ts'

const PAGE = '/espace/ma-carte/notifications'
const TILL = '/partenaire/encaissement'
const PHONE = { 'user-agent': 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0' }

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const maker = await pushServer()

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const later = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1_000))
const rung = () => ringDevices(site, (request) => push(request, maker.agent))

beforeEach(async () => {
  clock.set(TEST_NOW)
  maker.answers(201)
  maker.received.length = 0
  await db.deleteFrom('messages').execute()
  await db.deleteFrom('devices').execute()
  await db.deleteFrom('push_keys').execute()
})

/** Jean with 200 €, and a till of LES PAGES in Amiens. */
async function scene() {
  const { holder, seller } = await committed(async (tx) => ({
    holder: await aHolder(tx),
    seller: await aPartnerUser(tx, await aPartner(tx, { name: 'LES PAGES', town: 'Amiens' })),
  }))
  const jean = holder.beneficiary.actor
  const owner = await new Visitor(site).signInAs({ beneficiaryId: jean.id })
  const till = await new Visitor(site).signInAs({ staffId: seller.id })
  return { jean, holder, owner, till, card: holder.card, walletId: String(holder.wallet.id) }
}
type Scene = Awaited<ReturnType<typeof scene>>

/** A browser of somebody, in which they turn notifications on. */
async function turnsOn(owner: Visitor, browser = aBrowser()) {
  const { text } = await owner.get(PAGE)
  const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] as string
  const answer = await owner.post(PAGE, { _csrf, subscription: browser.subscription }, { origin: 'http://localhost:3000', ...PHONE })
  return { browser, answer }
}

/** The till asks for 45 €; the page on which its owner answers. */
async function asks({ till, owner, card, walletId }: Scene) {
  const checkout = (await till.submit(TILL, { code: card.number })).location as string
  const page = `${checkout}/accord?montant=45,00&porte-monnaie=${walletId}`
  // A second press rings nobody again.
  for (const _press of [1, 2]) expect((await till.submit(page, { action: 'ask', walletId, amount: '45' })).status).toBe(303)
  return /action="(\/espace\/ma-carte\/accords\/[^"]+)"/.exec((await owner.get('/espace')).text)?.[1]
}

const idsOf = ({ text }: { text: string }) => [...text.matchAll(/name="device" value="(\d+)"/g)].map(([, id]) => id as string)
const messagesTo = ({ jean }: Scene) =>
  db
    .selectFrom('messages')
    .select(['state', 'failure', 'address'])
    .where('beneficiary_id', '=', jean.id)
    .where('channel', '=', 'push')
    .execute()
const devicesOf = async ({ jean }: Scene) =>
  (await db.selectFrom('devices_of_people').select('name').where('beneficiary_id', '=', jean.id).execute()).map(({ name }) => name)

describe('a device that was turned on', () => {
  test('is rung when a till asks: it names neither owner, shop nor amount, and opens the page that does', async () => {
    const given = await scene()
    expect((await given.owner.get('/espace/ma-carte')).text).toContain(PAGE)
    const { browser, answer } = await turnsOn(given.owner)
    expect(answer.location).toBe(`${PAGE}?fait=active`)
    expect((await given.owner.get(PAGE)).text).toContain('Firefox sur Android')
    const asked = await asks(given)
    later(5)
    await rung()

    expect(maker.received).toHaveLength(1)
    const [{ headers, body }] = maker.received as [(typeof maker.received)[number]]
    expect(JSON.parse(browser.reads(body))).toEqual({
      title: 'Une caisse demande votre accord',
      body: 'Répondez avant 10 h 02, dans votre espace.',
      opens: asked,
    })
    expect(headers).toMatchObject({ ttl: '115', urgency: 'high' })
    expect(signedBy(headers).said.aud).toBe('https://push.example')
    // The page gave the browser the very key that signs.
    expect((await given.owner.get(PAGE)).text).toContain(`data-key="${signedBy(headers).key}"`)
    expect(await messagesTo(given)).toEqual([{ state: 'sent', failure: null, address: 'Firefox sur Android' }])

    await rung()
    expect(maker.received).toHaveLength(1)
    expect((await given.owner.get(asked as string)).text).toContain('LES PAGES demande')
  })

  test('is not rung once the two minutes are over, nor for what somebody else is asked', async () => {
    const given = await scene()
    await turnsOn(given.owner)
    const other = await scene()
    await turnsOn(other.owner)
    await asks(other)
    later(121)
    await rung()
    expect(maker.received).toEqual([])
    expect(await messagesTo(other)).toMatchObject([{ state: 'failed', failure: 'TOO_LATE' }])
    expect(await messagesTo(given)).toEqual([])
  })

  test('is tried again when its maker cannot take it now, as long as an answer counts', async () => {
    const given = await scene()
    await turnsOn(given.owner)
    await asks(given)
    maker.answers(503)
    await rung()
    expect(await messagesTo(given)).toMatchObject([{ state: 'queued', failure: 'HTTP_503' }])
    maker.answers(201)
    later(61)
    await rung()
    expect(await messagesTo(given)).toMatchObject([{ state: 'sent' }])
    expect(maker.received.at(-1)?.headers.ttl).toBe('59')
  })

  test('is forgotten when its maker says that nobody is rung there any more', async () => {
    const given = await scene()
    await turnsOn(given.owner)
    await turnsOn(given.owner)
    await asks(given)
    maker.answers(410)
    await rung()
    expect(await devicesOf(given)).toEqual([])
    expect(await messagesTo(given)).toEqual([])
  })

  test('that cannot be read any more keeps no other waiting', async () => {
    const given = await scene()
    await turnsOn(given.owner)
    await db
      .updateTable('devices')
      .set({ subscription: Buffer.alloc(80) })
      .where('beneficiary_id', '=', given.jean.id)
      .execute()
    await turnsOn(given.owner)
    await asks(given)
    await rung()
    expect(maker.received).toHaveLength(1)
    expect((await messagesTo(given)).map(({ state }) => state).sort()).toEqual(['failed', 'sent'])
  })

  test('is what its owner turns off, and nobody else; what was on its way there ends', async () => {
    const given = await scene()
    await turnsOn(given.owner)
    const [device = ''] = idsOf(await given.owner.get(PAGE))
    const stranger = await scene()
    expect((await stranger.owner.submit(PAGE, { device })).status).toBe(404)
    await asks(given)
    expect((await given.owner.submit(PAGE, { device })).location).toBe(`${PAGE}?fait=retrait`)
    await rung()
    expect(maker.received).toEqual([])
    expect(await devicesOf(given)).toEqual([])
    const facts = await db.selectFrom('facts_about_people').select('fact').where('beneficiary_id', '=', given.jean.id).execute()
    expect(facts.map(({ fact }) => fact)).toEqual(expect.arrayContaining(['device.turned-on', 'device.turned-off']))
  })

  test('rings for the last person who turned it on, and for nobody else', async () => {
    const given = await scene()
    const { browser } = await turnsOn(given.owner)
    await asks(given)
    const next = await committed((tx) => aHolder(tx))
    const owner = await new Visitor(site).signInAs({ beneficiaryId: next.beneficiary.id })
    expect((await turnsOn(owner, browser)).answer.status).toBe(303)
    await rung()
    expect(maker.received).toEqual([])
    expect(await devicesOf(given)).toEqual([])
  })

  test('stays on after its owner has signed out, and ends with the password', async () => {
    const given = await scene()
    await db.insertInto('passwords').values({ beneficiary_id: given.jean.id, password_hash: 'one' }).execute()
    await turnsOn(given.owner)
    await given.owner.submit('/deconnexion')
    expect(await devicesOf(given)).toHaveLength(1)
    await db.updateTable('passwords').set({ password_hash: 'another' }).where('beneficiary_id', '=', given.jean.id).execute()
    expect(await devicesOf(given)).toEqual([])
  })
})

test('five devices, and no more', async () => {
  const given = await scene()
  for (let count = 0; count < 5; count += 1) expect((await turnsOn(given.owner)).answer.status).toBe(303)
  const { answer } = await turnsOn(given.owner)
  expect([answer.status, answer.text.includes('déjà actives sur 5 appareils')]).toEqual([409, true])
  expect(await devicesOf(given)).toHaveLength(5)
})

test('pressed twice, or in two browsers at the same moment, it keeps one device for each, and five at most', async () => {
  const given = await scene()
  const on = (browser: { subscription: string }) => (tx: Tx) =>
    turnOn(tx, given.jean, { name: 'Firefox', subscription: subscriptionIn(browser.subscription) as Subscription, key: site.ibanKey })
  const browser = aBrowser()
  expect(await meanwhile(db, on(browser), () => committed(on(browser)))).toMatchObject({ status: 'fulfilled' })
  expect(await devicesOf(given)).toEqual(['Firefox'])
  for (let count = 1; count < 4; count += 1) await committed(on(aBrowser()))
  const sixth = await meanwhile(db, on(aBrowser()), () => committed(on(aBrowser())))
  expect(sixth).toMatchObject({ status: 'rejected', reason: { code: 'devices.too-many' } })
  expect(await devicesOf(given)).toHaveLength(5)
})

test('an address of the network that the site stands in is refused, in words; so is nothing', async () => {
  const given = await scene()
  for (const subscription of [aBrowser('https://10.0.0.1/').subscription, aBrowser('http://push.example/').subscription, '']) {
    const answer = await given.owner.submit(PAGE, { subscription })
    expect([answer.status, answer.text.includes('n’a pas donné de quoi vous prévenir')]).toEqual([422, true])
  }
  expect(await devicesOf(given)).toEqual([])
})

test('without JavaScript the page says what is there instead', async () => {
  const { owner } = await scene()
  expect((await owner.get(PAGE)).text).toContain('l’accueil de votre espace montre d’abord ce qu’une caisse vous demande')
})

test('where the installation rings nobody, nobody is offered it, and what was on is not rung', async () => {
  const given = await scene()
  await turnsOn(given.owner)
  await asks(given)
  const silent = { ...site, config: readConfig({ DEMO: '1', DATA_DIR: '/nonexistent', PUSH: '0' }) }
  const owner = await new Visitor(silent).signInAs({ beneficiaryId: given.jean.id })
  expect((await owner.get(PAGE)).location).toBe('/espace/ma-carte')
  expect((await owner.get('/espace/ma-carte')).text).not.toContain(PAGE)
  await ringDevices(silent, (request) => push(request, maker.agent))
  expect(maker.received).toEqual([])
  expect(await messagesTo(given)).toMatchObject([{ state: 'failed', failure: 'PUSH_OFF' }])
})

test('what is kept of a device is unreadable in the database, among one’s data by its name, and goes with the account', async () => {
  const given = await scene()
  await turnsOn(given.owner)
  const { subscription } = await db
    .selectFrom('devices')
    .select('subscription')
    .where('beneficiary_id', '=', given.jean.id)
    .executeTakeFirstOrThrow()
  expect(subscription.toString('latin1')).not.toContain('push.example')
  const data = await dataOf(db, given.jean, site.facts)
  expect(data).toMatchObject({
    'appareils prévenus quand une caisse demande votre accord': [{ appareil: 'Firefox sur Android', 'depuis le': TEST_NOW }],
  })
  expect(JSON.stringify(data)).not.toContain('push.example')
  await committed((tx) => closeAccount(tx, given.jean, { key: site.ibanKey }))
  expect(await devicesOf(given)).toEqual([])
})

test('under a new key devices are rung as before', async () => {
  const given = await scene()
  const signing = publicPointOf(await openPushKey(db, site.ibanKey))
  const { browser } = await turnsOn(given.owner)
  const ringOf = (...names: string[]) => ({ ...site.ibanKey, encryption: new KeyRing(() => names.map((name) => Buffer.alloc(32, name))) })
  await reencryption('devices', sealed).run({ ...site, ibanKey: ringOf('new', 'key') })
  const renewed = { ...site, ibanKey: ringOf('new') }
  await asks(given)
  await ringDevices(renewed, (request) => push(request, maker.agent))
  expect(JSON.parse(browser.reads(maker.received[0]?.body as Buffer))).toMatchObject({ title: 'Une caisse demande votre accord' })
  expect(publicPointOf(await openPushKey(db, renewed.ibanKey))).toBe(signing)
})

test('servers that start together ring with one key, which the database holds encrypted', async () => {
  const keys = await Promise.all([openPushKey(db, site.ibanKey), openPushKey(db, site.ibanKey)])
  const [one, other] = keys.map(publicPointOf)
  expect(one).toBe(other)
  expect(publicPointOf(await openPushKey(db, site.ibanKey))).toBe(one)
  const { private_key } = await db.selectFrom('push_keys').select('private_key').executeTakeFirstOrThrow()
  expect(private_key.includes(keys[0]?.export({ format: 'der', type: 'pkcs8' }) as Buffer)).toBe(false)
})
