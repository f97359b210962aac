import { describe, expect, test } from 'vitest'
import { chooses, testSite, Visitor } from '../../../../tests/support/app.ts'
import { meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, aPartner, aPartnerUser, aSchool, aSchoolUser, worksAt } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import type { ShopRole } from '../../../spaces/shop-roles.ts'
import { issueQrCode } from '../../card/cards/index.ts'
import { leave } from '../../people/users/leave.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const PASSWORD = 'Beffroi2026'
const passwordHash = await hashPassword(PASSWORD)

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, act)
const users = '/partenaire/utilisateurs'
const choice = '/professionnels/lieux'
const till = '/partenaire/encaissement'
const signedIn = ({ id }: { id: number }) => new Visitor(site).signInAs({ staffId: id })
const csrfOf = async (visitor: Visitor, path: string) => /name="_csrf" value="([^"]*)"/.exec((await visitor.get(path)).text)?.[1] as string
const emailOf = async ({ id }: { id: number }) =>
  (await db.selectFrom('staff').select('email').where('id', '=', id).executeTakeFirstOrThrow()).email
const placesOf = ({ id }: { id: number }) =>
  db.selectFrom('workplaces').select(['partner_id', 'roles', 'closed_at']).where('staff_id', '=', id).orderBy('id').execute()
const mailsTo = async ({ id }: { id: number }) =>
  (await db.selectFrom('messages').select('subject').where('staff_id', '=', id).orderBy('id').execute()).map(({ subject }) => subject)

/** Two shops, each with two managers, and a cashier of the first whom the second asks for too. */
async function twoShops(roles: ShopRole[] = ['cashier']) {
  const made = await committed(async (tx) => {
    const [first, second] = [await aPartner(tx), await aPartner(tx)]
    return {
      first: { ...first, manager: await aPartnerUser(tx, first), other: await aPartnerUser(tx, first) },
      second: { ...second, manager: await aPartnerUser(tx, second), other: await aPartnerUser(tx, second) },
      person: await aPartnerUser(tx, first, { roles: ['cashier'] }),
      client: await aHolder(tx, { balance_cents: 10_000 }),
    }
  })
  await db.updateTable('staff').set({ password_hash: passwordHash }).where('id', '=', made.person.id).execute()
  const [atFirst, atSecond] = [await signedIn(made.first.manager), await signedIn(made.second.manager)]
  const asked = { name: 'Autre nom', email: (await emailOf(made.person)).toUpperCase(), 'roles[]': roles, refundsUpTo: '20' }
  const before = await signedIn(made.person)
  const answer = await atSecond.submit(`${users}/nouveau`, asked)
  return { ...made, atFirst, atSecond, before, answer, at: await signedIn(made.person) }
}

