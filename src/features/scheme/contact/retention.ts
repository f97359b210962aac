import type { Kept } from '../../../platform/retention.ts'

/** A question is kept that long. */
export const QUESTION_DAYS = 365

export const questions: Kept = {
  data: 'Formulaire de contact : nom, adresse e-mail, question, et numéro de dossier si vous le donnez',
  purpose: 'Vous répondre.',
  seenBy: 'Les agents de la Région.',
  until: 'Un an, ou jusqu’à la fermeture de votre compte.',
}
