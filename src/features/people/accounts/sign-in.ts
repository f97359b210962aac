import { sql } from 'kysely'
import { cleaned } from '../../../platform/cleaned.ts'
import type { Db, Tx } from '../../../platform/database/index.ts'
import type { Visit } from '../../../platform/http/visit.ts'
import { countTry, forgetTries, mustBeWithin, takeTry } from '../../../platform/limits.ts'
import { mustNotBeBusy, verifyPassword } from '../../../platform/passwords.ts'
import { ofBeneficiary, sharedLimits, signInBlocked, wrongNumberOrPassword, wrongPasswords, wrongPasswordsWhereKnown } from './account.ts'
import { openSessionIn } from './open-session.ts'
import { accountByNumber } from './queries.ts'
import { lockAccount } from './set-password.ts'

/** Whose password was right, and which: a session opens on it only if it still is. */
export interface Proof {
  id: number
  hash: string
}

/** Where a password is typed: its network, and whether somebody with that password signed in there before. */
export type Origin = Pick<Visit, 'network' | 'isKnownTo'>

/** Verifies a number and a password. Slow, and counted whatever comes: before the transaction. */
export async function proveBeneficiary(db: Db, now: Date, typed: { number: string; password: string }, origin: Origin): Promise<Proof> {
  const account = await accountByNumber(db, now, typed.number)
  const counted = account ? ofBeneficiary(account.id) : `number:${typed.number}`
  const known = account ? passwordHashOf(account) : null
  const hash = await rightHash(db, now, {
    counted,
    network: origin.network,
    password: passwordFor(account, typed.password),
    hash: known,
    isKnown: origin.isKnownTo(counted, known),
  })
  if (!account || !hash) throw wrongNumberOrPassword()
  return { id: account.id, hash }
}

/**
 * What was typed, to be tried: a temporary password, which has letters and figures only, without what came with it when it was pasted. One
 * that its owner chose is what they typed.
 */
export const passwordFor = (account: { password_hash: string | null } | undefined, typed: string): string =>
  account?.password_hash === null ? cleaned(typed).replace(/\s/g, '') : typed

/** What a person may type as their password: the temporary one until they have chosen theirs. */
export const passwordHashOf = (account: { password_hash: string | null; temporary_password_hash: string | null }) =>
  account.password_hash ?? account.temporary_password_hash

/**
 * Tries a password against the hash of an account, or of none: it takes as long whoever it is. `isKnown`: by somebody who is signed in, or
 * in a browser where they were.
 * @returns the hash, when it is its password
 * @throws UserError 429 past a limit
 */
export async function rightHash(
  db: Db,
  now: Date,
  tried: { counted: string; network: string; password: string; hash: string | null; isKnown: boolean },
): Promise<string | undefined> {
  const { isKnown } = tried
  // What everybody shares may be used up by a stranger: it stops nobody where they are known.
  const shared = isKnown ? [] : sharedLimits('sign-in', tried.network)
  const own = isKnown ? wrongPasswordsWhereKnown(tried.counted) : wrongPasswords(tried.counted)
  const turn = { who: own.bucket, isFirst: isKnown }
  mustNotBeBusy(turn)
  await mustBeWithin(db, shared, now)
  await takeTry(db, own, now)
  const isRight = await verifyPassword(tried.hash, tried.password, turn)
  if (isRight) await forgetTries(db, [own])
  // A wrong one where they are known leaves one less to try elsewhere, and never the other way round.
  else await countTry(db, isKnown ? [wrongPasswords(tried.counted)] : shared, now)
  return isRight ? (tried.hash ?? undefined) : undefined
}

/** What is signed in with: the session it had before, and what it is in words. */
export interface Browser {
  formerToken: string | undefined
  device: string | null
}

/** Opens the session of a beneficiary, unless their password changed since it was verified. */
export async function signIn(tx: Tx, proof: Proof, { formerToken, device }: Browser) {
  // A statement of its own: the next one reads what a change that this one waited for has left.
  await lockAccount(tx, proof.id)
  const { rows } = await sql<{ must_change_password: boolean; is_blocked: boolean }>`
    select p.password_hash is null as must_change_password, b.sign_in_blocked_at is not null as is_blocked
    from open_accounts b
    left join passwords p on p.beneficiary_id = b.id
    where b.id = ${proof.id} and (
      p.password_hash = ${proof.hash}
      or (p.password_hash is null and exists (
        select from temporary_passwords t where t.beneficiary_id = b.id and t.password_hash = ${proof.hash}
      ))
    )
  `.execute(tx)
  const account = rows[0]
  if (!account) throw wrongNumberOrPassword()
  if (account.is_blocked) throw signInBlocked()
  const mustChangePassword = account.must_change_password
  return { token: await openSessionIn(tx, { beneficiaryId: proof.id, mustChangePassword }, { formerToken, device }), mustChangePassword }
}
