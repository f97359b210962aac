import { hash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Reader, Tx } from './database/index.ts'
import { deleteInSlices } from './database/slices.ts'

/** Ends after this long without a request. */
export const IDLE_MINUTES = 20
/** Ends after this long in any case. */
export const SESSION_HOURS = 12
/** A till asks for the PIN again after this long without use: as long as a card that was shown there can pay, so that a queue is asked nothing. */
export const TILL_IDLE_MINUTES = 10

/** A secret that cannot be guessed, in characters that a URL and a cookie accept. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** What the database keeps of a token. */
export const hashOf = (token: string): Buffer => hash('sha256', token, 'buffer')

/** Whose a session is; of somebody of a shop or a school, where they work in it. */
export type SessionOwner = { beneficiaryId: number } | { staffId: number; workplaceId?: number }

type Owner = { beneficiaryId: number; mustChangePassword?: boolean } | { staffId: number }

/** A session that lives: whose, and when it ends by itself. A request prolongs it, until it has lasted as long as one may. */
export interface OpenSession {
  owner: SessionOwner
  endsAt: Date
  mayBeProlonged: boolean
}

/**
 * Opens a session and answers its token, which is known to the browser only. The one it had before ends: a session
 * changes at sign-in. `device`: in words, for its owner.
 */
export async function openSession(tx: Tx, owner: Owner, formerToken: string | undefined, device: string | null = null): Promise<string> {
  if (formerToken) await closeSession(tx, formerToken)
  const token = newToken()
  await tx
    .insertInto('sessions')
    .values({
      token_hash: hashOf(token),
      beneficiary_id: 'beneficiaryId' in owner ? owner.beneficiaryId : null,
      staff_id: 'staffId' in owner ? owner.staffId : null,
      must_change_password: 'beneficiaryId' in owner && owner.mustChangePassword === true,
      device,
      created_at: tx.now,
      seen_at: tx.now,
    })
    .execute()
  return token
}

/** What is given again counts for this long. */
export const PASSWORD_MINUTES = 5

/** Whoever has that session gave their password once more. */
export async function notePassword(tx: Tx, token: string | undefined): Promise<void> {
  await tx
    .updateTable('sessions')
    .set({ password_given_at: tx.now })
    .where('token_hash', '=', hashOf(token ?? ''))
    .execute()
}

/** Whether they gave it again just now. */
export async function hasGivenPassword(db: Reader, token: string | undefined, now: Date): Promise<boolean> {
  const session = await db
    .selectFrom('sessions')
    .select('id')
    .where('token_hash', '=', hashOf(token ?? ''))
    .where('password_given_at', '>', new Date(now.getTime() - PASSWORD_MINUTES * 60_000))
    .executeTakeFirst()
  return session !== undefined
}

/** Ends one session. */
export async function closeSession(db: Db, token: string): Promise<void> {
  await db.deleteFrom('sessions').where('token_hash', '=', hashOf(token)).execute()
}

/** Ends every session of a beneficiary: their password changed. */
export async function closeSessionsOf(tx: Tx, beneficiaryId: number): Promise<void> {
  await tx.deleteFrom('sessions').where('beneficiary_id', '=', beneficiaryId).execute()
}

/** Ends one of a beneficiary's sessions, by its id; nothing of another's. */
export async function closeSessionOf(tx: Tx, beneficiaryId: number, id: number): Promise<void> {
  await tx.deleteFrom('sessions').where('id', '=', id).where('beneficiary_id', '=', beneficiaryId).execute()
}

/** Ends all of a beneficiary's sessions but the one of that token. */
export async function closeOtherSessionsOf(tx: Tx, beneficiaryId: number, token: string): Promise<void> {
  await tx.deleteFrom('sessions').where('beneficiary_id', '=', beneficiaryId).where('token_hash', '<>', hashOf(token)).execute()
}

/** Ends every session of a member of staff, and the tills that they opened: they left, or how they sign in changed. Nor are they at a till any more. */
export async function closeStaffSessions(tx: Tx, staffId: number): Promise<void> {
  await tx.deleteFrom('sessions').where('staff_id', '=', staffId).execute()
  await leaveTills(tx, staffId)
}

/**
 * Ends the sessions in which members of staff work there, or have not said where, and the tills that they opened there: they work there no more.
 * `but`: the token of one that goes on elsewhere.
 */
export async function closeSessionsAt(tx: Tx, places: { staffId: number; workplaceId: number }[], but?: string): Promise<void> {
  const staffIds = places.map(({ staffId }) => staffId)
  const workplaceIds = places.map(({ workplaceId }) => workplaceId)
  await tx
    .deleteFrom('sessions')
    .where('staff_id', '=', sql<number>`any(${staffIds}::bigint[])`)
    .where((eb) => eb.or([eb('workplace_id', 'is', null), eb('workplace_id', '=', sql<number>`any(${workplaceIds}::bigint[])`)]))
    .$if(but !== undefined, (query) => query.where('token_hash', '<>', hashOf(but ?? '')))
    .execute()
}

