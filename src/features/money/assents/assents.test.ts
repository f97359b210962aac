import { describe, expect, test } from 'vitest'
import { chooses, testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, aPartner, aPartnerUser, worksAt } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import type { Beneficiary, PartnerUser } from '../../../spaces/actors.ts'
import { closeAccount } from '../../personal/personal-data/close.ts'
import { dataOf } from '../../personal/personal-data/data.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { checkLedger } from '../wallets/check.ts'
import { forgettingOfAssents } from './jobs.ts'

const PASSWORD = 'Beffroi2026'
const CODE = '4826'
const TILL = '/partenaire/encaissement'
const CODE_PAGE = '/espace/ma-carte/code-de-paiement'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const passwordHash = await hashPassword(PASSWORD)

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const later = (seconds: number) => clock.set(new Date(clock.now().getTime() + seconds * 1_000))

/** Jean with 200 €, whose number two users of a shop may type. */
async function scene() {
  clock.set(TEST_NOW)
  const made = await committed(async (tx) => {
    const partner = await aPartner(tx, { name: 'LES PAGES', town: 'Amiens' })
    const holder = await aHolder(tx)
    await registerApplication(tx, holder.beneficiary.id)
    await tx.insertInto('passwords').values({ beneficiary_id: holder.beneficiary.id, password_hash: passwordHash }).execute()
    return { partner, holder, seller: await aPartnerUser(tx, partner), colleague: await aPartnerUser(tx, partner) }
  })
  const { holder, seller } = made
  const jean = holder.beneficiary.actor
  const owner = await new Visitor(site).signInAs({ beneficiaryId: jean.id })
  const till = await new Visitor(site).signInAs({ staffId: seller.id })
  return { ...made, jean, card: holder.card, walletId: String(holder.wallet.id), owner, till }
}
type Scene = Awaited<ReturnType<typeof scene>>

const signedIn = ({ id }: PartnerUser) => new Visitor(site).signInAs({ staffId: id })
const shows = async (till: Visitor, number: string): Promise<string> => (await till.submit(TILL, { code: number })).location as string
const csrfOf = async (visitor: Visitor, path: string) => /name="_csrf" value="([^"]*)"/.exec((await visitor.get(path)).text)?.[1] as string
const pays = async (till: Visitor, checkout: string, { walletId }: Scene, amount: string) =>
  till.post(checkout, { _csrf: await csrfOf(till, TILL), walletId, amount })
const asks = (till: Visitor, page: string, { walletId }: Scene, amount: string) => till.submit(page, { action: 'ask', walletId, amount })

/** A payment that asks its owner: the page of its ways, and its checkout. */
async function aPayment(given: Scene, amount: string, till = given.till) {
  const checkout = await shows(till, given.card.number)
  const page = (await pays(till, checkout, given, amount)).location as string
  expect(page).toMatch(/\/accord\?/)
  return { checkout, page }
}

/** What the owner is asked, as their home page leads to it. */
const askedOn = ({ text }: { text: string }) => /action="(\/espace\/ma-carte\/accords\/[^"]+)"/.exec(text)?.[1]
const lines = ({ holder }: Scene) =>
  db
    .selectFrom('journal_lines')
    .select(['amount_cents', 'assent'])
    .where('wallet_id', '=', holder.wallet.id)
    .where('kind', '=', 'payment')
    .orderBy('id')
    .execute()
const factsAbout = async (beneficiary: Beneficiary) =>
  (await db.selectFrom('facts_about_people').select('fact').where('beneficiary_id', '=', beneficiary.id).orderBy('id').execute()).map(
    ({ fact }) => fact,
  )
const choosesCode = (owner: Visitor, pin = CODE) => owner.submit(CODE_PAGE, { password: PASSWORD, pin })
const types = (till: Visitor, page: string, { walletId }: Scene, amount: string, pin: string) =>
  till.submit(page, { action: 'code', walletId, amount, pin })
const messagesTo = async ({ id }: Beneficiary) =>
  (await db.selectFrom('messages').select('subject').where('beneficiary_id', '=', id).orderBy('id').execute()).map(({ subject }) => subject)

