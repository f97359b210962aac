import { randomInt, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { checkLedger } from '../../src/features/money/wallets/check.ts'
import {
  adjust,
  capture,
  freezeWallets,
  type Posted,
  pay,
  refund,
  release,
  reserve,
  thawWallets,
  withdrawWallets,
} from '../../src/features/money/wallets/index.ts'
import { historyOf } from '../../src/features/money/wallets/queries.ts'
import { effectOf, type Kind } from '../../src/features/money/wallets/wallet.ts'
import { freezePartner, thawPartner } from '../../src/features/partners/partners/index.ts'
import { type Db, inTransaction, type Tx } from '../../src/platform/database/index.ts'
import { UserError } from '../../src/platform/errors.ts'
import { TEST_NOW } from './database.ts'
import { aHolder, aPartner, aPartnerUser } from './makers.ts'

/** The ledger as a few lines of arithmetic, and what makes the real one do the same things: they must agree. */

const AFTER_CLOSING = new Date('2027-05-01T00:00:00+02:00')

type Action = ('grant' | 'pay' | 'reserve' | 'capture' | 'cancel' | 'expire' | 'refund') | ('credit' | 'debit' | 'reverse' | 'compensate')
/** What decides what may move; « withdraw » takes back what is left. */
type Switch = 'freeze-wallet' | 'thaw-wallet' | 'freeze-partner' | 'thaw-partner' | 'withdraw'

interface Step {
  action: Action | Switch
  wallet: number
  partner: number
  cents: number
  /** Which of what came before is meant: a payment to refund, a reservation to end, a request to send again. */
  which: number
  /** Sent under the id of an earlier request: as that one was, or with its amount changed. */
  again: 'no' | 'same' | 'changed'
  /** Of what ends a reservation: as it was made, or with its amount changed. */
  faithful: boolean
  late: boolean
}

const corrections: Action[] = ['credit', 'debit', 'reverse', 'compensate']
const actions: Action[] = ['grant', 'pay', 'pay', 'reserve', 'reserve', 'capture', 'cancel', 'expire', 'refund', 'refund', ...corrections]
const switches: Switch[] = ['freeze-wallet', 'thaw-wallet', 'thaw-wallet', 'freeze-partner', 'thaw-partner', 'thaw-partner', 'withdraw']

const steps = fc.array(
  fc.record<Step>({
    action: fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...actions) }, fc.constantFrom(...switches)),
    wallet: fc.nat(1),
    partner: fc.nat(1),
    cents: fc.integer({ min: 1, max: 60 }),
    which: fc.nat(),
    again: fc.oneof({ weight: 8, arbitrary: fc.constant('no' as const) }, fc.constantFrom('same' as const, 'changed' as const)),
    faithful: fc.integer({ min: 0, max: 7 }).map((draw) => draw > 0),
    late: fc.integer({ min: 0, max: 15 }).map((draw) => draw === 0),
  }),
  { minLength: 10, maxLength: 40 },
)

interface Request {
  kind: Kind
  request_id: string
  wallet_id: number
  partner_id: number
  amount_cents: number
  follows_id: number
  at: Date
}

type Outcome = { balance_after_cents: number; already_made: boolean } | { refused: string }

interface Line extends Request {
  id: number
  balance_after_cents: number
}

const ENDS: Kind[] = ['redemption', 'cancellation', 'expiry']
/** What a frozen wallet does not do, and what a frozen partner does not take. */
const STOPPED: Kind[] = ['payment', 'reservation', 'redemption', 'expiry']
/** What gives a payment back: its partner, or the Region. */
const GIVES_BACK: Kind[] = ['refund', 'reversal', 'compensation']
const TAKING: Kind[] = ['payment', 'reservation', 'redemption']

/** What should be. */
class Model {
  readonly lines: Line[] = []
  /** The wallets that a refund reopened after their last day. */
  readonly reopened = new Set<number>()
  readonly withdrawn = new Set<number>()
  /** What is owed still of each that was withdrawn. */
  readonly debts = new Map<number, number>()
  readonly frozenWallets = new Set<number>()
  readonly frozenPartners = new Set<number>()

