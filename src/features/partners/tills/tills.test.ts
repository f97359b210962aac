import { createHash, randomUUID } from 'node:crypto'
import type { KyselyPlugin } from 'kysely'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { meanwhile, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { sampleOf } from '../../../../tests/support/sample.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { isGuessed } from '../../../platform/pins.ts'
import { forgetDeadSessions, openSession } from '../../../platform/sessions.ts'
import { routes } from '../../../routes.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { publicSpace } from '../../../spaces/public.tsx'
import type { ShopRole } from '../../../spaces/shop-roles.ts'
import { issueQrCode } from '../../card/cards/index.ts'
import { changePowers, closeWorkplace } from '../../people/staff/index.ts'
import { choosePin } from './choose-pin.ts'
import { hashesOfPin } from './pin.ts'

const CASHIER = '/partenaire/caisse'
const TILLS = '/partenaire/caisses'
const TILL = '/partenaire/encaissement'
const PIN_PAGE = '/partenaire/code-de-caisse'
const PASSWORD = 'Beffroi2026'
const ANNES = '4826'
const BOBS = '907153'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const passwordHash = await hashPassword(PASSWORD)

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const minutesLater = (minutes: number) => clock.set(new Date(clock.now().getTime() + minutes * 60_000))
const csrfOf = async (visitor: Visitor, path: string) => /name="_csrf" value="([^"]*)"/.exec((await visitor.get(path)).text)?.[1] as string

/** A shop with a manager, two cashiers who have their PINs, and a client. */
async function aShop({ refunds = null as number | null } = {}) {
  const made = await committed(async (tx) => {
    const partner = await aPartner(tx)
    const people = {
      manager: await aPartnerUser(tx, partner),
      anne: await aPartnerUser(tx, partner, { roles: ['cashier'], refunds_up_to_cents: refunds }),
      bob: await aPartnerUser(tx, partner, { roles: ['cashier'] }),
    }
    await tx.updateTable('staff').set({ password_hash: passwordHash }).where('partner_id', '=', partner.id).execute()
    return { partner, ...people, client: await aHolder(tx, { balance_cents: 20_000 }) }
  })
  const { partner, manager, anne, bob } = made
  for (const [user, pin] of [
    [anne, ANNES],
    [bob, BOBS],
  ] as const)
    expect((await choosesPin(user, pin)).location).toBe(`${PIN_PAGE}?fait=choix`)
  return { ...made, partnerId: partner.id, atDesk: () => new Visitor(site).signInAs({ staffId: manager.id }) }
}

const choosesPin = async ({ id }: { id: number }, pin: string) =>
  (await new Visitor(site).signInAs({ staffId: id })).submit(PIN_PAGE, { password: PASSWORD, pin })

/** A machine that the manager has just made a till. */
async function aTill(shop: Awaited<ReturnType<typeof aShop>>, name = 'Caisse 1'): Promise<Visitor> {
  const machine = await shop.atDesk()
  expect((await machine.submit(TILLS, { action: 'open', name })).location).toBe(CASHIER)
  return machine
}

const comes = (till: Visitor, { id }: { id: number }, pin: string) => till.submit(CASHIER, { action: 'come', cashierId: String(id), pin })

/** A card is shown at the till. */
async function shows(till: Visitor, { card }: Awaited<ReturnType<typeof aShop>>['client']): Promise<string> {
  const { text: code } = await committed((tx) => issueQrCode(tx, card.id, tx.now))
  const { location } = await till.submit(TILL, { code })
  expect(location).toMatch(/^\/partenaire\/encaissement\/[0-9a-f-]{36}$/)
  return location as string
}

const linesOf = (partnerId: number) =>
  db.selectFrom('transactions').select(['kind', 'amount_cents', 'made_by']).where('partner_id', '=', partnerId).orderBy('id').execute()

