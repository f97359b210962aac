import type { BenefitRule } from '../../../src/features/requests/card-applications/application.ts'
import type { Chance } from './chance.ts'
import type { Person } from './people.ts'

/** What the invented people were granted, and what they did with it: the lines that the journal is asked for, in their order. */

export interface Shop {
  code: string
  postcode: string
  accepts_prepayments: boolean
  accepts_online_payments: boolean
}

/** One line of the journal to come; a settlement is of all partners at once. */
export interface Move {
  at: Date
  kind: 'grant' | 'payment' | 'reservation' | 'redemption' | 'cancellation' | 'refund' | 'settlement'
  request_id: string
  file_number: string | null
  partner: string | null
  cents: number | null
  channel: 'qr-code' | 'card-number' | 'online' | null
  /** The request of the payment that is given back, or of the reservation that ends. */
  follows: string | null
  ticket: string | null
}

const BOOKSHOP = 'L212'

const SETTLED_DAYS_AGO = [61, 47, 33, 19, 5]

const PRICES = [690, 795, 890, 1_050, 1_290, 1_490, 1_850, 1_990, 2_250, 2_490, 2_800, 3_190, 3_450, 3_990, 4_500, 5_200, 6_400]

export function spend(chance: Chance, people: Person[], shops: Shop[], grants: ReadonlyMap<BenefitRule, number>): Move[] {
  const moves: Move[] = SETTLED_DAYS_AGO.map((days) => move(chance, chance.morning(days), 'settlement', {}))
  const purses = people.flatMap((person) => {
    const left = grants.get(person.rule) ?? 0
    return person.state === 'validated' && person.decided_at && left > 0 ? [{ person, since: person.decided_at, left }] : []
  })
  for (const purse of purses) moves.push(...lifeOf(chance, purse, shops))
  moves.push(...thisMorning(chance, purses))
  return moves.sort((a, b) => a.at.getTime() - b.at.getTime())
}

interface Purse {
  person: Person
  since: Date
  left: number
}

const move = (chance: Chance, at: Date, kind: Move['kind'], more: Partial<Move>): Move => ({
  at,
  kind,
  request_id: chance.uuid(),
  file_number: null,
  partner: null,
  cents: null,
  channel: null,
  follows: null,
  ticket: null,
  ...more,
})

/** Purchases until nothing is left, or until today. */
function lifeOf(chance: Chance, purse: Purse, shops: Shop[]): Move[] {
  const { file_number, home } = purse.person
  const moves = [move(chance, purse.since, 'grant', { file_number })]
  const near = shops.filter(({ postcode }) => postcode === home.postcode)
  let at: Date | undefined = purse.since
  for (let times = chance.between(0, 6); times > 0; times -= 1) {
    at = chance.after(at, 0.2 + 11 * chance.fraction())
    const cents = priceUpTo(chance, purse.left)
    if (!at || !cents) break
    purse.left -= cents
    const isOrdered = chance.happens(10)
    const shop = isOrdered ? shops.find(({ code }) => code === BOOKSHOP) : chance.from(near)
    if (shop) moves.push(...purchase(chance, at, { file_number, shop, cents, isOrdered }))
  }
  return moves
}

/** Some spend all that is left at once. */
function priceUpTo(chance: Chance, left: number): number | undefined {
  const prices = PRICES.filter((price) => price <= left)
  if (prices.length === 0) return undefined
  return left <= 8_000 && chance.happens(15) ? left : chance.from(prices)
}

interface Purchase {
  file_number: string
  shop: Shop
  cents: number
  isOrdered: boolean
}

function purchase(chance: Chance, at: Date, { file_number, shop, cents, isOrdered }: Purchase): Move[] {
  const about = { file_number, partner: shop.code, cents }
  if (!isOrdered && shop.accepts_prepayments && chance.happens(28)) return prepayment(chance, at, about)
  const channel =
    isOrdered || (shop.accepts_online_payments && chance.happens(8)) ? 'online' : chance.happens(78) ? 'qr-code' : 'card-number'
  const paid = move(chance, at, 'payment', { ...about, channel })
  const returned_at = chance.happens(7) ? chance.after(at, 1 + 5 * chance.fraction()) : undefined
  if (!returned_at) return [paid]
  const given_back = channel === 'online' || chance.happens(50) ? cents : Math.round(cents / 200) * 100
  return [paid, move(chance, returned_at, 'refund', { ...about, cents: given_back, follows: paid.request_id })]
}

function prepayment(chance: Chance, at: Date, about: Pick<Move, 'file_number' | 'partner' | 'cents'>): Move[] {
  const reserved = move(chance, at, 'reservation', { ...about, ticket: chance.number(12) })
  const ended_at = chance.happens(86) ? chance.after(at, 0.3 + 9 * chance.fraction()) : undefined
  if (!ended_at) return [reserved]
  return [reserved, move(chance, ended_at, chance.happens(85) ? 'redemption' : 'cancellation', { ...about, follows: reserved.request_id })]
}

/** The bookshop has had customers today, whatever the hour. */
function thisMorning(chance: Chance, purses: Purse[]): Move[] {
  const yesterday = chance.ago(1)
  const mayPay = ({ person, since, left }: Purse) => person.home.postcode === '80000' && since < yesterday && left >= 1_290
  const customers = purses.filter(mayPay).slice(0, 6)
  return customers.map((purse, index) => {
    const at = new Date(chance.ago(0).getTime() - index * 20 * 60_000)
    const cents = chance.from(PRICES.filter((price) => price <= purse.left))
    const about = { file_number: purse.person.file_number, partner: BOOKSHOP, cents }
    return index === 0
      ? move(chance, at, 'reservation', { ...about, ticket: chance.number(12) })
      : move(chance, at, 'payment', { ...about, channel: 'qr-code' })
  })
}
