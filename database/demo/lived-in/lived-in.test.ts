import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { loadDemonstration } from '../../../src/demonstration.ts'
import { checkLedger } from '../../../src/features/money/wallets/check.ts'
import { testSite, Visitor } from '../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../tests/support/database.ts'
import { aid, benefits } from '../campaign.ts'
import { partners } from '../partners.ts'
import { askForAids } from './aids.ts'
import { Chance } from './chance.ts'
import { type Move, spend } from './money.ts'
import { invent, type Person } from './people.ts'

const GRANTS = new Map(benefits.map(({ rule, amount_cents }) => [rule, amount_cents]))
const SHOPS = partners.map(({ prepayments, online, ...shop }) => ({
  ...shop,
  accepts_prepayments: prepayments,
  accepts_online_payments: online,
}))

describe('what is invented', () => {
  const inventedAt = (now: Date) => {
    const chance = new Chance(1, now)
    const people = invent(chance, now)
    return { people, moves: spend(chance, people, SHOPS, GRANTS), aids: askForAids(chance, people, aid) }
  }

  test('is the same at each loading, and moves with the date', () => {
    expect(inventedAt(TEST_NOW)).toEqual(inventedAt(TEST_NOW))
    const aMonthLater = new Date(TEST_NOW.getTime() + 30 * 86_400_000)
    const latest = ({ moves }: { moves: Move[] }) => moves.at(-1)?.at.getTime() ?? 0
    expect(aMonthLater.getTime() - latest(inventedAt(aMonthLater))).toBe(TEST_NOW.getTime() - latest(inventedAt(TEST_NOW)))
  })

  test.each([0, 3, 7, 9, 12, 16, 18, 23])('is past and in order when the program starts at %i o’clock, in every season', (hour) => {
    for (const day of ['2026-01-01', '2026-03-29', '2026-05-02', '2026-07-01', '2026-10-25', '2026-12-31']) {
      const now = new Date(`${day}T${String(hour).padStart(2, '0')}:13:00Z`)
      const { people, moves, aids } = inventedAt(now)
      for (const { registered_at, submitted_at, decided_at } of people) {
        const instants = [registered_at, submitted_at ?? now, decided_at ?? now].map((at) => at.getTime())
        expect(instants).toEqual(instants.toSorted((a, b) => a - b))
        expect(instants.every((at) => at <= now.getTime())).toBe(true)
      }
      expect(overspent(people, moves)).toEqual([])
      expect(moves.every(({ at }) => at < now)).toBe(true)
      expect(new Set(people.map(({ state }) => state)).size).toBe(5)
      expect(new Set(aids.map(({ state }) => state)).size, `states of aids on ${now.toISOString()}`).toBe(9)
      for (const { events } of aids) expect(events).toEqual(events.toSorted((a, b) => a.at.getTime() - b.at.getTime()))
    }
  })
})

/** What would be paid before it is granted, or beyond it, or given back of what was not paid. */
function overspent(people: Person[], moves: Move[]): Move[] {
  const grantOf = new Map(people.map(({ file_number, rule }) => [file_number, GRANTS.get(rule)]))
  const left = new Map<string, number>()
  const made = new Set<string>()
  return moves.filter(({ kind, file_number, cents, request_id, follows }) => {
    made.add(request_id)
    if (file_number === null) return false
    if (kind === 'grant') return !left.set(file_number, grantOf.get(file_number) ?? 0)
    if (follows !== null) return !made.has(follows)
    left.set(file_number, (left.get(file_number) ?? 0) - (cents ?? 0))
    return (left.get(file_number) ?? 0) < 0
  })
}

