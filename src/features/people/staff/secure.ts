import type { Db, Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import type { Staff } from '../../../spaces/actors.ts'
import { rightHash } from '../accounts/index.ts'
import { offerPasskey, removePasskey } from './add-passkey.ts'
import { enrol, offerSecret, removeSecondFactor, replaceRecoveryCodes } from './enrol.ts'
import { mustProve, securityOf } from './queries.ts'
import { mustKeepOne } from './second-factor.ts'
import { ofStaff } from './staff.ts'
import { tellOfChange } from './tell.ts'

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

/** Shows a new secret, lets a passkey be made or forgets one, makes new recovery codes, or signs in with a password alone from now on. */
export async function changeSecurity(tx: Tx, staff: Staff, { action, key }: { action: string; key: Keys }): Promise<string[]> {
  if (action === 'offer') await offerSecret(tx, staff.id, key)
  if (action === 'passkey') await offerPasskey(tx, staff.id)
  if (action === 'codes' && (await securityOf(tx, tx.now, staff.id)).protected_since) {
    await tellOfChange(tx, staff.id, 'codes')
    return replaceRecoveryCodes(tx, staff.id, key)
  }
  if (action === 'remove') {
    if (await mustProve(tx, staff.id)) throw mustKeepOne()
    await removeSecondFactor(tx, staff.id)
  }
  const [, passkey] = /^forget-(\d+)$/.exec(action) ?? []
  if (passkey) await removePasskey(tx, staff, Number(passkey))
  return []
}

/** The new phone is the one, once it gives a code. */
export const changePhone = (tx: Tx, staff: Staff, typed: { code: string; key: Keys }): Promise<string[]> => enrol(tx, staff.id, typed)
