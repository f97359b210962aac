import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { forgetTries } from '../../../platform/limits.ts'
import { notify, withdrawSecrets } from '../../../platform/messages/notify.ts'
import { hashPassword, verifyPassword } from '../../../platform/passwords.ts'
import { closeSessionsOf } from '../../../platform/sessions.ts'
import { ofBeneficiary, wrongPasswords, wrongPasswordsWhereKnown } from './account.ts'
import { facts } from './facts.ts'
import { passwordWasChanged } from './messages.ts'
import { mustNotBePersonal } from './password.ts'
import type { Account } from './queries.ts'

/** What takes the place of a password that somebody had, or of none. */
export interface NewPassword {
  beneficiaryId: number
  firstName: string
  formerHash: string | null
  hash: string
}

const FORMER_PASSWORDS = 3

/** Looks at the password that an account's owner chose, and hashes it. Slow: before the transaction. */
export async function chosenPassword(account: Account, typed: string): Promise<NewPassword> {
  mustNotBePersonal(typed, account)
  for (const used of [account.password_hash, ...account.former_password_hashes]) {
    if (used && (await verifyPassword(used, typed))) {
      const sentence = 'Vous avez déjà utilisé ce mot de passe. Choisissez-en un différent des trois derniers.'
      throw new UserError('password.used-before', sentence, { field: 'newPassword' })
    }
  }
  return { beneficiaryId: account.id, firstName: account.first_name, formerHash: account.password_hash, hash: await hashPassword(typed) }
}

/** Taken first by whatever changes an account: its secrets are locked after it, always in this order. */
export const lockAccount = (tx: Tx, beneficiaryId: number) => sql`select hold_account(${beneficiaryId})`.execute(tx)

/**
 * Gives an account its new password: every session, temporary password and reset link of its owner ends, those too that are asked
 * for and not mailed yet.
 */
export async function setPassword(tx: Tx, { beneficiaryId, firstName, formerHash, hash }: NewPassword): Promise<void> {
  const { rows } = await sql`
    insert into passwords as p (beneficiary_id, password_hash) values (${beneficiaryId}, ${hash})
    on conflict (beneficiary_id) do update set
      password_hash = excluded.password_hash,
      former_password_hashes = (array_prepend(p.password_hash, p.former_password_hashes))[1:${sql.lit(FORMER_PASSWORDS)}]
    where p.password_hash = ${formerHash}
    returning beneficiary_id
  `.execute(tx)
  if (rows.length === 0)
    throw new UserError('password.changed-meanwhile', 'Votre mot de passe vient d’être changé ailleurs. Reconnectez-vous.', { status: 409 })

  await withdrawSecrets(tx, beneficiaryId, ['temporary-password', 'reset-link'])
  await endSecrets(tx, beneficiaryId)
  await closeSessionsOf(tx, beneficiaryId)
  await forgetTries(tx, [wrongPasswords(ofBeneficiary(beneficiaryId)), wrongPasswordsWhereKnown(ofBeneficiary(beneficiaryId))])
  if (formerHash !== null) await notify(tx, beneficiaryId, passwordWasChanged({ firstName }))
  await record(tx, { at: tx.now, fact: facts['account.password-changed'], beneficiary_id: beneficiaryId })
}

/** The temporary password and the links sent so far open nothing any more. */
export async function endSecrets(tx: Tx, beneficiaryId: number): Promise<void> {
  await tx.deleteFrom('temporary_passwords').where('beneficiary_id', '=', beneficiaryId).execute()
  await tx.deleteFrom('password_resets').where('beneficiary_id', '=', beneficiaryId).execute()
}
