import { z } from 'zod'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { email, password } from '../../../platform/forms/fields.ts'
import { type Limit, mayTry, triesIn } from '../../../platform/limits.ts'
import { notifyStaff, textStaff, withdrawStaffSecrets } from '../../../platform/messages/notify.ts'
import type { MakeSecret } from '../../../platform/messages/send.ts'
import { openSessionIn } from '../accounts/index.ts'
import { holdMember, keepMailedCode, mustProve, openPending } from '../staff/index.ts'
import { offerSecret, withdrawOffer } from './enrol.ts'
import { codeForTheDemonstration, codeSent } from './messages.ts'
import { isSent, meansOf, type PendingSignIn } from './queries.ts'
import { CODES_AN_HOUR, CODES_BY_SMS, figures, hashOfCode } from './second-factor.ts'

export const staffSignInForm = z.object({ email: email(), password: password('Saisissez votre mot de passe.') })

/** What comes next: the session is open, or a passkey or a code is awaited, or one of them has to be enrolled first. */
export interface Begun {
  next: 'session' | 'passkey' | 'code' | 'enrolment'
  token: string
}

interface Means {
  key: Keys
  formerToken: string | undefined
  /** Nobody has the phones of the demonstration's people: their code comes by mail. */
  isDemonstration: boolean
}

/** A member of staff gave the right password: opens their session, unless they have to give a code, or have left since. */
export async function beginStaffSignIn(
  tx: Tx,
  proof: { id: number; hash: string },
  { key, formerToken, isDemonstration }: Means,
): Promise<Begun> {
  const held = await holdMember(tx, proof)
  const member = { ...held, ...(await meansOf(tx, tx.now, held.id)) }
  await withdrawOffer(tx, member.id)
  const hasFactor = member.enrolled_at !== null || member.has_passkey
  const proves = hasFactor || member.is_guardian || (await mustProve(tx, member.id))
  if (!proves) return { next: 'session', token: await openSessionIn(tx, { staffId: member.id }, { formerToken }) }

  const mailed = isDemonstration && member.enrolled_at ? figures(6) : null
  const mailed_code_hash = mailed === null ? null : hashOfCode(key, member.id, mailed)
  const token = await openPending(tx, { staff_id: member.id, mailed_code_hash })
  if (mailed) await notifyStaff(tx, member.id, codeForTheDemonstration(mailed))
  if (hasFactor) return { next: member.has_passkey ? 'passkey' : 'code', token }
  if (member.is_guardian) {
    await sendCode(tx, member)
    return { next: 'code', token }
  }
  await offerSecret(tx, member.id, key)
  return { next: 'enrolment', token }
}

/** A guardian who has nothing else gives a code that comes by SMS to the number that they proved, else by mail. One sent takes the place of those before. */
async function sendCode(tx: Tx, { id, code_phone }: { id: number; code_phone: string | null }): Promise<void> {
  if (!(await mayTry(tx, codesTo(id), tx.now))) return
  if (code_phone && !(await mayTry(tx, codesByDay(code_phone), tx.now))) return
  await withdrawStaffSecrets(tx, id, ['sign-in-code'])
  await (code_phone ? textStaff(tx, id, code_phone, codeSent()) : notifyStaff(tx, id, codeSent()))
}

/** Each costs, and rings somebody. */
const codesByDay = (phone: string): Limit => ({ bucket: `sms:sign-in-code:${phone}`, max: CODES_BY_SMS, minutes: 24 * 60 })

/** Nobody's letter box is filled by whoever has their password. */
const codesTo = (staffId: number): Limit => ({ bucket: `mails:sign-in-code:${staffId}`, max: CODES_AN_HOUR, minutes: 60 })

/** Why no code leaves for this sign-in: too many did within the hour, or to that number within the day. Null when one does. */
export async function whyNoCode(db: Reader, now: Date, pending: PendingSignIn): Promise<'hour' | 'day' | null> {
  const { staff_id, code_phone, mailed_code_hash } = pending
  if (!isSent(pending) || mailed_code_hash !== null) return null
  const limits = [codesTo(staff_id), ...(code_phone ? [codesByDay(code_phone)] : [])]
  const [hour = 0, day = 0] = await triesIn(db, limits, now)
  if (hour > CODES_AN_HOUR) return 'hour'
  return day > CODES_BY_SMS ? 'day' : null
}

/** Made when it leaves, for the sign-in that was begun last: it opens no other. */
export const makeSignInCode: MakeSecret['sign-in-code'] = (staffId, _address, keys) => {
  const secret = figures(6)
  return {
    secret,
    keep: (tx) => keepMailedCode(tx, staffId, hashOfCode(keys, staffId, secret)),
  }
}
