import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { ledgerIsClean } from '../../../../tests/support/ledger-model.ts'
import { aHolder, anAgent, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Agent, PartnerUser } from '../../../spaces/actors.ts'
import { sumsOf } from '../books/books.ts'
import { linesAsked, sumsAsked, takingsOf } from '../books/queries.ts'
import { freezePartner } from '../freezes/freeze.ts'
import { unfreezePartner } from '../freezes/unfreeze.ts'
import { takingOf } from '../payments/index.ts'
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
const giveBack = (tx: Tx, shop: PartnerUser, payment_id: number, amount_cents: number, to = wallet) =>
  refund(tx, { ...line(shop, amount_cents, to), payment_id })

/** As the page does: what is posted is summed before. */
const settle = async () => {
  await sumUp(db)
  return act((tx) => settlePartners(tx, agent))
}
const dueTo = async (shop: PartnerUser) => (await takingsOf(db, shop, TEST_NOW)).due_cents
const amountsTo = async (shop: PartnerUser) => (await settledTo(db, [shop.partner_id], 1)).rows.map(({ amount_cents }) => amount_cents)

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
  expect((await office.get(`${place}/reversement.csv`)).text).toMatch(/;123,45;("")?\r\n/)
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

describe('a partner that is frozen before its settlement is let out', () => {
  const freeze = (tx: Tx, keeper: Agent, { partner_id }: PartnerUser) =>
    freezePartner(tx, keeper, { id: partner_id, reason: 'suspected-fraud', comment: 'Montants ronds la nuit.' })
  const thaw = async ({ partner_id }: PartnerUser) =>
    act(async (tx) => unfreezePartner(tx, await anAgent(tx, 'partners'), { id: partner_id, answer: 'Vérifié.' }))
  const frozen = async (shop: PartnerUser) => act(async (tx) => freeze(tx, await anAgent(tx, 'partners'), shop))
  const letOut = (id: number) => act((tx) => agreedTo(tx, 'settlement.release', id))
  const paidBy = async (id: number) => (await linesOf(db, id)).map(({ amount_cents }) => amount_cents).toSorted((one, other) => one - other)
  /** Two shops that took so much, and the settlement that pays both. */
  async function twoShops(cents = 3_000) {
    const [shop, other] = [await aShop(), await aShop()]
    await act((tx) => spend(tx, shop, cents))
    await act((tx) => spend(tx, other, 700))
    return { shop, other, id: await settle() }
  }

  test('is not paid: what it is owed stays due, and joins the settlement after it is thawed', async () => {
    const { site } = testSite(database)
    const { shop, id } = await twoShops()
    await act((tx) => spend(tx, shop, 200))
    await frozen(shop)
    const office = await new Visitor(site).signInAs({ staffId: agent.id })
    const path = `/region/reversements/${id}`
    expect((await office.get(path)).text).toMatch(/30,00.€ seront retenus/)
    await letOut(id)
    expect([await paidBy(id), await dueTo(shop)]).toEqual([[700], 3_200])
    expect((await office.get(`${path}/reversement.csv`)).text).not.toContain(';30;')
    expect((await office.get(path)).text).toContain('Retenu le 23/11/2026')
    const till = await new Visitor(site).signInAs({ staffId: shop.id })
    expect((await till.get('/partenaire/versements')).text).toContain('Retenu le 23/11/2026')
    const told = db.selectFrom('messages').select('staff_id').where('template', '=', 'settlement-lines-held')
    expect(await told.execute()).toHaveLength(2)
    await ledgerIsClean(db)
    await expect(settle()).rejects.toMatchObject({ code: 'settlement.nothing-due' })

    await thaw(shop)
    const next = await settle()
    await letOut(next)
    expect([await paidBy(next), await dueTo(shop)]).toEqual([[3_200], 0])
    expect((await till.get('/partenaire/versements')).text).toContain(`Repris dans le reversement n° ${next}`)
    await act((tx) => markPaid(tx, agent, { settlement_id: next }))
    await ledgerIsClean(db)
  })

  test('after it was let out is named in the list, for whoever makes the transfers', async () => {
    const { site } = testSite(database)
    const { shop, id } = await twoShops()
    await letOut(id)
    await frozen(shop)
    const office = await new Visitor(site).signInAs({ staffId: agent.id })
    const lines = (await office.get(`/region/reversements/${id}/reversement.csv`)).text.trim().split('\r\n')
    expect(lines.filter((line) => line.includes('Gelé le 23/11/2026 : ne pas virer'))).toEqual([expect.stringContaining(';30;')])
  })

  test('though a later settlement of it is out already; frozen again it is held again, and paid once', async () => {
    const { shop, id } = await twoShops()
    await act((tx) => spend(tx, shop, 500))
    const later = await settle()
    await letOut(later)
    await frozen(shop)
    await letOut(id)
    expect([await paidBy(id), await paidBy(later), await dueTo(shop)]).toEqual([[700], [500], 3_000])
    await ledgerIsClean(db)
    await thaw(shop)
    const other = await aShop()
    await act((tx) => spend(tx, other, 900))
    // Nothing was taken since: this line only takes up the other.
    const next = await settle()
    await ledgerIsClean(db)
    await frozen(shop)
    await letOut(next)
    expect([await paidBy(next), await dueTo(shop)]).toEqual([[900], 3_000])
    await ledgerIsClean(db)
    await thaw(shop)
    const last = await settle()
    await letOut(last)
    expect([await paidBy(last), await dueTo(shop)]).toEqual([[3_000], 0])
    const taken = db.selectFrom('settled_amounts').select(['settlement_id', 'paid_in']).where('partner_id', '=', shop.partner_id)
    expect(await taken.orderBy('settlement_id').execute()).toEqual([
      { settlement_id: id, paid_in: last },
      { settlement_id: later, paid_in: later },
      { settlement_id: next, paid_in: last },
      { settlement_id: last, paid_in: last },
    ])
    // Its books say so line by line, and it is told of what pays it alone.
    const visitor = await new Visitor(testSite(database).site).signInAs({ staffId: shop.id })
    const amountsOf = async (statement: number) => {
      const { text } = await visitor.get(`/partenaire/transactions?releve=${statement}`)
      return ['5,00', '30,00'].filter((sum) => text.includes(sum))
    }
    expect([await amountsOf(id), await amountsOf(later), await amountsOf(last)]).toEqual([[], ['5,00'], ['30,00']])
    const told = db.selectFrom('statements_to_tell').select('settlement_id').where('partner_id', '=', shop.partner_id).orderBy('id')
    expect((await told.execute()).map(({ settlement_id }) => settlement_id)).toEqual([later, last])
    await ledgerIsClean(db)
  })

  test('of a freeze and a release at the same moment, one waits for the other', async () => {
    const { shop, id } = await twoShops()
    const keeper = await act((tx) => anAgent(tx, 'partners'))
    const released = await meanwhile(
      db,
      (tx) => freeze(tx, keeper, shop),
      () => letOut(id),
    )
    expect([released?.status, await paidBy(id), await dueTo(shop)]).toEqual(['fulfilled', [700], 3_000])
    const second = await twoShops()
    const held = await meanwhile(
      db,
      (tx) => agreedTo(tx, 'settlement.release', second.id),
      () => act((tx) => freeze(tx, keeper, second.shop)),
    )
    expect([held?.status, await paidBy(second.id), await dueTo(second.shop)]).toEqual(['fulfilled', [700, 3_000], 0])
    await ledgerIsClean(db)
    for (const { partner_id } of [shop, second.shop])
      await act(async (tx) => unfreezePartner(tx, await anAgent(tx, 'partners'), { id: partner_id, answer: 'Vérifié.' }))
    await letOut(await settle())
  })

  test('with all of them frozen nothing is let out, and it goes on waiting', async () => {
    const shop = await aShop()
    await act((tx) => spend(tx, shop, 400))
    const id = await settle()
    await frozen(shop)
    await expect(letOut(id)).rejects.toMatchObject({ code: 'settlement.all-held' })
    await thaw(shop)
    await letOut(id)
    expect(await paidBy(id)).toEqual([400])
    // What is out is out: nothing of it is held.
    await frozen(shop)
    await expect(database.pool.query(`select hold_frozen_lines(${id}, now())`)).rejects.toThrow('is let out')
    await thaw(shop)
    await ledgerIsClean(db)
  })

  test('a line that is held or taken up and that the journal does not know is named by the check', async () => {
    const { shop, id } = await twoShops()
    await frozen(shop)
    await letOut(id)
    await thaw(shop)
    const planted = async (statement: string) => {
      await asOwner(database.url, statement)
      const found = await ledgerIsClean(db).then(
        () => null,
        (error: Error) => error.message,
      )
      return found
    }
    const its = `settlement_id = ${id} and partner_id = ${shop.partner_id}`
    expect(await planted(`update settlement_lines set held_at = null where ${its}`)).toContain(`dues of partner ${shop.partner_id}`)
    await asOwner(database.url, `update settlement_lines set held_at = now() where ${its}`)
    const next = await settle()
    await ledgerIsClean(db)
    expect(await planted(`update settlement_lines set taken_up_in = null where ${its}`)).toContain(`settlement ${next}: what it takes up`)
    await asOwner(database.url, `update settlement_lines set taken_up_in = ${next} where ${its}`)
    await ledgerIsClean(db)
  })

  type Step = { does: 'pay' | 'give-back' | 'freeze' | 'thaw' | 'settle' | 'let-out'; which: number; shop: number; cents: number }
  const step = (...kinds: Step['does'][]) =>
    fc.record({ does: fc.constantFrom(...kinds), which: fc.nat(), shop: fc.nat(1), cents: fc.integer({ min: 1, max: 90 }) })
  /** Held once: of two in a row, the second holds what takes the first up. */
  const heldOnce = step('pay').map((one): Step[] => [
    one,
    ...(['settle', 'freeze', 'let-out', 'thaw'] as const).map((does): Step => ({ ...one, does, which: 1 })),
  ])
  const walks = fc.array(
    fc.oneof(
      { weight: 5, arbitrary: step('pay', 'pay', 'give-back').map((one) => [one]) },
      { weight: 3, arbitrary: step('freeze', 'thaw', 'thaw', 'settle', 'let-out').map((one) => [one]) },
      { weight: 4, arbitrary: heldOnce },
    ),
    { minLength: 8, maxLength: 16 },
  )

  /** Two shops that may be frozen, and one that never is: each settlement pays it, so that each can be let out. */
  async function walk(steps: Step[]) {
    const [shops, steady] = [[await aShop(), await aShop()] as const, await aShop()]
    const from = (await act((tx) => aHolder(tx, { balance_cents: 100_000 }))).wallet.id
    const taken = new Map<PartnerUser, number>([...shops, steady].map((shop) => [shop, 0]))
    const took = (shop: PartnerUser, cents: number) => taken.set(shop, (taken.get(shop) ?? 0) + cents)
    const payments: { id: number; shop: PartnerUser; left: number }[] = []
    const [cold, waiting] = [new Set<PartnerUser>(), [] as number[]]
    const settleSome = async () => {
      await act((tx) => spend(tx, steady, 1, from))
      took(steady, 1)
      waiting.push(await settle())
    }
    const does: Record<Step['does'], (step: Step, shop: PartnerUser) => Promise<unknown>> = {
      pay: async ({ cents }, shop) => {
        if (cold.has(shop)) return
        const { transaction_id } = await act((tx) => spend(tx, shop, cents, from))
        payments.push({ id: transaction_id, shop, left: cents })
        took(shop, cents)
      },
      'give-back': async ({ which, cents }) => {
        const payment = payments[which % payments.length]
        const back = Math.min(cents, payment?.left ?? 0)
        if (!payment || back === 0) return
        await act((tx) => giveBack(tx, payment.shop, payment.id, back, from))
        payment.left -= back
        took(payment.shop, -back)
      },
      freeze: async (_, shop) => {
        if (!cold.has(shop)) await frozen(shop)
        cold.add(shop)
      },
      thaw: async (_, shop) => cold.delete(shop) && thaw(shop),
      settle: settleSome,
      // Mostly the one just prepared; now and then one that waits since long.
      'let-out': async ({ which }) => {
        const [id] = waiting.splice(which % 3 === 0 ? which % Math.max(1, waiting.length) : -1, 1)
        if (id) await letOut(id)
      },
    }
    const isCounted = async () => {
      for (const [shop, cents] of taken) {
        const settled = await db
          .selectFrom('settled_amounts')
          .select(sql<number>`coalesce(sum(amount_cents), 0)::bigint`.as('cents'))
          .where('partner_id', '=', shop.partner_id)
          .where('held_at', 'is', null)
          .executeTakeFirstOrThrow()
        expect(settled.cents + (await dueTo(shop))).toBe(cents)
      }
    }
    /** The books say so line by line, and statement by statement. */
    const isInTheBooks = async (shop: PartnerUser) => {
      const all = { from: null, until: null, nature: null, by: null, statement: null, words: '' }
      const inLines = new Map<number, number>()
      for await (const { statement, ...one } of linesAsked(db, [shop], { ...all, from: '2026-11-23', until: '2026-11-23' }))
        inLines.set(statement ?? 0, (inLines.get(statement ?? 0) ?? 0) + takingOf(one))
      const paid = await db
        .selectFrom('settled_amounts')
        .select(['settlement_id', 'amount_cents'])
        .where('partner_id', '=', shop.partner_id)
        .where('held_at', 'is', null)
        .execute()
      for (const { settlement_id: statement, amount_cents } of paid) {
        const days = await sumsAsked(db, [shop], { ...all, statement })
        expect([inLines.get(statement), sumsOf(days).all.cents]).toEqual([amount_cents, amount_cents])
      }
    }
    for (const one of steps) await does[one.does](one, shops[one.shop] as PartnerUser)
    await isCounted()
    for (const shop of taken.keys()) await isInTheBooks(shop)
    await ledgerIsClean(db)
    // Whatever happened, all of it can be paid.
    for (const shop of cold) await thaw(shop)
    await settleSome()
    for (const id of waiting) await letOut(id)
    await isCounted()
    for (const shop of taken.keys()) expect(await dueTo(shop)).toBeLessThanOrEqual(0)
  }

  test('whatever else happens, in whatever order, is owed what it took: in the lines that pay it, or still due', async () => {
    await fc.assert(
      fc.asyncProperty(walks, (steps) => walk(steps.flat())),
      { numRuns: 20, endOnFailure: true },
    )
    await ledgerIsClean(db)
    const heldAgain = db
      .selectFrom('settled_amounts')
      .select('settlement_id')
      .where('held_at', 'is not', null)
      .where('taken_up_cents', '>', 0)
    // The tests before held one line so.
    expect((await heldAgain.execute()).length).toBeGreaterThan(5)
  }, 30_000)
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
