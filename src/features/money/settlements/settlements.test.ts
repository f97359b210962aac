import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { ledgerIsClean } from '../../../../tests/support/ledger-model.ts'
import { aHolder, anAgent, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { takingsOf } from '../payments/queries.ts'
import { sumUp } from '../sums/index.ts'
import { pay, refund } from '../wallets/index.ts'
import { markPaid } from './pay.ts'
import { linesOf, settledTo } from './queries.ts'
import { settlePartners } from './settle.ts'

const database = await testDatabase()
const { db } = database
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, run)

const { agent, wallet, otherWallet } = await act(async (tx) => ({
  agent: await anAgent(tx, 'preparer'),
  wallet: (await aHolder(tx, { balance_cents: 100_000 })).wallet.id,
  otherWallet: (await aHolder(tx, { balance_cents: 100_000 })).wallet.id,
}))

const aShop = () => act(async (tx) => aPartnerUser(tx, await aPartner(tx)))

const line = (shop: PartnerUser, amount_cents: number, wallet_id = wallet) => ({
  ...{ request_id: randomUUID(), wallet_id, partner_id: shop.partner_id, amount_cents, made_by: shop.id },
})

const spend = (tx: Tx, shop: PartnerUser, amount_cents: number, from = wallet) =>
  pay(tx, { ...line(shop, amount_cents, from), channel: 'qr-code' })
const giveBack = (tx: Tx, shop: PartnerUser, payment_id: number, amount_cents: number) =>
  refund(tx, { ...line(shop, amount_cents), payment_id })

/** As the page does: what is posted is summed before. */
const settle = async () => {
  await sumUp(db)
  return act((tx) => settlePartners(tx, agent))
}
const dueTo = async (shop: PartnerUser) => (await takingsOf(db, shop, TEST_NOW)).due_cents
const amountsTo = async (shop: PartnerUser) => (await settledTo(db, shop, 1)).rows.map(({ amount_cents }) => amount_cents)

/** How many connections looked last at who is posting. */
const lookingAtPostings = () =>
  asOwner(
    database.url,
    `
  select from pg_stat_activity where datname = current_database() and query like '%RowExclusiveLock%' and pid <> pg_backend_pid()`,
  )

test('all that was taken since the settlement before, refunds deducted, and nothing twice', async () => {
  const [shop, other] = [await aShop(), await aShop()]
  const paid = await act((tx) => spend(tx, shop, 3_000))
  await act((tx) => giveBack(tx, shop, paid.transaction_id, 1_000))
  expect([await dueTo(shop), await dueTo(other)]).toEqual([2_000, 0])

  await settle()
  expect([await dueTo(shop), await amountsTo(shop), await amountsTo(other)]).toEqual([0, [2_000], []])
  await act((tx) => spend(tx, shop, 500))
  await settle()
  expect(await amountsTo(shop)).toEqual([500, 2_000])
  await expect(settle()).rejects.toMatchObject({ code: 'settlement.nothing-due' })
  await ledgerIsClean(db)
})

test('what was given back after a settlement is taken from the next one', async () => {
  const shop = await aShop()
  const paid = await act((tx) => spend(tx, shop, 3_000))
  await settle()
  await act((tx) => giveBack(tx, shop, paid.transaction_id, 3_000))
  expect(await dueTo(shop)).toBe(-3_000)
  await expect(settle()).rejects.toMatchObject({ code: 'settlement.nothing-due' })
  await act((tx) => spend(tx, shop, 5_000))
  await settle()
  expect([await dueTo(shop), await amountsTo(shop)]).toEqual([0, [2_000, 3_000]])
  await ledgerIsClean(db)
})

test('a payment that was being posted is not passed over', async () => {
  const shop = await aShop()
  let settled: Promise<number> | undefined
  await act(async (tx) => {
    await spend(tx, shop, 1_000)
    await act((later) => spend(later, shop, 2_000, otherWallet))
    settled = settle()
    // It waits for this payment, whose number comes before that of the one already posted.
    await expect.poll(() => lookingAtPostings()).toHaveLength(1)
  })
  await settled
  expect([await dueTo(shop), await amountsTo(shop)]).toEqual([0, [3_000]])
})