  available(walletId: number): number {
    return this.#sum(walletId, (line) => effectOf(line))
  }

  reserved(walletId: number): number {
    return this.#sum(walletId, ({ kind, amount_cents }) =>
      kind === 'reservation' ? amount_cents : ENDS.includes(kind) ? -amount_cents : 0,
    )
  }

  granted(walletId: number): number {
    return this.#sum(walletId, ({ kind, amount_cents }) =>
      kind === 'grant' || kind === 'credit' ? amount_cents : kind === 'withdrawal' ? -amount_cents : 0,
    )
  }

  spent(walletId: number): number {
    return this.#sum(walletId, ({ kind, amount_cents }) =>
      kind === 'payment' || kind === 'redemption' ? amount_cents : kind === 'refund' || kind === 'reversal' ? -amount_cents : 0,
    )
  }

  /** What the Region gave of it and did not get back: what its owner owes once what is left is taken back. */
  owed(walletId: number): number {
    const back: Kind[] = ['debit', 'withdrawal', 'closing']
    const kept = this.#sum(walletId, ({ kind, amount_cents }) =>
      kind === 'grant' || kind === 'credit' ? amount_cents : back.includes(kind) ? -amount_cents : 0,
    )
    return Math.max(0, kept - this.available(walletId))
  }

  #sum(walletId: number, of: (line: Line) => number): number {
    return this.lines.filter((line) => line.wallet_id === walletId).reduce((sum, line) => sum + of(line), 0)
  }

  isEnded = (reservationId: number): boolean =>
    this.lines.some(({ kind, follows_id }) => ENDS.includes(kind) && follows_id === reservationId)

  expected(request: Request): Outcome {
    const before = this.lines.find((line) => line.request_id === request.request_id)
    if (before) {
      const same = (['kind', 'wallet_id', 'partner_id', 'amount_cents', 'follows_id'] as const).every(
        (name) => before[name] === request[name],
      )
      return same ? { balance_after_cents: before.balance_after_cents, already_made: true } : { refused: 'request.reused' }
    }
    if (STOPPED.includes(request.kind) && this.frozenWallets.has(request.wallet_id)) return { refused: 'wallet.frozen' }
    const after = this.available(request.wallet_id) - this.closedBy(request) + effectOf(request)
    const refused = after < 0 ? 'wallet.insufficient' : this.#refusalOf(request)
    return refused ? { refused } : { balance_after_cents: after - this.repaidBy(request), already_made: false }
  }

  /** What comes back to a withdrawn wallet and pays what is owed of it. */
  repaidBy = ({ kind, wallet_id, amount_cents }: Request): number =>
    GIVES_BACK.includes(kind) ? Math.min(amount_cents, this.debts.get(wallet_id) ?? 0) : 0

  #isClosed = ({ at, wallet_id }: Request): boolean => at === AFTER_CLOSING && !this.reopened.has(wallet_id)

  /** Whether that line is a refund that reopens its wallet; one that is frozen has not closed. */
  reopens = ({ kind, at, wallet_id }: Request): boolean =>
    GIVES_BACK.includes(kind) && at === AFTER_CLOSING && !this.frozenWallets.has(wallet_id)

  /** What a refund that reopens the wallet gives back to the Region before. */
  closedBy(request: Request): number {
    return this.reopens(request) && this.#isClosed(request) ? this.available(request.wallet_id) : 0
  }

  #refusalOf(request: Request): string | undefined {
    if (ENDS.includes(request.kind) && request.amount_cents > this.reserved(request.wallet_id)) return 'reservation.ended'
    if (TAKING.includes(request.kind) && this.frozenPartners.has(request.partner_id)) return 'partner.frozen'
    if (['payment', 'reservation', 'credit'].includes(request.kind) && this.#isClosed(request)) return 'wallet.closed'
    const followed = this.lines.find((line) => line.id === request.follows_id)
    if (ENDS.includes(request.kind)) {
      if (followed?.amount_cents !== request.amount_cents) return 'not-found'
      if (this.isEnded(request.follows_id)) return 'reservation.ended'
    }
    if (!GIVES_BACK.includes(request.kind)) return undefined
    const given = this.lines.filter(({ kind, follows_id }) => GIVES_BACK.includes(kind) && follows_id === request.follows_id)
    const left = (followed?.amount_cents ?? 0) - given.reduce((sum, { amount_cents }) => sum + amount_cents, 0)
    return request.amount_cents > left ? 'payment.nothing-left' : undefined
  }
}

