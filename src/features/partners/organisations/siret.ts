import { z } from 'zod'
import { asciiFigures } from '../../../platform/dates.ts'
import { text } from '../../../platform/forms/fields.ts'
import { isChecked } from '../../../platform/luhn.ts'

const LA_POSTE = '356000000'

/** The number of an organisation: nine digits, the last one Luhn's check of the others. */
export const isSiren = (number: string): boolean => /^(?!0{9})\d{9}$/.test(number) && isChecked(number)

/** The number of one of its places: fourteen digits, its SIREN first, and Luhn's check again. Of La Poste's, it is enough that they add up to a multiple of five. */
export function isSiret(number: string): boolean {
  if (!/^\d{14}$/.test(number) || !isSiren(number.slice(0, 9))) return false
  if (isChecked(number)) return true
  return number.startsWith(LA_POSTE) && [...number].reduce((sum, digit) => sum + Number(digit), 0) % 5 === 0
}

/** The organisation of a SIRET. */
export const sirenOf = (siret: string): string => siret.slice(0, 9)

/** As it is read aloud: « 732 829 320 00074 ». */
export const spacedSiret = (siret: string): string => siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, '$1 $2 $3 $4')

/** What was typed or pasted, without the spaces and the word before it. */
export const siretTyped = (typed: string): string =>
  asciiFigures(typed)
    .replace(/^\s*siret\s*(n°)?\s*:?/i, '')
    .replace(/[\s.\p{Pd}\u200b-\u200d\ufeff]/gu, '')

export const WRONG_SIRET = 'Ce SIRET n’existe pas : il a 14 chiffres, par exemple 732 829 320 00074. Vérifiez-le chiffre par chiffre.'

export const LEGAL_NAME_AT_MOST = 140

/** What is typed of a partner's organisation. */
export const organisationForm = z.object({
  siret: z
    .string({ error: WRONG_SIRET })
    .transform((typed) => siretTyped(typed.slice(0, 100)))
    .refine(isSiret, WRONG_SIRET),
  legalName: text('Saisissez la raison sociale : le nom de l’entreprise ou de l’association, comme sur ses papiers.', LEGAL_NAME_AT_MOST),
})

/** The same, as the acts take it. */
export type Organisation = z.output<typeof organisationForm>
