import type { Kept } from '../../../platform/retention.ts'

export const dataRequests: Kept = {
  data: 'Demandes sur vos données : qui demande, quoi, et la réponse',
  purpose: 'Vous répondre dans le délai de la loi, et pouvoir le prouver.',
  seenBy: 'Le délégué à la protection des données.',
  until: 'Cinq ans après la réponse ; votre nom y est effacé avant, si votre compte l’est à cette demande.',
}
