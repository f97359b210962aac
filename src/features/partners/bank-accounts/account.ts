import { z } from 'zod'
import { bankHolder, isBuiltAsInFrance, optionalBic, optionalIban } from '../../../platform/bank-details.ts'
import { across, paragraphs, password } from '../../../platform/forms/fields.ts'

/** How often a shop may propose one in a day: each fills the letter boxes of the shop. */
export const PROPOSED_A_DAY = 5

export const STATES = {
  proposed: 'Proposé',
  agreed: 'Accepté',
  refused: 'Refusé',
  withdrawn: 'Retiré',
  lapsed: 'Sans réponse',
  ended: 'Terminé',
} as const

export type AccountState = keyof typeof STATES

/** What is typed of an account. */
export const accountFields = z.object({
  holder: bankHolder(),
  iban: optionalIban()
    .transform((iban) => iban ?? '')
    .refine((iban) => iban !== '', 'Saisissez l’IBAN : il est écrit sur le RIB.'),
  bic: optionalBic(),
})

/** What `refine` asks of it. */
export const withBicAbroad = across<'iban' | 'bic', { iban?: string; bic?: string | null }>(
  ['iban', 'bic'],
  ({ iban = '', bic }) => bic || isBuiltAsInFrance(iban),
  { field: 'bic', message: 'Saisissez le BIC, écrit sur le RIB près de l’IBAN : il est nécessaire pour un compte d’un autre pays.' },
)

/** An account that an agent proposes, for those partners of the organisation that are ticked. */
export const accountForm = accountFields.extend({ partners: z.array(z.string().regex(/^\d{1,9}$/)).default([]) }).refine(...withBicAbroad)

/** One that a manager proposes for their own shop: whoever sits at an open session does not. */
export const ownAccountForm = accountFields
  .extend({ action: z.literal('propose'), password: password('Saisissez votre mot de passe.') })
  .refine(...withBicAbroad)

export const stopForm = z.object({ words: paragraphs('Dites pourquoi : le commerce le lira.', 300) })

/** An account, as it is proposed. */
export interface NewAccount {
  holder: string
  iban: string
  bic: string | null
}

/** What the encrypted IBAN of an account is bound to: in another row it cannot be read. */
export const ibanOf = (account: { id: number }): string => `bank_accounts.iban of ${account.id}`
