import { sql } from 'kysely'
import { type Db, inTransaction, type Tx } from '../database/index.ts'
import type { Site } from '../http/site.ts'
import type { Deliver } from './deliver.ts'
import { type Message, SECRET } from './message.ts'

/** Makes the secret of a message for the person it goes to, at that address, and keeps its hash: one function for each kind. */
export type MakeSecret = Record<NonNullable<Message['secret']>, (tx: Tx, personId: number, address: string) => Promise<string>>

const ATTEMPTS_AT_MOST = 12

/**
 * Sends what is due, oldest first, until nothing is left or the post cannot be reached: then everything waits, and the
 * order of age is kept. A message is marked after it was handed over: it may go twice, never not at all.
 * @returns false when the post is away and it is better to wait before trying again
 */
export async function sendMessages(site: Site, deliver: Deliver, makeSecret: MakeSecret): Promise<boolean> {
  for (;;) {
    const now = site.clock.now()
    const message = await claimOldest(site.db, now)
    if (!message) return true
    const { id, channel, address: to, subject, body } = message
    try {
      const secret = message.secret ? await secretOf(site.db, now, message, makeSecret) : ''
      await deliver({ id, channel: channel as 'email' | 'sms', to, subject, text: body.replace(SECRET, secret), sentAt: now })
      await mark(site.db, id, { state: 'sent', sent_at: now, failure: null })
    } catch (error) {
      const { code = 'unknown', responseCode } = error as { code?: string; responseCode?: number }
      site.log.warn({ message: id, code, responseCode }, 'message not sent')
      if (responseCode === undefined) {
        await mark(site.db, id, { failure: code, attempts: message.attempts - 1, next_attempt_at: now })
        return false
      }
      // This one message is refused: for good (5xx), or tried again later while the others go on.
      const state = responseCode >= 500 || message.attempts >= ATTEMPTS_AT_MOST ? 'failed' : 'queued'
      await mark(site.db, id, { failure: `${code} ${responseCode}`, state })
    }
  }
}

/** Takes the oldest message that is due. Another worker passes over it for 1, 2, 4… minutes, two hours at most. */
const claimOldest = (db: Db, now: Date) =>
  db
    .updateTable('messages')
    .set({
      attempts: sql`attempts + 1`,
      next_attempt_at: sql`${now}::timestamptz + least(power(2, attempts), 120) * interval '1 minute'`,
    })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('messages')
        .select('id')
        .where('state', '=', 'queued')
        .where('next_attempt_at', '<=', now)
        .orderBy('created_at')
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .executeTakeFirst()

interface Marks {
  state?: string
  sent_at?: Date
  failure?: string | null
  attempts?: number
  next_attempt_at?: Date
}

const mark = (db: Db, id: string, marks: Marks) => db.updateTable('messages').set(marks).where('id', '=', id).execute()

interface Secretive {
  secret: string | null
  beneficiary_id: number | null
  staff_id: number | null
  address: string
}

const secretOf = (db: Db, now: Date, message: Secretive, makeSecret: MakeSecret) =>
  inTransaction(db, now, (tx) =>
    makeSecret[message.secret as keyof MakeSecret](tx, (message.beneficiary_id ?? message.staff_id) as number, message.address),
  )
