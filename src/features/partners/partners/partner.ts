import { z } from 'zod'
import { degrees, email, optionalText, text, tick, webAddress, wholePosition } from '../../../platform/forms/fields.ts'
import { phoneFrom } from '../../../platform/phones.ts'

/** What a partner says whether it takes, besides the card at its till. */
export type Accepting = 'prepayments' | 'online-payments'

/** A partner as a list to choose from shows it. */
export interface Partner {
  id: number
  code: string
  name: string
  postcode: string
  town: string
}

/** `[L212] - LES PAGES`, as the guide's list shows it. */
export const partnerLabel = ({ code, name }: Pick<Partner, 'code' | 'name'>): string => `[${code}] - ${name}`

/** Where it is, in one line. */
export const addressOf = ({ street, postcode, town }: { street: string; postcode: string; town: string }): string =>
  `${street}, ${postcode} ${town}`

/** How a partner is named in figures and letters. */
export const PARTNER_CODE = /^[A-Z0-9]{2,10}$/

/** `03 22 97 00 00`, of any country, or the four figures of a service. */
export const isPartnerPhone = (typed: string): boolean => /^\d{4}$|^\d{2} ?\d{2}$/.test(typed) || phoneFrom(typed) !== null

/** What is typed of a partner. */
export const partnerFields = {
  name: text('Saisissez le nom du partenaire.', 100),
  typeCode: text('Choisissez le type du partenaire.', 50),
  street: text('Saisissez le numéro et la rue.', 150),
  postcode: text('Saisissez le code postal.', 10).pipe(z.string().regex(/^\d{5}$/, 'Saisissez les 5 chiffres du code postal.')),
  town: text('Saisissez la ville.', 80),
  phone: optionalText(20).refine(
    (typed) => typed === null || isPartnerPhone(typed),
    'Saisissez un numéro de téléphone, par exemple 03 22 97 00 00 ou +32 69 88 91 11.',
  ),
  email: z.union([
    z
      .string()
      .regex(/^\s*$/)
      .transform(() => null),
    email(),
  ]),
  website: webAddress(),
  longitude: degrees(180),
  latitude: degrees(90),
  acceptsPrepayments: tick(),
  acceptsOnlinePayments: tick(),
}

export const partnerTypeForm = z.object({ label: text('Saisissez le nom du type, par exemple : Librairie.', 50) })

export const partnerForm = z.object(partnerFields).refine(...wholePosition)
export type PartnerDetails = z.output<typeof partnerForm>

export const partnerCode = text('Saisissez le code du partenaire.', 10)
  .transform((typed) => typed.toUpperCase())
  .pipe(z.string().regex(PARTNER_CODE, 'Écrivez ce code en lettres et en chiffres, sans espace : par exemple L212.'))

export const newPartnerForm = z
  .object({
    code: partnerCode,
    ...partnerFields,
  })
  .refine(...wholePosition)
export type NewPartner = z.output<typeof newPartnerForm>
