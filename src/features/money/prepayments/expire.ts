import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { dayOf } from '../../../platform/dates.ts'
import { notifyEach } from '../../../platform/messages/notify.ts'
import type { ByTheClock } from '../../../spaces/actors.ts'
import { releaseEach } from '../wallets/index.ts'
import { prepaymentExpired, prepaymentGivenBack } from './messages.ts'

/** Pending prepayments that the clock may end, some at a time. Those that somebody is ending now are left for the next round. */
const toEnd = (tx: Tx, slice: Slice) =>
  tx
    .selectFrom('prepayments as p')
    .innerJoin('partner_directory as s', 's.id', 'p.partner_id')
    .innerJoin('wallets_held as w', 'w.id', 'p.wallet_id')
    .select(['p.id', 'p.beneficiary_id', 'p.ticket', 'p.reservation_id', 'p.wallet_id', 'p.partner_id', 'p.amount_cents'])
    .select(['s.name as partner_name', 'w.closes_on'])
    .where('p.state', '=', 'pending')
    .where(slice.mayTake('p.id'))
    .orderBy('p.wallet_id')
    .orderBy('p.id')
    .limit(slice.atMost)
    .forUpdate('p')
    .skipLocked()

/**
 * Ends prepayments whose last day is past, some at a time: the money is back in their wallets, and their owners are told. Wallets are locked in
 * their order, so that two rounds never wait for each other.
 * @returns how many were ended
 */
export async function expirePrepayments(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const late = await toEnd(tx, slice).where('p.expires_on', '<', dayOf(tx.now)).where('w.frozen_at', 'is', null).execute()
  return endEach(tx, slice.of(late), { as: 'expired', because: 'expiry', say: prepaymentExpired })
}

/**
 * Gives back what is set aside for partners that take nothing any more, likewise; to a frozen wallet too: what comes back to it is not spent.
 * @returns how many were ended
 */
export async function giveBackOf(
  tx: Tx,
  _clock: ByTheClock,
  { slice, partnerIds }: { slice: Slice; partnerIds: number[] },
): Promise<number> {
  const left = await toEnd(tx, slice).where('p.partner_id', '=', sql<number>`any(${partnerIds}::integer[])`).execute()
  return endEach(tx, slice.of(left), { as: 'cancelled', because: 'cancellation', say: prepaymentGivenBack })
}

interface Ending {
  as: 'expired' | 'cancelled'
  because: 'expiry' | 'cancellation'
  say: typeof prepaymentExpired
}

async function endEach(tx: Tx, ended: Awaited<ReturnType<ReturnType<typeof toEnd>['execute']>>, { as, because, say }: Ending) {
  if (ended.length === 0) return 0
  const balances = await releaseEach(
    tx,
    because,
    ended.map(({ reservation_id, wallet_id, partner_id, amount_cents }) => ({ reservation_id, wallet_id, partner_id, amount_cents })),
  )
  const ids = ended.map(({ id }) => id)
  await tx.updateTable('prepayments').set({ state: as, ended_at: tx.now }).where('id', 'in', ids).execute()
  const today = dayOf(tx.now)
  await notifyEach(
    tx,
    ended.map(({ beneficiary_id, closes_on, reservation_id, ...prepayment }) => ({
      beneficiary_id,
      message: say({
        ...prepayment,
        balance_after_cents: balances.get(reservation_id) ?? 0,
        closes_on: closes_on < today ? null : closes_on,
      }),
    })),
  )
  return ended.length
}
