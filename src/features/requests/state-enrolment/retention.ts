import type { Kept } from '../../../platform/retention.ts'

/** After the decision, or after the campaign when nobody decided. */
export const ANSWER_KEPT_DAYS = 30

export const stateAnswer: Kept = {
  data: 'Ce que l’Éducation nationale répond de votre inscription (API Particulier) : trouvée, non trouvée ou inconnue et pourquoi, et le jour',
  purpose:
    'Vérifier que vous êtes inscrit, si la Région a choisi de le demander. Votre nom, votre prénom, votre civilité, votre date de naissance et votre établissement y servent. Votre bourse et votre classe n’en sont pas lues.',
  seenBy: 'Vous, votre établissement et les agents de la Région qui valident les demandes.',
  until: `Effacé ${ANSWER_KEPT_DAYS} jours après la décision, ou ${ANSWER_KEPT_DAYS} jours après le dernier jour où votre demande peut être validée si personne n’a décidé.`,
}
