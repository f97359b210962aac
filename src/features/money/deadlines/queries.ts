import { type RawBuilder, sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { found } from '../../../platform/errors.ts'
import type { Scope } from './deadline.ts'

interface Criteria {
  campaign_id: number
  scope: Scope
  department: string | null
  school_id: number | null
  beneficiary_ids: number[] | null
}

/** The wallets that a move is about, open or not, as a part of a statement: `w`. */
export const walletsInScope = (move: Criteria) => sql`
  wallets_held w where w.campaign_id = ${move.campaign_id} and ${whoseIs(move)}`

function whoseIs({ scope, department, school_id, beneficiary_ids }: Criteria): RawBuilder<unknown> {
  if (scope === 'campaign') return sql`true`
  if (scope === 'people') return sql`w.beneficiary_id = any (${beneficiary_ids}::bigint[])`
  return sql`w.beneficiary_id in (
    select a.beneficiary_id from validated_applications a
    join school_directory s on s.id = a.school_id
    where a.campaign_id = w.campaign_id and ${scope === 'school' ? sql`s.id = ${school_id}` : sql`left(s.uai, 3) = ${department}`})`
}

/** Open, or frozen while it was: it gets its days back once it is thawed, and follows meanwhile. */
const isOpen = (today: Day) => sql<boolean>`w.closes_on >= least(${today}::date, (w.frozen_at at time zone 'Europe/Paris')::date)`

/** Of those, the ones that would move: open, with another last day. */
export const wouldMove = ({ closes_on }: { closes_on: Day }, today: Day) =>
  sql<boolean>`${isOpen(today)} and w.closes_on <> ${closes_on}::date`

/** Whom a move would concern, and for how much. */
export interface Preview {
  wallets: number
  balance_cents: number
  /** Those that would end later, and sooner. */
  winners: number
  losers: number
  /** Those that are not empty: their owners are told. */
  told: number
  /** Those that have closed, and stay so. */
  closed: number
  /** Those that are frozen, and move too. */
  frozen: number
  prepayments: number
  prepayments_cents: number
  /** Of those, the ones whose paper is good for longer than their wallet. */
  outliving: number
  first_day: Day | null
  last_day: Day | null
}

/** What would become of wallets, were it done now. */
export async function previewOf(db: Reader, move: Criteria & { closes_on: Day }, today: Day): Promise<Preview> {
  const { rows } = await sql<Preview>`
    with scope as materialized (
      select w.id, w.closes_on, w.balance_cents, w.reserved_cents, w.frozen_at, ${isOpen(today)} as is_open, ${wouldMove(move, today)} as moves
      from ${walletsInScope(move)}
    ), tickets as (
      select count(*) as prepayments, coalesce(sum(p.amount_cents), 0)::bigint as prepayments_cents,
        count(*) filter (where p.expires_on > ${move.closes_on}::date) as outliving
      from pending_prepayments p join scope on scope.id = p.wallet_id and scope.moves
    )
    select count(*) filter (where moves) as wallets,
      coalesce(sum(balance_cents) filter (where moves), 0)::bigint as balance_cents,
      count(*) filter (where moves and closes_on < ${move.closes_on}::date) as winners,
      count(*) filter (where moves and closes_on > ${move.closes_on}::date) as losers,
      count(*) filter (where moves and balance_cents + reserved_cents > 0) as told,
      count(*) filter (where not is_open) as closed,
      count(*) filter (where moves and frozen_at is not null) as frozen,
      (select prepayments from tickets), (select prepayments_cents from tickets), (select outliving from tickets),
      min(closes_on) filter (where moves) as first_day, max(closes_on) filter (where moves) as last_day
    from scope
  `.execute(db)
  return rows[0] as Preview
}

const moves = (db: Reader) =>
  db
    .selectFrom('deadline_moves as m')
    .innerJoin('campaign_calendar as c', 'c.id', 'm.campaign_id')
    .innerJoin('staff_members as s', 's.id', 'm.drafted_by')
    .leftJoin('staff_members as a', 'a.id', 'm.agreed_by')
    .leftJoin('school_directory as e', 'e.id', 'm.school_id')
    .select(['m.id', 'm.campaign_id', 'm.department', 'm.school_id', 'm.beneficiary_ids', 'm.closes_on', 'm.prepayments_expire_on'])
    .select(['m.reason', 'm.comment', 'm.drafted_by', 'm.drafted_at', 'm.asked_at', 'm.agreed_at', 'm.moved_at', 'm.told_at', 'm.wallets'])
    .select(['m.balance_cents', 'm.prepayments', 'c.name as campaign_name', 's.name as drafted_by_name', 'a.name as agreed_by_name'])
    .select(['e.label as school_label', sql<Scope>`m.scope`.as('scope')])
    .select(sql<number>`coalesce(cardinality(m.beneficiary_ids), 0)`.as('listed'))

/** One of them, or 404. */
export const moveById = async (db: Reader, id: number) => found(await moves(db).where('m.id', '=', id).executeTakeFirst())
export type Move = Awaited<ReturnType<typeof moveById>>

const MOVES_AT_MOST = 100

/** Those of a campaign that were asked for, the newest first. */
export const movesOf = (db: Reader, campaignId: number) =>
  moves(db)
    .where('m.campaign_id', '=', campaignId)
    .where('m.asked_at', 'is not', null)
    .orderBy('m.id', 'desc')
    .limit(MOVES_AT_MOST)
    .execute()

/** A campaign whose wallets move, or 404. */
export const campaignToMove = async (db: Reader, id: number) =>
  found(
    await db
      .selectFrom('campaign_calendar')
      .select(['id', 'name', 'ends_on', 'prepayments_expire_on'])
      .where('id', '=', id)
      .executeTakeFirst(),
  )

/** The schools of which somebody was validated in that campaign, by town. */
export async function schoolsOf(db: Reader, campaignId: number): Promise<{ id: number; name: string; town: string }[]> {
  const { rows } = await sql<{ id: number; name: string; town: string }>`
    select s.id, s.name, s.town
    from school_directory s
    where exists (select from validated_applications a where a.campaign_id = ${campaignId} and a.school_id = s.id offset 0)
    order by s.town, s.name
  `.execute(db)
  return rows
}

/** Whose those file and card numbers are: null for one that is nobody's. */
export async function peopleNumbered(db: Reader, numbers: string[]): Promise<{ number: string; beneficiary_id: number | null }[]> {
  const { rows } = await sql<{ number: string; beneficiary_id: number | null }>`
    select n.number, coalesce(
      (select a.beneficiary_id from applications a where a.file_number = n.number),
      (select k.beneficiary_id from cards_given k where k.number = n.number)) as beneficiary_id
    from unnest(${numbers}::text[]) with ordinality as n (number, rank)
    order by n.rank
  `.execute(db)
  return rows
}
