import type { Db, Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Staff } from '../../../spaces/actors.ts'
import { rightHash } from '../accounts/index.ts'
import { enrol, offerSecret, removeSecondFactor, replaceRecoveryCodes } from './enrol.ts'
import { securityOf } from './queries.ts'
import { ofStaff } from './staff.ts'

/** Whoever sits at an open session must not change how it opens: the password is asked again. */
export async function provePassword(db: Db, now: Date, staff: Staff, typed: { password: string; network: string }): Promise<void> {
  const { password_hash } = await securityOf(db, now, staff.id)
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

/** Shows a new secret, makes new recovery codes, or signs in with a password alone from now on. */
export async function changeSecurity(
  tx: Tx,
  staff: Staff,
  { action, key }: { action: 'offer' | 'codes' | 'remove'; key: Keys },
): Promise<string[]> {
  const { enrolled_at } = await securityOf(tx, tx.now, staff.id)
  if (action === 'offer') await offerSecret(tx, staff.id, key)
  if (action === 'codes' && enrolled_at) return replaceRecoveryCodes(tx, staff.id, key)
  if (action === 'remove') {
    if (staff.kind === 'agent') throw new UserError('second-factor.required', 'Un agent de la Région se connecte toujours avec un code.')
    await removeSecondFactor(tx, staff.id)
  }
  return []
}

/** The new phone is the one, once it gives a code. */
export const changePhone = (tx: Tx, staff: Staff, typed: { code: string; key: Keys }): Promise<string[]> => enrol(tx, staff.id, typed)