describe('one account for several shops', () => {
  test('is asked for by the manager of the second, keeps its name and what it signs in with; neither shop hears of the other', async () => {
    const { first, second, person, atFirst, atSecond, answer } = await twoShops()
    expect(answer.status).toBe(303)
    expect(await placesOf(person)).toEqual([
      { partner_id: first.id, roles: ['cashier'], closed_at: null },
      { partner_id: second.id, roles: ['cashier'], closed_at: null },
    ])
    expect(await mailsTo(person)).toEqual([`Vous travaillez aussi pour ${second.name}`])
    expect([await mailsTo(first.other), await mailsTo(second.other)]).toEqual([[], [`Utilisateur ${person.name} : le compte est ouvert`]])
    for (const path of [users, `${users}/${person.id}`]) {
      expect((await atSecond.get(path)).text, path).not.toContain(first.name)
      expect((await atFirst.get(path)).text, path).not.toContain(second.name)
    }
    const again = await atSecond.submit(`${users}/nouveau`, { name: 'X', email: await emailOf(person), 'roles[]': 'cashier' })
    expect([again.status, again.text.includes('travaille déjà dans ce point de vente')]).toEqual([422, true])
  })

  test('is refused whoever has an account of a school', async () => {
    const { atSecond } = await twoShops()
    const head = await committed(async (tx) => aSchoolUser(tx, await aSchool(tx)))
    const answer = await atSecond.submit(`${users}/nouveau`, { name: 'X', email: await emailOf(head), 'roles[]': 'cashier' })
    expect([answer.status, answer.text.includes('Un compte a déjà cette adresse')]).toEqual([422, true])
  })

  test('chooses where it works, and may there what that shop says', async () => {
    const { first, second, at } = await twoShops(['accountant'])
    for (const path of ['/partenaire', till, '/professionnels/securite']) expect((await at.get(path)).location, path).toBe(choice)
    const { text } = await at.get(choice)
    expect([text.includes(first.name), text.includes(second.name), text.includes('point de vente travaillez-vous')]).toEqual([
      true,
      true,
      true,
    ])
    expect(text).toContain('Déconnexion')
    expect((await chooses(at, first)).status).toBe(303)
    const home = (await at.get('/partenaire')).text
    expect([home.includes(first.name), home.includes(second.name), home.includes('Changer de point de vente')]).toEqual([true, false, true])
    expect([(await at.get(till)).status, (await at.get('/partenaire/versements')).status]).toEqual([200, 403])
    expect((await chooses(at, second)).location).toBe('/partenaire')
    expect([(await at.get(till)).status, (await at.get('/partenaire/versements')).status]).toEqual([403, 200])
    const fact = await db
      .selectFrom('audit_facts')
      .select('details')
      .where('fact', '=', 'staff.shop-chosen')
      .orderBy('id', 'desc')
      .execute()
    expect(fact[0]?.details).toMatchObject({ number: second.code })
    // One shop only, and nobody is asked anything.
    expect((await (await signedIn(first.other)).get('/partenaire')).text).not.toContain('Changer de point de vente')
  })

  test('works nowhere that it has no place', async () => {
    const { at } = await twoShops()
    const stranger = await committed(async (tx) => aPartnerUser(tx, await aPartner(tx)))
    expect((await at.submit(choice, { workplace: String(stranger.workplace_id) })).status).toBe(404)
    expect((await at.get('/partenaire')).location).toBe(choice)
  })

  test('takes nothing at one shop from a page of the other that was left open, nor a card that was shown there', async () => {
    const { first, second, at, client, person } = await twoShops()
    await chooses(at, first)
    const { text: code } = await committed((tx) => issueQrCode(tx, client.card.id, tx.now))
    const shown = (await at.submit(till, { code })).location as string
    const sale = { _csrf: await csrfOf(at, shown), _id: crypto.randomUUID(), walletId: String(client.wallet.id), amount: '5' }
    await chooses(at, second)
    const stale = await at.post(shown, sale)
    expect([stale.status, stale.text.includes('un autre de vos lieux de travail')]).toEqual([403, true])
    expect((await at.get(shown)).status).toBe(404)
    expect((await at.post(shown, { ...sale, _csrf: await csrfOf(at, till) })).status).toBe(404)
    expect(await db.selectFrom('transactions').select('id').where('partner_id', 'in', [first.id, second.id]).execute()).toEqual([])

    // The journal has the shop where the card was shown, and no other.
    const seen = await db
      .selectFrom('audit_facts')
      .select('partner_id')
      .where('fact', '=', 'checkout.opened')
      .where('staff_id', '=', person.id)
      .execute()
    expect(seen).toEqual([{ partner_id: first.id }])

    await chooses(at, first)
    expect((await at.post(shown, { ...sale, _csrf: await csrfOf(at, shown) })).status).toBe(303)
    const taken = await db.selectFrom('transactions').select('partner_id').where('partner_id', 'in', [first.id, second.id]).execute()
    expect(taken).toEqual([{ partner_id: first.id }])
  })

  test('that begins to read the accounts of one shop signs in again, and proves who it is for all of them', async () => {
    const { at, before, person } = await twoShops(['accountant'])
    expect((await before.get('/partenaire')).location).toBe('/professionnels/connexion')
    const visitor = new Visitor(site)
    const answer = await visitor.submit('/professionnels/connexion', { email: await emailOf(person), password: PASSWORD })
    expect(answer.location).toBe('/professionnels/connexion/double-authentification')
    // A cashier of two shops waits for nothing but a password.
    const other = await twoShops(['cashier'])
    expect((await other.before.get('/partenaire')).location).toBe(choice)
    const cashier = await new Visitor(site).submit('/professionnels/connexion', { email: await emailOf(other.person), password: PASSWORD })
    expect(cashier.location).toBe('/partenaire')
    expect((await at.get('/partenaire')).location).toBe(choice)
  })

  test('closed at one shop works at the other; the Region alone closes the account', async () => {
    const { first, second, at, atFirst, person } = await twoShops()
    await chooses(at, second)
    const there = await signedIn(person)
    await chooses(there, first)
    expect((await atFirst.submit(`${users}/${person.id}`, { action: 'close' })).status).toBe(303)
    expect((await there.get('/partenaire')).location).toBe('/professionnels/connexion')
    expect((await at.get('/partenaire')).text).toContain(second.name)
    const { closed_at } = await db.selectFrom('staff').select('closed_at').where('id', '=', person.id).executeTakeFirstOrThrow()
    expect(closed_at).toBeNull()
    const { text } = await atFirst.get(`${users}/${person.id}`)
    expect([text.includes('Vu pour la dernière fois'), text.includes('Rouvrir le compte')]).toEqual([false, true])
    const _csrf = await csrfOf(atFirst, users)
    for (const action of ['link', 'reset', 'keep'])
      expect((await atFirst.post(`${users}/${person.id}`, { _csrf, action })).status, action).toBe(404)
  })

  test('has its second factor reset by no manager of one of its shops', async () => {
    const { atFirst, person } = await twoShops(['accountant'])
    await db
      .insertInto('second_factors')
      .values({ staff_id: person.id, secret_encrypted: Buffer.from('secret'), enrolled_at: TEST_NOW })
      .execute()
    const answer = await atFirst.submit(`${users}/${person.id}`, { action: 'reset' })
    expect([answer.status, answer.text.includes('travaille aussi pour un autre point de vente')]).toEqual([409, true])
  })

  test('that manages two shops opens a till of one: it ends with what it manages there, not elsewhere', async () => {
    const { first, second } = await twoShops()
    const both = await committed(async (tx) => {
      const { id } = await aPartnerUser(tx, first)
      return worksAt(tx, id, second)
    })
    const opened = async (shop: { name: string }) => {
      const machine = await signedIn(both)
      await chooses(machine, shop)
      expect((await machine.submit('/partenaire/caisses', { action: 'open', name: 'Caisse 1' })).location).toBe('/partenaire/caisse')
      return machine
    }
    const [here, there] = [await opened(first), await opened(second)]
    expect((await here.get('/partenaire/caisse')).text).toContain(first.name)
    expect((await there.get('/partenaire/caisse')).text).toContain(second.name)
    const desk = await signedIn(first.manager)
    expect((await desk.get('/partenaire/caisses')).text.match(/Caisse 1/g)?.length ?? 0).toBeGreaterThan(0)
    await desk.submit(`${users}/${both.id}`, { action: 'roles', 'roles[]': 'cashier' })
    expect((await here.get('/partenaire/caisse')).location).toBe('/professionnels/connexion')
    expect((await there.get('/partenaire/caisse')).status).toBe(200)
  })
})

