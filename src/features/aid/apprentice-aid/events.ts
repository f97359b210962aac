/** What is decided on a request, and the state that it goes to. */
export type Decision = 'awaiting-region' | 'accepted' | 'returned' | 'refused'

/** What happens to a request once it is sent: as its constraint `an_event_is_known` has them. */
export type AidEvent =
  | 'submitted'
  | 'accepted-by-school'
  | 'accepted'
  | 'returned'
  | 'refused'
  | 'distance-checked'
  | 'put-in-payment'
  | 'taken-out-of-payment'
  | 'paid'
  | 'came-back'
  | 'rejected-by-bank'

/** What a decision makes happen. */
export const EVENT_OF = {
  'awaiting-region': 'accepted-by-school',
  accepted: 'accepted',
  returned: 'returned',
  refused: 'refused',
} as const satisfies Record<Decision, AidEvent>

/** As those who deal with the request read it. */
export const eventInWords: Record<AidEvent, string> = {
  submitted: 'Demande d’aide THR envoyée',
  'accepted-by-school': 'Inscription confirmée par l’établissement',
  accepted: 'Demande d’aide THR acceptée',
  returned: 'Demande d’aide THR renvoyée pour correction',
  refused: 'Demande d’aide THR refusée',
  'distance-checked': 'Distance vérifiée',
  'put-in-payment': 'Aide THR mise dans un lot de virements',
  'taken-out-of-payment': 'Lot de virements annulé, aide de nouveau à payer',
  paid: 'Virement de l’aide THR fait',
  'came-back': 'Virement de l’aide THR revenu à la Région, à refaire',
  'rejected-by-bank': 'Virement de l’aide THR rejeté par la banque',
}

/** As the apprentice reads it. */
export const eventToItsOwner: Record<AidEvent, string> = {
  submitted: 'Demande envoyée',
  'accepted-by-school': 'Inscription confirmée par votre établissement',
  accepted: 'Demande acceptée par la Région',
  returned: 'Demande renvoyée pour correction',
  refused: 'Demande refusée',
  'distance-checked': 'Distance vérifiée par la Région',
  'put-in-payment': 'Virement en préparation',
  'taken-out-of-payment': 'Virement reporté',
  paid: 'Virement fait',
  'came-back': 'Virement revenu à la Région, à refaire',
  'rejected-by-bank': 'Virement rejeté par la banque',
}
