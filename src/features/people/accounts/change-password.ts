import type { z } from 'zod'
import type { Db, Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { type changePasswordForm, ofBeneficiary } from './account.ts'
import { accountById } from './queries.ts'
import { chosenPassword, lockAccount, type NewPassword, setPassword } from './set-password.ts'
import { passwordFor, passwordHashOf, rightHash } from './sign-in.ts'

type Typed = z.output<typeof changePasswordForm> & { network: string }

/** Verifies the password that the person has, and looks at the one they chose. */
export async function proveChange(db: Db, now: Date, beneficiary: Beneficiary, typed: Typed) {
  const account = found(await accountById(db, now, beneficiary.id))
  const counted = ofBeneficiary(account.id)
  const provenHash = await rightHash(db, now, {
    counted,
    network: typed.network,
    password: passwordFor(account, typed.currentPassword),
    hash: passwordHashOf(account),
    isKnown: true,
  })
  if (!provenHash) throw wrongPassword(account.password_hash === null)
  if (typed.newPassword.normalize('NFC') === typed.currentPassword.normalize('NFC')) {
    throw new UserError('password.same', 'Choisissez un mot de passe différent de celui que vous avez.', { field: 'newPassword' })
  }
  return { provenHash, chosen: await chosenPassword(account, typed.newPassword) }
}

const wrongPassword = (isTemporary: boolean) =>
  new UserError(
    'password.wrong',
    isTemporary
      ? 'Ce n’est pas le mot de passe provisoire du dernier mail reçu, ou il date de plus de 72 heures. Vous pouvez en choisir un par « Mot de passe oublié ? ».'
      : 'Ce n’est pas votre mot de passe actuel. Vérifiez-le, puis recommencez.',
    { field: 'currentPassword' },
  )

/** Changes a password that was verified; a temporary one is used up by it, and must not have been replaced since. */
export async function changePassword(
  tx: Tx,
  beneficiary: Beneficiary,
  { provenHash, chosen }: { provenHash: string; chosen: NewPassword },
): Promise<void> {
  await lockAccount(tx, beneficiary.id)
  if (chosen.formerHash === null) {
    const used = await tx
      .deleteFrom('temporary_passwords')
      .where('beneficiary_id', '=', beneficiary.id)
      .where('password_hash', '=', provenHash)
      .returning('beneficiary_id')
      .executeTakeFirst()
    if (!used) throw wrongPassword(true)
  }
  await setPassword(tx, chosen)
}