describe('one invitation for several shops', () => {
  /** Somebody who manages two shops and keeps the till of a third, at the first of them. */
  async function aChain() {
    const made = await committed(async (tx) => {
      const shops = [await aPartner(tx), await aPartner(tx), await aPartner(tx)] as const
      const manager = await aPartnerUser(tx, shops[0])
      await worksAt(tx, manager.id, shops[1])
      await worksAt(tx, manager.id, shops[2], { roles: ['cashier'] })
      return { shops, manager, other: await aPartnerUser(tx, shops[1]) }
    })
    const at = await signedIn(made.manager)
    await chooses(at, made.shops[0])
    return { ...made, at }
  }
  const invitationTo = (email: string) =>
    db.selectFrom('messages').select(['template', 'body']).where('address', '=', email).where('template', '=', 'staff-invited').execute()

  test('opens one account that works at those ticked, by one mail; their managers are told, and a shop that is not theirs is not reached', async () => {
    const { shops, at, other } = await aChain()
    const { text } = await at.get(`${users}/nouveau`)
    expect(shops.map(({ name }) => text.includes(`value="${shops.find((one) => one.name === name)?.id}"`))).toEqual([true, true, false])
    const email = 'nouvelle.caissiere@example.org'
    const ticked = shops.map(({ id }) => String(id))
    const answer = await at.submit(`${users}/nouveau`, { name: 'Anne D.', email, 'roles[]': 'cashier', 'shops[]': ticked })
    expect(answer.status).toBe(303)
    const anne = await db.selectFrom('staff').select('id').where('email', '=', email).executeTakeFirstOrThrow()
    expect((await placesOf(anne)).map(({ partner_id, roles }) => [partner_id, roles])).toEqual([
      [shops[0].id, ['cashier']],
      [shops[1].id, ['cashier']],
    ])
    const mails = await invitationTo(email)
    expect(mails).toHaveLength(1)
    expect(mails[0]?.body).toContain(`${shops[0].name}, ${shops[1].name}`)
    expect(await mailsTo(other)).toEqual(['Utilisateur Anne D. : le compte est ouvert'])
  })

  test('adds them to the account that somebody has, by one mail too; without a shop it is refused, with all that is wrong', async () => {
    const { shops, at } = await aChain()
    const person = await committed(async (tx) => aPartnerUser(tx, await aPartner(tx), { roles: ['cashier'] }))
    const asked = { name: 'X', email: await emailOf(person), 'roles[]': 'cashier' }
    const without = await at.submit(`${users}/nouveau`, { ...asked, name: '' })
    expect([without.status, without.text.includes('href="#shops"'), without.text.includes('href="#name"')]).toEqual([422, true, true])
    expect((await at.submit(`${users}/nouveau`, asked)).text).toContain('Choisissez au moins un point de vente')
    const only = await at.submit(`${users}/nouveau`, { ...asked, 'shops[]': [String(shops[1].id)] })
    expect(only.location).toBe(`${users}?fait=invitation`)
    const both = { ...asked, 'shops[]': [String(shops[0].id), String(shops[1].id)] }
    expect((await at.submit(`${users}/nouveau`, both)).text).toContain('l’un de ces points de vente')
    expect((await placesOf(person)).map(({ partner_id }) => partner_id)).toContain(shops[1].id)
    expect((await placesOf(person)).map(({ partner_id }) => partner_id)).not.toContain(shops[0].id)
    expect(await mailsTo(person)).toEqual([`Vous travaillez aussi pour ${shops[1].name}`])
  })
})