/**
 * The same session goes on at another shop or school, or at none that was said yet, under another token, which is answered: no form of the one before
 * is taken any more. It ends when it would have.
 */
export async function moveSession(tx: Tx, formerToken: string, workplaceId: number | null): Promise<string> {
  const token = newToken()
  await tx
    .updateTable('sessions')
    .set({ token_hash: hashOf(token), workplace_id: workplaceId, password_given_at: null })
    .where('token_hash', '=', hashOf(formerToken))
    .execute()
  return token
}

/**
 * Makes a till of the machine of a manager, until it is closed or has lasted as long as a session may: it does not end for want of use. Their
 * own session there ends.
 * @returns its token, and the id by which its shop knows it
 */
export async function openTill(
  tx: Tx,
  { staffId, workplaceId, name, device }: { staffId: number; workplaceId: number; name: string; device: string | null },
  formerToken: string | undefined,
): Promise<{ id: number; token: string }> {
  const token = await openSession(tx, { staffId }, formerToken, device)
  const { id } = await tx
    .updateTable('sessions')
    .set({ till_name: name, workplace_id: workplaceId })
    .where('token_hash', '=', hashOf(token))
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, token }
}

/**
 * Somebody is at that till from now on, and at no other. It goes on under another token: forms that whoever was there before left open are not
 * sent in their place.
 * @returns the token; undefined when the till was closed meanwhile
 */
export async function sitAtTill(tx: Tx, formerToken: string, staffId: number): Promise<string | undefined> {
  await leaveTills(tx, staffId)
  const token = newToken()
  const seated = await tx
    .updateTable('sessions')
    .set({ token_hash: hashOf(token), cashier_id: staffId, cashier_seen_at: tx.now, seen_at: tx.now })
    .where('token_hash', '=', hashOf(formerToken))
    .where('till_name', 'is not', null)
    .returning('id')
    .executeTakeFirst()
  return seated && token
}

/** They are at no till any more. */
export async function leaveTills(tx: Tx, staffId: number): Promise<void> {
  await tx.updateTable('sessions').set({ cashier_id: null, cashier_seen_at: null }).where('cashier_id', '=', staffId).execute()
}

/** Closes a till, at once; false when it was closed already. */
export async function closeTill(tx: Tx, id: number): Promise<boolean> {
  const closed = await tx.deleteFrom('sessions').where('id', '=', id).where('till_name', 'is not', null).returning('id').executeTakeFirst()
  return closed !== undefined
}

/** Closes the tills that a member of staff opened at a shop: they manage it no more. */
export async function closeTillsOf(tx: Tx, { staffId, workplaceId }: { staffId: number; workplaceId: number }): Promise<void> {
  await tx
    .deleteFrom('sessions')
    .where('staff_id', '=', staffId)
    .where('workplace_id', '=', workplaceId)
    .where('till_name', 'is not', null)
    .execute()
}

/** The instants a live session was opened and seen after; of a till, when its cashier was. */
export const liveSince = (now: Date) => ({
  opened: new Date(now.getTime() - SESSION_HOURS * 3_600_000),
  seen: new Date(now.getTime() - IDLE_MINUTES * 60_000),
  atTill: new Date(now.getTime() - TILL_IDLE_MINUTES * 60_000),
})

/** Notes that a session is in use; once a minute is enough. Answers when it was last seen, as it is kept. */
export async function keepAlive(db: Db, token: string, seenAt: Date, now: Date): Promise<Date> {
  if (now.getTime() - seenAt.getTime() < 60_000) return seenAt
  await db.updateTable('sessions').set({ seen_at: now }).where('token_hash', '=', hashOf(token)).execute()
  return now
}

/** The same of whoever is at a till. */
export async function keepAtTill(db: Db, token: string, cashier: { id: number; seenAt: Date }, now: Date): Promise<void> {
  if (now.getTime() - cashier.seenAt.getTime() < 60_000) return
  await db
    .updateTable('sessions')
    .set({ cashier_seen_at: now })
    .where('token_hash', '=', hashOf(token))
    .where('cashier_id', '=', cashier.id)
    .execute()
}

/** When a till closes by itself. */
export const endOfTill = (openedAt: Date): Date => new Date(openedAt.getTime() + SESSION_HOURS * 3_600_000)

/** When a session ends by itself, if nothing more is asked. */
export function endOf({ openedAt, seenAt }: { openedAt: Date; seenAt: Date }): Pick<OpenSession, 'endsAt' | 'mayBeProlonged'> {
  const idle = seenAt.getTime() + IDLE_MINUTES * 60_000
  const longest = openedAt.getTime() + SESSION_HOURS * 3_600_000
  return { endsAt: new Date(Math.min(idle, longest)), mayBeProlonged: idle < longest }
}

/** Deletes the sessions that have ended by themselves. */
export async function forgetDeadSessions(db: Db, now: Date): Promise<void> {
  const { opened, seen } = liveSince(now)
  // One after the other: together, neither index would serve.
  await deleteInSlices(db, 'sessions', sql`seen_at <= ${seen} and till_name is null`)
  await deleteInSlices(db, 'sessions', sql`created_at <= ${opened}`)
}
