import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { asOwner, meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { endPrepayment, ledgerAgreesWithItsModel, ledgerIsClean, writePrepayment } from '../../../../tests/support/ledger-model.ts'
import { aHolder, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { type Db, inTransaction, openDatabase, openPool, type Tx } from '../../../platform/database/index.ts'
import { Slice } from '../../../platform/database/slices.ts'
import { UserError } from '../../../platform/errors.ts'
import { closeWallets } from './close.ts'
import { adjust, capture, freezeWallets, type Posted, pay, refund, release, reserve, withdrawWallets } from './index.ts'
import { closingOfWallets } from './jobs.ts'

const database = await testDatabase()
const { db } = database

const now = TEST_NOW
const inTx = <T>(on: Db, act: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(on, now, act)

/** Somebody with so much, a partner and its till. */
async function aPayer(on: Db, balance_cents: number) {
  return inTx(on, async (tx) => {
    const holder = await aHolder(tx, { balance_cents })
    const partner = await aPartner(tx)
    const { id: made_by } = await aPartnerUser(tx, partner)
    return { ...holder, made_by, line: { wallet_id: holder.wallet.id, partner_id: partner.id } }
  })
}

/** All at the same time, each on a connection of its own: what was posted, and the codes of what was refused. */
async function together(on: Db, acts: ((tx: Tx) => Promise<Posted>)[]): Promise<{ posted: Posted[]; refused: string[] }> {
  const ends = await Promise.allSettled(acts.map((act) => inTx(on, act)))
  const refused = ends.flatMap((end) => (end.status === 'rejected' ? [codeOf(end.reason)] : []))
  return { posted: ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : [])), refused }
}

function codeOf(error: unknown): string {
  if (error instanceof UserError) return error.code
  throw error
}

const walletOf = (on: Db, id: number) =>
  on.selectFrom('wallets').select(['balance_cents', 'reserved_cents']).where('id', '=', id).executeTakeFirstOrThrow()

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make)

async function twentyPaymentsOfTen(on: Db) {
  const { wallet, made_by, line } = await aPayer(on, 1_000)
  const { posted, refused } = await together(
    on,
    times(20, () => (tx) => pay(tx, { ...line, request_id: randomUUID(), amount_cents: 100, channel: 'qr-code', made_by })),
  )
  expect(posted.map(({ balance_after_cents }) => balance_after_cents).sort((a, b) => a - b)).toEqual([
    0, 100, 200, 300, 400, 500, 600, 700, 800, 900,
  ])
  expect(refused).toEqual(times(10, () => 'wallet.insufficient'))
  expect(await walletOf(on, wallet.id)).toEqual({ balance_cents: 0, reserved_cents: 0 })
}

async function sixtyFourTimesTheSame(on: Db) {
  // Once it is made there is enough for another of the first, not of the second.
  for (const amount_cents of [100, 600]) {
    const { wallet, made_by, line } = await aPayer(on, 1_000)
    const request_id = randomUUID()
    const { posted, refused } = await together(
      on,
      times(64, () => (tx) => pay(tx, { ...line, request_id, amount_cents, channel: 'qr-code', made_by })),
    )
    expect(refused).toEqual([])
    expect(posted.filter(({ already_made }) => !already_made)).toHaveLength(1)
    expect(new Set(posted.map(({ transaction_id }) => transaction_id)).size).toBe(1)
    expect(new Set(posted.map(({ balance_after_cents }) => balance_after_cents))).toEqual(new Set([1_000 - amount_cents]))
    expect(await walletOf(on, wallet.id)).toEqual({ balance_cents: 1_000 - amount_cents, reserved_cents: 0 })
  }
}

async function sameIdOtherAmounts(on: Db) {
  const { wallet, made_by, line } = await aPayer(on, 1_000)
  const request_id = randomUUID()
  const { posted, refused } = await together(
    on,
    Array.from(
      { length: 16 },
      (_, index) => (tx) => pay(tx, { ...line, request_id, amount_cents: 10 + index, channel: 'qr-code', made_by }),
    ),
  )
  expect(posted).toHaveLength(1)
  expect(refused).toEqual(times(15, () => 'request.reused'))
  expect((await walletOf(on, wallet.id)).balance_cents).toBe(posted[0]?.balance_after_cents)
}

