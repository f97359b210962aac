import { createCipheriv, createECDH, createPublicKey, ECDH, hkdfSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { isIP } from 'node:net'
import { z } from 'zod'

/** What a device is rung with, as the maker of its browser reads it: RFC 8030, 8188, 8291 and 8292. Without network. */

const CURVE = 'prime256v1'
const POINT_BYTES = 65
const SECRET_BYTES = 16
const RECORD_BYTES = 4096
/** Ends the last record, and the only one. */
const LAST = Buffer.of(2)
/** A day at most (RFC 8292): clocks differ. */
const SIGNED_FOR_SECONDS = 12 * 3_600

const bytes = (length: number) =>
  z
    .string()
    .max(200)
    .transform((text) => Buffer.from(text, 'base64url'))
    .refine((read) => read.length === length)

/** Where a browser is rung, and the keys under which it reads, as it gave them. */
const subscription = z.object({
  endpoint: z.string().max(1_000).refine(leadsOutside),
  keys: z.object({ p256dh: bytes(POINT_BYTES).refine(isOnTheCurve), auth: bytes(SECRET_BYTES) }),
})
export type Subscription = z.output<typeof subscription>

/** What the script of a page sent; undefined when nobody could be rung with it. */
export function subscriptionIn(text: string): Subscription | undefined {
  try {
    return subscription.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

/** The same, as it is kept. */
export const subscriptionText = ({ endpoint, keys: { p256dh, auth } }: Subscription): string =>
  JSON.stringify({ endpoint, keys: { p256dh: p256dh.toString('base64url'), auth: auth.toString('base64url') } })

/** Anybody can type that address: it is a name, by https at its own port, and what it leads to is looked at when it is dialled. */
function leadsOutside(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, port, username, password, hostname } = new URL(text)
  return protocol === 'https:' && !port && !username && !password && isIP(hostname) === 0 && !hostname.startsWith('[')
}

function isOnTheCurve(point: Buffer): boolean {
  try {
    return ECDH.convertKey(point, CURVE).length > 0
  } catch {
    return false
  }
}

/** The point by which a browser, and its maker, know our key. */
export function publicPointOf(key: KeyObject): string {
  const { x, y } = createPublicKey(key as never).export({ format: 'jwk' }) as { x: string; y: string }
  return Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]).toString('base64url')
}

interface Ringing {
  to: Subscription
  text: string
  /** For how many seconds it says anything. */
  seconds: number
  key: KeyObject
  /** Whom the maker of the browser writes to about us. */
  contact: string
}

/** The whole request: nobody on its way reads what it says. */
export const pushRequest = ({ to, text, seconds, key, contact }: Ringing) => ({
  url: to.endpoint,
  headers: {
    TTL: String(seconds),
    Urgency: 'high',
    'Content-Type': 'application/octet-stream',
    'Content-Encoding': 'aes128gcm',
    Authorization: `vapid t=${signedFor(new URL(to.endpoint).origin, key, contact)}, k=${publicPointOf(key)}`,
  },
  body: encryptedFor(to.keys, text),
})

const inBase64 = (said: object) => Buffer.from(JSON.stringify(said)).toString('base64url')

/** Who rings, for that maker alone. By the clock of the machine, whatever the demonstration’s says: it is held against theirs. */
function signedFor(audience: string, key: KeyObject, contact: string): string {
  const exp = Math.floor(Date.now() / 1000) + SIGNED_FOR_SECONDS
  const said = `${inBase64({ typ: 'JWT', alg: 'ES256' })}.${inBase64({ aud: audience, exp, sub: `mailto:${contact}` })}`
  return `${said}.${sign('sha256', Buffer.from(said), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
}

const derived = (secret: Buffer, salt: Buffer, info: (string | Buffer)[], length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, Buffer.concat(info.map((part) => Buffer.from(part))), length))

/** A text that only that browser reads. `once`: what is used for no other, which a test knows beforehand. */
export function encryptedFor(
  { p256dh, auth }: Subscription['keys'],
  text: string,
  once = { ours: newPair(), salt: randomBytes(16) },
): Buffer {
  const { ours, salt } = once
  const secret = derived(ours.computeSecret(p256dh), auth, ['WebPush: info\0', p256dh, ours.getPublicKey()], 32)
  const cipher = createCipheriv(
    'aes-128-gcm',
    derived(secret, salt, ['Content-Encoding: aes128gcm\0'], 16),
    derived(secret, salt, ['Content-Encoding: nonce\0'], 12),
  )
  const size = Buffer.alloc(4)
  size.writeUInt32BE(RECORD_BYTES)
  const sealed = [cipher.update(Buffer.concat([Buffer.from(text), LAST])), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat([salt, size, Buffer.of(POINT_BYTES), ours.getPublicKey(), ...sealed])
}

function newPair(): ECDH {
  const pair = createECDH(CURVE)
  pair.generateKeys()
  return pair
}
