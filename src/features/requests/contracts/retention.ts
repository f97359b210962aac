import { type Kept, UNTIL_CLOSED } from '../../../platform/retention.ts'

export const contractChanges: Kept = {
  data: 'Fin anticipée de votre contrat d’apprentissage, contrat suivant',
  purpose: 'Calculer les dates de votre aide au transport, à l’hébergement et à la restauration.',
  seenBy: 'Vous, votre CFA, les agents de la Région.',
  until: UNTIL_CLOSED,
}
