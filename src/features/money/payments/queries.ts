import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import type { StoredFile } from '../../../platform/files.ts'
import type { Beneficiary, PartnerUser } from '../../../spaces/actors.ts'
import type { PartnerTransaction } from './payment.ts'

export const TRANSACTIONS_A_PAGE = 20

/** Who stands at the till, as little of them as it takes, and what they can pay with: never what a wallet holds. */
export interface Checkout {
  id: string
  first_name: string
  initial: string
  is_expired: boolean
  is_paid: boolean
  wallets: { id: number; label: string }[]
}

export async function checkoutOf(db: Reader, partnerUser: PartnerUser, checkoutId: string, now: Date): Promise<Checkout | undefined> {
  const { rows } = await sql<Checkout>`
    select o.id, b.first_name, left(b.last_name, 1) as initial, o.expires_at <= ${now} as is_expired,
      exists (select from transactions where request_id = o.id) as is_paid,
      coalesce((
        select json_agg(json_build_object('id', w.id, 'label', n.label) order by w.closes_on, w.id)
        from wallets w join wallet_kinds n on n.code = w.kind
        where w.beneficiary_id = b.id and w.closes_on >= ${dayOf(now)}
      ), '[]') as wallets
    from checkouts o
    join staff f on f.id = o.staff_id and f.partner_id = ${partnerUser.partner_id}
    join cards k on k.id = o.card_id and k.opposed_at is null
    join beneficiaries b on b.id = k.beneficiary_id
    where o.id = ${checkoutId}
  `.execute(db)
  return rows[0]
}

/**
 * The holder's photo as the school or the Region last saw it, for as long as the checkout lasts: of their newest card that was made, else of
 * the request that was accepted. One that they have sent since may be of somebody else, who has their password.
 */
export const photoAtTill = (db: Reader, partnerUser: PartnerUser, checkoutId: string, now: Date): Promise<StoredFile | undefined> =>
  db
    .selectFrom('checkouts as o')
    .innerJoin('staff as f', 'f.id', 'o.staff_id')
    .innerJoin('cards as k', 'k.id', 'o.card_id')
    .innerJoin('files as p', (join) => join.on('p.id', '=', photoSeenByStaff))
    .select(['p.media_type', 'p.bytes'])
    .where('o.id', '=', checkoutId)
    .where('o.expires_at', '>', now)
    .where('f.partner_id', '=', partnerUser.partner_id)
    .where('k.opposed_at', 'is', null)
    .executeTakeFirst()

const photoSeenByStaff = sql<string>`coalesce(
  (select c.photo_file_id from cards c join card_batches t on t.id = c.batch_id
    where c.beneficiary_id = k.beneficiary_id and t.made_at is not null and (c.opposed_at is null or c.opposed_at > t.made_at)
    order by c.id desc limit 1),
  (select a.photo_file_id from card_applications a
    where a.beneficiary_id = k.beneficiary_id and a.state = 'validated' and a.photo_file_id is not null
    order by a.id desc limit 1))`

const transactions = (db: Reader) =>
  db
    .selectFrom('transactions as t')
    .innerJoin('wallets as w', 'w.id', 't.wallet_id')
    .innerJoin('beneficiaries as b', 'b.id', 'w.beneficiary_id')
    .select(['t.id', 't.at', 't.amount_cents', 't.follows_id', 't.wallet_id', 'w.beneficiary_id', 'b.first_name'])
    .select([
      sql<PartnerTransaction['kind']>`t.kind`.as('kind'),
      sql<PartnerTransaction['channel']>`t.channel`.as('channel'),
      sql<string>`left(b.last_name, 1)`.as('initial'),
      sql<number>`t.amount_cents - (
        select coalesce(sum(r.amount_cents), 0) from transactions r where r.follows_id = t.id and r.kind = 'refund')`.as('left_cents'),
    ])
    .where('t.kind', 'in', ['payment', 'redemption', 'refund'])

/** Not « = », by which a plan may read all the lines of a shop to find one: see database/definitions/14_payments.sql. */
const isOf = ({ partner_id }: PartnerUser) => sql<boolean>`t.partner_id is not distinct from ${partner_id}`

