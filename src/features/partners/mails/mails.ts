import { z } from 'zod'
import { choices } from '../../../platform/forms/fields.ts'

/** The mails that a shop's managers and accountants get, unless they turn them off. */
const SHOP_MAILS = {
  statement: { label: 'Relevé', hint: 'Un relevé est fait : combien la Région va verser au commerce.' },
  transfer: { label: 'Virement', hint: 'Le virement d’un relevé est fait, ou rejeté.' },
  'online-payment': { label: 'Paiement en ligne', hint: 'Un client a payé en ligne : sa commande est à préparer.' },
  prepayment: { label: 'Prépaiement', hint: 'Un client a réservé une somme pour le commerce.' },
} as const

export type ShopMail = keyof typeof SHOP_MAILS

export const SHOP_MAIL_NAMES = Object.keys(SHOP_MAILS) as ShopMail[]

export const shopMailOptions = SHOP_MAIL_NAMES.map((kind) => ({ value: kind, ...SHOP_MAILS[kind] }))

/** How many mails one young person may cause at one shop in a day: to set a cent aside and to take it back costs nothing. */
export const FROM_ONE_A_DAY = 20

export const mailsForm = z.object({ mails: choices(SHOP_MAIL_NAMES) })

/** Said at the end of each. */
export const HOW_TO_STOP = 'Pour ne plus recevoir ces messages, décochez-les dans votre espace, rubrique « Messages ».'
