import type { Db } from '../../../platform/database/index.ts'
import { type Origin, rightHash } from '../accounts/index.ts'
import { type ByEmail, staffByEmail } from './queries.ts'
import { ofStaff, wrongEmailOrPassword } from './staff.ts'

/** Verifies an e-mail and a password. Slow, and counted whatever comes: before the transaction. */
export async function proveStaff(db: Db, now: Date, typed: ByEmail & { password: string }, origin: Origin) {
  const member = await staffByEmail(db, typed)
  const counted = member ? ofStaff(member.id) : `email:${typed.email.toLowerCase()}`
  const hash = await rightHash(db, now, {
    counted,
    network: origin.network,
    password: typed.password,
    hash: member?.password_hash ?? null,
    isKnown: origin.isKnownTo(counted, member?.password_hash ?? null),
  })
  if (!member || !hash) throw wrongEmailOrPassword()
  return { ...member, hash }
}
