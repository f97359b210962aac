import { z } from 'zod'
import { choice, day, email, mustTick, personName } from '../../../platform/forms/fields.ts'
import type { Limit } from '../../../platform/limits.ts'

export const signUpForm = z.object({
  civility: choice(['Mme', 'M'], 'Choisissez votre civilité.'),
  lastName: personName('Saisissez votre nom.'),
  firstName: personName('Saisissez votre prénom.'),
  birthDate: day('Saisissez votre date de naissance.'),
  email: email(),
  conditions: mustTick('Cochez la case pour accepter les conditions d’utilisation.'),
})

/** One letter box’s, whoever they are said to be for: a stranger who invents people would fill it otherwise. */
export const signUpMailsAt = (address: string): Limit => ({ bucket: `mails:sign-up:address:${address.toLowerCase()}`, max: 5, minutes: 60 })
