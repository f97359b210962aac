import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { fallTo } from '../../requests/card-applications/index.ts'

/** What waits for the Region, all of it in one statement for each role. */

export async function waitsForSupport(db: Reader, agent: Agent) {
  const { rows } = await sql<{
    applications: number
    applications_since: Date | null
    questions: number
    questions_since: Date | null
    cards: number
    batches_to_make: number
    batches_to_ship: number
  }>`
    select a.*, q.*, b.*, (select count(*) from cards where batch_id is null and opposed_at is null and set_aside_at is null) as cards
    from
      (select count(*) as applications, min(submitted_at) as applications_since
        from card_applications a where a.state = 'submitted' and ${fallTo(agent)}) a,
      (select count(*) as questions, min(received_at) as questions_since from questions_received where answered_at is null) q,
      (select count(*) filter (where made_at is null) as batches_to_make,
        count(*) filter (where made_at is not null and shipped_at is null) as batches_to_ship from card_batches) b
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}

export async function waitsForFinance(db: Reader) {
  const { rows } = await sql<{ to_check: number; to_check_since: Date | null; to_pay: number; to_pay_cents: number }>`
    select count(*) filter (where state = 'awaiting-region') as to_check,
      min(submitted_at) filter (where state = 'awaiting-region') as to_check_since,
      count(*) filter (where state = 'accepted') as to_pay,
      coalesce(sum(transport_cents + meals_cents + lodging_cents) filter (where state = 'accepted'), 0) as to_pay_cents
    from apprentice_aid_requests where state in ('awaiting-region', 'accepted')
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}