describe('in the owner’s space', () => {
  test('above 30 € a day a typed number asks its owner, who reads shop and amount first and accepts: it is paid once', async () => {
    const given = await scene()
    const { till, owner, jean } = given
    const small = await shows(till, given.card.number)
    expect((await pays(till, small, given, '30')).location).toBe(`${small}/recu`)
    const { checkout, page } = await aPayment(given, '45,90')
    expect(await lines(given)).toHaveLength(1)
    expect((await owner.get('/espace')).text).not.toContain('LES PAGES demande')

    expect((await asks(till, page, given, '45,90')).location).toBe(page)
    expect((await till.get(page)).text).toContain('On demande l’accord de son propriétaire jusqu’à')
    expect(JSON.parse((await till.get(`${checkout}/accord/etat`)).text)).toEqual({ state: 'waiting' })
    expect((await pays(till, checkout, given, '45,90')).location).toBe(page)

    const home = await owner.get('/espace')
    const asked = askedOn(home) as string
    // Sent twice, it is asked once: the button that they have before them answers.
    const again = { _csrf: await csrfOf(till, TILL), action: 'ask', walletId: given.walletId, amount: '45,90' }
    expect((await till.post(page, again)).location).toBe(page)
    expect(home.text.replace(/\s/g, ' ')).toContain('LES PAGES demande 45,90 €')
    expect(home.text.indexOf('LES PAGES demande')).toBeLessThan(home.text.indexOf('Manuels'))
    expect((await owner.get(asked)).text).toContain('à Amiens')
    expect((await owner.submit(asked, { answer: 'yes' })).location).toBe(`${asked}?fait=accord`)
    expect((await owner.submit(asked, { answer: 'no' })).status).toBe(409)
    expect(askedOn(await owner.get('/espace'))).toBeUndefined()

    expect((await till.get(page)).text).toContain('Le propriétaire de la carte a accepté')
    expect((await pays(till, checkout, given, '45,90')).location).toBe(`${checkout}/recu`)
    expect((await till.get(`${checkout}/recu`)).text).toContain('Dans son espace')
    expect((await pays(till, checkout, given, '45,90')).location).toBe(`${checkout}/recu`)
    expect(await lines(given)).toEqual([
      { amount_cents: 3_000, assent: null },
      { amount_cents: 4_590, assent: 'own-space' },
    ])
    expect(await factsAbout(jean)).toEqual(expect.arrayContaining(['assent.asked', 'assent.given']))
    // Agreed once: the next one asks again, however small.
    await aPayment(given, '1')
    expect(await checkLedger(db)).toMatchObject({ differences: [] })
  })

  test('slices below the amount are added up, at all shops; the next day counts for itself', async () => {
    const given = await scene()
    const elsewhere = await signedIn(await committed(async (tx) => aPartnerUser(tx, await aPartner(tx))))
    const first = await shows(given.till, given.card.number)
    expect((await pays(given.till, first, given, '20')).location).toBe(`${first}/recu`)
    const second = await shows(elsewhere, given.card.number)
    expect((await pays(elsewhere, second, given, '10,01')).location).toMatch(/\/accord\?/)
    expect((await pays(elsewhere, second, given, '10')).location).toBe(`${second}/recu`)
    later(24 * 3_600)
    const tomorrow = await signedIn(given.seller)
    const next = await shows(tomorrow, given.card.number)
    expect((await pays(tomorrow, next, given, '30')).location).toBe(`${next}/recu`)
  })

  test('two tills at once do not share the amount: one of them asks', async () => {
    const given = await scene()
    const other = await signedIn(given.colleague)
    const [one, two] = [await shows(given.till, given.card.number), await shows(other, given.card.number)]
    const answers = await Promise.all([pays(given.till, one, given, '25'), pays(other, two, given, '25')])
    expect(answers.filter(({ location }) => location?.endsWith('/recu'))).toHaveLength(1)
    expect(await lines(given)).toHaveLength(1)
  })

  test('agreed to: to no other amount, to no other user, and for two minutes', async () => {
    const given = await scene()
    const { till, owner } = given
    const { checkout, page } = await aPayment(given, '45')
    await asks(till, page, given, '45')
    const asked = askedOn(await owner.get('/espace')) as string
    await owner.submit(asked, { answer: 'yes' })
    expect((await pays(till, checkout, given, '45,01')).location).toMatch(/\/accord\?/)
    const colleague = await signedIn(given.colleague)
    expect((await pays(colleague, checkout, given, '45')).location).toMatch(/\/accord\?/)
    later(121)
    expect((await pays(till, checkout, given, '45')).location).toBe(page)
    expect((await till.get(page)).text).toContain('Pas de réponse en deux minutes')
    expect(await lines(given)).toEqual([])
  })

  test('answered late, it pays nothing; asked again for more, the answer to what was asked before is none', async () => {
    const given = await scene()
    const { till, owner } = given
    const { checkout, page } = await aPayment(given, '45')
    await asks(till, page, given, '45')
    const first = askedOn(await owner.get('/espace')) as string
    later(121)
    expect((await owner.submit(first, { answer: 'yes' })).status).toBe(409)
    expect(askedOn(await owner.get('/espace'))).toBeUndefined()
    await asks(till, page, given, '45')
    const second = askedOn(await owner.get('/espace')) as string
    await asks(till, (await pays(till, checkout, given, '90')).location as string, given, '90')
    expect((await owner.get(second)).status).toBe(404)
    expect((await pays(till, checkout, given, '45')).location).toMatch(/\/accord\?/)
    expect(await lines(given)).toEqual([])
  })

  test('refused: that shop gets no assent that day, whichever the way; another’s ask is nobody else’s', async () => {
    const given = await scene()
    const { till, owner, walletId } = given
    await choosesCode(owner)
    const { page } = await aPayment(given, '45')
    await asks(till, page, given, '45')
    const asked = askedOn(await owner.get('/espace')) as string
    const stranger = await new Visitor(site).signInAs({ beneficiaryId: (await committed((tx) => aHolder(tx))).beneficiary.id })
    expect((await stranger.get(asked)).status).toBe(404)
    await owner.submit(asked, { answer: 'no' })
    expect((await till.get(page)).text).toContain('Son propriétaire a refusé')
    const again = await aPayment(given, '50')
    const csrf = await csrfOf(till, TILL)
    const sent = (fields: Record<string, string>) => till.post(again.page, { _csrf: csrf, walletId, amount: '50', ...fields })
    expect((await sent({ action: 'ask' })).status).toBe(409)
    expect((await sent({ action: 'paper', isSeen: 'on' })).status).toBe(409)
    expect((await sent({ action: 'code', pin: CODE })).status).toBe(409)
    expect(await lines(given)).toEqual([])
    // Nor at another shop of whoever asked; others who work there may ask.
    const place = await committed(async (tx) => worksAt(tx, given.seller.id, await aPartner(tx)))
    const there = await signedIn(given.seller)
    await chooses(there, { name: place.partner_name })
    const { page: elsewhere } = await aPayment(given, '45', there)
    const forced = { _csrf: await csrfOf(there, TILL), action: 'paper', walletId, amount: '45', isSeen: 'on' }
    expect((await there.post(elsewhere, forced)).status).toBe(409)
    const other = await signedIn(await committed(async (tx) => aPartnerUser(tx, { id: place.partner_id, name: place.partner_name })))
    expect((await asks(other, (await aPayment(given, '45', other)).page, given, '45')).status).toBe(303)
  })

  test('one person is asked six times a day by a shop, and no more', async () => {
    const given = await scene()
    const { page } = await aPayment(given, '45')
    for (let time = 0; time < 6; time += 1) expect((await asks(given.till, page, given, '45')).status).toBe(303)
    expect((await asks(given.till, page, given, '45')).status).toBe(429)
  })

  test('nobody is asked for what the wallet does not hold', async () => {
    const given = await scene()
    const checkout = await shows(given.till, given.card.number)
    await db.updateTable('campaigns').set({ card_number_daily_cap_cents: 90_000 }).where('id', '=', given.holder.campaign.id).execute()
    const tooMuch = await pays(given.till, checkout, given, '200,01')
    expect([tooMuch.status, tooMuch.location]).toEqual([422, null])
  })
})

