import { sql } from 'kysely'
import type { Joined, Reader } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { type FileKeeping, openedFile, type StoredFile } from '../../../platform/files.ts'
import type { Beneficiary, PartnerUser } from '../../../spaces/actors.ts'
import type { PartnerTransaction } from './payment.ts'

/** Who stands at the till, as little of them as it takes, and what they can pay with: never what a wallet holds. */
export interface Checkout {
  id: string
  first_name: string
  initial: string
  is_expired: boolean
  /** The card was stopped after it was shown. */
  is_stopped: boolean
  is_paid: boolean
  /** Nobody of the school or of the Region has looked at the photo. */
  is_photo_unseen: boolean
  /** The Region froze one that would pay: it is not among these. */
  is_frozen: boolean
  wallets: { id: number; label: string }[]
  /** What the till was told is left, after a refusal. */
  told: { wallet_id: number; cents: number } | null
  /** What the same person paid here today, the last time, unless it was given back. */
  paid_today: { at: Date; amount_cents: number } | null
}

export async function checkoutOf(db: Reader, partnerUser: PartnerUser, checkoutId: string, now: Date): Promise<Checkout | undefined> {
  const { rows } = await sql<Omit<Checkout, 'paid_today'> & Joined<{ paid_at: Date; paid_cents: number }>>`
    select o.id, b.first_name, b.initial, o.expires_at <= ${now} as is_expired, k.opposed_at is not null as is_stopped,
      exists (select from journal_lines where request_id = o.id) as is_paid,
      exists (select from photos_at_till p where p.card_id = k.id and p.is_unseen) as is_photo_unseen,
      coalesce((
        select json_agg(json_build_object('id', w.id, 'label', w.label) order by w.closes_on, w.id)
        from wallets_at_till w
        where w.beneficiary_id = b.id and w.closes_on >= ${dayOf(now)} and not w.is_frozen
      ), '[]') as wallets,
      exists (select from wallets_at_till w where w.beneficiary_id = b.id and w.is_frozen) as is_frozen,
      case when o.told_cents is not null then json_build_object('wallet_id', o.told_wallet_id, 'cents', o.told_cents) end as told,
      paid.at as paid_at, paid.amount_cents as paid_cents
    from checkouts o
    join cards_given k on k.id = o.card_id
    join people_at_till b on b.id = k.beneficiary_id
    left join lateral (
      select t.at, t.amount_cents
      from wallets_at_till w
      join takings t on t.wallet_id = w.id
      where w.beneficiary_id = b.id and t.partner_id is not distinct from o.partner_id and t.kind = 'payment' and t.channel <> 'online'
        and t.left_cents > 0 and t.at >= ${dayOf(now)}::date::timestamp at time zone 'Europe/Paris'
      order by t.at desc limit 1
    ) paid on true
    where o.id = ${checkoutId} and o.partner_id = ${partnerUser.partner_id}
  `.execute(db)
  if (!rows[0]) return undefined
  const { paid_at, paid_cents, ...checkout } = rows[0]
  return { ...checkout, paid_today: paid_at === null ? null : { at: paid_at, amount_cents: paid_cents } }
}

/** Whose card it is whose number was typed there, as long as it can pay. */
export const typedCheckoutOf = (db: Reader, { partner_id }: PartnerUser, checkoutId: string, now: Date) =>
  db
    .selectFrom('checkouts as o')
    .innerJoin('live_cards as k', 'k.id', 'o.card_id')
    .select(['o.id', 'k.beneficiary_id'])
    .where('o.id', '=', checkoutId)
    .where('o.channel', '=', 'card-number')
    .where('o.expires_at', '>', now)
    .where('o.partner_id', '=', partner_id)
    .executeTakeFirst()

/** The holder's photo as the school or the Region last saw it, for as long as the checkout lasts. */
export async function photoAtTill(
  db: Reader,
  partnerUser: PartnerUser,
  { checkout, now, keeping }: { checkout: string; now: Date; keeping: FileKeeping },
): Promise<StoredFile | undefined> {
  const photo = await db
    .selectFrom('checkouts as o')
    .innerJoin('photos_at_till as k', 'k.card_id', 'o.card_id')
    .innerJoin('stored_files as p', 'p.id', 'k.photo_file_id')
    .select(['p.id', 'p.media_type', 'p.bytes', 'p.is_encrypted', 'p.object_name'])
    .where('o.id', '=', checkout)
    .where('o.expires_at', '>', now)
    .where('o.partner_id', '=', partnerUser.partner_id)
    .executeTakeFirst()
  return photo && openedFile(photo, keeping)
}

/** What partners took and gave back, as each reads it: of all of them, until its query says of which. */
export const linesOfPartners = (db: Reader) =>
  db
    .selectFrom('takings as t')
    .innerJoin('people_at_till as b', 'b.id', 't.beneficiary_id')
    .leftJoin('shop_users as m', (join) => join.onRef('m.id', '=', 't.made_by').onRef('m.partner_id', '=', 't.partner_id'))
    .select(['t.id', 't.at', 't.amount_cents', 't.left_cents', 't.follows_id', 't.wallet_id', 't.beneficiary_id', 't.reference'])
    .select('m.name as taken_by')
    .select(['b.first_name', 'b.initial'])
    .select([sql<PartnerTransaction['kind']>`t.kind`.as('kind'), sql<PartnerTransaction['channel']>`t.channel`.as('channel')])
    .select(sql<PartnerTransaction['assent']>`t.assent`.as('assent'))

/** Not « = », by which a plan may read all the lines of a shop to find one: see database/definitions/14_payments.sql. */
const isOf = ({ partner_id }: PartnerUser) => sql<boolean>`t.partner_id is not distinct from ${partner_id}`

/** A line of this partner's, and of no other. */
export const transactionOf = (db: Reader, partnerUser: PartnerUser, id: number): Promise<PartnerTransaction | undefined> =>
  linesOfPartners(db).where('t.id', '=', id).where(isOf(partnerUser)).executeTakeFirst()

/** A payment or a redeemed prepayment of this partner's: what can be given back. */
export const takenOf = (db: Reader, partnerUser: PartnerUser, id: number): Promise<PartnerTransaction | undefined> =>
  linesOfPartners(db).where('t.id', '=', id).where(isOf(partnerUser)).where('t.kind', 'in', ['payment', 'redemption']).executeTakeFirst()

/** The line that a checkout became, once paid. */
export const paymentOfCheckout = (db: Reader, partnerUser: PartnerUser, checkoutId: string): Promise<PartnerTransaction | undefined> =>
  linesOfPartners(db).where('t.request_id', '=', checkoutId).where(isOf(partnerUser)).executeTakeFirst()

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
