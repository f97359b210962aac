import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { notFound, UserError } from '../../../platform/errors.ts'
import { forgetTries } from '../../../platform/limits.ts'
import type { AccountHolder } from '../../../spaces/actors.ts'
import { mustProve, tellOfChange } from '../staff/index.ts'
import { NO_PHONE, removeSecondFactor, replaceRecoveryCodes } from './enrol.ts'
import { facts } from './facts.ts'
import { type NewPasskey, PASSKEYS_AT_MOST, wrongPasskey } from './passkey.ts'
import { passkeyOffer } from './queries.ts'
import { mustKeepOne, wrongCodes } from './second-factor.ts'

/** Lets a passkey be made, soon: the password was given. Nothing changes until the browser has made one. */
export async function offerPasskey(tx: Tx, staffId: number): Promise<void> {
  const offered = { passkey_offered_at: tx.now }
  await tx
    .insertInto('second_factors')
    .values({ staff_id: staffId, ...offered })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(offered))
    .execute()
}

/**
 * Keeps a passkey that was made, among two: from now on it opens the account, besides what did before.
 * @returns the recovery codes when there were none, which are not known afterwards; else nothing
 */
export async function addPasskey(tx: Tx, staffId: number, made: NewPasskey & { name: string; key: Keys }): Promise<string[]> {
  const { key, ...passkey } = made
  // Held until the end: two that are added at once take one place each.
  await tx
    .insertInto('second_factors')
    .values({ staff_id: staffId })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ passkey_offered_at: null, ...NO_PHONE }))
    .execute()
  const taken = await tx.selectFrom('passkeys').select('place').where('staff_id', '=', staffId).execute()
  const place = Array.from({ length: PASSKEYS_AT_MOST }, (_, index) => index + 1).find((free) => !taken.some((one) => one.place === free))
  if (place === undefined) throw new UserError('passkey.two', 'Vous avez déjà deux clés d’accès : retirez-en une d’abord.', { status: 409 })
  const added = await tx
    .insertInto('passkeys')
    .values({ staff_id: staffId, place, ...passkey, created_at: tx.now })
    .onConflict((conflict) => conflict.column('credential_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw wrongPasskey()
  await forgetTries(tx, [wrongCodes(staffId)])
  await tellOfChange(tx, staffId, 'passkey')
  await record(tx, { at: tx.now, fact: facts['second-factor.passkey-added'], staff_id: staffId })
  const code = await tx.selectFrom('recovery_codes').select('staff_id').where('staff_id', '=', staffId).limit(1).executeTakeFirst()
  return code ? [] : replaceRecoveryCodes(tx, staffId, key)
}

/** The same of somebody who is signed in, to whom it was offered just before. */
export async function addOfferedPasskey(tx: Tx, staff: AccountHolder, made: NewPasskey & { name: string; key: Keys }): Promise<string[]> {
  if (!(await passkeyOffer(tx, tx.now, staff.id))) throw wrongPasskey()
  return addPasskey(tx, staff.id, made)
}

/** Removes one of one's own; who must prove who they are keeps one, whoever else has nothing left signs in with a password alone. */
export async function removePasskey(tx: Tx, staff: AccountHolder, id: number): Promise<void> {
  // Held as it is by whoever adds one.
  const factor = await tx.selectFrom('second_factors').select('enrolled_at').where('staff_id', '=', staff.id).forUpdate().executeTakeFirst()
  const removed = await tx.deleteFrom('passkeys').where('id', '=', id).where('staff_id', '=', staff.id).returning('id').executeTakeFirst()
  if (!removed) throw notFound()
  const another = await tx.selectFrom('passkeys').select('id').where('staff_id', '=', staff.id).limit(1).executeTakeFirst()
  if (!factor?.enrolled_at && !another) {
    if (await mustProve(tx, staff.id)) throw mustKeepOne()
    return removeSecondFactor(tx, staff)
  }
  await tellOfChange(tx, staff.id, 'passkey-removed')
  await record(tx, { at: tx.now, fact: facts['second-factor.passkey-removed'], staff_id: staff.id })
}