interface World {
  beneficiaryId: number
  wallets: { id: number }[]
  partners: { id: number; made_by: number }[]
}

/**
 * Does random things to a ledger and to its model, then compares what was answered, the balances, the histories, and
 * what `checkLedger` finds.
 * @throws Error at the first difference
 */
export async function ledgerAgreesWithItsModel(db: Db, options: { runs: number; seed?: number }): Promise<void> {
  const property = fc.asyncProperty(steps, (walk) => agreesOn(db, walk))
  await fc.assert(property, { numRuns: options.runs, endOnFailure: true, ...(options.seed === undefined ? {} : { seed: options.seed }) })
  await ledgerIsClean(db)
}

/** @throws Error that lists what `checkLedger` finds */
export async function ledgerIsClean(db: Db): Promise<void> {
  const { differences } = await checkLedger(db)
  if (differences.length > 0) throw new Error(differences.join('\n'))
}

async function agreesOn(db: Db, walk: Step[]): Promise<void> {
  const world = await inTransaction(db, TEST_NOW, aWorld)
  const model = new Model()
  for (const { id } of world.wallets) await take(db, world, model, opening(id))
  for (const step of walk) {
    if (isSwitch(step.action)) {
      await (step.action === 'withdraw' ? withdraw(db, world, model, step) : turn(db, world, model, { ...step, action: step.action }))
      continue
    }
    const request = requestOf({ ...step, action: step.action }, world, model)
    if (request) await take(db, world, model, request)
  }
  for (const wallet of world.wallets) await sameWallet(db, world, model, wallet.id)
}

const isSwitch = (action: Step['action']): action is Switch => (switches as string[]).includes(action)

/** Takes back what a wallet was granted, once, and not while something is set aside. */
async function withdraw(db: Db, world: World, model: Model, step: Step): Promise<void> {
  const { id } = pick(world.wallets, step.wallet) as { id: number }
  const [given_back_cents, owed_cents] = [model.available(id), model.owed(id)]
  const by = world.partners[0]?.made_by ?? 0
  const made = await inTransaction(db, TEST_NOW, (tx) => withdrawWallets(tx, [id], by)).catch((error) => {
    if (error instanceof UserError) return { refused: error.code }
    throw error
  })
  if (model.withdrawn.has(id)) return mustBeSame('a second withdrawal', made, [])
  if (model.reserved(id) > 0) return mustBeSame('a withdrawal', made, { refused: 'withdrawal.reserved' })
  const told = 'refused' in made ? made : made.map(({ given_back_cents, owed_cents }) => ({ given_back_cents, owed_cents }))
  mustBeSame('a withdrawal', told, [{ given_back_cents, owed_cents }])
  model.withdrawn.add(id)
  model.debts.set(id, owed_cents)
  if (given_back_cents === 0) return
  const line = await db
    .selectFrom('transactions')
    .select('id')
    .where('wallet_id', '=', id)
    .where('kind', '=', 'withdrawal')
    .executeTakeFirstOrThrow()
  const request = { kind: 'withdrawal', request_id: randomUUID(), partner_id: 0, follows_id: 0, at: TEST_NOW } as const
  model.lines.push({ ...request, ...line, wallet_id: id, amount_cents: given_back_cents, balance_after_cents: 0 })
}

