import type { Decision } from './application.ts'

/** What happens to a request for the card: as its constraint `an_event_is_known` has them. */
export type ApplicationEvent = 'registered' | 'submitted' | 'document-replaced' | 'moved' | 'withdrawn' | 'handed' | Decision

/** As those who deal with the request read it. */
export const eventInWords: Record<ApplicationEvent, string> = {
  registered: 'Inscription à la campagne',
  submitted: 'Demande de carte envoyée',
  'document-replaced': 'Pièce d’identité remplacée',
  validated: 'Demande de carte validée',
  returned: 'Demande de carte renvoyée pour correction',
  refused: 'Demande de carte refusée',
  moved: 'Changement d’établissement',
  withdrawn: 'Validation retirée',
  handed: 'Confiée aussi à la Région',
}
