import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { openedFile, type StoredFile } from '../../../platform/files.ts'
import type { Beneficiary, PartnerUser } from '../../../spaces/actors.ts'
import type { PartnerTransaction } from './payment.ts'

export const TRANSACTIONS_A_PAGE = 20

/** Who stands at the till, as little of them as it takes, and what they can pay with: never what a wallet holds. */
export interface Checkout {
  id: string
  first_name: string
  initial: string
  is_expired: boolean
  /** The card was stopped after it was shown. */
  is_stopped: boolean
  is_paid: boolean
  /** The Region froze one that would pay: it is not among these. */
  is_frozen: boolean
  wallets: { id: number; label: string }[]
}

export async function checkoutOf(db: Reader, partnerUser: PartnerUser, checkoutId: string, now: Date): Promise<Checkout | undefined> {
  const { rows } = await sql<Checkout>`
    select o.id, b.first_name, b.initial, o.expires_at <= ${now} as is_expired, k.opposed_at is not null as is_stopped,
      exists (select from journal_lines where request_id = o.id) as is_paid,
      coalesce((
        select json_agg(json_build_object('id', w.id, 'label', w.label) order by w.closes_on, w.id)
        from wallets_at_till w
        where w.beneficiary_id = b.id and w.closes_on >= ${dayOf(now)} and not w.is_frozen
      ), '[]') as wallets,
      exists (select from wallets_at_till w where w.beneficiary_id = b.id and w.is_frozen) as is_frozen
    from checkouts o
    join staff_members f on f.id = o.staff_id and f.partner_id = ${partnerUser.partner_id}
    join cards_given k on k.id = o.card_id
    join people_at_till b on b.id = k.beneficiary_id
    where o.id = ${checkoutId}
  `.execute(db)
  return rows[0]
}

/** The holder's photo as the school or the Region last saw it, for as long as the checkout lasts. */
export async function photoAtTill(
  db: Reader,
  partnerUser: PartnerUser,
  { checkout, now, key }: { checkout: string; now: Date; key: Keys },
): Promise<StoredFile | undefined> {
  const photo = await db
    .selectFrom('checkouts as o')
    .innerJoin('staff_members as f', 'f.id', 'o.staff_id')
    .innerJoin('photos_at_till as k', 'k.card_id', 'o.card_id')
    .innerJoin('stored_files as p', 'p.id', 'k.photo_file_id')
    .select(['p.id', 'p.media_type', 'p.bytes', 'p.is_encrypted'])
    .where('o.id', '=', checkout)
    .where('o.expires_at', '>', now)
    .where('f.partner_id', '=', partnerUser.partner_id)
    .executeTakeFirst()
  return photo && openedFile(photo, key)
}

const transactions = (db: Reader) =>
  db
    .selectFrom('takings as t')
    .innerJoin('people_at_till as b', 'b.id', 't.beneficiary_id')
    .select(['t.id', 't.at', 't.amount_cents', 't.left_cents', 't.follows_id', 't.wallet_id', 't.beneficiary_id'])
    .select(['b.first_name', 'b.initial'])
    .select([sql<PartnerTransaction['kind']>`t.kind`.as('kind'), sql<PartnerTransaction['channel']>`t.channel`.as('channel')])

/** Not « = », by which a plan may read all the lines of a shop to find one: see database/definitions/14_payments.sql. */
const isOf = ({ partner_id }: PartnerUser) => sql<boolean>`t.partner_id is not distinct from ${partner_id}`

/** A line of this partner's, and of no other. */
export const transactionOf = (db: Reader, partnerUser: PartnerUser, id: number): Promise<PartnerTransaction | undefined> =>
  transactions(db).where('t.id', '=', id).where(isOf(partnerUser)).executeTakeFirst()

/** A payment or a redeemed prepayment of this partner's: what can be given back. */
export const takenOf = (db: Reader, partnerUser: PartnerUser, id: number): Promise<PartnerTransaction | undefined> =>
  transactions(db).where('t.id', '=', id).where(isOf(partnerUser)).where('t.kind', 'in', ['payment', 'redemption']).executeTakeFirst()