describe('by a payment code', () => {
  test('chosen with the password, typed at the till: paid, and told; changing the password ends it', async () => {
    const given = await scene()
    const { owner, till, jean } = given
    expect((await owner.get('/espace/ma-carte')).text).toContain(CODE_PAGE)
    expect((await owner.submit(CODE_PAGE, { password: 'wrong', pin: CODE })).status).toBe(422)
    expect((await choosesCode(owner, '1234')).text).toContain('trop facile à deviner')
    expect((await choosesCode(owner)).location).toBe(`${CODE_PAGE}?fait=choix`)
    expect(await messagesTo(jean)).toContain('Votre code de paiement est choisi')

    const { checkout, page } = await aPayment(given, '45')
    const wrong = await types(till, page, given, '45', '5093')
    expect(wrong.text).toContain('Il reste 4 essais.')
    expect(wrong.text).not.toContain('5093')
    expect((await types(till, page, given, '45', CODE)).location).toBe(`${checkout}/recu`)
    expect(await lines(given)).toEqual([{ amount_cents: 4_500, assent: 'payment-code' }])
    expect(await factsAbout(jean)).toContain('assent.by-code')

    await db.updateTable('passwords').set({ password_hash: 'another' }).where('beneficiary_id', '=', jean.id).execute()
    const next = await aPayment(given, '45')
    expect((await types(till, next.page, given, '45', CODE)).text).toContain('n’a pas de code de paiement')
  })

  test('five wrong in a row lock it, the right one too, at all shops, until its owner chooses another; who is told', async () => {
    const given = await scene()
    const { owner, till, jean } = given
    await choosesCode(owner)
    const { page } = await aPayment(given, '45')
    for (const left of [4, 3, 2, 1])
      expect((await types(till, page, given, '45', '5093')).text).toContain(left === 1 ? 'un essai' : `${left} essais`)
    expect((await types(till, page, given, '45', '5093')).status).toBe(429)
    const elsewhere = await signedIn(await committed(async (tx) => aPartnerUser(tx, await aPartner(tx))))
    const other = await aPayment(given, '45', elsewhere)
    expect((await types(elsewhere, other.page, given, '45', CODE)).status).toBe(429)
    expect(await messagesTo(jean)).toContain('Votre code de paiement est bloqué pour un jour')
    await choosesCode(owner, '6047')
    expect((await types(elsewhere, other.page, given, '45', '6047')).location).toBe(`${other.checkout}/recu`)
  })

  test('a user who tries the codes of many cards is locked, whichever the card', async () => {
    const given = await scene()
    for (let client = 0; client < 5; client += 1) {
      const other = { ...(await scene()), till: given.till }
      await choosesCode(other.owner)
      const { page } = await aPayment(other, '45')
      for (let time = 0; time < 2; time += 1) expect((await types(given.till, page, other, '45', '5093')).status).toBe(422)
    }
    await choosesCode(given.owner)
    const { page } = await aPayment(given, '45')
    const locked = await types(given.till, page, given, '45', CODE)
    expect([locked.status, locked.text.includes('Trop de codes faux ont été tapés chez vous')]).toEqual([429, true])
  })
})