const tillIdOf = async (shop: Awaited<ReturnType<typeof aShop>>, name = 'Caisse 1') =>
  (
    await db
      .selectFrom('sessions')
      .select('id')
      .where('till_name', '=', name)
      .where('staff_id', '=', shop.manager.id)
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
  ).id

test('a PIN that many people choose is refused, and enough are left', () => {
  for (const pin of [
    '0000',
    '1234',
    '4321',
    '7890',
    '1212',
    '123123',
    '1122',
    '112233',
    '1221',
    '1112',
    '2580',
    '1987',
    '2024',
    '1706',
    '0617',
  ])
    expect(isGuessed(pin), pin).toBe(true)
  for (const pin of ['170610', '100617', '111111', '654321', '123321']) expect(isGuessed(pin), pin).toBe(true)
  for (const pin of [ANNES, BOBS, '93847', '5093', '604829']) expect(isGuessed(pin), pin).toBe(false)
  const left = Array.from({ length: 10_000 }, (_, n) => String(n).padStart(4, '0')).filter((pin) => !isGuessed(pin))
  expect(left.length).toBeGreaterThan(8_000)
})

test('a machine is a till for the day: each line says who took it, and a form left open is not sent in another’s place', async () => {
  const shop = await aShop()
  const till = await aTill(shop)
  expect((await till.get(TILL)).location).toBe(CASHIER)
  const { text } = await till.get(CASHIER)
  for (const { name } of [shop.anne, shop.bob]) expect(text).toContain(name)

  expect((await comes(till, shop.anne, ANNES)).location).toBe(TILL)
  const checkout = await shows(till, shop.client)
  expect((await till.get(checkout)).text).toContain(`<strong>${shop.anne.name}</strong>`)
  const walletId = String(shop.client.wallet.id)
  expect((await till.submit(checkout, { walletId, amount: '12,50' })).location).toBe(`${checkout}/recu`)

  const left = await shows(till, shop.client)
  const hers = await csrfOf(till, left)
  expect((await comes(till, shop.bob, BOBS)).location).toBe(TILL)
  const stale = await till.post(left, { _csrf: hers, _id: randomUUID(), walletId, amount: '8,00' })
  expect(stale.status).toBe(403)
  expect((await till.submit(left, { walletId, amount: '3,00' })).location).toBe(`${left}/recu`)
  expect(await linesOf(shop.partnerId)).toEqual([
    { kind: 'payment', amount_cents: 1_250, made_by: shop.anne.id },
    { kind: 'payment', amount_cents: 300, made_by: shop.bob.id },
  ])
})

test('the cookie of a till opens nothing but payments, whatever its manager may do, with somebody at it and without', async () => {
  const shop = await aShop({ refunds: 5_000 })
  const till = await aTill(shop)
  const opened = async () => {
    const answers: string[] = []
    for (const { path, leadsTo } of routes) {
      if (leadsTo.space === publicSpace) continue
      const { status, location } = await till.get(sampleOf(path))
      if (status !== 403) answers.push(`${path.replace(/(:\w+)[^/]*/g, '$1')} ${location === CASHIER ? 'asks who is there' : status}`)
    }
    return answers.sort()
  }
  const forTills = ['', '/:checkout', '/:checkout/photo', '/:checkout/recu', '/:checkout/accord'].map((end) => `${TILL}${end}`)
  const forItsScript = `${TILL}/:checkout/accord/etat`
  const tickets = ['', '/:ticket', '/:ticket/recu'].map((end) => `/partenaire/prepaiements${end}`)
  const refunds = ['remboursement', 'remboursement/verification', 'annulation'].map((end) => `/partenaire/transactions/:transaction/${end}`)
  expect(await opened()).toEqual(
    [...[...forTills, ...tickets, ...refunds].map((path) => `${path} asks who is there`), `${forItsScript} 401`, `${CASHIER} 200`].sort(),
  )
  await comes(till, shop.anne, ANNES)
  const withAnne = await opened()
  expect(withAnne.map((answer) => answer.split(' ')[0])).toEqual([...forTills, forItsScript, ...tickets, ...refunds, CASHIER].sort())

  // Forms too.
  const _csrf = await csrfOf(till, TILL)
  expect(
    (await till.post('/partenaire/utilisateurs/nouveau', { _csrf, name: 'Moi', email: 'moi@example.org', 'roles[]': 'manager' })).status,
  ).toBe(403)
  expect((await till.post(TILLS, { _csrf, action: 'open', name: 'Autre' })).status).toBe(403)
  expect((await till.post(PIN_PAGE, { _csrf, password: PASSWORD, pin: '9471' })).status).toBe(403)
  expect((await till.get('/partenaire/cloture')).text).toContain('Cette machine sert de caisse')
})

