import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import { hashOf, newToken } from '../../../platform/sessions.ts'
import { openSessionIn } from '../accounts/index.ts'
import { offerSecret, withdrawOffer } from './enrol.ts'
import { codeForTheDemonstration } from './messages.ts'
import { hasPasskey, mustProve } from './queries.ts'
import { figures, hashOfCode, PENDING_MINUTES } from './second-factor.ts'
import { wrongEmailOrPassword } from './staff.ts'

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
  const member = await tx
    .selectFrom('staff as s')
    .leftJoin('second_factors as f', 'f.staff_id', 's.id')
    .select(['s.id', 'f.enrolled_at', hasPasskey])
    .where('s.id', '=', proof.id)
    .where('s.password_hash', '=', proof.hash)
    .where('s.closed_at', 'is', null)
    .forShare('s')
    .executeTakeFirst()
  if (!member) throw wrongEmailOrPassword()
  await withdrawOffer(tx, member.id)
  const hasFactor = member.enrolled_at !== null || member.has_passkey
  const proves = hasFactor || (await mustProve(tx, member.id))
  if (!proves) return { next: 'session', token: await openSessionIn(tx, { staffId: member.id }, { formerToken }) }

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
  if (!hasFactor) await offerSecret(tx, member.id, key)
  return { next: member.has_passkey ? 'passkey' : hasFactor ? 'code' : 'enrolment', token }
}
