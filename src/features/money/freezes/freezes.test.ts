import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { ledgerIsClean } from '../../../../tests/support/ledger-model.ts'
import { aCampaign, aHolder, anAgent, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { settleAll } from '../../../../tests/support/settling.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { Slice } from '../../../platform/database/slices.ts'
import { addDays, dayOf } from '../../../platform/dates.ts'
import { partnerAccepting } from '../../partners/partners/index.ts'
import { openCheckout } from '../payments/open-checkout.ts'
import { payAtTill } from '../payments/pay-at-till.ts'
import { createPrepayment } from '../prepayments/create.ts'
import { expirePrepayments } from '../prepayments/expire.ts'
import { redeemPrepayment } from '../prepayments/redeem.ts'
import { closeWallets } from '../wallets/close.ts'
import { pay, refund, walletsOf } from '../wallets/index.ts'
import { freezePartner, freezePerson, freezeWallet } from './freeze.ts'
import { unfreezePartner, unfreezePerson, unfreezeWallet } from './unfreeze.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const at = <T>(now: Date, run: (tx: Tx) => Promise<T>) => inTransaction(db, now, run)
const act = <T>(run: (tx: Tx) => Promise<T>) => at(TEST_NOW, run)
const later = (days: number) => new Date(TEST_NOW.getTime() + days * 86_400_000)

const [first, second] = await act(async (tx) => [await anAgent(tx, 'helpline'), await anAgent(tx, 'eligibility')] as const)
const keeper = await act((tx) => anAgent(tx, 'partners'))
const why = { reason: 'phone-lost', comment: 'Appel du matin.' }
const refused = (code: string) => expect.objectContaining({ code })

async function scene() {
  return act(async (tx) => {
    const partner = await aPartner(tx)
    const seller = await aPartnerUser(tx, partner)
    const campaign = await aCampaign(tx)
    const { beneficiary, wallet, card } = await aHolder(tx, { balance_cents: 20_000, campaign })
    return { partner, seller, jean: beneficiary.actor, wallet, card, campaign }
  })
}
type Scene = Awaited<ReturnType<typeof scene>>

const line = ({ wallet, seller }: Scene, amount_cents = 1_000) => ({
  ...{ request_id: randomUUID(), wallet_id: wallet.id, partner_id: seller.partner_id, amount_cents, made_by: seller.id },
})
const paid = (given: Scene, now = TEST_NOW) => at(now, (tx) => pay(tx, { ...line(given), channel: 'qr-code' }))
const prepaid = ({ jean, partner, wallet }: Scene, now = TEST_NOW) =>
  at(now, (tx) => createPrepayment(tx, jean, { partnerId: partner.id, walletId: wallet.id, amount: 5_000, _id: randomUUID() }))
const redeemed = ({ seller }: Scene, ticket: string, now = TEST_NOW) =>
  at(now, (tx) => redeemPrepayment(tx, seller, { ticket, _id: randomUUID() }))
const walletOf = async ({ jean, wallet }: Scene, now = TEST_NOW) => (await walletsOf(db, jean.id, now)).find(({ id }) => id === wallet.id)
const expiryOf = async (ticket: string) =>
  await db.selectFrom('prepayments').select(['expires_on', 'state']).where('ticket', '=', ticket).executeTakeFirstOrThrow()
const messagesTo = async (beneficiaryId: number) =>
  (await db.selectFrom('messages').select('template').where('beneficiary_id', '=', beneficiaryId).execute()).map(({ template }) => template)

test('nothing that a frozen person has pays, at the till, online or by a ticket; money may come back', async () => {
  const given = await scene()
  const { jean, seller, wallet, card } = given
  const before = await paid(given)
  const { ticket } = await prepaid(given)
  const checkout = await act((tx) => openCheckout(tx, seller, { code: card.number }))
  await act((tx) => freezePerson(tx, first, { id: jean.id, ...why }))

  const paying = act((tx) => payAtTill(tx, seller, { checkoutId: checkout?.id ?? '', walletId: wallet.id, amount: 100 }))
  await expect(paying).rejects.toEqual(refused('wallet.frozen'))
  const till = await new Visitor(site).signInAs({ staffId: seller.id })
  expect((await till.get(`/partenaire/encaissement/${checkout?.id}`)).text).toContain('La Région a gelé ce qui est dessus')
  await expect(prepaid(given)).rejects.toEqual(refused('wallet.frozen'))
  await expect(redeemed(given, ticket)).rejects.toEqual(refused('wallet.frozen'))
  await act((tx) => refund(tx, { ...line(given, 400), payment_id: before.transaction_id }))
  expect(await walletOf(given)).toMatchObject({ balance_cents: 14_400, reserved_cents: 5_000, is_frozen: true })
  await ledgerIsClean(db)
})

test('whoever is signed in is put out, told without the reason, and may come back', async () => {
  const given = await scene()
  const visitor = await new Visitor(site).signInAs({ beneficiaryId: given.jean.id })
  await act((tx) => freezePerson(tx, first, { id: given.jean.id, ...why }))
  expect((await visitor.get('/espace')).status).toBe(303)
  const message = await db
    .selectFrom('messages')
    .select('body')
    .where('beneficiary_id', '=', given.jean.id)
    .where('template', '=', 'money.frozen')
    .executeTakeFirstOrThrow()
  expect(message.body).not.toMatch(/perdu ou volé|Appel du matin/)
  const again = await new Visitor(site).signInAs({ beneficiaryId: given.jean.id })
  expect((await again.get('/espace/ma-carte')).text).toContain('Votre argent est gelé')
})

test('is unfrozen by somebody else than who froze it, even in the database', async () => {
  const { jean } = await scene()
  await act((tx) => freezePerson(tx, first, { id: jean.id, ...why }))
  await expect(act((tx) => freezePerson(tx, second, { id: jean.id, ...why }))).rejects.toEqual(refused('freeze.already'))
  await expect(act((tx) => unfreezePerson(tx, first, { id: jean.id, answer: 'Retrouvé.' }))).rejects.toEqual(refused('freeze.own'))
  const forged = `update freezes set unfrozen_by = frozen_by, unfrozen_at = now(), answer = 'x' where beneficiary_id = ${jean.id}`
  await expect(asOwner(database.url, forged)).rejects.toThrow('whoever_freezes_does_not_unfreeze')
  await act((tx) => unfreezePerson(tx, second, { id: jean.id, answer: 'Retrouvé.' }))
  await expect(act((tx) => unfreezePerson(tx, second, { id: jean.id, answer: 'Encore.' }))).rejects.toEqual(refused('freeze.none'))
  expect(await messagesTo(jean.id)).toEqual(['money.frozen', 'money.unfrozen'])
})

test('while it lasts nothing closes and nothing expires; then the days come back, to the wallet and to its tickets', async () => {
  const given = await scene()
  const { jean, wallet, campaign } = given
  const { ticket } = await prepaid(given)
  const lastDay = new Date(`${campaign.ends_on}T10:00:00+02:00`)
  const frozenAt = new Date(`${addDays(campaign.prepayments_expire_on, -2)}T10:00:00+02:00`)
  await at(frozenAt, (tx) => freezeWallet(tx, first, { id: wallet.id, ...why }))

  const afterwards = new Date(lastDay.getTime() + 10 * 86_400_000)
  await at(afterwards, (tx) => expirePrepayments(tx, { kind: 'clock' }, new Slice(100)))
  await at(afterwards, (tx) => closeWallets(tx, { kind: 'clock' }, { after_id: wallet.id - 1 }, new Slice(1)))
  expect(await walletOf(given, afterwards)).toMatchObject({ balance_cents: 15_000, reserved_cents: 5_000, is_open: true })

  await at(afterwards, (tx) => unfreezeWallet(tx, second, { id: wallet.id, answer: 'Vérifié.' }))
  const days = Math.round((Date.parse(dayOf(afterwards)) - Date.parse(dayOf(frozenAt))) / 86_400_000)
  expect(await walletOf(given, afterwards)).toMatchObject({ closes_on: addDays(campaign.ends_on, days), is_frozen: false, is_open: true })
  expect(await expiryOf(ticket)).toEqual({ expires_on: addDays(campaign.prepayments_expire_on, days), state: 'pending' })
  await redeemed(given, ticket, afterwards)
  await paid(given, afterwards)
  expect(await walletOf(given, afterwards)).toMatchObject({ balance_cents: 14_000, reserved_cents: 0 })
  expect(await messagesTo(jean.id)).toContain('money.unfrozen')
})

test('the days come back to the prepayments that can still be made, too', async () => {
  const given = await scene()
  const lastDay = new Date(`${given.campaign.prepayments_expire_on}T10:00:00+02:00`)
  await at(lastDay, (tx) => freezeWallet(tx, first, { id: given.wallet.id, ...why }))
  const thawed = new Date(lastDay.getTime() + 3 * 86_400_000)
  await at(thawed, (tx) => unfreezeWallet(tx, second, { id: given.wallet.id, answer: 'Vérifié.' }))
  const { ticket } = await prepaid(given, thawed)
  expect(await expiryOf(ticket)).toMatchObject({ expires_on: addDays(given.campaign.prepayments_expire_on, 3) })
})

test('a wallet that had closed before it was frozen gets no day back', async () => {
  const given = await scene()
  const closed = new Date(`${addDays(given.campaign.ends_on, 5)}T10:00:00+02:00`)
  await at(closed, (tx) => freezePerson(tx, first, { id: given.jean.id, ...why }))
  expect(await walletOf(given, closed)).toMatchObject({ is_open: false })
  const thawed = new Date(closed.getTime() + 5 * 86_400_000)
  await at(thawed, (tx) => unfreezePerson(tx, second, { id: given.jean.id, answer: 'Vérifié.' }))
  expect(await walletOf(given, thawed)).toMatchObject({ closes_on: given.campaign.ends_on, is_open: false })
})

test('a wallet is frozen as long as its own freeze or its owner’s lasts', async () => {
  const given = await scene()
  const { jean, wallet } = given
  await act((tx) => freezeWallet(tx, first, { id: wallet.id, ...why }))
  await at(later(1), (tx) => freezePerson(tx, first, { id: jean.id, ...why }))
  await at(later(2), (tx) => unfreezeWallet(tx, second, { id: wallet.id, answer: 'Vérifié.' }))
  await expect(paid(given, later(2))).rejects.toEqual(refused('wallet.frozen'))
  await at(later(3), (tx) => unfreezePerson(tx, second, { id: jean.id, answer: 'Vérifié.' }))
  expect(await walletOf(given)).toMatchObject({ closes_on: addDays(given.campaign.ends_on, 3), is_frozen: false })
  await paid(given, later(3))
})

test('a wallet that is opened for somebody while they are frozen is frozen, also when both happen at once', async () => {
  const { jean } = await scene()
  const credited = await act((tx) => aCampaign(tx))
  await db
    .insertInto('card_applications')
    .values({
      beneficiary_id: jean.id,
      campaign_id: credited.id,
      file_number: String(Math.floor(Math.random() * 9_000_000_000) + 1_000_000_000),
      state: 'validated',
      // Of whom the table asks neither school nor photo: what they are given is what is looked at here.
      situation: 'neither',
      benefit_rule: 'pupil-first-time',
      created_at: TEST_NOW,
      submitted_at: TEST_NOW,
      decided_at: TEST_NOW,
    })
    .execute()
  const credit = (tx: Tx) => sql`select credit_applications(${credited.id}, null, ${tx.now})`.execute(tx)
  const ended = await meanwhile(
    db,
    (tx) => freezePerson(tx, first, { id: jean.id, ...why }),
    () => act(credit),
  )
  expect(ended).toMatchObject({ status: 'fulfilled' })
  const wallets = await walletsOf(db, jean.id, TEST_NOW)
  expect(wallets.map(({ is_frozen }) => is_frozen)).toEqual([true, true])
})

test('a frozen partner takes nothing, is offered to nobody, and its dues wait', async () => {
  const given = await scene()
  const { partner, seller, card } = given
  await paid(given)
  const { ticket } = await prepaid(given)
  await act((tx) => freezePartner(tx, keeper, { id: partner.id, reason: 'suspected-fraud', comment: 'Montants ronds la nuit.' }))
  await expect(paid(given)).rejects.toEqual(refused('partner.frozen'))
  await expect(redeemed(given, ticket)).rejects.toEqual(refused('partner.frozen'))
  await expect(act((tx) => openCheckout(tx, seller, { code: card.number }))).rejects.toEqual(refused('partner.frozen'))
  await expect(partnerAccepting(db, partner.id, 'prepayments')).rejects.toEqual(refused('partner.not-accepting'))
  expect((await new Visitor(site).get(`/partenaires/${partner.code}`)).status).toBe(404)

  const preparer = await act((tx) => anAgent(tx, 'preparer'))
  const settled = async () => {
    const settlement = await act((tx) => settleAll(tx, preparer))
    const lines = db.selectFrom('settlement_lines').select('amount_cents').where('settlement_id', '=', settlement)
    return lines.where('partner_id', '=', partner.id).execute()
  }
  await paid(await scene())
  expect(await settled()).toEqual([])
  const other = await act((tx) => anAgent(tx, 'partners'))
  await expect(act((tx) => unfreezePartner(tx, keeper, { id: partner.id, answer: 'Vérifié.' }))).rejects.toEqual(refused('freeze.own'))
  await act((tx) => unfreezePartner(tx, other, { id: partner.id, answer: 'Vérifié.' }))
  await redeemed(given, ticket)
  expect(await settled()).toEqual([{ amount_cents: 6_000 }])
  const told = await db.selectFrom('messages').select('template').where('staff_id', '=', seller.id).execute()
  expect(told.map(({ template }) => template).sort()).toEqual(['partner.frozen', 'partner.unfrozen', 'prepayment-made-for'])
})

test('the file says what would stop before it does, and who may end it', async () => {
  const given = await scene()
  await prepaid(given)
  const desk = await new Visitor(site).signInAs({ staffId: first.id })
  const path = `/region/beneficiaires/${given.jean.id}`
  expect((await desk.get(path)).text).toContain('Geler cette personne')
  const preview = (await desk.get(`${path}/gel`)).text
  for (const words of ['150,00', '50,00', 'Une autre personne que vous devra le dégeler']) expect(preview).toContain(words)
  expect((await desk.submit(`${path}/gel`, { reason: '', comment: '' })).status).toBe(422)
  expect((await desk.submit(`${path}/gel`, why)).location).toBe(`${path}?fait=gel`)
  const file = (await desk.get(path)).text
  for (const words of ['Gelé', 'Téléphone perdu ou volé : Appel du matin.', 'Dégeler cette personne']) expect(file).toContain(words)
  expect((await desk.get(`${path}/degel`)).text).toContain('Vous l’avez gelé')
  expect((await desk.post(`${path}/degel`, { answer: 'Retrouvé.', _csrf: csrfIn(file) })).status).toBe(403)
  const other = await new Visitor(site).signInAs({ staffId: second.id })
  expect((await other.submit(`${path}/degel`, { answer: 'Téléphone retrouvé.' })).location).toBe(`${path}?fait=degel`)
  expect((await other.get(path)).text).toContain('Téléphone retrouvé.')
})

const csrfIn = (text: string): string => /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? ''
