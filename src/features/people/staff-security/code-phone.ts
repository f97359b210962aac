import { z } from 'zod'
import { places } from '../../../places.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { Keys } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import { mobilePhone, password } from '../../../platform/forms/fields.ts'
import type { Limit } from '../../../platform/limits.ts'
import { textStaff, withdrawStaffSecrets } from '../../../platform/messages/notify.ts'
import type { MakeSecret } from '../../../platform/messages/send.ts'
import type { Guardian } from '../../../spaces/actors.ts'
import { addCodePhone, figures, hashesOfCode, hashOfCode, meansOf, OFFER_MINUTES, wrongSentCode } from '../staff-sign-in/index.ts'
import { phoneToProve } from './messages.ts'

export const codePhoneForm = z.object({
  mobilePhone: mobilePhone().transform((phone, context) => {
    if (phone) return phone
    context.addIssue({ code: 'custom', message: 'Saisissez votre numéro de téléphone portable.' })
    return z.NEVER
  }),
  password: password('Saisissez votre mot de passe.'),
})

/** An SMS costs, and rings somebody who may have asked for nothing: counted by who types, and by the number that is typed. */
export const smsToProve = (staffId: number, phone: string): Limit[] => [
  { bucket: `sms:phone-code:staff:${staffId}`, max: 5, minutes: 24 * 60 },
  { bucket: `sms:phone-code:${phone}`, max: 3, minutes: 24 * 60 },
]

/** Whether this guardian's codes are sent, by SMS or by mail: an application or a passkey goes before. */
export async function areCodesSent(db: Reader, now: Date, { id }: Guardian): Promise<boolean> {
  const { enrolled_at, has_passkey } = await meansOf(db, now, id)
  return enrolled_at === null && !has_passkey
}

/** Sends a code to a number: nothing changes until it is given back, soon. One sent takes the place of those before. */
export async function offerCodePhone(tx: Tx, guardian: Guardian, phone: string): Promise<void> {
  if (!(await areCodesSent(tx, tx.now, guardian))) throw isNotNeeded()
  const offered = { phone, code_hash: null, expires_at: new Date(tx.now.getTime() + OFFER_MINUTES * 60_000) }
  await withdrawStaffSecrets(tx, guardian.id, ['phone-code'])
  await tx
    .insertInto('offered_phones')
    .values({ staff_id: guardian.id, ...offered })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet(offered))
    .execute()
  await textStaff(tx, guardian.id, phone, phoneToProve())
}

/** Made when its SMS leaves, for that number. */
export const makePhoneCode: MakeSecret['phone-code'] = (staff_id, phone, keys) => {
  const secret = figures(6)
  return {
    secret,
    keep: (tx) =>
      tx
        .updateTable('offered_phones')
        .set({ code_hash: hashOfCode(keys, staff_id, secret) })
        .where('staff_id', '=', staff_id)
        .where('phone', '=', phone)
        .execute(),
  }
}

/** The number that awaits its code. */
export const offeredPhone = (db: Reader, now: Date, { id }: Guardian) =>
  db.selectFrom('offered_phones').select('phone').where('staff_id', '=', id).where('expires_at', '>', now).executeTakeFirst()

/**
 * The code came back: from now on, those of the sign-in go there.
 * @returns the recovery codes, which are not known afterwards
 */
export async function proveCodePhone(tx: Tx, guardian: Guardian, { code, key }: { code: string; key: Keys }): Promise<string[]> {
  // Used up by the code that is right: a wrong one rolls this back.
  const offered = await tx
    .deleteFrom('offered_phones')
    .where('staff_id', '=', guardian.id)
    .where('expires_at', '>', tx.now)
    .returning(['phone', 'code_hash'])
    .executeTakeFirst()
  if (!offered) throw isTooLate()
  if (!hashesOfCode(key, guardian.id, code).some((hash) => offered.code_hash?.equals(hash)))
    throw wrongSentCode({ code_phone: offered.phone })
  if (!(await areCodesSent(tx, tx.now, guardian))) throw isNotNeeded()
  return addCodePhone(tx, guardian.id, { phone: offered.phone, key })
}

const isTooLate = () =>
  new UserError(
    'code-phone.expired',
    `Ce code ne sert que ${OFFER_MINUTES} minutes. Donnez à nouveau votre numéro pour en recevoir un autre.`,
    {
      status: 409,
      next: { href: places.guardian.codePhone.to(), label: 'Donner mon numéro' },
    },
  )

const isNotNeeded = () =>
  new UserError('code-phone.not-needed', 'Votre application ou votre clé d’accès remplace les codes par SMS. Retirez-la d’abord.', {
    status: 409,
    next: { href: places.staff.security.to(), label: 'Sécurité du compte' },
  })