async function cancelAgainstRedeem(on: Db) {
  const { beneficiary, wallet, made_by, line } = await aPayer(on, 1_000)
  const ofAll = { ...line, amount_cents: 400 }
  // Another reservation holds as much: that there is enough set aside proves nothing.
  const [{ transaction_id: reservation_id }] = await inTx(on, async (tx) => {
    const made = []
    for (const _ of [1, 2]) {
      const posted = await reserve(tx, { ...ofAll, request_id: randomUUID() })
      await writePrepayment(tx, { ...ofAll, beneficiary_id: beneficiary.id, reservation_id: posted.transaction_id })
      made.push(posted)
    }
    return made as [Posted, Posted]
  })
  const { posted, refused } = await together(on, [
    ...times(4, () => async (tx: Tx) => {
      const ended = await capture(tx, { ...ofAll, request_id: randomUUID(), reservation_id, made_by })
      await endPrepayment(tx, reservation_id, 'redeemed')
      return ended
    }),
    ...times(4, () => async (tx: Tx) => {
      const ended = await release(tx, { ...ofAll, request_id: randomUUID(), reservation_id, because: 'cancellation' })
      await endPrepayment(tx, reservation_id, 'cancelled')
      return ended
    }),
  ])
  expect(posted).toHaveLength(1)
  expect(refused).toEqual(times(7, () => 'reservation.ended'))
  expect((await walletOf(on, wallet.id)).reserved_cents).toBe(400)
}

async function refundAgainstRefund(on: Db) {
  const { wallet, made_by, line } = await aPayer(on, 1_000)
  const paid = await inTx(on, (tx) => pay(tx, { ...line, request_id: randomUUID(), amount_cents: 1_000, channel: 'online', made_by: null }))
  const { posted, refused } = await together(
    on,
    times(8, () => (tx) => refund(tx, { ...line, request_id: randomUUID(), payment_id: paid.transaction_id, amount_cents: 300, made_by })),
  )
  expect(posted).toHaveLength(3)
  expect(refused).toEqual(times(5, () => 'payment.nothing-left'))
  expect((await walletOf(on, wallet.id)).balance_cents).toBe(900)
}

/** What was paid before the freeze is paid, what comes after is not. */
async function freezeAgainstPayments(on: Db) {
  const { wallet, made_by, line } = await aPayer(on, 1_000)
  const paying = () => (tx: Tx) => pay(tx, { ...line, request_id: randomUUID(), amount_cents: 10, channel: 'qr-code', made_by })
  const [{ posted, refused }] = await Promise.all([together(on, times(12, paying)), inTx(on, (tx) => freezeWallets(tx, [wallet.id]))])
  expect(refused).toEqual(times(12 - posted.length, () => 'wallet.frozen'))
  expect(await together(on, [paying()])).toEqual({ posted: [], refused: ['wallet.frozen'] })
  const debit = { kind: 'debit', request_id: randomUUID(), wallet_id: wallet.id, amount_cents: 1_001, made_by } as const
  expect(await together(on, [(tx) => adjust(tx, debit)])).toEqual({ posted: [], refused: ['wallet.insufficient'] })
  expect((await walletOf(on, wallet.id)).balance_cents).toBe(1_000 - posted.length * 10)
}

/** What goes back and what is owed are all that was granted, whatever is paid meanwhile. */
async function withdrawAgainstPayments(on: Db) {
  const { wallet, beneficiary, made_by, line } = await aPayer(on, 1_000)
  const paying = () => (tx: Tx) => pay(tx, { ...line, request_id: randomUUID(), amount_cents: 10, channel: 'qr-code', made_by })
  const withdrawing = () => inTx(on, (tx) => withdrawWallets(tx, [wallet.id], made_by))
  const [{ posted, refused }, ...withdrawn] = await Promise.all([together(on, times(12, paying)), withdrawing(), withdrawing()])
  const [back] = withdrawn.flat()
  expect(withdrawn.flat()).toHaveLength(1)
  expect([back?.given_back_cents, back?.owed_cents]).toEqual([1_000 - posted.length * 10, posted.length * 10])
  expect(refused).toEqual(times(12 - posted.length, () => 'wallet.insufficient'))
  expect((await walletOf(on, wallet.id)).balance_cents).toBe(0)
  const debts = await on.selectFrom('debts').select('owed_cents').where('beneficiary_id', '=', beneficiary.id).execute()
  expect(debts).toEqual(posted.length > 0 ? [{ owed_cents: posted.length * 10 }] : [])
}