test('nobody at the till: a payment that somebody forges takes nothing', async () => {
  const shop = await aShop()
  const till = await aTill(shop)
  await comes(till, shop.anne, ANNES)
  const checkout = await shows(till, shop.client)
  const _csrf = await csrfOf(till, checkout)
  expect((await till.submit(CASHIER, { action: 'leave' })).location).toBe(CASHIER)
  const forged = await till.post(checkout, { _csrf, _id: randomUUID(), walletId: String(shop.client.wallet.id), amount: '12,50' })
  expect(forged.location).toBe(CASHIER)
  expect(await linesOf(shop.partnerId)).toEqual([])
})

test('a till that was left alone asks for the PIN, and gives what was typed back to who typed it', async () => {
  const shop = await aShop()
  const till = await aTill(shop)
  await comes(till, shop.anne, ANNES)
  for (let time = 0; time < 4; time += 1) {
    minutesLater(8)
    expect((await till.get(TILL)).status).toBe(200)
  }
  const checkout = await shows(till, shop.client)
  const [_csrf, walletId] = [await csrfOf(till, checkout), String(shop.client.wallet.id)]
  minutesLater(11)
  const late = await till.post(checkout, { _csrf, _id: randomUUID(), walletId, amount: '12,34', reference: 'C-77' })
  expect(late.location).toBe(CASHIER)
  // To look at the page of who is there brings nobody back.
  expect((await till.get(CASHIER)).text).not.toContain('Quitter la caisse')
  expect((await till.get(TILL)).location).toBe(CASHIER)
  expect(await linesOf(shop.partnerId)).toEqual([])

  await till.get(checkout)
  expect((await comes(till, shop.anne, ANNES)).location).toBe(checkout)
  // The card had to be shown again by then; the way back is there.
  expect((await till.get(checkout)).text).toContain('Le délai est passé')
})

test('a till does not end for want of use, and ends after twelve hours', async () => {
  const shop = await aShop()
  const till = await aTill(shop)
  minutesLater(11 * 60)
  await forgetDeadSessions(db, clock.now())
  expect((await till.get(CASHIER)).text).toContain('Qui est à la caisse')
  expect((await comes(till, shop.anne, ANNES)).location).toBe(TILL)
  expect((await till.get(TILL)).status).toBe(200)
  minutesLater(61)
  expect((await till.get(CASHIER)).location).toBe('/professionnels/connexion')
  expect((await till.get(TILL)).location).toBe('/professionnels/connexion')
})

