import { z } from 'zod'
import { places } from '../../../places.ts'
import { UserError } from '../../../platform/errors.ts'
import { across, day, digits, password } from '../../../platform/forms/fields.ts'
import type { Limit } from '../../../platform/limits.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { newPassword } from './password.ts'

export const TEMPORARY_PASSWORD_HOURS = 72
export const RESET_LINK_MINUTES = 60

const birthDate = day('Saisissez votre date de naissance.')

const typedPassword = password('Saisissez votre mot de passe.')

export const signInForm = z.object({
  number: digits('Saisissez votre numéro de dossier ou de carte.'),
  password: typedPassword,
})

export const forgottenPasswordForm = z.object({
  number: digits('Saisissez votre numéro de dossier ou de carte.'),
  birthDate,
})

const typedTwice = {
  newPassword: newPassword(),
  confirmation: password('Saisissez une seconde fois votre nouveau mot de passe.'),
}
const areAlike = across(
  ['newPassword', 'confirmation'],
  (typed: Record<'newPassword' | 'confirmation', string>) => typed.newPassword.normalize('NFC') === typed.confirmation.normalize('NFC'),
  { field: 'confirmation', message: 'Les deux mots de passe sont différents. Saisissez deux fois le même.' },
)

export const newPasswordForm = z.object(typedTwice).refine(...areAlike)

export const changePasswordForm = z
  .object({ currentPassword: password('Saisissez votre mot de passe actuel ou provisoire.'), ...typedTwice })
  .refine(...areAlike)

/** Ten wrong passwords, then a while. Someone unknown is counted as someone known. */
export const wrongPasswords = (account: string): Limit => ({ bucket: `sign-in:${account}`, max: 10, minutes: 15 })

/** Likewise, counted apart where that very person is known: what is typed elsewhere keeps nobody out of the browser that they use every day. */
export const wrongPasswordsWhereKnown = (account: string): Limit => ({ ...wrongPasswords(account), bucket: `sign-in:${account}:known` })

/**
 * One person's mails: nobody's letter box is filled by a stranger. Sign-up and forgotten password are counted apart: else
 * a name typed at one and a number at the other would tell that they are the same person's. So are those of agents, who
 * are called when nothing else helped.
 */
export const mailsTo = (account: string, by: 'sign-up' | 'forgotten-password' | 'agent'): Limit => ({
  bucket: `mails:${by}:${account}`,
  max: 5,
  minutes: 60,
})

/**
 * What is typed at a forgotten password, known or not. By network too: whoever tries somebody else's number keeps its owner
 * from nothing, who is elsewhere.
 */
export const resetTries = (typed: string, network: string): Limit => ({
  bucket: `forgotten-password:${typed}:network:${network}`,
  max: 20,
  minutes: 60,
})

/** Loose: 300 pupils share their school's address, and on opening day 33 people a second sign in. */
export const sharedLimits = (what: 'sign-in' | 'sign-up' | 'forgotten-password', network: string): Limit[] => [
  { bucket: `${what}:network:${network}`, max: 600, minutes: 15 },
  { bucket: `${what}:site`, max: what === 'sign-up' ? 60_000 : 20_000, minutes: 15 },
]

/** How a beneficiary's account is counted, whatever number it was named by. */
export const ofBeneficiary = (id: number) => `beneficiary:${id}`

export const wrongNumberOrPassword = () =>
  new UserError('sign-in.wrong', 'Ce numéro ou ce mot de passe n’est pas le bon. Vérifiez-les, puis recommencez.', {
    status: 401,
    noticed: 'refused-sign-ins',
  })

/** Said once the password was right: to nobody else. */
export const signInBlocked = () =>
  new UserError('sign-in.blocked', `La Région a bloqué la connexion à ce compte. Pour savoir pourquoi, appelez le ${OUR_REGION.phone}.`, {
    status: 403,
  })

export const deadLink = () =>
  new UserError('reset.dead', 'Ce lien n’est plus valable. Demandez-en un nouveau.', {
    status: 404,
    next: { href: places.public.forgottenPassword.to(), label: 'Demander un nouveau lien' },
  })