/** What comes back by its partner and by the Region at once is no more than what was paid. */
async function refundAgainstFraud(on: Db) {
  const { wallet, made_by, line } = await aPayer(on, 1_000)
  const { made_by: other } = await aPayer(on, 1)
  const paid = await inTx(on, (tx) => pay(tx, { ...line, request_id: randomUUID(), amount_cents: 1_000, channel: 'online', made_by: null }))
  const back = (kind: 'refund' | 'reversal' | 'compensation') => async (tx: Tx) => {
    const posted = await refund(tx, {
      ...line,
      kind,
      request_id: randomUUID(),
      payment_id: paid.transaction_id,
      amount_cents: 600,
      made_by,
    })
    const why = { reason: 'false-sale', comment: 'Vu.', asked_by: made_by, agreed_by: other }
    if (kind !== 'refund')
      await tx
        .insertInto('corrections')
        .values({ transaction_id: posted.transaction_id, ...why })
        .execute()
    return posted
  }
  const { posted, refused } = await together(on, [back('refund'), back('reversal'), back('compensation')])
  expect([posted.length, refused]).toEqual([1, times(2, () => 'payment.nothing-left')])
  expect((await walletOf(on, wallet.id)).balance_cents).toBe(600)
}

const races = {
  twentyPaymentsOfTen,
  sixtyFourTimesTheSame,
  sameIdOtherAmounts,
  cancelAgainstRedeem,
  refundAgainstRefund,
  freezeAgainstPayments,
  withdrawAgainstPayments,
  refundAgainstFraud,
}

async function everythingHolds(on: Db, options: { runs: number; seed?: number }) {
  await ledgerAgreesWithItsModel(on, options)
  for (const race of Object.values(races)) await race(on)
  await ledgerIsClean(on)
}

describe('the ledger', () => {
  const afterwards = { db, clock: { now: () => new Date('2027-05-02T02:00:00+02:00') } } as Parameters<typeof closingOfWallets.run>[0]

  test('does what its model says, whatever is asked of it', () => ledgerAgreesWithItsModel(db, { runs: 60 }), 60_000)

  test.each(Object.entries(races))('at the same time: %s', async (_name, race) => {
    await race(db)
    await ledgerIsClean(db)
  })

  test('closing against payments loses nothing', async () => {
    const { wallet, made_by, line } = await aPayer(db, 1_000)
    await Promise.all([
      together(
        db,
        times(10, () => (tx) => pay(tx, { ...line, request_id: randomUUID(), amount_cents: 30, channel: 'qr-code', made_by })),
      ),
      closingOfWallets.run(afterwards),
    ])
    await closingOfWallets.run(afterwards)
    expect((await walletOf(db, wallet.id)).balance_cents).toBe(0)
    await ledgerIsClean(db)
  })

  test.each(['cancellation', 'expiry', 'refund'] as const)(
    'closing waits for a %s, takes what it gave back too, and stops nowhere',
    async (kind) => {
      const { wallet, beneficiary, made_by, line } = await aPayer(db, 1_000)
      const { wallet: next } = await aPayer(db, 500)
      const amount = { ...line, amount_cents: 300 }
      const id = await inTx(db, async (tx) => {
        const request = { ...amount, request_id: randomUUID() }
        if (kind === 'refund') return (await pay(tx, { ...request, channel: 'qr-code', made_by })).transaction_id
        const { transaction_id: reservation_id } = await reserve(tx, request)
        await writePrepayment(tx, { ...amount, beneficiary_id: beneficiary.id, reservation_id })
        return reservation_id
      })
      const givesBack = async (tx: Tx) => {
        const request = { ...amount, request_id: randomUUID() }
        if (kind === 'refund') return refund(tx, { ...request, payment_id: id, made_by })
        await endPrepayment(tx, id, kind === 'expiry' ? 'expired' : 'cancelled')
        return release(tx, { ...request, reservation_id: id, because: kind })
      }
      // The act and not its job, which would begin again.
      const closes = (tx: Tx) => closeWallets(tx, { kind: 'clock' }, { after_id: wallet.id - 1 }, new Slice(5000))
      const ended = await meanwhile(db, givesBack, () => inTransaction(db, afterwards.clock.now(), closes))
      expect(ended).toMatchObject({ status: 'fulfilled' })
      for (const closed of [wallet, next]) expect(await walletOf(db, closed.id)).toMatchObject({ balance_cents: 0, reserved_cents: 0 })
      const lines = await db
        .selectFrom('transactions')
        .select(['kind', 'amount_cents'])
        .where('wallet_id', '=', wallet.id)
        .orderBy('id')
        .execute()
      expect(lines.at(-1)).toEqual({ kind: 'closing', amount_cents: 1_000 })
      await ledgerIsClean(db)
    },
  )
})