test('five wrong PINs lock it there, with the right one too, until the manager or the cashier’s password lifts it', async () => {
  const shop = await aShop()
  const till = await aTill(shop)
  // A code that was scanned into the field is no try.
  for (let time = 0; time < 6; time += 1) expect((await comes(till, shop.anne, '12345678')).status).toBe(422)
  for (const left of ['4 essais', '3 essais', '2 essais', 'un essai'])
    expect((await comes(till, shop.anne, '5093')).text).toContain(`Il reste ${left}`)
  expect((await comes(till, shop.anne, '5093')).status).toBe(429)
  expect((await comes(till, shop.anne, ANNES)).status).toBe(429)
  // The others go on, and she does elsewhere.
  expect((await comes(till, shop.bob, BOBS)).location).toBe(TILL)
  const second = await aTill(shop, 'Caisse 2')
  expect((await comes(second, shop.anne, ANNES)).location).toBe(TILL)

  const desk = await shop.atDesk()
  expect((await desk.get(TILLS)).text).toContain('Codes bloqués')
  const [till1, _csrf] = [String(await tillIdOf(shop)), await csrfOf(desk, TILLS)]
  const stranger = await aShop()
  expect((await desk.post(TILLS, { _csrf, action: 'lift', till: till1, cashierId: String(stranger.anne.id) })).status).toBe(404)
  const atStrangers = await stranger.atDesk()
  const theirs = await csrfOf(atStrangers, TILLS)
  expect((await atStrangers.post(TILLS, { _csrf: theirs, action: 'lift', till: till1, cashierId: String(shop.anne.id) })).status).toBe(404)
  // However often they ask, this shop's manager lifts it.
  for (let time = 0; time < 5; time += 1)
    await atStrangers.post(TILLS, { _csrf: theirs, action: 'lift', till: till1, cashierId: String(shop.anne.id) })
  expect((await comes(till, shop.anne, ANNES)).status).toBe(429)
  expect((await desk.post(TILLS, { _csrf, action: 'lift', till: till1, cashierId: String(shop.anne.id) })).location).toBe(
    `${TILLS}?fait=deblocage`,
  )
  expect((await comes(till, shop.anne, ANNES)).location).toBe(TILL)

  for (let time = 0; time < 5; time += 1) await comes(till, shop.anne, '5093')
  expect((await comes(till, shop.anne, ANNES)).status).toBe(429)
  expect((await choosesPin(shop.anne, ANNES)).status).toBe(303)
  expect((await comes(till, shop.anne, ANNES)).location).toBe(TILL)
  const facts = await db.selectFrom('audit_facts').select(['fact', 'staff_id']).where('fact', 'like', 'till.pin-l%').orderBy('id').execute()
  expect(facts).toEqual([
    { fact: 'till.pin-locked', staff_id: shop.anne.id },
    { fact: 'till.pin-lifted', staff_id: shop.manager.id },
    { fact: 'till.pin-locked', staff_id: shop.anne.id },
  ])
})

test('a PIN is not guessed over several machines, nor many at once, nor between those of its owner', async () => {
  const shop = await aShop()
  const tills = [await aTill(shop, 'A'), await aTill(shop, 'B'), await aTill(shop, 'C'), await aTill(shop, 'D')]
  const [first, , , last] = tills as [Visitor, Visitor, Visitor, Visitor]
  for (const till of tills.slice(0, 3))
    for (let time = 0; time < 4; time += 1) {
      await comes(till, shop.anne, '5093')
      // The right one forgets those of this till alone.
      if (time === 1) expect((await comes(till, shop.anne, ANNES)).location).toBe(TILL)
    }
  for (let time = 0; time < 3; time += 1) await comes(last, shop.anne, '5093')
  expect((await comes(last, shop.anne, ANNES)).status).toBe(429)
  expect((await comes(first, shop.anne, ANNES)).status).toBe(429)

  const _csrf = await csrfOf(last, CASHIER)
  const tries = Array.from({ length: 40 }, (_, n) =>
    last.post(CASHIER, { _csrf, action: 'come', cashierId: String(shop.bob.id), pin: String(5_093 + n) }),
  )
  const seen = (await Promise.all(tries)).map(({ status }) => status)
  expect(seen.filter((status) => status === 422).length).toBeLessThanOrEqual(4)
  expect((await comes(last, shop.bob, BOBS)).status).toBe(429)
})

