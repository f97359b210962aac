import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

const ALGORITHM = 'aes-256-gcm'
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** A text or a file encrypted, and bound to where it is kept: moved elsewhere it cannot be read. Nonce, tag, then the cipher. */
export function encrypt(key: KeyObject, plain: string | Buffer, boundTo: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(boundTo))
  const encrypted = Buffer.concat([cipher.update(Buffer.from(plain)), cipher.final()])
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted])
}

/** @throws Error when it was encrypted with another key, bound to something else, or changed since. */
export function decryptBytes(key: KeyObject, encrypted: Buffer, boundTo: string): Buffer {
  const nonce = encrypted.subarray(0, NONCE_BYTES)
  const tag = encrypted.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
  const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(boundTo)).setAuthTag(tag)
  return Buffer.concat([decipher.update(encrypted.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
}

/** The same, of a text. */
export const decrypt = (key: KeyObject, encrypted: Buffer, boundTo: string): string =>
  decryptBytes(key, encrypted, boundTo).toString('utf8')