describe('nobody writes money but the primitive', () => {
  const refused = { code: '42501' }
  const byOwner = { code: '42501', message: 'transactions is append-only: a correction is a new row' }

  let transactionId: number
  beforeAll(async () => {
    const { made_by, line } = await aPayer(db, 1_000)
    const paid = await inTx(db, (tx) => pay(tx, { ...line, request_id: randomUUID(), amount_cents: 100, channel: 'qr-code', made_by }))
    transactionId = paid.transaction_id
  })

  test.each([
    'update transactions set amount_cents = 1',
    'delete from transactions',
    'truncate transactions cascade',
    `insert into transactions (request_id, kind, wallet_id, amount_cents, balance_after_cents, at)
      select gen_random_uuid(), 'grant', id, 1, 1, now() from wallets`,
    'update wallets set balance_cents = balance_cents + 1',
    'delete from wallets',
    `insert into wallets (beneficiary_id, campaign_id, kind, closes_on) select beneficiary_id, campaign_id, kind, closes_on from wallets`,
    `update transaction_kinds set credited = 'available'`,
    'alter table transactions disable trigger all',
    'drop trigger transactions_are_append_only on transactions',
    `create or replace function post_transaction() returns void language sql as ''`,
  ])('the application’s role may not %s', async (statement) => {
    await expect(database.pool.query(statement)).rejects.toMatchObject(refused)
  })

  test.each(['update transactions set amount_cents = 1', 'delete from transactions', 'truncate transactions cascade'])(
    'the owner of the tables may not %s',
    async (statement) => {
      await expect(asOwner(database.url, statement)).rejects.toMatchObject(byOwner)
    },
  )

  test('and the line is still there', async () => {
    const line = await db.selectFrom('transactions').select('amount_cents').where('id', '=', transactionId).executeTakeFirstOrThrow()
    expect(line.amount_cents).toBe(100)
  })

  test.each([0, -100, 12.5, Number.NaN])('an amount of %s cents is refused', async (amount_cents) => {
    const { wallet, made_by, line } = await aPayer(db, 1_000)
    const paying = inTx(db, (tx) => pay(tx, { ...line, request_id: randomUUID(), amount_cents, channel: 'qr-code', made_by }))
    await expect(paying).rejects.toThrow()
    expect((await walletOf(db, wallet.id)).balance_cents).toBe(1_000)
  })
})

