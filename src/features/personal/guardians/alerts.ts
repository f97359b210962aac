import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/** A young person lets their guardians hear of payments by mail, or not any more. */
export async function chooseAlerts(tx: Tx, { id }: Beneficiary, isOn: boolean): Promise<void> {
  const changed = isOn
    ? await tx
        .insertInto('payment_alerts')
        .values({ beneficiary_id: id, since: tx.now })
        .onConflict((conflict) => conflict.doNothing())
        .returning('beneficiary_id')
        .executeTakeFirst()
    : await tx.deleteFrom('payment_alerts').where('beneficiary_id', '=', id).returning('beneficiary_id').executeTakeFirst()
  if (changed) await record(tx, { at: tx.now, fact: facts['guardian.alerts-chosen'], beneficiary_id: id, details: { alerts: isOn } })
}