describe('a place that somebody was given', () => {
  const leaving = ({ workplace_id }: { workplace_id: number }) => `${choice}/${workplace_id}/depart`
  const placeAt = ({ id }: { id: number }, shop: { id: number }) =>
    db
      .selectFrom('workplaces')
      .select(['id', 'closed_at'])
      .where('staff_id', '=', id)
      .where('partner_id', '=', shop.id)
      .executeTakeFirstOrThrow()
  const leavingAt = async (person: { id: number }, shop: { id: number }) => leaving({ workplace_id: (await placeAt(person, shop)).id })

  test('is left before anything was done there: its managers are told, and this session goes on at the other', async () => {
    const { first, second, person, at } = await twoShops()
    const path = await leavingAt(person, second)
    expect((await at.get(choice)).text).toContain(path)
    expect(await db.selectFrom('messages').select('body').where('staff_id', '=', person.id).execute()).toEqual([
      { body: expect.stringContaining('« Je ne travaille pas ici »') },
    ])
    expect((await at.get(path)).text).toContain('Ses gestionnaires sont prévenus')
    expect((await at.submit(path)).location).toBe(`${choice}?fait=depart`)
    const { text } = await at.get(`${choice}?fait=depart`)
    expect([text.includes('votre accès est fermé'), text.includes(first.name), text.includes(second.name)]).toEqual([true, true, false])
    expect((await at.get('/partenaire')).text).toContain(first.name)
    expect((await placeAt(person, second)).closed_at).toEqual(TEST_NOW)

    const subject = `${person.name} dit ne pas travailler pour ${second.name}`
    for (const manager of [second.manager, second.other]) expect(await mailsTo(manager)).toContain(subject)
    for (const manager of [first.manager, first.other]) expect(await mailsTo(manager)).toEqual([])
    expect(await mailsTo(person)).toContain(`${second.name} : vous avez dit ne pas y travailler, votre accès est fermé`)
    const facts = await db.selectFrom('audit_facts').select(['fact', 'details']).where('staff_id', '=', person.id).execute()
    expect(facts).toEqual([{ fact: 'staff.shop-left', details: { account_id: person.id, partner_id: second.id } }])
    expect([(await at.get(path)).status, (await at.post(path, { _csrf: await csrfOf(at, choice) })).status]).toEqual([404, 404])
  })

  test('closes what is open there at once, in other browsers and at tills; not what is open elsewhere', async () => {
    const { first, second } = await twoShops()
    const person = await committed(async (tx) => {
      const { id } = await aPartnerUser(tx, first)
      return worksAt(tx, id, second)
    })
    const [machine, browser, elsewhere, till2] = [
      await signedIn(person),
      await signedIn(person),
      await signedIn(person),
      await signedIn(person),
    ]
    for (const visitor of [machine, browser]) await chooses(visitor, second)
    for (const visitor of [elsewhere, till2]) await chooses(visitor, first)
    for (const visitor of [machine, till2]) await visitor.submit('/partenaire/caisses', { action: 'open', name: 'Caisse 1' })
    const at = await signedIn(person)
    await chooses(at, second)
    const stale = await csrfOf(at, '/partenaire/utilisateurs/nouveau')
    expect((await at.get('/professionnels/securite')).text).toContain(leaving(person))
    expect((await at.submit(leaving(person))).location).toBe(`${choice}?fait=depart`)
    for (const visitor of [machine, browser]) expect((await visitor.get('/partenaire')).location).toBe('/professionnels/connexion')
    expect((await elsewhere.get('/partenaire')).text).toContain(first.name)
    expect((await till2.get('/partenaire/caisse')).status).toBe(200)
    // The only place that is left, without being asked; what was open of the other sends nothing.
    expect((await at.get('/partenaire')).text).toContain(first.name)
    expect((await at.post(`${users}/nouveau`, { _csrf: stale })).status).toBe(403)
  })

  test('is opened again by a manager, and left again; whoever has no other reads so', async () => {
    const { first, atFirst } = await twoShops()
    const person = await committed((tx) => aPartnerUser(tx, first, { roles: ['cashier'] }))
    const at = await signedIn(person)
    expect((await at.get(leaving(person))).text).toContain('votre compte n’ouvrira plus rien')
    await at.submit(leaving(person))
    expect((await at.get('/partenaire')).location).toBe(choice)
    expect((await at.get(choice)).text).toContain('Aucun point de vente')
    expect((await atFirst.submit(`${users}/${person.id}`, { action: 'reopen' })).status).toBe(303)
    expect((await at.get('/partenaire')).status).toBe(200)
    expect((await at.submit(leaving(person))).status).toBe(303)
  })

  test('is not left by its last manager who has come: a sentence says what to do, whatever is sent', async () => {
    const shop = await committed(async (tx) => {
      const partner = await aPartner(tx)
      return { ...partner, manager: await aPartnerUser(tx, partner), cashier: await aPartnerUser(tx, partner, { roles: ['cashier'] }) }
    })
    const at = await signedIn(shop.manager)
    const page = await at.get(leaving(shop.manager))
    expect([page.text.includes('Vous êtes le seul gestionnaire'), page.text.includes('invitez un autre gestionnaire')]).toEqual([
      true,
      true,
    ])
    const _csrf = await csrfOf(at, `${users}/nouveau`)
    const refused = await at.post(leaving(shop.manager), { _csrf })
    expect([refused.status, refused.text.includes('Vous êtes le seul gestionnaire')]).toEqual([409, true])
    // One who was invited has not come yet.
    const email = 'second.gestionnaire@example.org'
    await at.submit(`${users}/nouveau`, { name: 'Anne D.', email, 'roles[]': 'manager' })
    expect((await at.post(leaving(shop.manager), { _csrf })).status).toBe(409)
    await db.updateTable('staff').set({ password_hash: passwordHash }).where('email', '=', email).execute()
    expect((await at.post(leaving(shop.manager), { _csrf })).status).toBe(303)
    expect((await (await signedIn(shop.cashier)).submit(leaving(shop.cashier))).status).toBe(303)
  })

  test('of two managers who leave at once, one stays', async () => {
    const { second } = await twoShops()
    const leaves = (tx: Tx, { id, name, workplace_id }: typeof second.manager) =>
      leave(tx, { kind: 'at-workplaces', id, name, of: 'partner', now: null }, { workplace: workplace_id, token: 'another' })
    const ended = await meanwhile(
      db,
      (tx) => leaves(tx, second.manager),
      () => committed((tx) => leaves(tx, second.other)),
    )
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'staff.last-manager', status: 409 } })
    expect((await placeAt(second.other, second)).closed_at).toBeNull()
  })

  test('is left by nobody else', async () => {
    const { second, person, at } = await twoShops()
    const other = await leavingAt(second.other, second)
    expect([(await at.get(other)).status, (await at.post(other, { _csrf: await csrfOf(at, choice) })).status]).toEqual([404, 404])
    expect((await placeAt(second.other, second)).closed_at).toBeNull()
    expect((await new Visitor(site).get(await leavingAt(person, second))).location).toBe('/professionnels/connexion')
  })
})
