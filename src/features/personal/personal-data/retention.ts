import type { Kept } from '../../../platform/retention.ts'

/** What was said to somebody, once it was sent or has failed. */
export const MESSAGE_DAYS = 365

export const messages: Kept = {
  data: 'E-mails et SMS que nous vous envoyons ; que votre messagerie les refuse, quand ils reviennent',
  purpose: 'Vous prévenir, et savoir ce qui vous a été dit si vous nous appelez.',
  seenBy: 'Vous et les agents de la Région.',
  until: `Effacés au bout de ${MESSAGE_DAYS} jours, et avant si vous fermez votre compte.`,
}
