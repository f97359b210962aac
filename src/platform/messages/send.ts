import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { brokenConstraint, type Db, inTransaction, isDatabaseAway, type Tx } from '../database/index.ts'
import type { Keys } from '../encryption.ts'
import { UserError } from '../errors.ts'
import { countMessage } from '../http/metrics.ts'
import type { Site } from '../http/site.ts'
import { type Limit, mayTry } from '../limits.ts'
import { countryOfPhone, takesSms } from '../phones.ts'
import { NOBODY, noteDead, saysNobodyIsThere } from './dead-addresses.ts'
import { type Deliver, Refused } from './deliver.ts'
import { forgetGoneDevice, subscriptionOf } from './devices.ts'
import { type Message, SECRET, URGENCIES } from './message.ts'
import { sendByMail } from './notify.ts'
import { Gone, type push } from './push.ts'
import { pushRequest } from './push-request.ts'

/** A secret that was made, whose hash is still to be kept. */
export interface Made {
  secret: string
  keep(tx: Tx): Promise<unknown>
}

/** Makes the secret of a message for the person it goes to, or about what it says, at that address; hashing takes its time outside the transaction. */
export type MakeSecret = Record<
  NonNullable<Message['secret']>,
  (personOrAbout: number, address: string, keys: Keys) => Promise<Made> | Made
>

const ATTEMPTS_AT_MOST = 12

/** By mail last: what may not leave by SMS goes by mail. */
export const CHANNELS = ['sms', 'email'] as const
type Channel = (typeof CHANNELS)[number]

/** How long whoever found nothing to send waits before looking again, as long as others send. */
const LOOK_AGAIN_MS = 250

/**
 * Sends what is due by these channels, one after the other, the most urgent first, then the oldest, until nothing is left or the post cannot
 * be reached: then what goes by it waits, in its order. A message is marked after it was handed over: it may go twice, never not at all.
 * `stopping` ends it after the messages in hand. Whoever sends for long calls it for each channel by itself: one may be long, or away.
 * @returns false when a post is away and it is better to wait before trying again
 */
export async function sendMessages(
  site: Site,
  deliver: Deliver,
  makeSecret: MakeSecret,
  stopping?: AbortSignal,
  channels: readonly Channel[] = CHANNELS,
): Promise<boolean> {
  let isWell = true
  for (const channel of channels) {
    isWell = (await emptied(deliver.atOnce ?? 1, () => sendNext(site, deliver, makeSecret, channel), stopping)) && isWell
  }
  return isWell
}

/** Somebody has just asked for it: it is tried even where nobody was before. */
const ASKED_FOR = URGENCIES.indexOf('secret')

type Outcome = 'gone on' | 'none left' | 'away'

