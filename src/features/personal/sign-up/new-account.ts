import { z } from 'zod'
import { choice, day, email, mustTick, paragraphs } from '../../../platform/forms/fields.ts'
import type { Limit } from '../../../platform/limits.ts'
import { nameFields, printableFirstName, printableLastName } from '../../people/beneficiaries/index.ts'

export const signUpForm = z
  .object({
    civility: choice(['Mme', 'M'], 'Choisissez votre civilité.'),
    ...nameFields({ lastName: 'Saisissez votre nom.', firstName: 'Saisissez votre prénom.' }),
    birthDate: day('Saisissez votre date de naissance.'),
    email: email(),
    conditions: mustTick('Cochez la case pour accepter les conditions d’utilisation.'),
  })
  .refine(...printableLastName)
  .refine(...printableFirstName)

/** The address again, once it is seen to be mistyped. */
export const addressForm = z.object({ email: email() })

/** Addresses are the same whatever their capitals. */
export const isSameAddress = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()

/** What an agent says of somebody whose names and birth date are those of a person who has an account. */
export const namesakeForm = z.object({
  civility: choice(['Mme', 'M'], 'Choisissez la civilité.'),
  email: email(),
  isAnother: mustTick('Vérifiez d’abord, sur des pièces d’identité, que ce sont deux personnes différentes.'),
  conditions: mustTick('Lisez les conditions d’utilisation à cette personne, et cochez la case si elle les accepte.'),
  reason: paragraphs('Écrivez le motif : il est gardé dans l’historique.', 300),
})

/**
 * One letter box’s, whoever they are said to be for: a stranger who invents people would fill it otherwise. A family or a home shares one,
 * and signs all of its young people up in one evening.
 */
export const signUpMailsAt = (address: string): Limit => ({
  bucket: `mails:sign-up:address:${address.toLowerCase()}`,
  max: 20,
  minutes: 60,
})
