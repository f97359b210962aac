import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { forgetTries } from '../../../platform/limits.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { leaveTills } from '../../../platform/sessions.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { pinChosen } from './messages.ts'
import { hashesOfPin } from './pin.ts'
import { atOneTill, ofOneCashier } from './pin-limits.ts'
import { openTills } from './queries.ts'

/** Somebody gave their password and chooses their PIN: it is the one from now on, and what was locked is not any more. */
export async function choosePin(tx: Tx, user: PartnerUser, { pin, key }: { pin: string; key: Keys }): Promise<void> {
  // Whoever takes over a till with the PIN before waits, and is refused it.
  await sql`select hold_staff_member(${user.id})`.execute(tx)
  const kept = { pin_hash: hashesOfPin(key, user.id, pin)[0], chosen_at: tx.now }
  await tx
    .insertInto('till_pins')
    .values({ staff_id: user.id, ...kept })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(kept))
    .execute()
  await leaveTills(tx, user.id)
  const tills = await openTills(tx, user, tx.now)
  await forgetTries(tx, [ofOneCashier(user.id), ...tills.map(({ id }) => atOneTill(id, user.id))])
  await notifyStaff(tx, user.id, pinChosen())
  await record(tx, { at: tx.now, fact: facts['till.pin-chosen'], staff_id: user.id })
}
