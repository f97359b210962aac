import { extractIBAN, isSEPACountry, isValidBIC, isValidIBAN } from 'ibantools'
import { z } from 'zod'
import { isLatin, optionalText, text } from '../../../platform/forms/fields.ts'

/** Bank details (guide, 3.2.1): what is accepted, whose account it seems to be, and what is shown of it. */

/** Where a French account is kept, as its IBAN says by itself; undefined for one of another country, whose bank has to be named. */
export function domiciliationOf(iban: string): string | undefined {
  const { countryCode, bankIdentifier, branchIdentifier } = extractIBAN(iban)
  // Monaco's accounts are built as those of France.
  if (countryCode !== 'FR' && countryCode !== 'MC') return undefined
  return `Code banque ${bankIdentifier}, code guichet ${branchIdentifier}`
}

/** What is typed or pasted from a RIB or an app: in groups, with dots, with spaces of any kind. */
const bare = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '')

/** « IBAN » and the like, before the two letters and two digits with which an IBAN begins. */
const WORDS_BEFORE_AN_IBAN = /^[A-Z]+(?=[A-Z]{2}\d{2})/

const WORDS_BEFORE_A_BIC = /^.*\b(BIC|SWIFT)\b/i

const iban = () =>
  z
    .string()
    .optional()
    .transform((typed) => bare(typed ?? '').replace(WORDS_BEFORE_AN_IBAN, '') || null)
    // Checks the country's own key too: in France, that of the RIB.
    .refine(
      (value) => value === null || isValidIBAN(value),
      'Cet IBAN n’existe pas : vérifiez-le caractère par caractère sur votre RIB, par exemple FR76 3000 6000 0112 3456 7890 189.',
    )
    .refine(
      (value) => value === null || !isValidIBAN(value) || isSEPACountry(value.slice(0, 2)),
      'Ce compte est hors de l’espace européen des virements (SEPA) : donnez celui d’un compte ouvert en France ou en Europe.',
    )

const bic = () =>
  text('Saisissez le BIC : 8 ou 11 caractères, écrits sur votre RIB près de l’IBAN.', 40)
    .transform((typed) => bare(typed.replace(WORDS_BEFORE_A_BIC, '')))
    .refine(
      (value) => isValidBIC(value),
      'Ce BIC n’existe pas : il a 8 ou 11 caractères, par exemple PSSTFRPPLIL. Vérifiez-le sur votre RIB.',
    )

/** An IBAN left empty is the one that was given before. */
export const bankForm = z.object({
  bankHolder: text('Saisissez le nom du titulaire du compte.', 70).refine(
    isLatin,
    'Écrivez le nom du titulaire avec les lettres de A à Z, comme sur le RIB : la banque n’en lit pas d’autres.',
  ),
  bankName: optionalText(70),
  iban: iban(),
  bic: bic(),
})

export type BankDetails = z.output<typeof bankForm>

const CIVILITIES = new Set(['M', 'MR', 'MME', 'MLLE', 'MONSIEUR', 'MADAME', 'MADEMOISELLE', 'OU', 'ET'])

const wordsOf = (name: string): string[] =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .split(/[^A-Z]+/)
    .filter((word) => word && !CIVILITIES.has(word))

/** Whether the account seems to be somebody else's: the person's last name and first name are not both in the holder's. */
export function holderDiffers(holder: string, person: { first_name: string; last_name: string }): boolean {
  const written = new Set(wordsOf(holder))
  const [firstName = ''] = wordsOf(person.first_name)
  return ![...wordsOf(person.last_name), firstName].every((word) => written.has(word))
}

/** What is shown of an IBAN: `FR76 **** **** 1234`. */
export const maskedIban = ({ iban_first4, iban_last4 }: { iban_first4: string; iban_last4: string }): string =>
  `${iban_first4} **** **** ${iban_last4}`

/** What the encrypted IBAN of a request is bound to: in another row it cannot be read. */
export const ibanOf = (request: { id: number }): string => `apprentice_aid_requests.iban of ${request.id}`
