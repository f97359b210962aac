import { isSEPACountry, isValidBIC, isValidIBAN } from 'ibantools'
import { z } from 'zod'
import { isLatin, text } from './forms/fields.ts'

/** Bank details as people type them from a RIB, and what is shown of them. */

/** What is typed or pasted from a RIB or an app: in groups, with dots, with spaces of any kind. */
const bare = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '')

/** « IBAN » and the like, before the two letters and two digits with which an IBAN begins. */
const WORDS_BEFORE_AN_IBAN = /^[A-Z]+(?=[A-Z]{2}\d{2})/

const WORDS_BEFORE_A_BIC = /^.*\b(BIC|SWIFT)\b/i

/** The IBAN that was typed, without spaces nor words before it; empty when there is none. */
export const ibanTyped = (typed: string): string => bare(typed).replace(WORDS_BEFORE_AN_IBAN, '')

/** Why it is no IBAN to which a transfer can be made, as the form says it; undefined when it is one. The country's own key is checked too: in France, that of the RIB. */
export function whyNoIban(iban: string): string | undefined {
  if (!isValidIBAN(iban))
    return 'Cet IBAN n’existe pas : vérifiez-le caractère par caractère sur votre RIB, par exemple FR76 3000 6000 0112 3456 7890 189.'
  if (!isSEPACountry(iban.slice(0, 2)))
    return 'Ce compte est hors de l’espace européen des virements (SEPA) : donnez celui d’un compte ouvert en France ou en Europe.'
  return undefined
}

/** An IBAN that may be left empty: null then. */
export const optionalIban = () =>
  z
    .string()
    .optional()
    .transform((typed, context): string | null => {
      const iban = ibanTyped(typed ?? '') || null
      const why = iban === null ? undefined : whyNoIban(iban)
      if (why === undefined) return iban
      context.addIssue({ code: 'custom', message: why })
      return z.NEVER
    })

/** The BIC that was typed, likewise. */
export const bicTyped = (typed: string): string => bare(typed.replace(WORDS_BEFORE_A_BIC, ''))

export const WRONG_BIC = 'Ce BIC n’existe pas : il a 8 ou 11 caractères, par exemple PSSTFRPPLIL. Vérifiez-le sur votre RIB.'

export const bic = () =>
  text('Saisissez le BIC : 8 ou 11 caractères, écrits sur votre RIB près de l’IBAN.', 40)
    .transform(bicTyped)
    .refine((value) => isValidBIC(value), WRONG_BIC)

/** A BIC that may be left empty: null then. */
export const optionalBic = () =>
  z
    .string()
    .optional()
    .transform((typed) => bicTyped((typed ?? '').slice(0, 200)) || null)
    .refine((value) => value === null || isValidBIC(value), WRONG_BIC)

/** Whether an account is built as those of France, Monaco's too: its bank is found by the IBAN alone. */
export const isBuiltAsInFrance = (iban: string): boolean => ['FR', 'MC'].includes(iban.slice(0, 2))

/** Whose account it is, as the RIB writes it: a bank reads Latin letters only, and 70 of them. */
export const bankHolder = () =>
  text('Saisissez le nom du titulaire du compte.', 70).refine(
    isLatin,
    'Écrivez le nom du titulaire avec les lettres de A à Z, comme sur le RIB : la banque n’en lit pas d’autres.',
  )

/** What is shown of an IBAN: `FR76 **** **** 1234`. */
export const maskedIban = ({ iban_first4, iban_last4 }: { iban_first4: string; iban_last4: string }): string =>
  `${iban_first4} **** **** ${iban_last4}`

const LOOKS_LIKE_AN_IBAN = /\b[A-Z]{2}\d{2}(?:[ .-]?[0-9A-Z]{4}){2,7}(?:[ .-]?[0-9A-Z]{1,3})?\b/gi

/** What somebody else wrote, in which no IBAN can be read whole, right or not. */
export const withIbansMasked = (text: string): string =>
  text.replace(LOOKS_LIKE_AN_IBAN, (found) => {
    // A word may follow in as many letters as a group has.
    const [, written = '', after = ''] = /^(.*\d)(\D*)$/.exec(found) ?? []
    const account = bare(written)
    if (account.replace(/\D/g, '').length < 10) return found
    return `${maskedIban({ iban_first4: account.slice(0, 4), iban_last4: account.slice(-4) })}${after}`
  })

/** What an IBAN is fingerprinted as, so that one account that serves twice is seen. */
export const accountMarked = (iban: string): string => `account\n${iban}`
