import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import type { AidEvent } from '../../aid/apprentice-aid/index.ts'
import type { Address } from '../../people/addresses/index.ts'
import type { ApplicationEvent } from '../../requests/card-applications/index.ts'
import { READINGS } from '../audit/index.ts'

/** What the Region's file of somebody shows: all of it, without a password, a token or an account number. */

/** The longest table of a file; what is older is in the journal. */
export const LINES_AT_MOST = 50

/** The person; 404 once their account is closed, when nothing is left that says who they were. */
export const personOf = async (db: Reader, id: number) =>
  found(
    await db
      .selectFrom('beneficiaries as b')
      .select(['b.id', 'b.civility', 'b.last_name', 'b.first_name', 'b.birth_date', 'b.email', 'b.fixed_phone', 'b.mobile_phone'])
      .select(['b.notified_by', 'b.created_at', 'b.sign_in_blocked_at', sql<Address | null>`b.address`.as('address')])
      .select((eb) => [
        eb.exists(eb.selectFrom('passwords as p').select('p.beneficiary_id').whereRef('p.beneficiary_id', '=', 'b.id')).as('has_password'),
        eb.selectFrom('email_changes as e').whereRef('e.beneficiary_id', '=', 'b.id').select('e.email').as('asked_email'),
        eb
          .selectFrom('sessions as s')
          .whereRef('s.beneficiary_id', '=', 'b.id')
          .select((session) => session.fn.max('s.seen_at').as('seen_at'))
          .as('seen_at'),
      ])
      .where('b.id', '=', id)
      .where('b.closed_at', 'is', null)
      .executeTakeFirst(),
  )

export type Person = Awaited<ReturnType<typeof personOf>>

export const formerNamesOf = (db: Reader, id: number) =>
  db
    .selectFrom('former_names')
    .select(['civility', 'last_name', 'first_name', 'birth_date', 'until'])
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
      select a.file_number, c.name as campaign_name, a.state, a.situation, a.submitted_at, a.decided_at, t.label as course_label,
        coalesce(s.name || ' (' || s.town || ')', a.school_elsewhere ->> 'name') as school_name
      from card_applications a
      join campaigns c on c.id = a.campaign_id
      left join schools s on s.id = a.school_id
      left join courses t on t.code = a.course_code
      where a.beneficiary_id = ${id}
      order by c.applications_open_on desc, a.id desc`.execute(db)
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
export const historyOf = async (db: Reader, id: number) =>
  (
    await sql<HistoryLine>`
      select h.at, h.about, h.event, h.reason, m.name as staff_name, ${placeOf} as place
      from (
        select e.at, 'application' as about, e.event, e.staff_id, e.reason
        from application_events e join card_applications a on a.id = e.application_id where a.beneficiary_id = ${id}
        union all
        select e.at, 'aid', e.event, e.staff_id, e.reason
        from apprentice_aid_events e join apprentice_aid_requests r on r.id = e.request_id where r.beneficiary_id = ${id}
        union all
        select f.at, 'account', f.fact, f.staff_id, f.details ->> 'reason'
        from audit_facts f
        where f.beneficiary_id = ${id} and f.fact similar to '(beneficiary|account|card|message).%'
          and f.fact <> all(${READINGS})
      ) h
      ${itsStaff(sql`h.staff_id`)}
      order by h.at desc
      limit ${LINES_AT_MOST}`.execute(db)
  ).rows

const placeOf = sql`case when m.id is not null then coalesce(p.name, s.name, 'Région Hauts-de-France') end`
const itsStaff = (staffId: ReturnType<typeof sql>) =>
  sql`left join staff m on m.id = ${staffId} left join partners p on p.id = m.partner_id left join schools s on s.id = m.school_id`

/** Who read their file, photo or documents, or had their card shown at a till. */
export const readingsOf = async (db: Reader, id: number) =>
  (
    await sql<{ at: Date; fact: string; staff_name: string; place: string }>`
      select f.at, f.fact, m.name as staff_name, ${placeOf} as place
      from audit_facts f ${itsStaff(sql`f.staff_id`)}
      where f.beneficiary_id = ${id} and f.staff_id is not null and f.fact = any(${READINGS})
      order by f.at desc, f.id desc
      limit ${LINES_AT_MOST}`.execute(db)
  ).rows

export const cardsOf = (db: Reader, id: number) =>
  db
    .selectFrom('cards as k')
    .leftJoin('card_batches as t', 't.id', 'k.batch_id')
    .leftJoin('card_problems as p', 'p.card_id', 'k.id')
    .select(['k.number', 'k.created_at', 't.made_at', 't.shipped_at', 'k.opposed_at', 'k.set_aside_at', 'k.set_aside_reason', 'p.reason'])
    .where('k.beneficiary_id', '=', id)
    .orderBy('k.id', 'desc')
    .execute()

export const walletsOf = (db: Reader, id: number) =>
  db
    .selectFrom('wallets as w')
    .innerJoin('wallet_kinds as n', 'n.code', 'w.kind')
    .innerJoin('campaigns as c', 'c.id', 'w.campaign_id')
    .select(['n.label', 'c.name as campaign_name', 'w.granted_cents', 'w.balance_cents', 'w.reserved_cents', 'w.closes_on'])
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
}

/** The movements of all their wallets: each wallet's last ones are read from its own index. */
export const movementsOf = async (db: Reader, id: number) =>
  (
    await sql<ListedMovement>`
      select t.id, t.at, t.kind, t.amount_cents, t.balance_after_cents, p.name as partner_name
      from wallets w
      cross join lateral (select * from transactions t where t.wallet_id = w.id order by t.id desc limit ${LINES_AT_MOST}) t
      left join partners p on p.id = t.partner_id
      where w.beneficiary_id = ${id}
      order by t.id desc
      limit ${LINES_AT_MOST}`.execute(db)
  ).rows

export const prepaymentsOf = (db: Reader, id: number) =>
  db
    .selectFrom('prepayments as r')
    .innerJoin('partners as p', 'p.id', 'r.partner_id')
    .select(['r.ticket', 'r.created_at', 'r.amount_cents', 'r.state', 'r.expires_on', 'r.ended_at', 'p.name as partner_name'])
    .where('r.beneficiary_id', '=', id)
    .orderBy('r.id', 'desc')
    .limit(LINES_AT_MOST)
    .execute()

export const aidRequestsOf = (db: Reader, id: number) =>
  db
    .selectFrom('apprentice_aid_requests as r')
    .select(['r.number', 'r.contract_year', 'r.state', 'r.submitted_at', 'r.transport_cents', 'r.meals_cents', 'r.lodging_cents'])
    .where('r.beneficiary_id', '=', id)
    .where('r.state', '<>', 'draft')
    .orderBy('r.id', 'desc')
    .execute()

export const messagesOf = (db: Reader, id: number) =>
  db
    .selectFrom('messages')
    .select(['id', 'created_at', 'channel', 'address', 'subject', 'state'])
    .where('beneficiary_id', '=', id)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(LINES_AT_MOST)
    .execute()
