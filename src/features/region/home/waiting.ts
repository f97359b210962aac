import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import { waitingSchools } from '../../requests/delays/index.ts'

/** What waits for the Region, and since when: one statement for each desk. */

export interface Waits {
  count: number
  since: Date | null
}

export async function waitsAtTheDesks(db: Reader, now: Date) {
  const { rows } = await sql<{
    applications: number
    applications_since: Date | null
    contract_changes: number
    contract_changes_since: Date | null
    questions: number
    questions_since: Date | null
    cards: number
    batches_to_make: number
    batches_to_ship: number
    joining: number
    joining_since: Date | null
    agreements: number
  }>`
    select a.*, k.*, q.*, b.*, j.*, g.*, (select count(*) from waiting_cards) + (select count(*) from returned_cards where address_confirmed_at is not null) as cards
    from
      (select count(*) as applications, min(submitted_at) as applications_since
        from sent_applications where state = 'submitted' and falls_to_region) a,
      (select count(*) as contract_changes, min(declared_at) as contract_changes_since from contract_changes_for_the_region) k,
      (select count(*) as questions, min(received_at) as questions_since from unanswered_questions) q,
      (select count(*) filter (where made_at is null) as batches_to_make,
        count(*) filter (where made_at is not null) as batches_to_ship from batches_under_way) b,
      (select count(*) as joining, min(sent_at) as joining_since from applications_to_join) j,
      (select count(*) as agreements from partners_to_ask where accept_by < ${dayOf(now)}) g
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}

export async function waitsForFinance(db: Reader) {
  const { rows } = await sql<{
    to_check: number
    to_check_since: Date | null
    to_pay: number
    to_pay_cents: number
    to_take_out: number
    to_take_out_since: Date | null
    unanswered: number
    unanswered_since: Date | null
  }>`
    select a.*, b.*
    from
      (select count(*) filter (where state = 'awaiting-region') as to_check,
        min(submitted_at) filter (where state = 'awaiting-region') as to_check_since,
        count(*) filter (where state = 'accepted') as to_pay,
        coalesce(sum(total_cents) filter (where state = 'accepted'), 0) as to_pay_cents
        from aid_requests where state in ('awaiting-region', 'accepted')) a,
      (select count(*) filter (where released_at is not null and given_at is null) as to_take_out,
        min(released_at) filter (where given_at is null) as to_take_out_since,
        coalesce(sum(unanswered) filter (where given_at is not null), 0)::bigint as unanswered,
        min(given_at) as unanswered_since
        from aid_batches_under_way) b
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}

/** What the Region owes to its partners, since the oldest line that no settlement has taken; then the settlements that are on their way. */
export async function waitsForPartners(db: Reader) {
  const { rows } = await sql<{
    partners: number
    due_cents: number
    due_since: Date | null
    to_release: number
    to_release_since: Date | null
    to_transfer: number
    to_transfer_since: Date | null
  }>`
    select d.*, s.*
    from
      (select count(*) as partners, coalesce(sum(amount_cents), 0)::bigint as due_cents, min(since) as due_since
        from partner_dues where amount_cents > 0) d,
      (select count(*) filter (where released_at is null) as to_release, min(prepared_at) filter (where released_at is null) as to_release_since,
        count(*) filter (where released_at is not null) as to_transfer, min(released_at) as to_transfer_since
        from settlements_under_way) s
  `.execute(db)
  return rows[0] as (typeof rows)[0]
}

export async function messagesNotSent(db: Reader): Promise<{ failed: Waits; queued: Waits }> {
  const { rows } = await sql<{ state: string } & Waits>`
    select state, count(*) as count, min(created_at) as since from messages_not_sent group by state
  `.execute(db)
  const of = (state: string): Waits => rows.find((row) => row.state === state) ?? { count: 0, since: null }
  return { failed: of('failed'), queued: of('queued') }
}

/** What people asked about their data, and the next deadline. */
export async function dataRequestsWaiting(db: Reader): Promise<{ count: number; due_on: Day | null }> {
  const { rows } = await sql<{ count: number; due_on: Day | null }>`
    select count(*) as count, min(due_on) as due_on from data_requests_waiting`.execute(db)
  return rows[0] as { count: number; due_on: Day | null }
}

/** How many schools let requests wait for too long. */
export async function schoolsInDistress(db: Reader, now: Date): Promise<Waits & { requests: number }> {
  const late = (await waitingSchools(db, now)).filter((school) => school.late > 0)
  return { count: late.length, since: late[0]?.since ?? null, requests: late.reduce((sum, school) => sum + school.late, 0) }
}
