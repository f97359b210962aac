import { decrypt, encrypt, type Keys } from '../../../platform/encryption.ts'

/** The address of a sign-up may be mended for this long, in the browser that made it. */
export const MENDING_MINUTES = 60

const BOUND_TO = 'sign-up'

/** What a browser keeps of a sign-up: as long for somebody who was known already, of whom it says nothing. */
export function markOf(key: Keys, accountId: number | null, now: Date): string {
  const until = now.getTime() + MENDING_MINUTES * 60_000
  return encrypt(key, `${String(accountId ?? 0).padStart(15, '0')}.${until}`, BOUND_TO).toString('base64url')
}

/** The account that this browser made in the hour, null when the person had one already; undefined without a mark, or when it is too old. */
export function madeHere(key: Keys, mark: string | undefined, now: Date): { accountId: number | null } | undefined {
  const [id, until] = read(key, mark)?.split('.').map(Number) ?? []
  if (id === undefined || until === undefined || until <= now.getTime()) return undefined
  return { accountId: id || null }
}

function read(key: Keys, mark: string | undefined): string | undefined {
  if (!mark) return undefined
  try {
    return decrypt(key, Buffer.from(mark, 'base64url'), BOUND_TO)
  } catch {
    // Made up, or of another key: as if there were none.
    return undefined
  }
}
