import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { notifyEachOfStaff } from '../../../platform/messages/notify.ts'
import { minorPaid, type PaidByMinor } from './messages.ts'

/** Tells the guardians of those who paid, where the young person lets them hear of it: from the day on which they are 18 nobody does. */
export async function tellGuardians(tx: Tx, payments: (Omit<PaidByMinor, 'first_name'> & { beneficiary_id: number })[]): Promise<void> {
  if (payments.length === 0) return
  const { rows } = await sql<{ beneficiary_id: number; account_id: number; first_name: string }>`
    select g.beneficiary_id, g.account_id, b.first_name
    from guardians_to_alert g
    join open_accounts b on b.id = g.beneficiary_id
    where b.birth_date > ${dayOf(tx.now)}::date - interval '18 years' and g.beneficiary_id = any(${payments.map(({ beneficiary_id }) => beneficiary_id)}::bigint[])
    order by g.account_id
  `.execute(tx)
  await notifyEachOfStaff(
    tx,
    payments.flatMap(({ beneficiary_id, ...payment }) =>
      rows
        .filter((guardian) => guardian.beneficiary_id === beneficiary_id)
        .map(({ account_id, first_name }) => ({ staff_id: account_id, message: minorPaid({ ...payment, first_name }) })),
    ),
  )
}
