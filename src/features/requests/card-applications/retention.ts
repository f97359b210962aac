import { type Kept, UNTIL_CLOSED } from '../../../platform/retention.ts'
import { IDENTITY_DAYS } from './application.ts'

/** An identity document in an application that was never sent, or never sent again. */
export const UNSENT_IDENTITY_DAYS = 30

/** One in an application that nobody has decided on after the last day of decisions of its campaign: it cannot be accepted any more. */
export const UNDECIDED_IDENTITY_DAYS = 30

export const situation: Kept = {
  data: 'Situation, établissement, formation, bourse, dates du contrat d’apprentissage',
  purpose: 'Décider de votre demande et du montant de l’aide.',
  seenBy: 'Vous, votre établissement, les agents de la Région.',
  until: `${UNTIL_CLOSED} L’établissement et la décision restent ensuite, sans votre nom, pour les statistiques.`,
}

export const identityDocument: Kept = {
  data: 'Justificatif d’identité (si vous n’êtes ni lycéen ni apprenti)',
  purpose: 'Vérifier votre identité.',
  seenBy: 'Vous et les agents de la Région qui valident les demandes. Il est chiffré.',
  until: `Effacé ${IDENTITY_DAYS} jours après la décision, ou ${UNSENT_IDENTITY_DAYS} jours après son dépôt si la demande n’est pas envoyée, ou ${UNDECIDED_IDENTITY_DAYS} jours après le dernier jour où elle peut être validée si personne n’a décidé.`,
}
