import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { found } from '../../../platform/errors.ts'
import { forgetTries } from '../../../platform/limits.ts'
import { withdrawStaffSecrets } from '../../../platform/messages/notify.ts'
import type { AccountHolder } from '../../../spaces/actors.ts'
import { endPending, tellOfChange } from '../staff/index.ts'
import { facts } from './facts.ts'
import { hashOfCode, newRecoveryCodes, newSecret, offeredSince, secretOf, stepOf, wrongCode, wrongCodes } from './second-factor.ts'

/** Makes the secret that a phone will scan. Nothing changes until a code of it is given, soon. */
export async function offerSecret(tx: Tx, staffId: number, key: Keys): Promise<void> {
  const offered = { offered_secret_encrypted: newSecret(key, staffId), offered_at: tx.now }
  await tx
    .insertInto('second_factors')
    .values({ staff_id: staffId, ...offered })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(offered))
    .execute()
}

/** Whoever signs in begins anew: what was shown to be scanned before is no longer. */
export async function withdrawOffer(tx: Tx, staffId: number): Promise<void> {
  await tx
    .updateTable('second_factors')
    .set({ offered_secret_encrypted: null, offered_at: null, passkey_offered_at: null })
    .where('staff_id', '=', staffId)
    .where((eb) => eb.or([eb('offered_at', 'is not', null), eb('passkey_offered_at', 'is not', null)]))
    .execute()
}

/**
 * The phone has scanned the secret, and a code proves it: from now on it is the one.
 * @returns the recovery codes, which are not known afterwards
 */
export async function enrol(tx: Tx, staffId: number, { code, key }: { code: string; key: Keys }): Promise<string[]> {
  const factor = await tx
    .selectFrom('second_factors')
    .select('offered_secret_encrypted')
    .where('staff_id', '=', staffId)
    .where('offered_at', '>', offeredSince(tx.now))
    .forUpdate()
    .executeTakeFirst()
  const offered = found(factor?.offered_secret_encrypted)
  const step = stepOf(secretOf(key, staffId, offered), code, tx.now)
  if (step === null) throw wrongCode()
  await tx
    .updateTable('second_factors')
    .set({ secret_encrypted: offered, enrolled_at: tx.now, last_step: step, offered_secret_encrypted: null, offered_at: null, ...NO_PHONE })
    .where('staff_id', '=', staffId)
    .execute()
  await forgetTries(tx, [wrongCodes(staffId)])
  await tellOfChange(tx, staffId, 'phone')
  await record(tx, { at: tx.now, fact: facts['second-factor.enrolled'], staff_id: staffId })
  return replaceRecoveryCodes(tx, staffId, key)
}

/** An application or a passkey takes its place: codes come one way, and a number that is of no use is not kept. */
export const NO_PHONE = { code_phone: null, code_phone_at: null }

/**
 * The codes of a guardian go by SMS to that number, which they have just proved. What a mail brought, or was about to, opens nothing any more.
 * @returns the recovery codes, which are not known afterwards
 */
export async function addCodePhone(tx: Tx, staffId: number, { phone, key }: { phone: string; key: Keys }): Promise<string[]> {
  await withdrawStaffSecrets(tx, staffId, ['sign-in-code'])
  await endPending(tx, staffId)
  const proved = { code_phone: phone, code_phone_at: tx.now }
  await tx
    .insertInto('second_factors')
    .values({ staff_id: staffId, ...proved })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(proved))
    .execute()
  await forgetTries(tx, [wrongCodes(staffId)])
  await tellOfChange(tx, staffId, 'sms')
  await record(tx, { at: tx.now, fact: facts['second-factor.phone-proved'], staff_id: staffId })
  return replaceRecoveryCodes(tx, staffId, key)
}

/** Makes ten recovery codes: those from before open nothing any more. */
export async function replaceRecoveryCodes(tx: Tx, staffId: number, key: Keys): Promise<string[]> {
  const codes = newRecoveryCodes()
  await tx.deleteFrom('recovery_codes').where('staff_id', '=', staffId).execute()
  await tx
    .insertInto('recovery_codes')
    .values(codes.map((code) => ({ staff_id: staffId, code_hash: hashOfCode(key, staffId, code) })))
    .execute()
  await record(tx, { at: tx.now, fact: facts['second-factor.recovery-codes-made'], staff_id: staffId })
  return codes
}

/** Signs in with a password alone from now on: what partners and schools may choose. A guardian's codes come by mail. */
export async function removeSecondFactor(tx: Tx, { id, kind }: AccountHolder): Promise<void> {
  await tx.deleteFrom('second_factors').where('staff_id', '=', id).execute()
  await tellOfChange(tx, id, kind === 'guardian' ? 'by-mail' : 'removed')
  await record(tx, { at: tx.now, fact: facts['second-factor.removed'], staff_id: id })
}

/** Nothing is left of how these accounts, which are erased, signed in. */
export async function forgetFactors(tx: Tx, staffIds: number[]): Promise<void> {
  await tx.deleteFrom('second_factors').where('staff_id', '=', sql<number>`any(${staffIds}::bigint[])`).execute()
}