/** Freezes or thaws, a wallet or a partner: on the same day, so that no date moves. */
async function turn(
  db: Db,
  world: World,
  model: Model,
  { action, wallet, partner }: Step & { action: Exclude<Switch, 'withdraw'> },
): Promise<void> {
  const isFreezing = action.startsWith('freeze')
  const ofWallets = action.endsWith('wallet')
  const { id } = pick<{ id: number }>(ofWallets ? world.wallets : world.partners, ofWallets ? wallet : partner) as { id: number }
  const frozen = ofWallets ? model.frozenWallets : model.frozenPartners
  if (isFreezing) frozen.add(id)
  else frozen.delete(id)
  await inTransaction(db, TEST_NOW, async (tx) => {
    if (ofWallets) await (isFreezing ? freezeWallets(tx, [id]) : thawWallets(tx, [id]))
    else await (isFreezing ? freezePartner(tx, id) : thawPartner(tx, id))
  })
}

async function aWorld(tx: Tx): Promise<World> {
  const { beneficiary, wallet } = await aHolder(tx, { balance_cents: 0 })
  const other = await aHolder(tx, { balance_cents: 0 })
  const partners = []
  for (const partner of [await aPartner(tx), await aPartner(tx)])
    partners.push({ id: partner.id, made_by: (await aPartnerUser(tx, partner)).id })
  // Two wallets of one person are of two campaigns; whose they are does not matter to the ledger.
  await sql`set local role none`.execute(tx)
  await sql`update wallets set beneficiary_id = ${beneficiary.id} where id = ${other.wallet.id}`.execute(tx)
  return { beneficiaryId: beneficiary.id, wallets: [wallet, other.wallet], partners }
}

const opening = (wallet_id: number): Request => ({
  ...{ kind: 'grant', request_id: randomUUID(), wallet_id, partner_id: 0, amount_cents: 100, follows_id: 0, at: TEST_NOW },
})

const KINDS: Record<Action, Kind> = {
  grant: 'grant',
  pay: 'payment',
  reserve: 'reservation',
  capture: 'redemption',
  cancel: 'cancellation',
  expire: 'expiry',
  refund: 'refund',
  credit: 'credit',
  debit: 'debit',
  reverse: 'reversal',
  compensate: 'compensation',
}

/** Those between a wallet and the Region, which name no partner. */
const WITHOUT_PARTNER: Kind[] = ['grant', 'credit', 'debit']

/** What each kind follows; the others follow nothing. */
const FOLLOWED: Partial<Record<Kind, Kind[]>> = {
  redemption: ['reservation'],
  cancellation: ['reservation'],
  expiry: ['reservation'],
  refund: ['payment', 'redemption'],
  reversal: ['payment', 'redemption'],
  compensation: ['payment', 'redemption'],
}

function requestOf(step: Step & { action: Action }, world: World, model: Model): Request | undefined {
  if (step.again !== 'no') {
    // What closed a wallet was asked for by nobody.
    const before = pick(
      model.lines.filter(({ kind }) => !['closing', 'withdrawal', 'deduction'].includes(kind)),
      step.which,
    )
    return before && { ...before, amount_cents: before.amount_cents + (step.again === 'changed' ? 1 : 0) }
  }
  const kind = KINDS[step.action]
  const wallet_id = pick(world.wallets, step.wallet)?.id ?? 0
  const partner_id = WITHOUT_PARTNER.includes(kind) ? 0 : (pick(world.partners, step.partner)?.id ?? 0)
  const fresh = {
    kind,
    request_id: randomUUID(),
    wallet_id,
    partner_id,
    amount_cents: step.cents,
    follows_id: 0,
    at: step.late ? AFTER_CLOSING : TEST_NOW,
  }
  const follows = FOLLOWED[kind]
  if (!follows) return fresh
  const followed = pick(
    model.lines.filter((line) => follows.includes(line.kind)),
    step.which,
  )
  if (!followed) return undefined
  const amount_cents = GIVES_BACK.includes(kind) ? step.cents : followed.amount_cents + (step.faithful ? 0 : 1)
  return { ...fresh, wallet_id: followed.wallet_id, partner_id: followed.partner_id, follows_id: followed.id, amount_cents }
}

