import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Db } from '../database/index.ts'
import { decryptBytes, encrypt, type Keys } from '../encryption.ts'

/** What the key to ring with is bound to, where it is kept. */
export const boundToPushKey = (): string => 'push_keys'

const DER = { format: 'der', type: 'pkcs8' } as const

/**
 * The key by which makers of browsers know who rings: made the first time, and kept encrypted beside the addresses that obey no other. Several servers
 * that start together keep the same.
 */
export async function openPushKey(db: Db, keys: Keys): Promise<KeyObject> {
  const made = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(DER)
  await db
    .insertInto('push_keys')
    .values({ private_key: encrypt(keys, made, boundToPushKey()) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { private_key } = await db.selectFrom('push_keys').select('private_key').executeTakeFirstOrThrow()
  return createPrivateKey({ key: decryptBytes(keys, private_key, boundToPushKey()), ...DER })
}
