import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Reader, Tx } from '../database/index.ts'
import { decrypt, encrypt, type Keys } from '../encryption.ts'
import { UserError } from '../errors.ts'
import { type Subscription, subscriptionIn, subscriptionText } from './push-request.ts'

/** The browsers that somebody is rung in. */

const DEVICES_AT_MOST = 5

export const boundToDevice = (id: number): string => `devices:${id}`

interface Device {
  /** In words, for its owner. */
  name: string
  subscription: Subscription
  key: Keys
}

/**
 * From now on somebody is rung in this browser; in whose name it was rung before is no more, and what was on its way to them ends.
 * @throws UserError past five browsers
 */
export async function keepDevice(tx: Tx, beneficiaryId: number, { name, subscription, key }: Device): Promise<void> {
  const endpoint_hash = hash('sha256', subscription.endpoint, 'buffer')
  // One after the other: the second finds what the first kept, of the same browser or of a fifth one.
  await sql`select pg_advisory_xact_lock(hashtext('devices'), ${beneficiaryId})`.execute(tx)
  await tx.deleteFrom('devices').where('endpoint_hash', '=', endpoint_hash).execute()
  const others = await tx.selectFrom('devices').select('id').where('beneficiary_id', '=', beneficiaryId).execute()
  if (others.length >= DEVICES_AT_MOST) throw tooMany()
  const { id } = await tx
    .insertInto('devices')
    .values({ beneficiary_id: beneficiaryId, name, endpoint_hash, subscription: Buffer.alloc(0), created_at: tx.now })
    .returning('id')
    .executeTakeFirstOrThrow()
  const encrypted = encrypt(key, subscriptionText(subscription), boundToDevice(id))
  await tx.updateTable('devices').set({ subscription: encrypted }).where('id', '=', id).execute()
}

/** The browsers that somebody is rung in, the newest first; `mark`: by which a browser knows that it is one of them. */
export const devicesOf = (db: Reader, beneficiaryId: number) =>
  db
    .selectFrom('devices_of_people')
    .select(['id', 'name', 'created_at', 'mark'])
    .where('beneficiary_id', '=', beneficiaryId)
    .orderBy('id', 'desc')
    .execute()

/** Somebody is not rung any more in that browser of theirs; false when it is none. */
export async function forgetDevice(tx: Tx, beneficiaryId: number, id: number): Promise<boolean> {
  const gone = await tx
    .deleteFrom('devices')
    .where('id', '=', id)
    .where('beneficiary_id', '=', beneficiaryId)
    .returning('id')
    .executeTakeFirst()
  return gone !== undefined
}

/** Their account closes. */
export async function forgetDevicesOf(tx: Tx, beneficiaryId: number): Promise<void> {
  await tx.deleteFrom('devices').where('beneficiary_id', '=', beneficiaryId).execute()
}

/** Nobody is rung there any more, says the maker of the browser. */
export async function forgetGoneDevice(db: Db, id: number): Promise<void> {
  await db.deleteFrom('devices').where('id', '=', id).execute()
}

/** Where a device is rung; undefined once it is forgotten. */
export async function subscriptionOf(db: Reader, keys: Keys, id: number): Promise<Subscription | undefined> {
  const device = await db.selectFrom('devices').select('subscription').where('id', '=', id).executeTakeFirst()
  return device && subscriptionIn(decrypt(keys, device.subscription, boundToDevice(id)))
}

const tooMany = () =>
  new UserError(
    'devices.too-many',
    `Les notifications sont déjà actives sur ${DEVICES_AT_MOST} appareils. Désactivez-en un, puis recommencez.`,
    { status: 409, field: 'subscription' },
  )
