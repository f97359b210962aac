import { hkdfSync } from 'node:crypto'
import { decryptBytes, encrypt, KeyRing, type Keys } from '../encryption.ts'
import type { Hider } from './place.ts'

/** More than anybody types, and little enough for an address. */
const LETTERS_AT_MOST = 100

/**
 * Hides the words of a session in its addresses, which logs, histories and whoever looks at a screen may keep: half of the key is the
 * site's, half the session's, and both end. Nothing is stored.
 */
export function hiderOf({ encryption }: Keys, sessionToken: string): Hider {
  const key = (secret: Parameters<typeof hkdfSync>[1]) => Buffer.from(hkdfSync('sha256', secret, sessionToken, 'hidden words', 32))
  let made: KeyRing | undefined
  // Made when there is something to hide, which few pages have.
  const keys = {
    get encryption() {
      made ??= new KeyRing(() => encryption.all.map(({ secret }) => key(secret)))
      return made
    },
  }
  return {
    hide: (words) => encrypt(keys, words.slice(0, LETTERS_AT_MOST), 'words').toString('base64url'),
    find(hidden) {
      try {
        return decryptBytes(keys, Buffer.from(hidden, 'base64url'), 'words').toString('utf8')
      } catch {
        return null
      }
    },
  }
}
