import { z } from 'zod'
import { choice, tick } from '../../../platform/forms/fields.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/**
 * A problem with a card (guide, 7.3). Whatever the reason, one card takes the place of the other in one
 * go: the former stops, the new one, under a new number, pays on a phone the same minute. Two live cards would be two keys to one
 * wallet, and a card that its owner gave up for damaged could pay for whoever picks it up.
 */

export type Reason = 'lost' | 'stolen' | 'damaged' | 'never-received' | 'wrong'

export interface ReasonInWords {
  reason: Reason
  label: string
  /** What to do with the card, or to know, besides what every reason does. */
  advice: string
}

export const REASONS: readonly ReasonInWords[] = [
  {
    reason: 'lost',
    label: 'Carte perdue',
    advice: 'Si vous retrouvez l’ancienne carte, détruisez-la : elle ne marche plus.',
  },
  {
    reason: 'stolen',
    label: 'Carte volée',
    advice: `Regardez vos dernières transactions. Si un paiement n’est pas de vous, appelez le ${OUR_REGION.phone}.`,
  },
  {
    reason: 'damaged',
    label: 'Carte endommagée ou illisible',
    advice: 'Découpez l’ancienne carte avant de la jeter : elle ne marche plus.',
  },
  {
    reason: 'never-received',
    label: 'Carte jamais reçue',
    advice: 'Si l’ancienne carte arrive malgré tout, détruisez-la : elle ne marche plus.',
  },
  {
    reason: 'wrong',
    label: 'Erreur sur la carte (nom ou photo)',
    advice: 'Découpez l’ancienne carte avant de la jeter : elle ne marche plus.',
  },
]

/** What is said of a reason. */
export const reasonOf = (reason: string): ReasonInWords => REASONS.find((known) => known.reason === reason) as ReasonInWords

/** The reason, as the list of them names it. */
export const reasonForm = z.object({
  reason: choice(['lost', 'stolen', 'damaged', 'never-received', 'wrong'], 'Choisissez un motif.'),
})

/** What is declared: the card that its owner saw on the page, so that a page sent twice stops one card. */
export const problemForm = z.object({
  reason: choice(['lost', 'stolen', 'damaged', 'never-received', 'wrong'], 'Choisissez un motif.'),
  card: z.string({ error: 'Choisissez un motif.' }),
  isAddressRight: tick(),
})
export type DeclaredProblem = z.output<typeof problemForm>

/** Cards that one person may have replaced in a day. */
export const PROBLEMS_A_DAY = 3

/** Whoever has the card may have the telephone too: what is open elsewhere ends. */
export const endsSessions = (reason: Reason): boolean => reason === 'lost' || reason === 'stolen'

/** What declaring does, in order, before it is done. */
export const consequences = (reason: Reason): string[] => [
  'Cette carte s’arrête tout de suite : son numéro et ses QR codes sont refusés en caisse.',
  'Vous avez aussitôt une nouvelle carte, sous un nouveau numéro. Vous pouvez payer avec son QR code sans attendre.',
  ...(endsSessions(reason) ? ['Votre compte se ferme sur tous les autres appareils où il est ouvert.'] : []),
  'Votre argent vous suit : le solde de votre porte-monnaie et vos prépaiements en attente ne changent pas.',
  'Votre nouvelle carte est fabriquée, puis envoyée à votre adresse. Nous vous prévenons à chaque étape.',
]