describe('what the first start loads', async () => {
  const database = await testDatabase()
  const { db } = database
  const { site } = testSite(database)

  beforeAll(() => loadDemonstration(site, database.url))

  const staff = async (email: string) => {
    const { id } = await db.selectFrom('staff').select('id').where('email', '=', email).executeTakeFirstOrThrow()
    return new Visitor(site).signInAs({ staffId: id })
  }

  /** What the links of a page's lines say, in their order. */
  const lines = async (visitor: Visitor, path: string): Promise<string[]> => {
    const { status, text } = await visitor.get(path)
    expect(status, path).toBe(200)
    return linesIn(text)
  }
  const linesIn = (text: string): string[] => {
    const body = /<tbody[^>]*>.*<\/tbody>/s.exec(text)?.[0] ?? ''
    return Array.from(body.matchAll(/<a [^>]*>([^<]+)<\/a>/g), ([, words]) => words as string)
  }

  test('every balance, reservation and settlement is what the journal says', async () => {
    const { differences, totals } = await checkLedger(db)
    expect(differences).toEqual([])
    expect(totals.transactions).toBeGreaterThan(500)
  })

  test('the named people keep their numbers and come first in every list', async () => {
    const [school, agent] = [await staff('secretariat@marie-curie.example'), await staff('agent@region.example')]
    expect((await lines(school, '/etablissement'))[0]).toBe('PETIT Hugo')
    expect((await lines(school, '/etablissement?etat=all')).slice(0, 3)).toEqual(['MARTIN Jean', 'MARTIN Stéphane', 'PETIT Hugo'])
    expect((await lines(school, '/etablissement?etat=validated')).slice(0, 2)).toEqual(['MARTIN Jean', 'MARTIN Stéphane'])
    expect((await lines(agent, '/region/demandes'))[0]).toBe('LAMBERT Zoé')
    expect((await lines(agent, '/region/demandes?etat=all'))[0]).toBe('LAMBERT Zoé')
    const found = linesIn((await agent.search('/region/beneficiaires', { recherche: '', etablissement: '0600020W' })).text)
    expect(found.slice(0, 3)).toEqual(['MARTIN Jean', 'MARTIN Stéphane', 'PETIT Hugo'])
    expect((await agent.get('/region/cartes')).text).toMatch(/<tbody[^>]*>.*?MARTIN/s)
    const { id } = await db
      .selectFrom('transactions')
      .select('id')
      .where('kind', '=', 'grant')
      .orderBy('id')
      .limit(1)
      .executeTakeFirstOrThrow()
    expect(id).toBe(8_985_000)
  })

  test('each state of requests, cards, prepayments and aids has somebody', async () => {
    const { rows } = await sql<{ states: string[] }>`
      select array_agg(distinct s order by s) as states from (
        select 'request ' || state from card_applications union select 'aid ' || state from apprentice_aid_requests
        union select 'prepayment ' || state from prepayments union select 'message ' || state from messages
        union select 'transfer ' || coalesce(outcome, 'sent') from aid_payment_lines
        union select 'batch ' || case when shipped_at is not null then 'shipped' when made_at is not null then 'made' else 'new' end from card_batches
        union select 'card ' || case when opposed_at is not null then 'opposed' when set_aside_at is not null then 'aside' else 'live' end from cards
      ) as found (s)`.execute(db)
    expect(rows[0]?.states).toEqual([
      ...['aid accepted', 'aid awaiting-region', 'aid awaiting-school', 'aid draft', 'aid in-payment', 'aid paid', 'aid refused'],
      ...['aid rejected-by-bank', 'aid returned', 'batch made', 'batch new', 'batch shipped', 'card aside', 'card live', 'card opposed'],
      ...['message failed', 'message sent', 'prepayment cancelled', 'prepayment pending', 'prepayment redeemed'],
      ...['request draft', 'request refused', 'request returned', 'request submitted', 'request validated'],
      ...['transfer cancelled', 'transfer paid', 'transfer rejected', 'transfer sent'],
    ])
  })

  test('each desk, list and statement has something to show', async () => {
    const lists = {
      'agent@region.example': [
        ...['demandes', 'demandes?etat=returned', 'demandes?etat=refused', 'aides-thr', 'aides-thr?etat=returned', 'paiements-thr'],
        ...[
          'paiements-thr/1',
          'cartes',
          'cartes/lots/3',
          'reversements',
          'reversements/5',
          'questions',
          'questions?etat=terminees',
          'messages',
        ],
        ...['messages?etat=failed', 'journal', 'chiffres', 'comptes', 'questions/modeles'],
      ].map((path) => `/region/${path}`),
      'secretariat@marie-curie.example': ['/etablissement', '/etablissement?etat=returned', '/etablissement/aides-thr'],
      'secretariat@gambetta.example': ['/etablissement', '/etablissement?etat=validated', '/etablissement?etat=refused'],
      'gerance@les-pages.example': ['/partenaire/transactions', '/partenaire/versements'],
    }
    for (const [email, paths] of Object.entries(lists)) {
      const visitor = await staff(email)
      for (const path of paths) {
        const { status, text } = await visitor.get(path)
        expect([path, status]).toEqual([path, 200])
        expect(text.match(/<tr/g)?.length ?? 0, path).toBeGreaterThan(1)
      }
    }
  })
})
