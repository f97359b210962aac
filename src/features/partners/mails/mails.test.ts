import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, anAgent, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { payOnline } from '../../money/payments/pay-online.ts'
import { cancelPrepayment } from '../../money/prepayments/cancel.ts'
import { createPrepayment } from '../../money/prepayments/create.ts'
import { messagesOfStatements } from '../../money/settlements/jobs.ts'
import { markPaid } from '../../money/settlements/pay.ts'
import { settlePartners } from '../../money/settlements/settle.ts'
import { sumUp } from '../../money/sums/index.ts'
import { suspendPartner } from '../partners/save.ts'
import { FROM_ONE_A_DAY } from './mails.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, run)

/** A shop with one user of each role, and a young person who has money. */
async function scene() {
  return act(async (tx) => {
    const partner = await aPartner(tx, { name: 'LES PAGES' })
    return {
      partner,
      manager: await aPartnerUser(tx, partner),
      accountant: await aPartnerUser(tx, partner, { roles: ['accountant'] }),
      cashier: await aPartnerUser(tx, partner, { roles: ['cashier'] }),
      holder: await aHolder(tx, { balance_cents: 20_000 }),
    }
  })
}

const mailsTo = async ({ id }: { id: number }) =>
  (await db.selectFrom('messages').select(['template', 'body']).where('staff_id', '=', id).execute()).map(({ template, body }) => ({
    template,
    body,
  }))
const namesTo = async (user: { id: number }) => (await mailsTo(user)).map(({ template }) => template).toSorted()
type Scene = Awaited<ReturnType<typeof scene>>
const spent = ({ partner, holder }: Scene, amount: number) => ({
  ...{ partnerId: partner.id, walletId: holder.wallet.id, amount, _id: randomUUID() },
})

test('an online payment and a prepayment are told to managers and accountants, once, without a name or a ticket', async () => {
  const given = await scene()
  const { manager, accountant, cashier, holder } = given
  const paid = spent(given, 1_250)
  for (const _ of ['sent', 'sent again']) await act((tx) => payOnline(tx, holder.beneficiary.actor, paid))
  const { ticket } = await act((tx) => createPrepayment(tx, holder.beneficiary.actor, spent(given, 4_500)))
  for (const user of [manager, accountant]) expect(await namesTo(user)).toEqual(['online-payment-received', 'prepayment-made-for'])
  expect(await namesTo(cashier)).toEqual([])
  for (const { body } of await mailsTo(manager)) {
    expect(body).toContain('LES PAGES')
    for (const secret of [ticket, holder.beneficiary.first_name, holder.beneficiary.last_name]) expect(body).not.toContain(secret)
  }
})

test('a statement that is let out, then its transfer, are told by the clock, once', async () => {
  const given = await scene()
  await act((tx) => payOnline(tx, given.holder.beneficiary.actor, spent(given, 3_000)))
  await sumUp(db)
  const preparer = await act((tx) => anAgent(tx, 'preparer'))
  const id = await act((tx) => settlePartners(tx, preparer))
  await messagesOfStatements.run(site)
  expect(await namesTo(given.accountant)).toEqual(['online-payment-received'])
  await act((tx) => agreedTo(tx, 'settlement.release', id))
  for (const _ of ['once', 'again']) await messagesOfStatements.run(site)
  expect(await namesTo(given.accountant)).toEqual(['online-payment-received', 'statement-made'])
  await act((tx) => markPaid(tx, preparer, { settlement_id: id }))
  for (const _ of ['once', 'again']) await messagesOfStatements.run(site)
  expect(await namesTo(given.accountant)).toEqual(['online-payment-received', 'statement-made', 'transfer-made'])
  const told = (await mailsTo(given.manager)).find(({ template }) => template === 'transfer-made')
  expect(told?.body).toContain(`relevé n° ${id} est fait : ${frenchEuros(3_000)}`)
})

test('each is turned off by its reader, for themselves; what protects is not', async () => {
  const given = await scene()
  const { partner, manager, accountant, cashier, holder } = given
  const page = await new Visitor(site).signInAs({ staffId: accountant.id })
  expect((await page.get('/partenaire/messages')).text.match(/checked/g)).toHaveLength(4)
  expect((await page.submit('/partenaire/messages', { 'mails[]': ['statement', 'transfer'] })).location).toBe(
    '/partenaire/messages?fait=choix',
  )
  expect((await page.get('/partenaire/messages')).text.match(/checked/g)).toHaveLength(2)
  await act((tx) => payOnline(tx, holder.beneficiary.actor, spent(given, 1_250)))
  expect([await namesTo(accountant), await namesTo(manager)]).toEqual([[], ['online-payment-received']])

  await page.submit('/partenaire/messages', { 'mails[]': ['online-payment', 'suspension'] })
  await act((tx) => createPrepayment(tx, holder.beneficiary.actor, spent(given, 500)))
  await act(async (tx) => suspendPartner(tx, await anAgent(tx, 'partners'), partner.id))
  for (const user of [accountant, cashier]) expect(await namesTo(user)).toEqual(['partner.suspended'])

  const till = await new Visitor(site).signInAs({ staffId: cashier.id })
  expect((await till.get('/partenaire/messages')).status).toBe(403)
})

test('nobody of another shop is told', async () => {
  const [given, other] = [await scene(), await scene()]
  await act((tx) => payOnline(tx, given.holder.beneficiary.actor, spent(given, 1_250)))
  expect(await namesTo(other.manager)).toEqual([])
})

test('somebody who sets a cent aside and takes it back again and again fills no letter box of the shop', async () => {
  const given = await scene()
  const { manager, holder } = given
  for (let time = 1; time <= FROM_ONE_A_DAY + 3; time += 1) {
    const { ticket } = await act((tx) => createPrepayment(tx, holder.beneficiary.actor, spent(given, time)))
    await act((tx) => cancelPrepayment(tx, holder.beneficiary.actor, { ticket, _id: randomUUID() }))
  }
  expect(await namesTo(manager)).toHaveLength(FROM_ONE_A_DAY)
  // Another hears of nothing less.
  const other = await act((tx) => aHolder(tx, { balance_cents: 5_000 }))
  await act((tx) => payOnline(tx, other.beneficiary.actor, spent({ ...given, holder: other }, 1_250)))
  expect(await namesTo(manager)).toContain('online-payment-received')
})