/** A line of this partner's, and of no other. */
export const transactionOf = (db: Reader, partnerUser: PartnerUser, id: number): Promise<PartnerTransaction | undefined> =>
  transactions(db).where('t.id', '=', id).where(isOf(partnerUser)).executeTakeFirst()

/** A payment or a redeemed prepayment of this partner's: what can be given back. */
export const takenOf = (db: Reader, partnerUser: PartnerUser, id: number): Promise<PartnerTransaction | undefined> =>
  transactions(db).where('t.id', '=', id).where(isOf(partnerUser)).where('t.kind', '<>', 'refund').executeTakeFirst()

/** The line that a checkout became, once paid. */
export const paymentOfCheckout = (db: Reader, partnerUser: PartnerUser, checkoutId: string): Promise<PartnerTransaction | undefined> =>
  transactions(db).where('t.request_id', '=', checkoutId).where(isOf(partnerUser)).executeTakeFirst()

/** One page of a partner's lines, newest first, of one day or of all, and how many there are in all. */
export async function transactionsOf(
  db: Reader,
  partnerUser: PartnerUser,
  { day, page }: { day: Day | null; page: number },
): Promise<{ rows: PartnerTransaction[]; total: number }> {
  const isListed = sql<boolean>`partner_id = ${partnerUser.partner_id} and kind in ('payment', 'redemption', 'refund')
    and (${day}::date is null or (at >= ${day}::date::timestamp at time zone 'Europe/Paris'
      and at < (${day}::date + 1)::timestamp at time zone 'Europe/Paris'))`
  const [rows, counted] = await Promise.all([
    transactions(db)
      .where('t.id', 'in', (eb) =>
        eb
          .selectFrom('transactions')
          .select('id')
          .where(isListed)
          .orderBy('id', 'desc')
          .limit(TRANSACTIONS_A_PAGE)
          .offset((page - 1) * TRANSACTIONS_A_PAGE),
      )
      .orderBy('t.id', 'desc')
      .execute(),
    db.selectFrom('transactions').select(sql<number>`count(*)`.as('total')).where(isListed).executeTakeFirstOrThrow(),
  ])
  return { rows, total: counted.total }
}

/** What a partner took today, and what the Region owes it since its last settlement: sums of its lines, there is no balance to keep. */
export async function takingsOf(db: Reader, partnerUser: PartnerUser, now: Date): Promise<{ today_cents: number; due_cents: number }> {
  const { rows } = await sql<{ today_cents: number; due_cents: number }>`
    select amount_cents as due_cents,
      (
        select coalesce(sum(case kind when 'refund' then -amount_cents else amount_cents end), 0)
        from transactions
        where partner_id = ${partnerUser.partner_id} and kind in ('payment', 'redemption', 'refund')
          and at >= ${dayOf(now)}::date::timestamp at time zone 'Europe/Paris'
      ) as today_cents
    from partner_dues where partner_id = ${partnerUser.partner_id}
  `.execute(db)
  return rows[0] as { today_cents: number; due_cents: number }
}

/** The refund that a form made already, when it is sent again. */
export const refundMadeBy = (db: Reader, paid: { id: number }, requestId: string): Promise<{ transaction_id: number } | undefined> =>
  db
    .selectFrom('transactions')
    .select('id as transaction_id')
    .where('request_id', '=', requestId)
    .where('follows_id', '=', paid.id)
    .where('kind', '=', 'refund')
    .executeTakeFirst()

/** An online payment of this beneficiary's. */
export const onlinePaymentOf = (db: Reader, beneficiary: Beneficiary, id: number) =>
  db
    .selectFrom('transactions as t')
    .innerJoin('wallets as w', 'w.id', 't.wallet_id')
    .innerJoin('partners as p', 'p.id', 't.partner_id')
    .select(['t.id', 't.at', 't.amount_cents', 't.balance_after_cents', 'p.name as partner_name'])
    .where('t.id', '=', id)
    .where('t.channel', '=', 'online')
    .where('w.beneficiary_id', '=', beneficiary.id)
    .executeTakeFirst()
