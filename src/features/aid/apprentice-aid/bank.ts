import { electronicFormatIBAN, extractIBAN, isSEPACountry, isValidBIC, isValidIBAN } from 'ibantools'
import { z } from 'zod'
import { isLatin, optionalText, text } from '../../../platform/forms/fields.ts'

/** Bank details (guide, 3.2.1): what is accepted, whose account it seems to be, and what is shown of it. */

/** The bank codes (code interbancaire) that young people's accounts begin with most often, those of the Region's own banks first. */
const BANKS: Record<string, string> = {
  '16706': 'Crédit Agricole Nord de France',
  '18706': 'Crédit Agricole Brie Picardie',
  '10206': 'Crédit Agricole du Nord Est',
  '18206': 'Crédit Agricole d’Île-de-France',
  '16275': 'Caisse d’Épargne Hauts de France',
  '17515': 'Caisse d’Épargne Île-de-France',
  '13507': 'Banque Populaire du Nord',
  '10207': 'Banque Populaire Rives de Paris',
  '15629': 'Crédit Mutuel Nord Europe',
  '10278': 'Crédit Mutuel',
  '15589': 'Crédit Mutuel Arkéa',
  '30027': 'CIC Nord Ouest',
  '30066': 'CIC',
  '20041': 'La Banque Postale',
  '30002': 'LCL',
  '30003': 'Société Générale',
  '30004': 'BNP Paribas',
  '30056': 'CCF',
  '12548': 'AXA Banque',
  '40618': 'BoursoBank',
  '16598': 'Nickel',
  '28233': 'Revolut',
}

/** The bank that a French IBAN names, if it is one of those we know. */
export function bankOf(iban: string): string | undefined {
  const { countryCode, bankIdentifier } = extractIBAN(iban)
  return countryCode === 'FR' && bankIdentifier ? BANKS[bankIdentifier] : undefined
}

const iban = () =>
  z
    .string()
    .optional()
    .transform((typed) => electronicFormatIBAN(typed ?? '') || null)
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
  text('Saisissez le BIC : 8 ou 11 caractères, écrits sur votre RIB près de l’IBAN.', 20)
    .transform((typed) => typed.replace(/\s/g, '').toUpperCase())
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
