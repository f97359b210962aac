import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { type Day, dayOf } from '../../../platform/dates.ts'
import type { LateRefund } from './post.ts'
import type { Movement, Wallet } from './wallet.ts'

export const MOVEMENTS_A_PAGE = 20

/** Somebody's wallets: the open ones first, the newest first. */
export async function walletsOf(db: Reader, beneficiaryId: number, now: Date): Promise<Wallet[]> {
  const { rows } = await sql<Wallet>`${walletsInOrder(beneficiaryId, now)}`.execute(db)
  return rows
}

/** The same, as a part of a statement that asks for more. */
export const walletsInOrder = (beneficiaryId: number, now: Date) =>
  sql`select ${walletColumns(now)} from ${wallets} where w.beneficiary_id = ${beneficiaryId} order by ${theirOrder}`

interface History {
  wallets: Wallet[]
  /** The one whose lines these are. */
  wallet_id: number
  movements: Movement[]
  /** How many lines it has in all. */
  total: number
}

/**
 * One page of the history of one of somebody's wallets, newest first: of the one asked for, or of the first in their order. Undefined
 * when it is not theirs, or they have none.
 */
export async function historyOf(
  db: Reader,
  beneficiaryId: number,
  asked: { wallet_id: number | null; page: number },
  now: Date,
): Promise<History | undefined> {
  const { rows } = await sql<Omit<History, 'movements'> & { movements: (Omit<Movement, 'at'> & { at: string })[] }>`
    with mine as (
      select ${walletColumns(now)} from ${wallets} where w.beneficiary_id = ${beneficiaryId}
    ), shown as (
      select w.id from mine w where ${asked.wallet_id}::bigint is null or w.id = ${asked.wallet_id} order by ${theirOrder} limit 1
    )
    select shown.id as wallet_id,
      (select json_agg(w order by ${theirOrder}) from mine w) as wallets,
      (select count(*) from transactions where wallet_id = shown.id) as total,
      (
        select coalesce(json_agg(lines), '[]')
        from (
          select t.id, t.at, t.kind, t.channel, t.amount_cents, t.balance_after_cents, p.name as partner_name,
            exists (select from transactions e where e.follows_id = t.id and e.kind in ('redemption', 'cancellation', 'expiry')) as is_ended
          from transactions t
          left join partner_directory p on p.id = t.partner_id
          where t.wallet_id = shown.id
          order by t.id desc
          limit ${MOVEMENTS_A_PAGE} offset ${(asked.page - 1) * MOVEMENTS_A_PAGE}
        ) lines
      ) as movements
    from shown
  `.execute(db)
  const found = rows[0]
  return found && { ...found, movements: found.movements.map((movement) => ({ ...movement, at: new Date(movement.at) })) }
}

/** What becomes of money that comes back to that wallet on that day; undefined as long as it has not closed. */
export async function lateRefundTo(db: Reader, walletId: number, day: Day): Promise<LateRefund | undefined> {
  const { rows } = await sql<LateRefund>`
    select coalesce(w.first_closed_on, w.closes_on) as closed_on,
      case when c.refund_days > 0 or w.closes_on >= ${day}::date then greatest(w.closes_on, ${day}::date + c.refund_days) end as spendable_until
    from wallets w
    join campaign_calendar c on c.id = w.campaign_id
    where w.id = ${walletId} and coalesce(w.first_closed_on, w.closes_on) < least(${day}::date, (w.frozen_at at time zone 'Europe/Paris')::date)
  `.execute(db)
  return rows[0]
}

/** What a campaign that has not started will put in a wallet on its first day. */
export interface GrantToCome {
  amount_cents: number
  label: string
  starts_on: Day
}

/** What somebody was validated for in a campaign that has not started, at most one: a part of a statement that asks for more. */
export const grantsToCome = (beneficiaryId: number, now: Date) => sql`
  select g.amount_cents, n.label, c.starts_on
  from validated_applications a
  join campaign_calendar c on c.id = a.campaign_id and c.starts_on > ${dayOf(now)}
  join benefit_amounts g on g.campaign_id = a.campaign_id and g.rule = a.benefit_rule and g.amount_cents > 0
  join wallet_kinds n on n.code = g.wallet_kind
  where a.beneficiary_id = ${beneficiaryId} and not exists (
    select from wallets w where w.beneficiary_id = a.beneficiary_id and w.campaign_id = a.campaign_id and w.kind = g.wallet_kind)
  limit 1`

const walletColumns = (now: Date) => sql`
  w.id, w.kind, n.label, c.name as campaign_name, w.balance_cents, w.reserved_cents, w.granted_cents, w.closes_on,
  coalesce(w.prepayments_expire_on, c.prepayments_expire_on) as prepayments_expire_on,
  w.frozen_at is not null as is_frozen, w.closes_on >= least(${dayOf(now)}::date, (w.frozen_at at time zone 'Europe/Paris')::date) as is_open`

const wallets = sql`wallets w join wallet_kinds n on n.code = w.kind join campaign_calendar c on c.id = w.campaign_id`

const theirOrder = sql`w.closes_on desc, w.id desc`
