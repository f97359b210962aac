import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'

/** What a cashier gave back today at a shop, and how much its manager allows in a day. */
export async function refundsLeftTo(
  db: Reader,
  { id, partner_id }: PartnerUser,
  now: Date,
): Promise<{ given_cents: number; limit_cents: number }> {
  const { rows } = await sql<{ given_cents: number; limit_cents: number }>`
    select coalesce(f.refunds_up_to_cents, 0) as limit_cents, (
      select coalesce(sum(t.amount_cents), 0)::bigint
      from takings t
      where t.made_by = f.id and t.partner_id is not distinct from f.partner_id and t.kind = 'refund' and t.at >= ${dayOf(now)}::date::timestamp at time zone 'Europe/Paris'
    ) as given_cents
    from shop_users_at_work f
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
