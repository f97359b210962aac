import type { Kept } from '../../../platform/retention.ts'

/** After the decision, or after the last day of decisions when nobody decided. */
export const CERTIFICATE_KEPT_DAYS = 30

export const enrolmentCertificate: Kept = {
  data: 'Certificat de scolarité (si vous l’envoyez à la Région, faute de réponse de votre établissement)',
  purpose: 'Vérifier que vous êtes inscrit.',
  seenBy: 'Vous et les agents de la Région qui valident les demandes. Il est chiffré.',
  until: `Effacé ${CERTIFICATE_KEPT_DAYS} jours après la décision, ou ${CERTIFICATE_KEPT_DAYS} jours après le dernier jour où votre demande peut être validée si personne n’a décidé.`,
}
