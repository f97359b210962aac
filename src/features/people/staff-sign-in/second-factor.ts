import { randomInt } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import { z } from 'zod'
import { places } from '../../../places.ts'
import { decrypt, encrypt, type Keys, markedFingerprintsOf } from '../../../platform/encryption.ts'
import { UserError } from '../../../platform/errors.ts'
import { digits } from '../../../platform/forms/fields.ts'
import type { Limit } from '../../../platform/limits.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** A secret that was shown is to be scanned within this long: whoever comes to an open session later must give the password. */
export const OFFER_MINUTES = 10
export const RECOVERY_CODES = 10
/** To one guardian in an hour, to sign in. */
export const CODES_AN_HOUR = 10
/** To one number in a day, to sign in. */
export const CODES_BY_SMS = 10
/** The second factor of somebody of a partner or a school is taken away this long after it was asked for. */
export const RESET_HOURS = 24

/** The instant after which a secret that may still be scanned was shown. */
export const offeredSince = (now: Date): Date => new Date(now.getTime() - OFFER_MINUTES * 60_000)

const SECRET_BYTES = 20
const STEP_SECONDS = 30
const CODE = { algorithm: 'SHA1', digits: 6, period: STEP_SECONDS } as const
/** A phone's clock may be a step late or ahead. */
const DRIFT_STEPS = 1

export const codeForm = z.object({
  code: digits('Saisissez le code à 6 chiffres.').pipe(
    z.string().regex(/^(\d{6}|\d{10})$/, 'Saisissez les 6 chiffres du code, sans lettre.'),
  ),
})

export const enrolmentForm = z.object({
  code: digits('Saisissez le code à 6 chiffres.').pipe(z.string().regex(/^\d{6}$/, 'Saisissez les 6 chiffres du code, sans lettre.')),
})

/** Ten wrong codes, then a while, even with the right one. */
export const wrongCodes = (staffId: number): Limit => ({ bucket: `second-factor:${staffId}`, max: 10, minutes: 15 })

/** What the secret of a phone is bound to. */
export const boundTo = (staffId: number) => `second_factors:${staffId}`

/** A new secret for a phone, as the database keeps it. */
export const newSecret = (key: Keys, staffId: number): Buffer => encrypt(key, new Secret({ size: SECRET_BYTES }).base32, boundTo(staffId))

/** The secret, as it is typed into a phone. */
export const secretOf = (key: Keys, staffId: number, encrypted: Buffer): string => decrypt(key, encrypted, boundTo(staffId))

/** What the QR code of a secret says to the phone. */
export const uriOf = (secret: string, email: string): string =>
  new TOTP({ ...CODE, issuer: OUR_REGION.plainCard, label: email, secret }).toString()

/** The step of which this is the code, among those that can be now; null when it is of none. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const delta = new TOTP({ ...CODE, secret }).validate({ token: code, timestamp: now.getTime(), window: DRIFT_STEPS })
  return delta === null ? null : Math.floor(now.getTime() / 1000 / STEP_SECONDS) + delta
}

/** Figures that open once. */
export const figures = (length: number): string => Array.from({ length }, () => randomInt(10)).join('')

export const newRecoveryCodes = (): string[] => Array.from({ length: RECOVERY_CODES }, () => figures(10))

/** What the database keeps of a code: so short that without the key it would be guessed. */
export const hashOfCode = (keys: Keys, staffId: number, code: string): Buffer => hashesOfCode(keys, staffId, code)[0]

/** The same, and what it would have kept under the keys before. */
export const hashesOfCode = (keys: Keys, staffId: number, code: string): [Buffer, ...Buffer[]] =>
  markedFingerprintsOf(keys, `code:${staffId}:${code}`)

/** `12345-67890` */
export const writtenCode = (code: string): string => code.replace(/(\d{5})(?=\d)/g, '$1-')

export const wrongCode = () =>
  new UserError('code.wrong', 'Ce code n’est pas le bon. Recopiez celui que votre application affiche maintenant.', { field: 'code' })

export const wrongSentCode = ({ code_phone }: { code_phone: string | null }) =>
  new UserError(
    'code.wrong',
    `Ce code n’est pas le bon. Recopiez celui du dernier ${code_phone ? 'SMS' : 'mail'} reçu, ou reconnectez-vous pour en recevoir un autre.`,
    { field: 'code' },
  )

export const mustKeepOne = () =>
  new UserError(
    'second-factor.required',
    'Qui travaille pour la Région ou un établissement, gère un commerce ou lit ses comptes, se connecte toujours avec un code ou une clé d’accès.',
  )

export const usedCode = () =>
  new UserError('code.used', 'Ce code a déjà servi. Attendez que votre application en affiche un autre, puis recommencez.', {
    field: 'code',
  })

/** Whoever has signed in meanwhile, in another tab, is led on. */
export const tooLate = ({ isSignedIn = false } = {}) =>
  new UserError('sign-in.expired', 'Votre connexion a attendu trop longtemps. Recommencez avec votre adresse e-mail.', {
    status: 409,
    next: { href: places.public.staffSignIn.to(), label: 'Se connecter' },
    leadsOn: isSignedIn,
  })