/** The line that a checkout became, once paid. */
export const paymentOfCheckout = (db: Reader, partnerUser: PartnerUser, checkoutId: string): Promise<PartnerTransaction | undefined> =>
  transactions(db).where('t.request_id', '=', checkoutId).where(isOf(partnerUser)).executeTakeFirst()

/** One page of a partner's lines, newest first, of one day or of all, and how many there are in all. */
export async function transactionsOf(
  db: Reader,
  partnerUser: PartnerUser,
  { day, page }: { day: Day | null; page: number },
): Promise<{ rows: PartnerTransaction[]; total: number }> {
  const isListed = sql<boolean>`partner_id = ${partnerUser.partner_id}
    and (${day}::date is null or (at >= ${day}::date::timestamp at time zone 'Europe/Paris'
      and at < (${day}::date + 1)::timestamp at time zone 'Europe/Paris'))`
  const [rows, counted] = await Promise.all([
    transactions(db)
      .where('t.id', 'in', (eb) =>
        eb
          .selectFrom('takings')
          .select('id')
          .where(isListed)
          .orderBy('id', 'desc')
          .limit(TRANSACTIONS_A_PAGE)
          .offset((page - 1) * TRANSACTIONS_A_PAGE),
      )
      .orderBy('t.id', 'desc')
      .execute(),
    db.selectFrom('takings').select(sql<number>`count(*)`.as('total')).where(isListed).executeTakeFirstOrThrow(),
  ])
  return { rows, total: counted.total }
}

/** What a partner took today, and what the Region owes it since its last settlement: sums of its lines, there is no balance to keep. */
export async function takingsOf(db: Reader, partnerUser: PartnerUser, now: Date): Promise<{ today_cents: number; due_cents: number }> {
  const { rows } = await sql<{ today_cents: number; due_cents: number }>`
    select amount_cents as due_cents,
      (
        select coalesce(sum(taken_cents), 0)
        from takings
        where partner_id = ${partnerUser.partner_id} and at >= ${dayOf(now)}::date::timestamp at time zone 'Europe/Paris'
      ) as today_cents
    from partner_dues where partner_id = ${partnerUser.partner_id}
  `.execute(db)
  return rows[0] as { today_cents: number; due_cents: number }
}

/** What a cashier gave back today, and how much their manager allows in a day. */
export async function refundsLeftTo(
  db: Reader,
  { id, partner_id }: PartnerUser,
  now: Date,
): Promise<{ given_cents: number; limit_cents: number }> {
  const { rows } = await sql<{ given_cents: number; limit_cents: number }>`
    select coalesce(f.refunds_up_to_cents, 0) as limit_cents, (
      select coalesce(sum(t.amount_cents), 0)::bigint
      from takings t
      where t.made_by = f.id and t.kind = 'refund' and t.at >= ${dayOf(now)}::date::timestamp at time zone 'Europe/Paris'
    ) as given_cents
    from staff_at_work f
    where f.id = ${id} and f.partner_id = ${partner_id}
  `.execute(db)
  return rows[0] ?? { given_cents: 0, limit_cents: 0 }
}

/** The refund that a form made already, when it is sent again. */
export const refundMadeBy = (db: Reader, paid: { id: number }, requestId: string): Promise<{ transaction_id: number } | undefined> =>
  db
    .selectFrom('takings')
    .select('id as transaction_id')
    .where('request_id', '=', requestId)
    .where('follows_id', '=', paid.id)
    .where('kind', '=', 'refund')
    .executeTakeFirst()

/** An online payment of this beneficiary's. */
export const onlinePaymentOf = (db: Reader, beneficiary: Beneficiary, id: number) =>
  db
    .selectFrom('takings as t')
    .innerJoin('partner_directory as p', 'p.id', 't.partner_id')
    .select(['t.id', 't.at', 't.amount_cents', 't.balance_after_cents', 'p.name as partner_name'])
    .where('t.id', '=', id)
    .where('t.channel', '=', 'online')
    .where('t.beneficiary_id', '=', beneficiary.id)
    .executeTakeFirst()
