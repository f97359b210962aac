import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { forgetTries } from '../../../platform/limits.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { fingerprintsOfPin } from '../../../platform/pins.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { codesInADay, codesInARow } from './assent.ts'
import { facts } from './facts.ts'
import { paymentCodeChosen } from './messages.ts'

/** What the database keeps of a payment code, under the newest key, and would have kept under those before. */
export const hashesOfCode = (keys: Keys, beneficiaryId: number, pin: string): [Buffer, ...Buffer[]] =>
  fingerprintsOfPin(keys, `payment-code:${beneficiaryId}`, pin)

/** Somebody gave their password and chooses their payment code: it is the one from now on, and what was locked is not any more. */
export async function choosePaymentCode(tx: Tx, { id }: Beneficiary, { pin, key }: { pin: string; key: Keys }): Promise<void> {
  const kept = { code_hash: hashesOfCode(key, id, pin)[0], chosen_at: tx.now }
  await tx
    .insertInto('payment_codes')
    .values({ beneficiary_id: id, ...kept })
    .onConflict((conflict) => conflict.column('beneficiary_id').doUpdateSet(kept))
    .execute()
  await forgetTries(tx, [codesInARow(id), codesInADay(id)])
  await notify(tx, id, paymentCodeChosen())
  await record(tx, { at: tx.now, fact: facts['payment-code.chosen'], beneficiary_id: id })
}