test('nobody of another shop comes, nor whoever takes no payments, nor without a PIN', async () => {
  const [shop, elsewhere] = [await aShop(), await aShop()]
  const till = await aTill(shop)
  expect((await comes(till, elsewhere.anne, ANNES)).status).toBe(422)
  expect((await comes(till, shop.manager, '5093')).status).toBe(422)
  const accountant = await committed((tx) => aPartnerUser(tx, shop.partner, { roles: ['accountant'] }))
  expect((await (await new Visitor(site).signInAs({ staffId: accountant.id })).get(PIN_PAGE)).status).toBe(403)
  expect((await till.get(TILL)).location).toBe(CASHIER)

  const weak = await choosesPin(shop.anne, '1234')
  expect([weak.status, weak.text.includes('trop facile')]).toEqual([422, true])
  const wrong = await (await new Visitor(site).signInAs({ staffId: shop.anne.id })).submit(PIN_PAGE, { password: 'Autre2026', pin: '9471' })
  expect(wrong.status).toBe(422)
  expect((await comes(till, shop.anne, ANNES)).location).toBe(TILL)
})

test('a cashier who leaves, a shop that is suspended or frozen, a till that is closed: refused at once', async () => {
  const shop = await aShop()
  const till = await aTill(shop)
  await comes(till, shop.anne, ANNES)
  const checkout = await shows(till, shop.client)
  const [_csrf, walletId] = [await csrfOf(till, checkout), String(shop.client.wallet.id)]
  const pays = () => till.post(checkout, { _csrf, _id: randomUUID(), walletId, amount: '5,00' })

  await committed((tx) => tx.updateTable('partners').set({ active: false }).where('id', '=', shop.partnerId).execute())
  expect([(await till.get(TILL)).status, (await pays()).status]).toEqual([403, 403])
  expect((await till.get(CASHIER)).text).toContain('n’encaisse plus')
  expect((await comes(till, shop.bob, BOBS)).status).toBe(403)
  await committed((tx) => tx.updateTable('partners').set({ active: true, frozen_at: tx.now }).where('id', '=', shop.partnerId).execute())
  expect((await pays()).status).toBe(403)
  await committed((tx) => tx.updateTable('partners').set({ frozen_at: null }).where('id', '=', shop.partnerId).execute())
  expect((await till.get(TILL)).status).toBe(200)

  await committed((tx) => closeWorkplace(tx, shop.manager, shop.anne.id))
  expect((await pays()).location).toBe(CASHIER)
  expect((await comes(till, shop.anne, ANNES)).status).toBe(422)
  expect((await till.get(CASHIER)).text).not.toContain(`>${shop.anne.name}<`)

  await comes(till, shop.bob, BOBS)
  const bobs = await shows(till, shop.client)
  const his = await csrfOf(till, bobs)
  const desk = await shop.atDesk()
  const { text } = await desk.get(TILLS)
  for (const words of ['Caisse 1', shop.manager.name, shop.bob.name]) expect(text).toContain(words)
  const elsewhere = await (await aShop()).atDesk()
  const till1 = String(await tillIdOf(shop))
  expect((await elsewhere.post(TILLS, { _csrf: await csrfOf(elsewhere, TILLS), action: 'close', till: till1 })).status).toBe(404)
  expect((await desk.post(TILLS, { _csrf: await csrfOf(desk, TILLS), action: 'close', till: till1 })).location).toBe(
    `${TILLS}?fait=fermeture`,
  )
  expect((await till.post(bobs, { _csrf: his, _id: randomUUID(), walletId, amount: '7,89' })).location).toBe('/professionnels/connexion')
  expect(await linesOf(shop.partnerId)).toEqual([])
  // What was on its screen comes back to him, signed in there.
  const token = await committed((tx) => openSession(tx, { staffId: shop.bob.id }, undefined))
  expect((await till.withSession(token).get(bobs)).text).toContain('value="7,89"')
})

