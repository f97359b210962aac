import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { ledgerIsClean } from '../../../../tests/support/ledger-model.ts'
import { aHolder, anAgent, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { settleAll } from '../../../../tests/support/settling.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { takingsOf } from '../books/queries.ts'
import { pay, refund, walletsOf } from '../wallets/index.ts'
import { askToAdjust } from './adjust.ts'
import { askToCancel } from './cancel-for-fraud.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const at = <T>(now: Date, run: (tx: Tx) => Promise<T>) => inTransaction(db, now, run)
const act = <T>(run: (tx: Tx) => Promise<T>) => at(TEST_NOW, run)
const AFTER_CLOSING = new Date('2027-05-10T10:00:00+02:00')

const transactionUuid = randomUUID()
const preparer = await act((tx) => anAgent(tx, 'preparer'))

async function scene(balance_cents = 20_000) {
  return act(async (tx) => {
    const partner = await aPartner(tx)
    const seller = await aPartnerUser(tx, partner)
    const { beneficiary, wallet } = await aHolder(tx, { balance_cents })
    const line = { wallet_id: wallet.id, partner_id: partner.id, made_by: seller.id }
    return { partner, seller, beneficiary, wallet, line }
  })
}
type Scene = Awaited<ReturnType<typeof scene>>

const paid = ({ line }: Scene, amount_cents: number) =>
  act((tx) => pay(tx, { ...line, request_id: randomUUID(), amount_cents, channel: 'card-number' }))
const asked = ({ wallet }: Scene, direction: 'credit' | 'debit', amount: number) =>
  act((tx) =>
    askToAdjust(tx, preparer, { walletId: wallet.id, direction, amount, reason: 'wrong-amount', comment: 'Vu.', _id: randomUUID() }),
  )
const askedToCancel = (transactionId: number, expense: 'partner' | 'region') =>
  act((tx) => askToCancel(tx, preparer, { transactionId, expense, reason: 'stolen-card', comment: 'Plainte reçue.', _id: randomUUID() }))
const agreed = (kind: string, subject: number) => act((tx) => agreedTo(tx, kind, subject))
const balanceOf = async ({ beneficiary }: Scene) => (await walletsOf(db, beneficiary.id, TEST_NOW))[0]
const dueTo = async ({ seller }: Scene) => (await takingsOf(db, seller, TEST_NOW)).due_cents
const linesOf = ({ wallet }: Scene) =>
  db.selectFrom('transactions').select(['kind', 'amount_cents']).where('wallet_id', '=', wallet.id).orderBy('id').execute()
const templatesTo = async (who: { beneficiary_id: number } | { staff_id: number }) => {
  const [[column, id]] = Object.entries(who) as [['beneficiary_id' | 'staff_id', number]]
  return (await db.selectFrom('messages').select('template').where(column, '=', id).execute()).map(({ template }) => template)
}
const refused = (code: string) => expect.objectContaining({ code })

test('an adjustment moves nothing until a second person agrees; then it is a line of the journal, with why', async () => {
  const given = await scene()
  await asked(given, 'debit', 4_500)
  expect(await balanceOf(given)).toMatchObject({ balance_cents: 20_000 })
  await agreed('wallet.adjustment', given.wallet.id)
  await asked(given, 'credit', 1_000)
  await agreed('wallet.adjustment', given.wallet.id)
  expect(await balanceOf(given)).toMatchObject({ balance_cents: 16_500, granted_cents: 21_000 })
  expect((await linesOf(given)).slice(1)).toEqual([
    { kind: 'debit', amount_cents: 4_500 },
    { kind: 'credit', amount_cents: 1_000 },
  ])
  expect(await templatesTo({ beneficiary_id: given.beneficiary.id })).toEqual(['wallet-adjusted', 'wallet-adjusted'])
  await ledgerIsClean(db)
})

test('takes back no more than what is left, also when it was spent while the second person looked', async () => {
  const given = await scene(5_000)
  await expect(asked(given, 'debit', 5_001)).rejects.toEqual(refused('wallet.insufficient'))
  await asked(given, 'debit', 5_000)
  await paid(given, 1)
  await expect(agreed('wallet.adjustment', given.wallet.id)).rejects.toEqual(refused('wallet.insufficient'))
  expect(await balanceOf(given)).toMatchObject({ balance_cents: 4_999 })
  await ledgerIsClean(db)
})

test('adds nothing to a wallet that has closed', async () => {
  const given = await scene()
  const late = at(AFTER_CLOSING, (tx) =>
    askToAdjust(tx, preparer, {
      ...{ walletId: given.wallet.id, direction: 'credit', amount: 100, reason: 'till-error', comment: 'Vu.', _id: randomUUID() },
    }),
  )
  await expect(late).rejects.toEqual(refused('wallet.closed'))
})

test('a form that is sent again once it is done asks for nothing', async () => {
  const given = await scene()
  const { transaction_id } = await paid(given, 1_000)
  const _id = randomUUID()
  const ask = (amount = 500) =>
    act((tx) =>
      askToAdjust(tx, preparer, { walletId: given.wallet.id, direction: 'credit', amount, reason: 'till-error', comment: 'Vu.', _id }),
    )
  await ask()
  await agreed('wallet.adjustment', given.wallet.id)
  for (const amount of [500, 600]) await expect(ask(amount)).rejects.toEqual(refused('correction.done'))
  const fraud = { transactionId: transaction_id, expense: 'region', reason: 'stolen-card', comment: 'Vu.', _id } as const
  await expect(act((tx) => askToCancel(tx, preparer, fraud))).rejects.toEqual(refused('correction.done'))

  // Asked for twice before either is done.
  const [one, other] = [await scene(), await scene()]
  for (const { wallet } of [one, other]) {
    const same = { direction: 'credit', amount: 500, reason: 'till-error', comment: 'Vu.', _id: transactionUuid } as const
    await act((tx) => askToAdjust(tx, preparer, { walletId: wallet.id, ...same }))
  }
  await agreed('wallet.adjustment', one.wallet.id)
  await expect(agreed('wallet.adjustment', other.wallet.id)).rejects.toEqual(refused('correction.done'))
  await ledgerIsClean(db)
})

test('nobody corrects alone, even in the database', async () => {
  const given = await scene()
  const { transaction_id } = await paid(given, 100)
  const forged = `insert into corrections values (${transaction_id}, 'wrong-amount', 'x', ${preparer.id}, ${preparer.id})`
  await expect(asOwner(database.url, forged)).rejects.toThrow('whoever_asks_for_a_correction_does_not_agree_to_it')
})

test('a payment cancelled at the partner’s expense comes back from it, also when it was settled', async () => {
  const given = await scene()
  const { transaction_id } = await paid(given, 6_000)
  await act((tx) => settleAll(tx, preparer))
  await askedToCancel(transaction_id, 'partner')
  expect([await dueTo(given), (await balanceOf(given))?.balance_cents]).toEqual([0, 14_000])
  await agreed('payment.fraud-cancellation', transaction_id)
  expect([await dueTo(given), (await balanceOf(given))?.balance_cents]).toEqual([-6_000, 20_000])
  await paid(given, 7_500)
  expect(await dueTo(given)).toBe(1_500)
  await act((tx) => settleAll(tx, preparer))
  expect(await templatesTo({ beneficiary_id: given.beneficiary.id })).toEqual(['payment-cancelled-for-fraud'])
  expect(await templatesTo({ staff_id: given.seller.id })).toEqual(['taking-cancelled-for-fraud'])
  await ledgerIsClean(db)
})

test('at the Region’s expense what is due to the partner stays; what was refunded is not given twice', async () => {
  const given = await scene()
  const { transaction_id } = await paid(given, 6_000)
  const giveBack = (amount_cents: number) =>
    act((tx) => refund(tx, { ...given.line, request_id: randomUUID(), payment_id: transaction_id, amount_cents }))
  await giveBack(1_000)
  await askedToCancel(transaction_id, 'region')
  await agreed('payment.fraud-cancellation', transaction_id)
  expect([await dueTo(given), (await balanceOf(given))?.balance_cents]).toEqual([5_000, 20_000])
  await expect(giveBack(1)).rejects.toEqual(refused('payment.nothing-left'))
  await expect(askedToCancel(transaction_id, 'partner')).rejects.toEqual(refused('payment.nothing-left'))
  await ledgerIsClean(db)
})

test('the file leads to both, and the second person sees what would change', async () => {
  const given = await scene()
  const { transaction_id } = await paid(given, 6_000)
  const eligibility = await act((tx) => anAgent(tx, 'eligibility'))
  const desk = await new Visitor(site).signInAs({ staffId: eligibility.id })
  const file = (await desk.get(`/region/beneficiaires/${given.beneficiary.id}`)).text
  for (const words of ['Régulariser', 'Annuler pour fraude']) expect(file).toContain(words)
  const path = `/region/porte-monnaie/${given.wallet.id}/regularisation`
  expect((await desk.submit(path, { direction: 'debit', amount: '999', reason: 'wrong-amount', comment: 'Vu.' })).status).toBe(422)
  const { location } = await desk.submit(path, { direction: 'debit', amount: '40', reason: 'wrong-amount', comment: 'Vu.' })
  const fraud = `/region/transactions/${transaction_id}/fraude`
  expect((await desk.get(fraud)).text).toContain('pas encore dans un reversement')
  const asked = await desk.submit(fraud, { expense: 'partner', reason: 'stolen-card', comment: 'Plainte reçue.' })

  const approver = await act((tx) => anAgent(tx, 'approver'))
  const second = await new Visitor(site).signInAs({ staffId: approver.id })
  const shown = (await second.get(location as string)).text
  for (const words of ['140,00', '100,00', 'Montant accordé erroné']) expect(shown).toContain(words)
  expect((await desk.submit(location as string, { action: 'agree' })).status).toBe(403)
  for (const act of [location, asked.location]) expect((await second.submit(act as string, { action: 'agree' })).status).toBe(303)
  expect(await balanceOf(given)).toMatchObject({ balance_cents: 16_000 })
  const till = await new Visitor(site).signInAs({ staffId: given.seller.id })
  expect((await till.get('/partenaire/transactions')).text).toContain('Paiement annulé pour fraude')
})