test('of two agents at once, one settles', async () => {
  const shop = await aShop()
  await act((tx) => spend(tx, shop, 1_000))
  const results = await Promise.allSettled([settle(), settle()])
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(await amountsTo(shop)).toEqual([1_000])
})

test('is paid once, and its partner sees it', async () => {
  const shop = await aShop()
  await act((tx) => spend(tx, shop, 12_345))
  const { site } = testSite(database)
  const office = await new Visitor(site).signInAs({ staffId: agent.id })
  const till = await new Visitor(site).signInAs({ staffId: shop.id })
  expect((await till.get('/partenaire')).text).toContain('123,45')

  const before = await office.get('/region/reversements/preparation')
  expect(before.text).toContain('123,45')
  expect((await till.get('/partenaire/versements')).text).not.toContain('Virement en cours')
  const made = await office.submit('/region/reversements/preparation')
  const place = made.location?.split('?')[0] as string
  const prepared = (await office.get(made.location as string)).text
  for (const words of ['Le reversement est préparé', 'En attente de validation']) expect(prepared).toContain(words)
  const settlement_id = Number(place.split('/').at(-1))
  // Nothing goes out before a second person has seen it.
  expect((await office.get(`${place}/reversement.csv`)).status).toBe(409)
  await expect(act((tx) => markPaid(tx, agent, { settlement_id }))).rejects.toMatchObject({ code: 'settlement.not-released' })
  expect((await till.get('/partenaire/versements')).text).toContain('En attente de validation')
  await act((tx) => agreedTo(tx, 'settlement.release', settlement_id))
  expect((await office.get(place)).text).toContain('Virement en cours')
  // What is out is asked about no more.
  expect((await office.submit(`${place}/validation`)).status).toBe(409)
  expect((await office.get(`${place}/reversement.csv`)).text).toMatch(/;123,45\r\n/)
  expect((await office.get('/region/reversements/preparation')).text).toContain('Rien n’est dû')
  expect((await till.get('/partenaire/versements')).text).toContain('Virement en cours')
  expect((await office.get(`${place}/versement`)).text).toContain('C’est définitif')
  const paid = await office.submit(`${place}/versement`)
  expect((await office.get(paid.location as string)).text).toContain('Les virements sont notés comme faits')
  expect((await till.get('/partenaire/versements')).text).toContain('Virement fait le 23/11/2026')

  await expect(act((tx) => markPaid(tx, agent, { settlement_id }))).rejects.toMatchObject({ code: 'settlement.paid' })
  const facts = await db.selectFrom('audit_facts').select('fact').where('fact', 'like', 'settlement.%').execute()
  expect(facts.map(({ fact }) => fact)).toContain('settlement.paid')
})

test('is the business of preparers only, and of no shop', async () => {
  const { site } = testSite(database)
  const [support, shop] = [await act((tx) => anAgent(tx, 'helpline')), await aShop()]
  for (const staffId of [support.id, shop.id]) {
    const visitor = await new Visitor(site).signInAs({ staffId })
    for (const path of ['', '/preparation', '/1/versement']) expect((await visitor.get(`/region/reversements${path}`)).status).toBe(403)
    expect((await visitor.post('/region/reversements/preparation', {})).status).toBe(403)
  }
})

test('a line changed by hand is found by the check of the ledger', async () => {
  const shop = await aShop()
  await act((tx) => spend(tx, shop, 1_000))
  const id = await settle()
  expect((await linesOf(db, id)).map(({ amount_cents }) => amount_cents)).toEqual([1_000])
  await expect(db.updateTable('settlement_lines').set({ amount_cents: 1 }).execute()).rejects.toThrow(/permission denied/)
  await asOwner(database.url, `update settlement_lines set amount_cents = 999 where settlement_id = ${id}`)
  await expect(ledgerIsClean(db)).rejects.toThrow(`settlement ${id}`)
})
