import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { asOwner, rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { ledgerIsClean, writePrepayment } from '../../../../tests/support/ledger-model.ts'
import { aCampaign, aHolder, anAgent, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { settleAll } from '../../../../tests/support/settling.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { migrate } from '../../../platform/database/migrate.ts'
import { checkLedger } from '../wallets/check.ts'
import { capture, pay, refund, release, reserve } from '../wallets/index.ts'
import { sumUp } from './sum-up.ts'

const database = await testDatabase()
const { db } = database
const act = <T>(run: (tx: Tx) => Promise<T>, now = TEST_NOW) => inTransaction(db, now, run)
const onDay = (day: string) => new Date(`${day}T10:00:00+01:00`)

async function aShop(tx: Tx) {
  const campaign = await aCampaign(tx)
  const { wallet } = await aHolder(tx, { campaign, balance_cents: 100_000 })
  const seller = await aPartnerUser(tx, await aPartner(tx))
  const line = (amount_cents: number) => ({
    ...{ request_id: randomUUID(), wallet_id: wallet.id, partner_id: seller.partner_id, made_by: seller.id, amount_cents },
  })
  return {
    ...{ seller, wallet, campaign, line },
    paid: (now: Tx, cents: number) => pay(now, { ...line(cents), channel: 'qr-code' }),
    gaveBack: (now: Tx, payment_id: number, cents: number, kind: 'refund' | 'reversal' | 'compensation' = 'refund') =>
      refund(now, { ...line(cents), payment_id, kind }),
  }
}
type Shop = Awaited<ReturnType<typeof aShop>>

const daysOf = async ({ seller }: Shop, from = db) =>
  await from
    .selectFrom('takings_by_day')
    .select(['day', 'lines', 'payments', 'taken_cents'])
    .where('partner_id', '=', seller.partner_id)
    .orderBy('day')
    .execute()
const dueTo = async ({ seller }: Shop) =>
  await db
    .selectFrom('partner_dues')
    .select(['amount_cents', 'transactions', 'since', 'last_transaction_id'])
    .where('partner_id', '=', seller.partner_id)
    .executeTakeFirstOrThrow()
const summedUpTo = async () => (await db.selectFrom('summing').select('up_to_id').executeTakeFirstOrThrow()).up_to_id
const lastLine = async () => (await db.selectFrom('last_line').select('id').executeTakeFirstOrThrow()).id

test('what is read is the same before a line is summed and after, and what is summed is not read again', async () => {
  const shop = await act(aShop)
  const { transaction_id } = await act((tx) => shop.paid(tx, 3_000), onDay('2026-11-20'))
  await act((tx) => shop.gaveBack(tx, transaction_id, 1_000), onDay('2026-11-23'))
  const days = [
    { day: '2026-11-20', lines: 1, payments: 1, taken_cents: 3_000 },
    { day: '2026-11-23', lines: 1, payments: 0, taken_cents: -1_000 },
  ]
  const due = { amount_cents: 2_000, transactions: 2, since: onDay('2026-11-20'), last_transaction_id: transaction_id + 1 }
  expect([await daysOf(shop), await dueTo(shop)]).toEqual([days, due])

  await sumUp(db)
  expect(await summedUpTo()).toBe(await lastLine())
  expect((await sql`select from lines_not_summed`.execute(db)).rows).toHaveLength(0)
  expect([await daysOf(shop), await dueTo(shop)]).toEqual([days, due])
  await ledgerIsClean(db)
})

test('a line that comes late for a day that is summed is added to that day', async () => {
  const shop = await act(aShop)
  const [monday, before] = [onDay('2026-11-23'), onDay('2026-11-16')]
  await act((tx) => shop.paid(tx, 3_000), monday)
  await sumUp(db)
  await act((tx) => shop.paid(tx, 500), before)
  const days = [
    { day: '2026-11-16', lines: 1, payments: 1, taken_cents: 500 },
    { day: '2026-11-23', lines: 2, payments: 2, taken_cents: 3_700 },
  ]
  await act((tx) => shop.paid(tx, 700), monday)
  expect(await daysOf(shop)).toEqual(days)
  await sumUp(db)
  expect([await daysOf(shop), (await dueTo(shop)).since]).toEqual([days, before])
  await ledgerIsClean(db)
})

test('the days of shops change at midnight in Paris', async () => {
  const shop = await act(aShop)
  await act((tx) => shop.paid(tx, 100), new Date('2026-11-23T22:59:59Z'))
  await act((tx) => shop.paid(tx, 200), new Date('2026-11-23T23:00:00Z'))
  await sumUp(db)
  expect((await daysOf(shop)).map(({ day, taken_cents }) => [day, taken_cents])).toEqual([
    ['2026-11-23', 100],
    ['2026-11-24', 200],
  ])
})

test('slices end where the whole does; what is cancelled for fraud comes back from who bears it', async () => {
  const shop = await act(aShop)
  const [one, other] = await act(async (tx) => [await shop.paid(tx, 6_000), await shop.paid(tx, 4_000)] as const)
  await act(async (tx) => {
    for (const [{ transaction_id }, kind] of [
      [one, 'reversal'],
      [other, 'compensation'],
    ] as const) {
      const given = await shop.gaveBack(tx, transaction_id, 2_500, kind)
      const [asked_by, agreed_by] = [await anAgent(tx), await anAgent(tx)].map(({ id }) => id) as [number, number]
      await tx
        .insertInto('corrections')
        .values({ transaction_id: given.transaction_id, reason: 'fraud', comment: 'Fraude.', asked_by, agreed_by })
        .execute()
    }
  })
  await sumUp(db, 1)
  expect(await daysOf(shop)).toEqual([{ day: '2026-11-23', lines: 3, payments: 2, taken_cents: 7_500 }])
  const { spent_cents } = await db
    .selectFrom('wallets_held')
    .select('spent_cents')
    .where('id', '=', shop.wallet.id)
    .executeTakeFirstOrThrow()
  expect([(await dueTo(shop)).amount_cents, spent_cents]).toEqual([7_500, 7_500])
  await ledgerIsClean(db)
})

async function setAside(tx: Tx, { line, wallet }: Shop, cents: number): Promise<number> {
  const { transaction_id } = await reserve(tx, line(cents))
  await writePrepayment(tx, { ...line(cents), beneficiary_id: wallet.beneficiary_id, reservation_id: transaction_id })
  return transaction_id
}

test('what is set aside is due once it is redeemed, and a settlement begins at nothing', async () => {
  const shop = await act(aShop)
  const agent = await act((tx) => anAgent(tx, 'preparer'))
  const [redeemed, cancelled] = await act(async (tx) => [await setAside(tx, shop, 900), await setAside(tx, shop, 800)] as const)
  await sumUp(db)
  expect(await dueTo(shop)).toMatchObject({ amount_cents: 0, transactions: 0, last_transaction_id: null })
  await rolledBack(db, async (tx) => {
    await capture(tx, { ...shop.line(900), reservation_id: redeemed })
    await release(tx, { ...shop.line(800), reservation_id: cancelled, because: 'cancellation' })
    await settleAll(tx, agent)
    const theirs = (table: 'settlement_lines' | 'sums_to_settle') => tx.selectFrom(table).where('partner_id', '=', shop.seller.partner_id)
    expect(await theirs('settlement_lines').select('amount_cents').execute()).toEqual([{ amount_cents: 900 }])
    expect(await theirs('sums_to_settle').selectAll().execute()).toEqual([])
  })
})

test('two who sum at once add each line once', async () => {
  const shop = await act(aShop)
  for (const cents of [100, 200, 300]) await act((tx) => shop.paid(tx, cents))
  await Promise.all([sumUp(db, 1), sumUp(db, 2), sumUp(db)])
  expect(await daysOf(shop)).toEqual([{ day: '2026-11-23', lines: 3, payments: 3, taken_cents: 600 }])
  await ledgerIsClean(db)
})

test('a line that is being posted is waited for, and is in the sums once it is there', async () => {
  const shop = await act(aShop)
  const others = await act(aShop)
  let summing: Promise<void> | undefined
  await act(async (tx) => {
    await shop.paid(tx, 1_000)
    await act((later) => others.paid(later, 2_000))
    summing = sumUp(db)
    await expect
      .poll(() =>
        asOwner(
          database.url,
          `select from pg_stat_activity where datname = current_database() and query like '%RowExclusiveLock%' and pid <> pg_backend_pid()`,
        ),
      )
      .toHaveLength(1)
  })
  await summing
  expect([(await dueTo(shop)).amount_cents, (await dueTo(others)).amount_cents]).toEqual([1_000, 2_000])
  expect(await summedUpTo()).toBe(await lastLine())
  await ledgerIsClean(db)
})

test('lines from before there were sums are added up by the migration, and those that are settled are not due', async () => {
  const own = await testDatabase()
  const before = <T>(run: (tx: Tx) => Promise<T>, now = TEST_NOW) => inTransaction(own.db, now, run)
  const shop = await before(aShop)
  const agent = await before((tx) => anAgent(tx, 'preparer'))
  const { transaction_id } = await before((tx) => shop.paid(tx, 5_000), onDay('2026-11-02'))
  await before((tx) => settleAll(tx, agent))
  await before((tx) => shop.gaveBack(tx, transaction_id, 1_500))
  await before((tx) => shop.paid(tx, 2_500))
  await asOwner(
    own.url,
    `drop table summing, sums_by_kind, sums_by_day, sums_by_partner, sums_to_settle, kept_figures cascade;
    alter table wallets drop column spent_cents cascade; delete from definitions`,
  )
  await asOwner(own.url, readFileSync('database/migrations/0067_sums_of_the_journal.sql', 'utf8'))
  await migrate(own.url)
  expect((await sql`select from lines_not_summed`.execute(own.db)).rows).toHaveLength(0)
  expect(await own.db.selectFrom('sums_to_settle').select(['lines', 'taken_cents']).execute()).toEqual([{ lines: 2, taken_cents: 1_000 }])
  await ledgerIsClean(own.db)
})

test('nobody but the function writes a sum', async () => {
  for (const statement of [
    'update summing set up_to_id = 0',
    'update sums_by_day set taken_cents = 0',
    'update sums_by_kind set lines = 0',
    'delete from sums_by_partner',
    'delete from sums_to_settle',
    'select take_dues(array[1])',
    'select give_dues_back(1, 1, 1, now(), 1)',
    'select hold_sums()',
  ])
    await expect(database.pool.query(statement), statement).rejects.toMatchObject({ code: '42501' })
})

describe('a sum that is not what the journal says is named by the check of the ledger', async () => {
  const shop = await act(aShop)
  const partner = shop.seller.partner_id
  const ofCampaign = `campaign_id = ${shop.campaign.id}`
  const differences = async () => (await checkLedger(db)).differences

  test.each([
    [
      'sums_by_kind',
      'amount_cents',
      `kind = 'payment' and ${ofCampaign}`,
      'the amount of the kind « payment » is 1001, the journal says 1000',
    ],
    ['sums_by_kind', 'lines', `kind = 'payment' and ${ofCampaign}`, 'the number of lines of the kind « payment » is 2'],
    ['sums_by_kind', 'first_id', `kind = 'payment' and ${ofCampaign}`, 'the first line of the kind « payment » is'],
    ['sums_by_day', 'taken_cents', `partner_id = ${partner}`, `the amount of partner ${partner} is 1001, the journal says 1000`],
    ['sums_by_day', 'lines', `partner_id = ${partner}`, `the number of lines of partner ${partner} is 2, the journal says 1`],
    ['sums_by_day', 'payments', `partner_id = ${partner}`, `the number of payments of partner ${partner} is 2, the journal says 1`],
    ['sums_by_day', 'last_id', `partner_id = ${partner}`, `the last line of partner ${partner} is`],
    [
      'sums_by_partner',
      'taken_cents',
      `partner_id = ${partner}`,
      `sums of campaign ${shop.campaign.id}: the amount of partner ${partner} is 1001`,
    ],
    ['sums_by_partner', 'payments', `partner_id = ${partner}`, `the number of payments of partner ${partner} is 2`],
    [
      'sums_to_settle',
      'taken_cents',
      `partner_id = ${partner}`,
      `dues of partner ${partner}: the amount is 1001 in the sums, the journal says 1000`,
    ],
    ['sums_to_settle', 'lines', `partner_id = ${partner}`, `dues of partner ${partner}: the number of lines is 2 in the sums`],
    ['sums_to_settle', 'last_id', `partner_id = ${partner}`, `dues of partner ${partner}: the last line is`],
    ['wallets', 'spent_cents', `id = ${shop.wallet.id}`, `wallet ${shop.wallet.id}: what was spent is 1001 cents in the wallet and 1000`],
  ])('%s.%s', async (table, column, where, says) => {
    if ((await dueTo(shop)).amount_cents === 0) await act((tx) => shop.paid(tx, 1_000))
    await sumUp(db)
    await asOwner(database.url, `update ${table} set ${column} = ${column} + 1 where ${where}`)
    expect((await differences()).join('\n')).toContain(says)
    await asOwner(database.url, `update ${table} set ${column} = ${column} - 1 where ${where}`)
    expect(await differences()).toEqual([])
  })

  test.each([
    ['sums_by_day', `delete from sums_by_day where partner_id = ${partner}`, `the amount of partner ${partner} is 1000, the journal says`],
    ['sums_by_kind', `delete from sums_by_kind where ${ofCampaign}`, 'the amount of the kind « payment » is 1000, the journal says'],
    [
      'sums_by_partner',
      `update sums_by_partner set campaign_id = campaign_id + 1 where ${ofCampaign}`,
      `the amount of partner ${partner} is 1000, the journal says`,
    ],
    [
      'sums_to_settle',
      `delete from sums_to_settle where partner_id = ${partner}`,
      `dues of partner ${partner}: the amount is 1000 in the sums`,
    ],
    ['summing', 'update summing set up_to_id = up_to_id - 1', `the number of lines of partner ${partner} is`],
    ['summing', 'update summing set up_to_id = up_to_id + 1', `dues of partner ${partner}: the last line is`],
  ])('a row that is gone or moved, a line that is summed twice or passed over: %s, %s', async (table, statement, says) => {
    await act((tx) => shop.paid(tx, 1_000))
    await sumUp(db)
    await act((tx) => shop.paid(tx, 1_000))
    await asOwner(database.url, `create table kept as table ${table}`)
    await asOwner(database.url, statement)
    expect((await differences()).join('\n')).toContain(says)
    await asOwner(database.url, `delete from ${table}; insert into ${table} table kept; drop table kept`)
    expect(await differences()).toEqual([])
  })
})