const pick = <T>(list: T[], which: number): T | undefined => list[which % list.length]

async function take(db: Db, world: World, model: Model, request: Request): Promise<void> {
  const expected = model.expected(request)
  const made_by = world.partners.find(({ id }) => id === request.partner_id)?.made_by ?? world.partners[0]?.made_by ?? 0
  const made = await inTransaction(db, request.at, (tx) => postOnce(tx, world, request, made_by)).catch((error) => {
    if (error instanceof UserError) return { refused: error.code }
    throw error
  })
  const { transaction_id, ...outcome } = { transaction_id: 0, ...made }
  mustBeSame(`${request.kind} of ${request.amount_cents}`, outcome, expected)
  if ('balance_after_cents' in outcome && !outcome.already_made) {
    const amount_cents = model.closedBy(request)
    if (amount_cents > 0) model.lines.push(await theClosing(db, { ...request, amount_cents }))
    if (model.reopens(request)) model.reopened.add(request.wallet_id)
    const repaid = model.repaidBy(request)
    model.lines.push({ ...request, id: transaction_id, balance_after_cents: outcome.balance_after_cents + repaid })
    if (repaid > 0) await repay(db, model, { ...request, amount_cents: repaid })
  }
}

/** What a refund paid of what was owed, which nobody asked for by its own. */
async function repay(db: Db, model: Model, request: Request): Promise<void> {
  const line = await db
    .selectFrom('transactions')
    .select(['id', 'amount_cents', 'balance_after_cents'])
    .where('wallet_id', '=', request.wallet_id)
    .where('kind', '=', 'deduction')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  mustBeSame('what was paid of a debt', line.amount_cents, request.amount_cents)
  model.debts.set(request.wallet_id, (model.debts.get(request.wallet_id) ?? 0) - line.amount_cents)
  model.lines.push({ ...request, ...line, kind: 'deduction', request_id: randomUUID(), partner_id: 0, follows_id: 0 })
}

/** The line that gave so much back to the Region, which nobody asked for by its own. */
async function theClosing(db: Db, request: Request): Promise<Line> {
  const { id, amount_cents } = await db
    .selectFrom('transactions')
    .select(['id', 'amount_cents'])
    .where('wallet_id', '=', request.wallet_id)
    .where('kind', '=', 'closing')
    .executeTakeFirstOrThrow()
  mustBeSame('what went back to the Region', amount_cents, request.amount_cents)
  return { ...request, kind: 'closing', request_id: randomUUID(), partner_id: 0, follows_id: 0, id, balance_after_cents: 0 }
}

/** Posts as the rooms do: what sets money aside writes a prepayment, and what ends it writes that down. */
async function postOnce(tx: Tx, world: World, request: Request, made_by: number): Promise<Posted> {
  const { kind, follows_id, request_id, wallet_id, partner_id, amount_cents } = request
  const line = { request_id, wallet_id, partner_id, amount_cents }
  switch (kind) {
    case 'payment':
      return pay(tx, { ...line, channel: 'qr-code', made_by })
    case 'refund':
    case 'reversal':
    case 'compensation': {
      const { late: _, ...posted } = await refund(tx, { ...line, kind, payment_id: follows_id, made_by })
      return corrected(tx, world, kind, posted)
    }
    case 'credit':
    case 'debit':
      return corrected(tx, world, kind, await adjust(tx, { kind, request_id, wallet_id, amount_cents, made_by }))
    case 'reservation': {
      const posted = await reserve(tx, line)
      if (!posted.already_made)
        await writePrepayment(tx, { ...line, beneficiary_id: world.beneficiaryId, reservation_id: posted.transaction_id })
      return posted
    }
    case 'redemption': {
      const posted = await capture(tx, { ...line, reservation_id: follows_id, made_by })
      if (!posted.already_made) await endPrepayment(tx, follows_id, 'redeemed')
      return posted
    }
    case 'cancellation':
    case 'expiry': {
      const posted = await release(tx, { ...line, reservation_id: follows_id, because: kind })
      if (!posted.already_made) await endPrepayment(tx, follows_id, kind === 'expiry' ? 'expired' : 'cancelled')
      return posted
    }
    default:
      return grant(tx, line)
  }
}

