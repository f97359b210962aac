import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'

/** What waits for the Region, all of it in one statement for each desk. */

export async function waitsAtTheDesks(db: Reader, _agent: Agent) {
  const { rows } = await sql<{
    applications: number
    applications_since: Date | null
    questions: number
    questions_since: Date | null
    cards: number
    batches_to_make: number
    batches_to_ship: number
  }>`
    select a.*, q.*, b.*, (select count(*) from waiting_cards) + (select count(*) from returned_cards where address_confirmed_at is not null) as cards
    from
      (select count(*) as applications, min(submitted_at) as applications_since
        from sent_applications where state = 'submitted' and falls_to_region) a,
      (select count(*) as questions, min(received_at) as questions_since from unanswered_questions) q,
      (select count(*) filter (where made_at is null) as batches_to_make,
        count(*) filter (where made_at is not null) as batches_to_ship from batches_under_way) b
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}

export async function waitsForFinance(db: Reader) {
  const { rows } = await sql<{ to_check: number; to_check_since: Date | null; to_pay: number; to_pay_cents: number }>`
    select count(*) filter (where state = 'awaiting-region') as to_check,
      min(submitted_at) filter (where state = 'awaiting-region') as to_check_since,
      count(*) filter (where state = 'accepted') as to_pay,
      coalesce(sum(total_cents) filter (where state = 'accepted'), 0) as to_pay_cents
    from aid_requests where state in ('awaiting-region', 'accepted')
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}
