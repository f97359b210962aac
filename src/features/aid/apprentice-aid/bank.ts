import { extractIBAN } from 'ibantools'
import { z } from 'zod'
import { bankHolder, bic, isBuiltAsInFrance, optionalIban } from '../../../platform/bank-details.ts'
import { optionalText } from '../../../platform/forms/fields.ts'

/** Bank details (guide, 3.2.1): what is accepted, and whose account it seems to be. */

/** Where a French account is kept, as its IBAN says by itself; undefined for one of another country, whose bank has to be named. */
export function domiciliationOf(iban: string): string | undefined {
  if (!isBuiltAsInFrance(iban)) return undefined
  const { bankIdentifier, branchIdentifier } = extractIBAN(iban)
  return `Code banque ${bankIdentifier}, code guichet ${branchIdentifier}`
}

/** An IBAN left empty is the one that was given before. */
export const bankForm = z.object({
  bankHolder: bankHolder(),
  bankName: optionalText(70),
  iban: optionalIban(),
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

/** What the encrypted IBAN of a request is bound to: in another row it cannot be read. */
export const ibanOf = (request: { id: number }): string => `apprentice_aid_requests.iban of ${request.id}`
