import { sql } from 'kysely'
import type { Facts } from '../../../platform/audit.ts'
import type { Reader } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { AidEvent } from '../../aid/apprentice-aid/index.ts'
import type { Address } from '../../people/addresses/index.ts'
import type { ApplicationEvent } from '../../requests/card-applications/index.ts'
import { readingsAmong } from '../audit/index.ts'

/** What the Region's file of somebody shows: all of it, without a password, a token or an account number. */

/** The longest table of a file; what is older is in the journal. */
export const LINES_AT_MOST = 50

/** The person; 404 once their account is closed, when nothing is left that says who they were. */
export const personOf = async (db: Reader, id: number) =>
  found(
    await db
      .selectFrom('open_accounts as b')
      .select(['b.id', 'b.civility', 'b.last_name', 'b.first_name', 'b.latin_last_name', 'b.latin_first_name', 'b.birth_date'])
      .select(['b.printed_last_name', 'b.printed_first_name', 'b.email', 'b.fixed_phone', 'b.mobile_phone'])
      .leftJoin('guardians_counted as g', 'g.beneficiary_id', 'b.id')
      .select([
        'g.named as guardians',
        'g.confirmed as guardians_confirmed',
        'b.notified_by',
        'b.created_at',
        'b.sign_in_blocked_at',
        sql<Address | null>`b.address`.as('address'),
      ])
      .select((eb) => [
        eb
          .exists(eb.selectFrom('chosen_passwords as p').select('p.beneficiary_id').whereRef('p.beneficiary_id', '=', 'b.id'))
          .as('has_password'),
        eb
          .selectFrom('addresses_of_nobody as n')
          .whereRef('n.address', '=', eb.fn('lower', ['b.email']))
          .select('n.since')
          .as('email_dead_since'),
        eb.selectFrom('live_freezes as f').whereRef('f.beneficiary_id', '=', 'b.id').select('f.frozen_at').as('frozen_at'),
        eb.selectFrom('asked_emails as e').whereRef('e.beneficiary_id', '=', 'b.id').select('e.email').as('asked_email'),
        eb
          .selectFrom('asked_emails as e')
          .whereRef('e.beneficiary_id', '=', 'b.id')
          .where('e.confirmed_at', 'is not', null)
          .select('e.takes_effect_at')
          .as('email_changes_at'),
        eb
          .selectFrom('open_sessions as s')
          .whereRef('s.beneficiary_id', '=', 'b.id')
          .select((session) => session.fn.max('s.seen_at').as('seen_at'))
          .as('seen_at'),
      ])
      .where('b.id', '=', id)
      .executeTakeFirst(),
  )

export type Person = Awaited<ReturnType<typeof personOf>>

/** How many questions are linked to somebody's file, and how many notes agents left on it. */
export const exchangesCounted = (db: Reader, id: number) =>
  db
    .selectFrom('exchanges_of_files')
    .select([
      sql<number>`count(*) filter (where kind = 'question')`.as('questions'),
      sql<number>`count(*) filter (where kind = 'note')`.as('notes'),
      (eb) => eb.fn.max('at').as('last_at'),
    ])
    .where('beneficiary_id', '=', id)
    .executeTakeFirstOrThrow()

export const formerNamesOf = (db: Reader, id: number) =>
  db
    .selectFrom('former_identities')
    .select(['civility', 'last_name', 'first_name', 'latin_last_name', 'latin_first_name', 'birth_date', 'until'])
    .where('beneficiary_id', '=', id)
    .orderBy('id', 'desc')
    .execute()

export interface ListedApplication {
  file_number: string
  campaign_name: string
  state: string
  situation: string | null
  school_name: string | null
  course_label: string | null
  submitted_at: Date | null
  decided_at: Date | null
}

export const applicationsOf = async (db: Reader, id: number) =>
  (
    await sql<ListedApplication>`
      select file_number, campaign_name, state, situation, submitted_at, decided_at, course_label, school_label as school_name
      from applications
      where beneficiary_id = ${id}
      order by applications_open_on desc, id desc`.execute(db)
  ).rows

interface Happened {
  at: Date
  /** Who did it: a member of staff and their place; neither for the person, or the clock. */
  staff_name: string | null
  place: string | null
  reason: string | null
}

/** What happened: to a request for the card, to one for the aid, or to the account and its card. */
export type HistoryLine = Happened &
  ({ about: 'application'; event: ApplicationEvent } | { about: 'aid'; event: AidEvent } | { about: 'account'; event: string })

