import type { Db } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { AccountHolder } from '../../../spaces/actors.ts'
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

/** Whoever sits at an open session must not change how it opens: the password is asked again. */
export async function provePassword(db: Db, now: Date, staff: AccountHolder, typed: { password: string; network: string }): Promise<void> {
  const { password_hash } = await db.selectFrom('staff').select('password_hash').where('id', '=', staff.id).executeTakeFirstOrThrow()
  const tried = {
    counted: ofStaff(staff.id),
    network: typed.network,
    password: typed.password,
    hash: password_hash,
    isKnown: true,
  }
  if (await rightHash(db, now, tried)) return
  throw new UserError('password.wrong', 'Ce n’est pas votre mot de passe. Vérifiez-le, puis recommencez.', { field: 'password' })
}