/** So many at a time, all of them until all of them find nothing: what comes meanwhile is not left to the last one that is busy. */
async function emptied(atOnce: number, send: () => Promise<Outcome>, stopping?: AbortSignal): Promise<boolean> {
  const over = new AbortController()
  const ending = stopping ? AbortSignal.any([over.signal, stopping]) : over.signal
  let [busy, isWell] = [atOnce, true]
  const lane = async () => {
    while (!ending.aborted) {
      const outcome = await send()
      isWell &&= outcome !== 'away'
      if (outcome === 'gone on') continue
      busy -= 1
      if (!isWell || busy === 0) return over.abort()
      await sleep(LOOK_AGAIN_MS, undefined, { signal: ending }).catch(() => {})
      busy += 1
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return isWell
}

/** Whether an SMS was left to the mail, since it may not leave. */
async function wentByMail(site: Site, { id, to }: { id: string; to: string }, now: Date): Promise<boolean> {
  if (await mayLeave(site, to, now)) return false
  if (await sendByMail(site.db, id, now)) return true
  throw new Refused('SMS_COUNTRY', { isForGood: true })
}

/** Whether an SMS may be sent to a number: to a country that is paid for, and abroad so many a day. A number is anybody's to type. */
async function mayLeave({ db, config }: Site, to: string, now: Date): Promise<boolean> {
  if (!takesSms(to, config.smsCountries)) return false
  return countryOfPhone(to) === 'FR' || mayTry(db, smsAbroad(config.smsAbroadADay), now)
}

const smsAbroad = (max: number): Limit => ({ bucket: 'sms:abroad', max, minutes: 24 * 60 })

/** The code of what would have rung a device once nobody could answer any more. */
export const TOO_LATE = 'TOO_LATE'

/** How many devices are rung at a time: whoever made a browser that does not answer keeps no other waiting. */
const RUNG_AT_ONCE = 5

/** Rings the devices that are due to be rung, until none is left. The post is never away: each maker of browsers has one of its own. */
export async function ringDevices(site: Site, handOver: typeof push, stopping?: AbortSignal): Promise<boolean> {
  return emptied(RUNG_AT_ONCE, () => ringNext(site, handOver), stopping)
}

async function ringNext(site: Site, handOver: typeof push): Promise<Outcome> {
  const { db, clock, config, ibanKey, pushKey: key } = site
  const now = clock.now()
  const message = await claimNext(db, now, 'push')
  if (!message) return 'none left'
  const { id, address, subject, body, opens, device_id, expires_at } = message
  try {
    const seconds = Math.floor(((expires_at as Date).getTime() - now.getTime()) / 1000)
    if (!config.push || seconds < 1) throw new Refused(config.push ? TOO_LATE : 'PUSH_OFF', { isForGood: true })
    const to = await subscriptionOf(db, ibanKey, device_id as number)
    // Its owner has just had it forgotten: so is this.
    if (!to) return 'gone on'
    const contact = (config.mail.replyTo ?? config.mail.from).address
    await handOver(pushRequest({ to, text: JSON.stringify({ title: subject, body, opens }), seconds, key, contact }))
    await mark(db, id, { state: 'sent', sent_at: now, failure: null })
    countMessage('push', 'sent')
    return 'gone on'
  } catch (error) {
    // It is this one that cannot be made: the others are not kept waiting.
    const why = error instanceof Refused || isDatabaseAway(error) ? error : new Refused('unreadable', { isForGood: true })
    const outcome = await notSent(site, { id, channel: 'push', to: address, attempts: message.attempts }, why, now)
    if (error instanceof Gone) await forgetGoneDevice(db, device_id as number)
    return outcome
  }
}

/** Sends the next one by that channel. */
async function sendNext(site: Site, deliver: Deliver, makeSecret: MakeSecret, channel: Channel): Promise<Outcome> {
  const now = site.clock.now()
  const message = await claimNext(site.db, now, channel)
  if (!message) return 'none left'
  const { id, address: to, subject, body } = message
  try {
    if (message.is_dead && message.urgency > ASKED_FOR) throw new Refused(NOBODY, { isForGood: true })
    if (channel === 'sms' && (await wentByMail(site, { id, to }, now))) return 'gone on'
    const secret = message.secret ? await secretOf(site, now, message, makeSecret) : ''
    if (secret === undefined) return 'gone on'
    const said = body.replace(SECRET, secret)
    // The way in, under the signature of every mail: what it speaks of is read on the site.
    const text = channel === 'email' ? `${said}\n${site.config.publicUrl}` : said
    await deliver({ id, channel, to, subject, text, sentAt: now })
    await mark(site.db, id, { state: 'sent', sent_at: now, failure: null })
    countMessage(channel, 'sent')
    return 'gone on'
  } catch (error) {
    return notSent(site, { id, channel, to, attempts: message.attempts }, error, now)
  }
}

interface Tried {
  id: string
  channel: Channel | 'push'
  to: string
  attempts: number
}

/** What becomes of a message that was not taken, and of what goes after it. */
async function notSent(site: Site, { id, channel, to, attempts }: Tried, error: unknown, now: Date): Promise<Outcome> {
  const { code = 'unknown' } = error as { code?: string }
  site.log.warn({ message: id, code }, 'message not sent')
  if (error instanceof Refused) {
    const { status } = error
    if (status && saysNobodyIsThere(status)) await noteDead(site.db, { address: to, status }, now)
    const state = error.isForGood || attempts >= ATTEMPTS_AT_MOST ? 'failed' : 'queued'
    await mark(site.db, id, { failure: code, state })
    countMessage(channel, state === 'failed' ? 'failed' : 'later')
    return 'gone on'
  }
  countMessage(channel, 'away')
  await mark(site.db, id, { failure: code, attempts: attempts - 1, next_attempt_at: now })
  return 'away'
}

/** Takes the next message that is due by this channel. Another worker passes over it for 1, 2, 4… minutes, two hours at most. */
const claimNext = (db: Db, now: Date, channel: Channel | 'push') =>
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
        .where('channel', '=', channel)
        .where('next_attempt_at', '<=', now)
        .orderBy('urgency')
        .orderBy('created_at')
        .orderBy('id')
        .limit(1)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll()
    .returning((eb) =>
      eb
        .exists(
          eb
            .selectFrom('dead_addresses as d')
            .select('d.address')
            .whereRef('d.address', '=', eb.fn('lower', ['messages.address'])),
        )
        .as('is_dead'),
    )
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
  id: string
  secret: string | null
  beneficiary_id: number | null
  staff_id: number | null
  about_id: number | null
  address: string
}

/** The secret to send, once its hash is kept; undefined when the message was withdrawn in the meantime. */
async function secretOf({ db, ibanKey }: Site, now: Date, message: Secretive, makeSecret: MakeSecret): Promise<string | undefined> {
  try {
    const make = makeSecret[message.secret as keyof MakeSecret]
    const { secret, keep } = await make(
      (message.beneficiary_id ?? message.staff_id ?? message.about_id) as number,
      message.address,
      ibanKey,
    )
    return await inTransaction(db, now, async (tx) => {
      // Whoever withdraws it waits until the hash is there to be deleted, or was faster.
      const still = await tx
        .selectFrom('messages')
        .select('id')
        .where('id', '=', message.id)
        .where('state', '=', 'queued')
        .forUpdate()
        .executeTakeFirst()
      if (still) await keep(tx)
      return still && secret
    })
  } catch (error) {
    if (error instanceof UserError || isDatabaseAway(error)) throw error
    // It is this one that cannot be made: the others are not kept waiting.
    throw new Refused(`secret ${brokenConstraint(error) ?? 'failed'}`, { isForGood: false })
  }
}
