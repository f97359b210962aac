import { movingOfDeadlines } from '../src/features/money/deadlines/jobs.ts'
import { openDatabase, openPool } from '../src/platform/database/index.ts'
import type { Site } from '../src/platform/http/site.ts'
import { CAMPAIGNS, PARTNERS, withClient } from './database.ts'

export const MOVED = 50_000
const TICKETS = 5_000
const TILLS = 4
/** What a till waits for at most: see src/site.ts. */
const PATIENCE_MS = 1_800

const FILL = `
  insert into prepayments (ticket, beneficiary_id, wallet_id, partner_id, amount_cents, expires_on, reservation_id, created_at)
    select lpad((900000000000 + i)::text, 12, '0'), i, i, 1 + i % ${PARTNERS}, 100, current_date + 90,
      (post_transaction(gen_random_uuid(), 'reservation', i, 100, now(), 1 + i % ${PARTNERS})).transaction_id, now()
    from generate_series(1000, ${1000 + TICKETS - 1}) i;
  insert into deadline_moves
      (campaign_id, scope, beneficiary_ids, closes_on, prepayments_expire_on, reason, comment, drafted_by, drafted_at, asked_at, agreed_by, agreed_at)
    select ${CAMPAIGNS.current}, 'people', array(select generate_series(1, ${MOVED})), current_date + 160, current_date + 150, 'outage', 'Panne',
      1, now(), now(), 2, now();
  analyze prepayments`

interface MovedDeadlines {
  seconds: number
  wallets: number
  tickets: number
  /** Payments of those same wallets meanwhile: how many, and how long one takes, in milliseconds. */
  payments: { count: number; median: number; worst: number }
}

/** Moves the last day of wallets as the clock does, while tills take payments from those same wallets. */
export async function movedDeadlines(url: string): Promise<MovedDeadlines> {
  await withClient(url, (client) => client.query(FILL))
  const tills = openPool(url, { max: TILLS, statementMs: PATIENCE_MS })
  const pool = openPool(url, { max: 1 })
  const taken: number[] = []
  let isOver = false
  const till = async () => {
    while (!isOver) {
      const started = performance.now()
      await tills.query(PAYMENT, [1 + Math.floor(Math.random() * MOVED), 1 + Math.floor(Math.random() * PARTNERS)])
      taken.push(performance.now() - started)
    }
  }
  const paying = Promise.all(Array.from({ length: TILLS }, till))
  const started = performance.now()
  await movingOfDeadlines.run({ db: openDatabase(pool), clock: { now: () => new Date() }, log: console } as unknown as Site)
  const seconds = (performance.now() - started) / 1_000
  isOver = true
  await paying
  const { rows } = await pool.query<{ wallets: number; tickets: number }>('select wallets, prepayments as tickets from deadline_moves')
  await Promise.all([tills.end(), pool.end()])
  const ordered = taken.toSorted((a, b) => a - b)
  return {
    seconds,
    ...(rows[0] as (typeof rows)[0]),
    payments: { count: ordered.length, median: ordered[ordered.length >> 1] ?? 0, worst: ordered.at(-1) ?? 0 },
  }
}

const PAYMENT = `select * from post_transaction(gen_random_uuid(), 'payment', $1, 1, now(), $2::integer, null, 'qr-code', $2::bigint)`