test('a till belongs to the manager who opened it: it ends when they manage the shop no more', async () => {
  const shop = await aShop()
  const other = await committed((tx) => aPartnerUser(tx, shop.partner))
  const [first, second] = [await aTill(shop, 'Caisse 1'), await aTill(shop, 'Caisse 2')]
  await comes(first, shop.anne, ANNES)
  await comes(second, shop.bob, BOBS)
  await committed((tx) =>
    tx
      .updateTable('workplaces')
      .set({ roles: ['accountant'] })
      .where('staff_id', '=', shop.manager.id)
      .execute(),
  )
  expect((await first.get(TILL)).location).toBe('/professionnels/connexion')
  await committed((tx) =>
    tx
      .updateTable('workplaces')
      .set({ roles: ['manager'] })
      .where('staff_id', '=', shop.manager.id)
      .execute(),
  )
  expect((await first.get(TILL)).status).toBe(200)
  await committed((tx) => closeWorkplace(tx, other, shop.manager.id))
  for (const till of [first, second]) expect((await till.get(TILL)).location).toBe('/professionnels/connexion')
})

test('two cashiers at two machines take what is theirs; whoever goes to another machine has left the one before', async () => {
  const shop = await aShop()
  const [first, second] = [await aTill(shop, 'Caisse 1'), await aTill(shop, 'Caisse 2')]
  await Promise.all([comes(first, shop.anne, ANNES), comes(second, shop.bob, BOBS)])
  const walletId = String(shop.client.wallet.id)
  const [hers, his] = [await shows(first, shop.client), await shows(second, shop.client)]
  await Promise.all([first.submit(hers, { walletId, amount: '1,00' }), second.submit(his, { walletId, amount: '2,00' })])
  const taken = (await linesOf(shop.partnerId)).map(({ amount_cents, made_by }) => [amount_cents, made_by])
  expect(taken.sort()).toEqual([
    [100, shop.anne.id],
    [200, shop.bob.id],
  ])
  expect((await comes(second, shop.anne, ANNES)).location).toBe(TILL)
  expect((await first.get(TILL)).location).toBe(CASHIER)
  // Many at once, at both: one of them has her, and nobody sees an error of ours.
  const both = await Promise.all([comes(first, shop.anne, ANNES), comes(second, shop.anne, ANNES)])
  for (const { status } of both) expect(status).toBe(303)
  const seats = await db.selectFrom('sessions').select('id').where('cashier_id', '=', shop.anne.id).execute()
  expect(seats).toHaveLength(1)
})

test('a cashier gives back at a till what their manager says; a manager there nothing, for a PIN is no second factor', async () => {
  const shop = await aShop({ refunds: 500 })
  await choosesPin(shop.manager as PartnerUser, '7305')
  const till = await aTill(shop)
  await comes(till, shop.anne, ANNES)
  const checkout = await shows(till, shop.client)
  await till.submit(checkout, { walletId: String(shop.client.wallet.id), amount: '20,00' })
  const [{ id }] = (await db.selectFrom('transactions').select('id').where('partner_id', '=', shop.partnerId).execute()) as [{ id: number }]
  const check = (amount: string) => `/partenaire/transactions/${id}/remboursement/verification?montant=${amount}`
  expect((await till.submit(check('6'), { amount: '6,00' })).status).toBe(403)
  expect((await till.submit(check('4'), { amount: '4,00' })).location).toBe(`${TILL}?fait=remboursement`)
  expect((await till.submit(check('2'), { amount: '2,00' })).status).toBe(403)

  expect((await comes(till, shop.manager, '7305')).location).toBe(TILL)
  expect((await till.get(check('1'))).status).toBe(403)
  expect((await till.get('/partenaire/transactions')).status).toBe(403)
  expect((await linesOf(shop.partnerId)).map(({ kind, made_by }) => [kind, made_by])).toEqual([
    ['payment', shop.anne.id],
    ['refund', shop.anne.id],
  ])
})

