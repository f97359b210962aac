import { z } from 'zod'
import type { Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { password } from '../../../platform/forms/fields.ts'
import type { AccountHolder } from '../../../spaces/actors.ts'
import { mustProve, tellOfChange } from '../staff/index.ts'
import {
  enrol,
  mustKeepOne,
  offerPasskey,
  offerSecret,
  removePasskey,
  removeSecondFactor,
  replaceRecoveryCodes,
  securityOf,
} from '../staff-sign-in/index.ts'

const WHAT = 'Choisissez ce que vous voulez faire.'

export const securityForm = z.object({
  password: password('Saisissez votre mot de passe.'),
  /** `forget-12`: the passkey of that number. */
  action: z.string({ error: WHAT }).regex(/^(offer|codes|remove|passkey|forget-\d{1,15})$/, WHAT),
})

/** Shows a new secret, lets a passkey be made or forgets one, makes new recovery codes, or signs in with a password alone from now on. */
export async function changeSecurity(tx: Tx, staff: AccountHolder, { action, key }: { action: string; key: Keys }): Promise<string[]> {
  if (action === 'offer') await offerSecret(tx, staff.id, key)
  if (action === 'passkey') await offerPasskey(tx, staff.id)
  if (action === 'codes' && (await securityOf(tx, tx.now, staff.id)).protected_since) {
    await tellOfChange(tx, staff.id, 'codes')
    return replaceRecoveryCodes(tx, staff.id, key)
  }
  if (action === 'remove') {
    if (await mustProve(tx, staff.id)) throw mustKeepOne()
    await removeSecondFactor(tx, staff)
  }
  const [, passkey] = /^forget-(\d+)$/.exec(action) ?? []
  if (passkey) await removePasskey(tx, staff, Number(passkey))
  return []
}

/** The new phone is the one, once it gives a code. */
export const changePhone = (tx: Tx, staff: AccountHolder, typed: { code: string; key: Keys }): Promise<string[]> =>
  enrol(tx, staff.id, typed)