/** What happened to somebody's requests and account, the newest first. Readings are apart: see readingsOf. */
export const historyOf = async (db: Reader, id: number, facts: Facts) =>
  (
    await sql<HistoryLine>`
      select h.at, h.about, h.event, h.reason, m.name as staff_name, m.place
      from (
        select at, 'application' as about, event, staff_id, reason from application_history where beneficiary_id = ${id}
        union all
        select at, 'aid', event, staff_id, reason from aid_request_history where beneficiary_id = ${id}
        union all
        select at, 'account', fact, staff_id, reason
        from facts_about_people
        where beneficiary_id = ${id} and fact similar to '(beneficiary|account|card|message|person|wallet|payment|debt).%' and fact <> all(${readingsAmong(facts)})
      ) h
      left join staff_members m on m.id = h.staff_id
      order by h.at desc
      limit ${LINES_AT_MOST}`.execute(db)
  ).rows

/** Who read their file, photo or documents, or had their card shown at a till. */
export const readingsOf = async (db: Reader, id: number, facts: Facts) =>
  (
    await sql<{ at: Date; fact: string; staff_name: string; place: string }>`
      select at, fact, staff_name, place
      from facts_about_people
      where beneficiary_id = ${id} and staff_id is not null and fact = any(${readingsAmong(facts)})
      order by at desc, id desc
      limit ${LINES_AT_MOST}`.execute(db)
  ).rows

export const cardsOf = (db: Reader, id: number) =>
  db
    .selectFrom('cards_given')
    .select(['number', 'created_at', 'made_at', 'shipped_at', 'opposed_at', 'set_aside_at', 'set_aside_reason', 'reason'])
    .where('beneficiary_id', '=', id)
    .orderBy('id', 'desc')
    .execute()

export const walletsOf = (db: Reader, id: number) =>
  db
    .selectFrom('wallets_held as w')
    .innerJoin('campaign_calendar as c', 'c.id', 'w.campaign_id')
    .leftJoin('live_freezes as f', 'f.wallet_id', 'w.id')
    .select(['w.id', 'w.label', 'c.name as campaign_name', 'w.granted_cents', 'w.balance_cents', 'w.reserved_cents', 'w.closes_on'])
    .select(['w.frozen_at', 'f.id as own_freeze'])
    .where('w.beneficiary_id', '=', id)
    .orderBy('w.closes_on', 'desc')
    .orderBy('w.id', 'desc')
    .execute()

export interface ListedMovement {
  id: number
  at: Date
  kind: string
  amount_cents: number
  balance_after_cents: number
  partner_name: string | null
  /** Of a payment, or a redeemed prepayment: what can still be given back. */
  left_cents: number | null
}

/** The movements of all their wallets: each wallet's last ones are read from its own index. */
export const movementsOf = async (db: Reader, id: number) =>
  (
    await sql<ListedMovement>`
      select t.id, t.at, t.kind, t.amount_cents, t.balance_after_cents, p.name as partner_name,
        (select k.left_cents from takings k where k.id = t.id and k.kind in ('payment', 'redemption')) as left_cents
      from wallets_held w
      cross join lateral (select * from journal_lines t where t.wallet_id = w.id order by t.id desc limit ${LINES_AT_MOST}) t
      left join partner_directory p on p.id = t.partner_id
      where w.beneficiary_id = ${id}
      order by t.id desc
      limit ${LINES_AT_MOST}`.execute(db)
  ).rows

export const prepaymentsOf = (db: Reader, id: number) =>
  db
    .selectFrom('prepayments_made')
    .select(['ticket', 'created_at', 'amount_cents', 'state', 'expires_on', 'ended_at', 'partner_name'])
    .where('beneficiary_id', '=', id)
    .orderBy('id', 'desc')
    .limit(LINES_AT_MOST)
    .execute()

export const aidRequestsOf = (db: Reader, id: number) =>
  db
    .selectFrom('sent_aid_requests')
    .select(['number', 'contract_year', 'state', 'submitted_at', 'transport_cents', 'meals_cents', 'lodging_cents'])
    .where('beneficiary_id', '=', id)
    .orderBy('id', 'desc')
    .execute()

export const messagesOf = (db: Reader, id: number) =>
  db
    .selectFrom('messages_to_people')
    .select(['id', 'created_at', 'channel', 'subject', 'state'])
    .select(sql<string>`case when is_to_guardian then 'responsable légal' else address end`.as('address'))
    .where('beneficiary_id', '=', id)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(LINES_AT_MOST)
    .execute()