test('the managers are told of a till on a machine that was none, once', async () => {
  const shop = await aShop()
  const other = await committed((tx) => aPartnerUser(tx, shop.partner))
  const machine = await aTill(shop)
  const mails = async (staffId: number) =>
    (
      await db
        .selectFrom('messages')
        .select('subject')
        .where('staff_id', '=', staffId)
        .where('template', '=', 'till-on-new-machine')
        .execute()
    ).length
  expect([await mails(shop.manager.id), await mails(other.id), await mails(shop.anne.id)]).toEqual([1, 1, 0])
  expect((await machine.submit(CASHIER, { action: 'close' })).location).toBe('/professionnels/connexion')
  await machine.signInAs({ staffId: shop.manager.id })
  await machine.submit(TILLS, { action: 'open', name: 'Caisse 1' })
  expect(await mails(other.id)).toBe(1)
  await aTill(shop, 'Caisse 2')
  expect(await mails(other.id)).toBe(2)
  // The manager's own session on that machine has ended: nothing of theirs opens there.
  expect((await machine.get('/partenaire/utilisateurs')).status).toBe(403)
})

test('the database holds no PIN, nor what is found by trying all of them without the key of the site', async () => {
  const { anne } = await aShop()
  const { pin_hash } = await db.selectFrom('till_pins').select('pin_hash').where('staff_id', '=', anne.id).executeTakeFirstOrThrow()
  expect(hashesOfPin(site.ibanKey, anne.id, ANNES)[0].equals(pin_hash)).toBe(true)
  for (const text of [ANNES, `till-pin:${anne.id}:${ANNES}`])
    expect(pin_hash.includes(createHash('sha256').update(text).digest())).toBe(false)
})

test('a manager who manages no more leaves no till behind: no other sees it as open, and it does not come back with them', async () => {
  const shop = await aShop()
  const other = await committed((tx) => aPartnerUser(tx, shop.partner))
  const till = await aTill(shop, 'Caisse du fond')
  const atOther = await new Visitor(site).signInAs({ staffId: other.id })
  expect((await atOther.get(TILLS)).text).toContain('Caisse du fond')
  const roles = (given: ShopRole[]) =>
    committed((tx) => changePowers(tx, other as PartnerUser, { id: shop.manager.id, roles: given, refundsUpTo: null }))
  await roles(['manager', 'cashier'])
  expect((await till.get(CASHIER)).status).toBe(200)
  await roles(['accountant'])
  expect((await atOther.get(TILLS)).text).not.toContain('Caisse du fond')
  await roles(['manager'])
  expect((await till.get(CASHIER)).location).toBe('/professionnels/connexion')
})

test('a PIN that is chosen while the one before is typed at a till: nobody is there by the one before', async () => {
  const shop = await aShop()
  const till = await aTill(shop)
  const ended = await meanwhile(
    db,
    (tx) => choosePin(tx, shop.anne as PartnerUser, { pin: '5093', key: site.ibanKey }),
    () => comes(till, shop.anne, ANNES),
  )
  expect(ended).toMatchObject({ status: 'fulfilled', value: { status: 409 } })
  expect((await till.get(TILL)).location).toBe(CASHIER)
  expect((await comes(till, shop.anne, '5093')).location).toBe(TILL)
})

test('whoever takes a till over comes to the till, not to where the one before was going', async () => {
  const shop = await aShop({ refunds: 5_000 })
  const till = await aTill(shop)
  await comes(till, shop.anne, ANNES)
  const checkout = await shows(till, shop.client)
  await till.submit(checkout, { walletId: String(shop.client.wallet.id), amount: '20,00' })
  const [{ id }] = (await db.selectFrom('transactions').select('id').where('partner_id', '=', shop.partnerId).execute()) as [{ id: number }]
  const refund = `/partenaire/transactions/${id}/remboursement`
  minutesLater(11)
  expect((await till.get(refund)).location).toBe(CASHIER)
  expect((await comes(till, shop.bob, BOBS)).location).toBe(TILL)
  minutesLater(11)
  await till.get(refund)
  expect((await comes(till, shop.bob, BOBS)).location).toBe(refund)
})

