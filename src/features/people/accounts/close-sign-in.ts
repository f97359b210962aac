import type { Db, Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { forgetKeptFormsOf } from '../../../platform/kept-forms.ts'
import { closeSessionsOf } from '../../../platform/sessions.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { ofBeneficiary } from './account.ts'
import { accountById } from './queries.ts'
import { endSecrets } from './set-password.ts'
import { passwordHashOf, rightHash } from './sign-in.ts'

/**
 * Asks for the password again, before what cannot be undone or what an open session alone does not open. Slow, and counted with the tries of the sign-in: before the transaction.
 * @throws UserError when it is not theirs, or was not typed
 */
export async function mustKnowPassword(
  db: Db,
  now: Date,
  beneficiary: Beneficiary,
  typed: { password: string; network: string },
): Promise<void> {
  if (typed.password === '') {
    const sentence = 'Saisissez votre mot de passe : il est demandé quand vous changez votre adresse e-mail ou un téléphone.'
    throw new UserError('password.missing', sentence, { field: 'password' })
  }
  const account = found(await accountById(db, now, beneficiary.id))
  if (await rightHash(db, now, { ...typed, counted: ofBeneficiary(account.id), hash: passwordHashOf(account), isKnown: true })) return
  throw new UserError('password.wrong', 'Ce n’est pas votre mot de passe. Vérifiez-le, puis recommencez.', { field: 'password' })
}

/** Nobody signs in to this account any more: its passwords, links and sessions are gone, and what their forms held. */
export async function closeSignIn(tx: Tx, beneficiaryId: number): Promise<void> {
  await tx.deleteFrom('passwords').where('beneficiary_id', '=', beneficiaryId).execute()
  await endSecrets(tx, beneficiaryId)
  await closeSessionsOf(tx, beneficiaryId)
  await forgetKeptFormsOf(tx, beneficiaryId)
}
