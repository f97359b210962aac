import type { Db, Tx } from '../database/index.ts'
import { addDays, dayOf } from '../dates.ts'

/**
 * That there is no such box, no such host, or that the box takes nothing any more (RFC 3463). The others are about the mail, about us, or
 * pass: a full box, a text that is taken for spam.
 */
const NOBODY_THERE = /^5\.(?:1\.(?:[0-46]|10)|2\.1|4\.4)$/

export const saysNobodyIsThere = (status: string): boolean => NOBODY_THERE.test(status)

/** Writes down that nobody is at an address. */
export async function noteDead(db: Db, { address, status }: { address: string; status: string }, now: Date): Promise<void> {
  await db
    .insertInto('dead_addresses')
    .values({ address: address.toLowerCase(), status, since: now })
    .onConflict((conflict) => conflict.column('address').doNothing())
    .execute()
}

/** Somebody says that it is right: it is tried again. */
export async function forgetDead(db: Db, address: string): Promise<void> {
  await db.deleteFrom('dead_addresses').where('address', '=', address.toLowerCase()).execute()
}

/**
 * Servers give up after some days (RFC 5321: four or five). What comes later is not believed: the number of an old mail, which somebody may have
 * seen since, would be enough to silence an address.
 */
const RETURNS_WITHIN_DAYS = 8

/**
 * A mail that was sent has come back: it failed, and nobody is at its address when that is why.
 * @returns whose it was, and whether it came back for the first time; undefined when it is none of ours
 */
export async function markReturned(
  tx: Tx,
  id: string,
  status: string,
): Promise<{ beneficiary_id: number | null; isNew: boolean } | undefined> {
  const message = await tx
    .selectFrom('messages')
    .select(['beneficiary_id', 'address', 'failure', 'created_at', 'sent_at'])
    .where('id', '=', id)
    .where('channel', '=', 'email')
    .forUpdate()
    .executeTakeFirst()
  if (!message) return undefined
  const { beneficiary_id, address, failure, created_at, sent_at } = message
  const isLate = addDays(dayOf(sent_at ?? created_at), RETURNS_WITHIN_DAYS) < dayOf(tx.now)
  if (failure?.startsWith(RETURNED) || isLate) return { beneficiary_id, isNew: false }
  await tx
    .updateTable('messages')
    .set({ state: 'failed', failure: `${RETURNED} ${status}` })
    .where('id', '=', id)
    .execute()
  if (saysNobodyIsThere(status)) await noteDead(tx, { address, status }, tx.now)
  return { beneficiary_id, isNew: true }
}

/** Begins the code of a mail that came back; the status of its return follows. */
export const RETURNED = 'RETURNED'

/** The code of a mail that was not sent: nobody is at its address. */
export const NOBODY = 'DEAD_ADDRESS'
