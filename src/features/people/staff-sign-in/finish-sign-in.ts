import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { forgetTries, takeTry } from '../../../platform/limits.ts'
import { openSessionIn } from '../accounts/index.ts'
import { tellOfChange, usePending } from '../staff/index.ts'
import { addPasskey } from './add-passkey.ts'
import { enrol } from './enrol.ts'
import { facts } from './facts.ts'
import { type NewPasskey, wrongPasskey } from './passkey.ts'
import { isSent, type PendingSignIn, pendingSignIn, securityOf } from './queries.ts'
import { stopReset } from './reset-second-factor.ts'
import { hashesOfCode, secretOf, stepOf, tooLate, usedCode, wrongCode, wrongCodes, wrongSentCode } from './second-factor.ts'

interface Browser {
  /** Known to the browser that gave the password. */
  pendingToken: string | undefined
  formerToken: string | undefined
}

export interface Typed extends Browser {
  code: string
  key: Keys
}

/** Counts a code, or a passkey, before it is looked at: outside the transaction, a wrong one counts. */
export async function countCode(
  db: Reader,
  now: Date,
  { pendingToken, isSignedIn }: { pendingToken: string | undefined; isSignedIn: boolean },
): Promise<PendingSignIn> {
  const pending = await pendingSignIn(db, now, pendingToken)
  if (!pending) throw tooLate({ isSignedIn })
  await takeTry(db, wrongCodes(pending.staff_id), now)
  return pending
}

/** Opens the session of whoever gave the password, then the code. */
export async function finishStaffSignIn(tx: Tx, { pendingToken, code, key, formerToken }: Typed) {
  const pending = await takePending(tx, pendingToken)
  if (!hashesOfCode(key, pending.staff_id, code).some((hash) => pending.mailed_code_hash?.equals(hash))) {
    // A recovery code takes the place of the phone; of the letter box, nothing does.
    if (isSent(pending) && !(pending.code_phone && code.length === 10)) throw wrongSentCode(pending)
    await useCode(tx, pending.staff_id, code, key)
  }
  await forgetTries(tx, [wrongCodes(pending.staff_id)])
  await stopReset(tx, pending.staff_id, pending.staff_id)
  return { member: pending, token: await openSessionIn(tx, { staffId: pending.staff_id }, { formerToken }) }
}

/** The same at the first sign-in: the code is that of the phone that was just enrolled. */
export async function finishFirstSignIn(tx: Tx, { pendingToken, code, key, formerToken }: Typed) {
  const pending = await takeFirst(tx, pendingToken)
  const recoveryCodes = await enrol(tx, pending.staff_id, { code, key })
  return { member: pending, recoveryCodes, token: await openSessionIn(tx, { staffId: pending.staff_id }, { formerToken }) }
}

/** Opens the session of whoever gave the password, then a passkey that was looked at. */
export async function finishWithPasskey(
  tx: Tx,
  { passkey, pendingToken, formerToken }: Browser & { passkey: { id: number; counter: number } },
) {
  const pending = await takePending(tx, pendingToken)
  const used = await tx
    .updateTable('passkeys')
    .set({ counter: passkey.counter, used_at: tx.now })
    .where('id', '=', passkey.id)
    .where('staff_id', '=', pending.staff_id)
    .returning('id')
    .executeTakeFirst()
  if (!used) throw wrongPasskey()
  await forgetTries(tx, [wrongCodes(pending.staff_id)])
  await stopReset(tx, pending.staff_id, pending.staff_id)
  return { member: pending, token: await openSessionIn(tx, { staffId: pending.staff_id }, { formerToken }) }
}

/** At the first sign-in: a passkey that was just made takes the place of a phone. */
export async function finishWithFirstPasskey(
  tx: Tx,
  { made, pendingToken, formerToken }: Browser & { made: NewPasskey & { name: string; key: Keys } },
) {
  const pending = await takeFirst(tx, pendingToken)
  const recoveryCodes = await addPasskey(tx, pending.staff_id, made)
  return { member: pending, recoveryCodes, token: await openSessionIn(tx, { staffId: pending.staff_id }, { formerToken }) }
}

/**
 * That of somebody who has nothing besides a password yet: a password alone must not change the phone of somebody who has one, nor stand beside
 * it. Of two who begin at once, the second sees what the first has.
 */
async function takeFirst(tx: Tx, token: string | undefined): Promise<PendingSignIn> {
  const known = await pendingSignIn(tx, tx.now, token)
  // A guardian always gives a code besides: a password alone gives them no passkey.
  if (!known || known.is_guardian) throw tooLate()
  // Before the pending sign-in, as by whoever closes the account or changes its roles.
  await sql`select hold_staff_member(${known.staff_id})`.execute(tx)
  const pending = await takePending(tx, token)
  if ((await securityOf(tx, tx.now, pending.staff_id)).protected_since) throw tooLate()
  return pending
}

/** Used up by the code that is right: a wrong one rolls this back. */
async function takePending(tx: Tx, token: string | undefined): Promise<PendingSignIn> {
  const pending = await pendingSignIn(tx, tx.now, token)
  if (!(await usePending(tx, token)) || !pending) throw tooLate()
  return pending
}

/** A code of the phone or a recovery code, used up. */
async function useCode(tx: Tx, staffId: number, code: string, key: Keys): Promise<void> {
  if (code.length !== 6) return useRecoveryCode(tx, staffId, code, key)
  const factor = await tx.selectFrom('second_factors').select('secret_encrypted').where('staff_id', '=', staffId).executeTakeFirst()
  const step = factor?.secret_encrypted ? stepOf(secretOf(key, staffId, factor.secret_encrypted), code, tx.now) : null
  if (step === null) throw wrongCode()
  const used = await tx
    .updateTable('second_factors')
    .set({ last_step: step })
    .where('staff_id', '=', staffId)
    .where('last_step', '<', step)
    .returning('staff_id')
    .executeTakeFirst()
  if (!used) throw usedCode()
}

async function useRecoveryCode(tx: Tx, staffId: number, code: string, key: Keys): Promise<void> {
  const used = await tx
    .deleteFrom('recovery_codes')
    .where('staff_id', '=', staffId)
    .where('code_hash', 'in', hashesOfCode(key, staffId, code))
    .returning('staff_id')
    .executeTakeFirst()
  if (!used) throw wrongCode()
  await tellOfChange(tx, staffId, 'code-used')
  await record(tx, { at: tx.now, fact: facts['second-factor.recovery-code-used'], staff_id: staffId })
}