describe('by the photo and an identity paper', () => {
  test('ticked by the cashier, up to the day’s cap; written down with who ticked', async () => {
    const given = await scene()
    const { till, seller, jean, walletId } = given
    const { checkout, page } = await aPayment(given, '45')
    expect((await till.get(page)).text).toContain(`${checkout}/photo`)
    expect((await till.submit(page, { action: 'paper', walletId, amount: '45' })).text).toContain('puis cochez la case')
    expect((await till.submit(page, { action: 'paper', walletId, amount: '45', isSeen: 'on' })).location).toBe(`${checkout}/recu`)
    // Sent twice, it is paid once, and said once.
    const csrf = await csrfOf(till, TILL)
    expect((await till.post(page, { _csrf: csrf, action: 'paper', walletId, amount: '45', isSeen: 'on' })).location).toBe(
      `${checkout}/recu`,
    )
    expect(await lines(given)).toEqual([{ amount_cents: 4_500, assent: 'identity-paper' }])
    expect((await factsAbout(jean)).filter((fact) => fact === 'assent.by-paper')).toHaveLength(1)
    const fact = await db
      .selectFrom('facts_about_people')
      .select('staff_id')
      .where('beneficiary_id', '=', jean.id)
      .where('fact', '=', 'assent.by-paper')
      .executeTakeFirst()
    expect(fact?.staff_id).toBe(seller.id)

    const above = await shows(till, given.card.number)
    expect((await pays(till, above, given, '105,01')).text.replace(/\s/g, ' ')).toContain('150,00 € au plus')
    const forced = { _csrf: csrf, action: 'paper', walletId, amount: '105,01', isSeen: 'on' }
    expect((await till.post(`${above}/accord?montant=105,01&porte-monnaie=${walletId}`, forced)).status).toBe(422)
    expect(await lines(given)).toHaveLength(1)
  })
})

test('what is asked is kept a day; it is among one’s data, and goes with the account', async () => {
  const given = await scene()
  const { jean, till, owner } = given
  await choosesCode(owner)
  const { page } = await aPayment(given, '45')
  await asks(till, page, given, '45')
  expect(await dataOf(db, jean, site.facts)).toMatchObject({
    'demandes d’accord en caisse': [{ partenaire: 'LES PAGES', montant: 45, accord: null }],
    'code de paiement': [{ 'choisi le': TEST_NOW }],
  })
  const left = () => db.selectFrom('assents').select('id').where('beneficiary_id', '=', jean.id).execute()
  later(23 * 3_600)
  await forgettingOfAssents.run(site)
  expect(await left()).toHaveLength(1)
  later(2 * 3_600)
  await forgettingOfAssents.run(site)
  expect(await left()).toHaveLength(0)
  await committed((tx) => closeAccount(tx, jean, { key: site.ibanKey }))
  expect(await db.selectFrom('payment_codes').select('chosen_at').where('beneficiary_id', '=', jean.id).execute()).toEqual([])
})
