import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { hashOf, newToken, openSession } from '../../../platform/sessions.ts'
import { offerSecret, withdrawOffer } from './enrol.ts'
import { codeForTheDemonstration } from './messages.ts'
import { figures, hashOfCode, PENDING_MINUTES } from './second-factor.ts'
import { wrongEmailOrPassword } from './staff.ts'

/** What comes next: the session is open, or a code is awaited, or a phone has to be enrolled first. */
export interface Begun {
  next: 'session' | 'code' | 'enrolment'
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
  const member = await tx
    .selectFrom('staff')
    .leftJoin('second_factors', 'second_factors.staff_id', 'staff.id')
    .select(['staff.id', 'staff.region_roles', 'second_factors.enrolled_at'])
    .where('staff.id', '=', proof.id)
    .where('staff.password_hash', '=', proof.hash)
    .where('staff.closed_at', 'is', null)
    .forShare('staff')
    .executeTakeFirst()
  if (!member) throw wrongEmailOrPassword()
  await withdrawOffer(tx, member.id)
  if (!member.enrolled_at && !member.region_roles)
    return { next: 'session', token: await openSession(tx, { staffId: member.id }, formerToken) }

  const token = newToken()
  const mailed = isDemonstration && member.enrolled_at ? figures(6) : null
  await tx
    .insertInto('pending_sign_ins')
    .values({
      token_hash: hashOf(token),
      staff_id: member.id,
      expires_at: new Date(tx.now.getTime() + PENDING_MINUTES * 60_000),
      mailed_code_hash: mailed === null ? null : hashOfCode(key, member.id, mailed),
    })
    .execute()
  if (mailed) await notifyStaff(tx, member.id, codeForTheDemonstration(mailed))
  if (!member.enrolled_at) await offerSecret(tx, member.id, key)
  return { next: member.enrolled_at ? 'code' : 'enrolment', token }
}
