import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { dayOf } from '../../../platform/dates.ts'
import { notifyEach } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { walletWillClose } from './messages.ts'

/**
 * Reminds the owners of some wallets that will close, as many days before as their campaign says, of what is left; each wallet once, even
 * when two rounds meet.
 * @returns how many were reminded
 */
export async function remindOfClosing(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const today = dayOf(tx.now)
  const { rows } = await sql<{ id: number; beneficiary_id: number; label: string; balance_cents: number; closes_on: string }>`
    with due as (
      select w.id, w.beneficiary_id, n.label, w.balance_cents, w.closes_on
      from wallets w
      join campaign_calendar c on c.id = w.campaign_id
      join wallet_kinds n on n.code = w.kind
      where w.closes_on between ${today}::date and ${today}::date + (select max(closing_reminder_days) from campaign_calendar)
        and w.closes_on - c.closing_reminder_days <= ${today}::date and w.balance_cents > 0 and w.frozen_at is null and ${slice.mayTake('w.id')}
        and not exists (select from wallet_reminders r where r.wallet_id = w.id)
      order by w.closes_on, w.id
      limit ${slice.atMost}
    ), reminded as (
      insert into wallet_reminders (wallet_id, at) select id, ${tx.now} from due on conflict do nothing returning wallet_id
    )
    select due.id, due.beneficiary_id, due.label, due.balance_cents, due.closes_on from due join reminded on reminded.wallet_id = due.id
  `.execute(tx)
  await notifyEach(
    tx,
    slice.of(rows).map(({ id: _, beneficiary_id, ...wallet }) => ({ beneficiary_id, message: walletWillClose(wallet) })),
  )
  return rows.length
}