/** Writes down why, as the room of corrections does: not of a refund, which a partner makes. */
async function corrected(tx: Tx, { partners: [one, other] }: World, kind: Kind, posted: Posted): Promise<Posted> {
  const why = { reason: 'error', comment: 'Une erreur.', asked_by: one?.made_by ?? 0, agreed_by: other?.made_by ?? 0 }
  if (kind !== 'refund' && !posted.already_made)
    await tx
      .insertInto('corrections')
      .values({ transaction_id: posted.transaction_id, ...why })
      .execute()
  return posted
}

/** What a campaign gives, by the primitive itself: the door credits applications only. */
export async function grant(tx: Tx, line: { request_id: string; wallet_id: number; amount_cents: number }): Promise<Posted> {
  const { rows } = await sql<Posted>`
    select * from post_transaction(${line.request_id}, 'grant', ${line.wallet_id}, ${line.amount_cents}, ${tx.now})
  `
    .execute(tx)
    .catch((error) => {
      throw error.code === 'HD002' ? new UserError('request.reused', 'reused') : error
    })
  return rows[0] as Posted
}

/** The row that says what a reservation is for. */
export async function writePrepayment(
  tx: Tx,
  row: { beneficiary_id: number; wallet_id: number; partner_id: number; amount_cents: number; reservation_id: number },
): Promise<void> {
  const { beneficiary_id, wallet_id, partner_id, amount_cents, reservation_id } = row
  const ticket = `${randomInt(100_000, 999_999)}${randomInt(100_000, 999_999)}`
  await tx
    .insertInto('prepayments')
    .values({ ticket, beneficiary_id, wallet_id, partner_id, amount_cents, reservation_id, expires_on: '2027-04-23', created_at: tx.now })
    .execute()
}

/** And how it ended. */
export async function endPrepayment(tx: Tx, reservationId: number, state: 'redeemed' | 'cancelled' | 'expired'): Promise<void> {
  await tx.updateTable('prepayments').set({ state, ended_at: tx.now }).where('reservation_id', '=', reservationId).execute()
}

async function sameWallet(db: Db, world: World, model: Model, walletId: number): Promise<void> {
  const wallet = await db
    .selectFrom('wallets')
    .select(['balance_cents', 'reserved_cents', 'granted_cents', 'spent_cents'])
    .where('id', '=', walletId)
    .executeTakeFirstOrThrow()
  const sums = {
    balance_cents: model.available(walletId),
    reserved_cents: model.reserved(walletId),
    granted_cents: model.granted(walletId),
    spent_cents: model.spent(walletId),
  }
  mustBeSame('the wallet', wallet, sums)

  const lines = model.lines.filter((line) => line.wallet_id === walletId).reverse()
  const shown = []
  for (let page = 1; shown.length < lines.length; page += 1) {
    const { movements, total } = {
      movements: [],
      total: 0,
      ...(await historyOf(db, world.beneficiaryId, { wallet_id: walletId, page }, TEST_NOW)),
    }
    mustBeSame('the length of the history', total, lines.length)
    shown.push(
      ...movements.map(({ id, kind, amount_cents, balance_after_cents, is_ended }) => ({
        id,
        kind,
        amount_cents,
        balance_after_cents,
        is_ended,
      })),
    )
  }
  const told = lines.map(({ id, kind, amount_cents, balance_after_cents }) => ({
    id,
    kind,
    amount_cents,
    balance_after_cents,
    is_ended: model.isEnded(id),
  }))
  mustBeSame('the history', shown, told)
}

function mustBeSame(what: string, found: unknown, expected: unknown): void {
  const [left, right] = [found, expected].map((value) => fc.stringify(value))
  if (left !== right) throw new Error(`${what}: the ledger says ${left}, the model ${right}`)
}