// Each fault is planted in a database of its own: what is above must then fail, or it would prove nothing.
describe('planted faults are found', () => {
  interface Fault {
    /** Of the function's text, and what stands there instead. */
    changes?: [from: string, to: string]
    /** Whose text, when it is not post_transaction's. */
    of?: string
    /** A constraint that would hide the fault. */
    without?: string
  }

  const FAULTS: Record<string, Fault> = {
    'a wallet may go below zero': {
      changes: ['balance_cents + to_available >= 0 and', ''],
      without:
        'alter table wallets drop constraint a_wallet_never_goes_below_zero; alter table transactions drop constraint no_balance_below_zero',
    },
    'what is spent is not taken': {
      changes: ['balance_cents = balance_cents + to_available,', 'balance_cents = balance_cents + greatest(to_available, 0),'],
    },
    'what is set aside is not counted': { changes: ['reserved_cents = reserved_cents + to_reserved,', ''] },
    'what is granted is not counted': {
      changes: [
        "+ case when p_kind in ('grant', 'credit') then p_amount_cents when p_kind = 'withdrawal' then -p_amount_cents else 0 end,",
        '+ 0,',
      ],
    },
    'what partners gave back counts as spent': {
      changes: ["when p_kind in ('refund', 'reversal') then -p_amount_cents else 0 end\n  where id", 'else 0 end\n  where id'],
    },
    'a lost race is spent twice': { changes: ['spent_cents = spent_cents\n        -', 'spent_cents = spent_cents\n        + 0 *'] },
    'the line says the balance before it': {
      changes: ['p_amount_cents, balance_after_cents, p_follows_id', 'p_amount_cents, balance_after_cents - to_available, p_follows_id'],
    },
    'nobody looks whether the request was posted before': { changes: ['if transaction_id is not null then', 'if false then'] },
    'nobody looks again after waiting for the wallet': {
      changes: ['    if transaction_id is not null then\n      already', '    if false then\n      already'],
    },
    'a request may be posted twice': {
      changes: ['  on conflict (request_id) do nothing\n', ''],
      without: 'alter table transactions drop constraint a_request_is_posted_once',
    },
    'a lost race takes the money twice': { changes: ['balance_cents = balance_cents - to_available,', ''] },
    'a frozen wallet pays': { changes: ['wallet_frozen_at is not null and p_kind in', 'false and p_kind in'] },
    'what is set aside in a frozen wallet expires': {
      changes: ["'redemption', 'expiry') then\n    raise exception 'wallet", "'redemption') then\n    raise exception 'wallet"],
    },
    'a frozen wallet gives what it has not': {
      changes: ["wallet_frozen_at is null or p_kind not in ('payment', 'reservation', 'redemption', 'expiry')", 'wallet_frozen_at is null'],
    },
    'a frozen partner takes': { changes: ['partner_frozen_at is not null', 'false'] },
    'what was spent of a withdrawn grant is not owed': { of: 'withdraw_wallets', changes: ['if owed > 0 then', 'if false then'] },
    'what was taken back is owed too': { of: 'withdraw_wallets', changes: ["'debit', 'withdrawal', 'closing'", "'debit', 'closing'"] },
    'a grant is withdrawn twice': { of: 'withdraw_wallets', changes: ['and w.withdrawn_at is null', ''] },
    'a grant is withdrawn while something is set aside': { of: 'withdraw_wallets', changes: ['held.reserved_cents > 0', 'false'] },
    'a withdrawn grant counts as granted': { changes: ["when p_kind = 'withdrawal' then -p_amount_cents", 'when false then 0'] },
    'a closed wallet pays': { changes: ['> wallet_closes_on', '> wallet_closes_on + 365'] },
    'more is given back than was paid': { changes: ["r.follows_id = t.id and r.kind in ('refund', 'reversal', 'compensation')", 'false'] },
    'what was cancelled for fraud is given back again': {
      changes: ["r.kind in ('refund', 'reversal', 'compensation')), 0)", "r.kind = 'refund'), 0)"],
    },
    'a cancelled payment is not looked for': {
      changes: ["if p_kind in ('refund', 'reversal', 'compensation') and", "if p_kind = 'refund' and"],
    },
    'a closed wallet is credited': { changes: ["'reservation', 'credit') and", "'reservation') and"] },
    'a reservation ends with another amount': {
      changes: ['and (t.wallet_id, t.partner_id, t.amount_cents) = (p_wallet_id, p_partner_id, p_amount_cents)', ''],
    },
    'a reservation ends twice': {
      changes: [
        'if exists (select from transactions t where t.follows_id = p_follows_id and',
        'if exists (select from transactions t where false and',
      ],
      without: 'drop index a_reservation_ends_once',
    },
    'a redemption is taken from what can be spent': {
      changes: [
        "(credited = 'available')::int - (debited = 'available')::int",
        "(credited = 'available')::int - (debited in ('available', 'reserved'))::int",
      ],
    },
  }

  async function planted({ changes, of = 'post_transaction', without }: Fault) {
    const name = `planted_${randomUUID().replaceAll('-', '')}`
    await asOwner(database.url, `create database ${name} template ${inject('template')}`)
    const url = new URL(database.url)
    url.pathname = `/${name}`
    const pool = openPool(url.href, { max: 20 })
    const { rows } = await pool.query(`select pg_get_functiondef('${of}'::regproc) as text`)
    const text: string = rows[0].text
    if (changes) {
      expect(text, 'the function changed: plant this fault again').toContain(changes[0])
      await pool.query(text.replace(...changes))
    }
    if (without) await pool.query(without)
    return {
      db: openDatabase(pool),
      async end() {
        await pool.end()
        await asOwner(database.url, `drop database ${name} with (force)`)
      },
    }
  }

  test('and nothing is found where none is', async () => {
    const sound = await planted({})
    await everythingHolds(sound.db, { runs: 40, seed: 1 }).finally(() => sound.end())
  }, 60_000)

  test.each(Object.entries(FAULTS))(
    '%s',
    async (_name, fault) => {
      const faulty = await planted(fault)
      await expect(everythingHolds(faulty.db, { runs: 40, seed: 1 }).finally(() => faulty.end())).rejects.toThrow()
    },
    60_000,
  )
})

// The balances that are kept at hand may be wrong without any line being so.
test('a balance changed by hand is found, with its wallet', async () => {
  const { wallet } = await aPayer(db, 500)
  await asOwner(database.url, `update wallets set balance_cents = 501 where id = ${wallet.id}`)
  await expect(ledgerIsClean(db)).rejects.toThrow(`wallet ${wallet.id}: the balance is 501 cents in the wallet and 500 in the journal`)
  await asOwner(database.url, `update wallets set balance_cents = 500 where id = ${wallet.id}`)
  await ledgerIsClean(db)
})
