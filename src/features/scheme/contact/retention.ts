import type { Kept } from '../../../platform/retention.ts'

/** A question is kept that long, with its answers. */
export const QUESTION_DAYS = 365

/** And what an agent noted on a file. */
export const NOTE_DAYS = 365

export const questions: Kept = {
  data: 'Formulaire de contact : nom, adresse e-mail, question, réponses, et numéro de dossier si vous le donnez',
  purpose: 'Vous répondre.',
  seenBy: 'Les agents de la Région.',
  until: 'Un an, ou jusqu’à la fermeture de votre compte.',
}

export const notes: Kept = {
  data: 'Notes des agents de la Région sur votre dossier, par exemple ce que vous avez dit au téléphone',
  purpose: 'Ne pas vous faire répéter.',
  seenBy: 'Les agents de la Région qui ouvrent votre dossier. Vous les lisez dans vos données, à télécharger depuis « Mes données ».',
  until: 'Un an, ou jusqu’à la fermeture de votre compte.',
}