test('on a till, « mon espace » is the till, and whoever has no PIN is told to choose it elsewhere', async () => {
  const shop = await aShop()
  const till = await aTill(shop)
  expect((await till.get(CASHIER)).text).toContain('Se connecter ici fermerait la caisse')
  await comes(till, shop.anne, ANNES)
  expect((await till.get('/mon-espace')).location).toBe(TILL)
})

test('a page of a till asks the database no more often than that of a cashier who is signed in', async () => {
  const shop = await aShop()
  let asked = 0
  const counting: KyselyPlugin = {
    transformQuery({ node }) {
      asked += 1
      return node
    },
    transformResult: async ({ result }) => result,
  }
  const counted = { ...site, db: db.withPlugin(counting) }
  const times = async (visitor: Visitor) => {
    await visitor.get(TILL)
    asked = 0
    expect((await visitor.get(TILL)).status).toBe(200)
    return asked
  }
  const signedIn = await times(await new Visitor(counted).signInAs({ staffId: shop.anne.id }))
  const machine = await new Visitor(counted).signInAs({ staffId: shop.manager.id })
  await machine.submit(TILLS, { action: 'open', name: 'Caisse 1' })
  await comes(machine, shop.anne, ANNES)
  expect(await times(machine)).toBe(signedIn)
})

test('a PIN ends with the password with which it was chosen, and with the account of its owner', async () => {
  const shop = await aShop()
  const pins = async () =>
    (await db.selectFrom('till_pins').select('staff_id').where('staff_id', 'in', [shop.anne.id, shop.bob.id]).execute()).map(
      ({ staff_id }) => staff_id,
    )
  await committed((tx) => tx.updateTable('staff').set({ name: 'Anne D.' }).where('id', '=', shop.anne.id).execute())
  expect((await pins()).sort()).toEqual([shop.anne.id, shop.bob.id].sort())
  await committed((tx) => tx.updateTable('staff').set({ password_hash: 'another' }).where('id', '=', shop.anne.id).execute())
  expect(await pins()).toEqual([shop.bob.id])
  const till = await aTill(shop)
  expect((await comes(till, shop.anne, ANNES)).status).toBe(422)
  await committed((tx) => closeWorkplace(tx, shop.manager, shop.bob.id))
  expect(await pins()).toEqual([])
})

test('two cashiers with one name are told apart by their addresses', async () => {
  const shop = await aShop()
  await committed((tx) => tx.updateTable('staff').set({ name: 'Camille' }).where('id', 'in', [shop.anne.id, shop.bob.id]).execute())
  const { text } = await (await aTill(shop)).get(CASHIER)
  const { email } = await db.selectFrom('staff').select('email').where('id', '=', shop.bob.id).executeTakeFirstOrThrow()
  expect(text).toContain(`>Camille (${email})</option>`)
  expect(text).not.toContain('>Camille</option>')
})

test('whoever signs in on the machine of a till closes it, and the journal says who', async () => {
  const shop = await aShop()
  const till = await aTill(shop)
  const { email } = await db.selectFrom('staff').select('email').where('id', '=', shop.bob.id).executeTakeFirstOrThrow()
  const signedIn = await till.submit('/professionnels/connexion', { email, password: PASSWORD })
  expect(signedIn.status).toBe(303)
  const fact = await db
    .selectFrom('audit_facts')
    .select(['staff_id', 'details'])
    .where('fact', '=', 'till.closed-by-sign-in')
    .where('staff_id', '=', shop.bob.id)
    .executeTakeFirst()
  expect(fact).toMatchObject({ staff_id: shop.bob.id, details: { name: 'Caisse 1', account_id: shop.manager.id } })
  expect((await till.get(TILLS)).status).toBe(403)
  expect((await till.get(TILL)).status).toBe(200)
})
