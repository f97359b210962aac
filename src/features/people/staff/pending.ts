import type { Reader, Tx } from '../../../platform/database/index.ts'
import { closeStaffSessions, hashOf, newToken } from '../../../platform/sessions.ts'
import { wrongEmailOrPassword } from './staff.ts'

/** A password that was right is forgotten after this long without a code. */
export const PENDING_MINUTES = 5

/** Somebody whose password was right, and of whom more is awaited. */
export interface Pending {
  staff_id: number
  email: string
  password_hash: string | null
  partner_id: number | null
  school_id: number | null
  is_guardian: boolean
  mailed_code_hash: Buffer | null
}

/** Whose password was right, held as they are until the transaction ends; unless they have left since, or changed it. */
export async function holdMember(tx: Tx, { id, hash }: { id: number; hash: string }): Promise<{ id: number; is_guardian: boolean }> {
  const member = await tx
    .selectFrom('staff as s')
    .select(['s.id', 's.is_guardian'])
    .where('s.id', '=', id)
    .where('s.password_hash', '=', hash)
    .where('s.closed_at', 'is', null)
    .forShare()
    .executeTakeFirst()
  if (!member) throw wrongEmailOrPassword()
  return member
}

/**
 * Begins a sign-in that awaits more than the password.
 * @returns the token by which this browser goes on with it
 */
export async function openPending(tx: Tx, pending: { staff_id: number; mailed_code_hash: Buffer | null }): Promise<string> {
  const token = newToken()
  const expires_at = new Date(tx.now.getTime() + PENDING_MINUTES * 60_000)
  await tx
    .insertInto('pending_sign_ins')
    .values({ token_hash: hashOf(token), expires_at, ...pending })
    .execute()
  return token
}

/** The code that was sent, by mail or by SMS, is that of the sign-in begun last: it opens no other. */
export const keepMailedCode = (tx: Tx, staffId: number, mailed_code_hash: Buffer) =>
  tx
    .updateTable('pending_sign_ins')
    .set({ mailed_code_hash })
    .where('token_hash', '=', (eb) =>
      eb.selectFrom('pending_sign_ins').select('token_hash').where('staff_id', '=', staffId).orderBy('expires_at', 'desc').limit(1),
    )
    .execute()

/** What a browser's pending sign-in is about, as long as it lives. */
export async function pendingOf(db: Reader, now: Date, token: string | undefined): Promise<Pending | undefined> {
  if (!token) return undefined
  return db
    .selectFrom('pending_sign_ins as p')
    .innerJoin('staff as s', 's.id', 'p.staff_id')
    .select(['p.staff_id', 'p.mailed_code_hash', 's.email', 's.password_hash', 's.partner_id', 's.school_id', 's.is_guardian'])
    .where('p.token_hash', '=', hashOf(token))
    .where('p.expires_at', '>', now)
    .where('s.closed_at', 'is', null)
    .executeTakeFirst()
}

/** Ends it; answers whether it was there: of two who end it at once, the second finds nothing. */
export async function usePending(tx: Tx, token: string | undefined): Promise<boolean> {
  const used = await tx
    .deleteFrom('pending_sign_ins')
    .where('token_hash', '=', hashOf(token ?? ''))
    .returning('staff_id')
    .executeTakeFirst()
  return used !== undefined
}

/** Whoever was about to sign in has to begin again. */
export async function endPending(tx: Tx, staffId: number): Promise<void> {
  await tx.deleteFrom('pending_sign_ins').where('staff_id', '=', staffId).execute()
}

/** Likewise whoever had signed in. */
export async function endSignIns(tx: Tx, staffId: number): Promise<void> {
  // In this order: a code that is being given is waited for here, and the session that it opened is seen below.
  await endPending(tx, staffId)
  await closeStaffSessions(tx, staffId)
}
