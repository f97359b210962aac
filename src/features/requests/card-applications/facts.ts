import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'card-application.identity-deleted': { journal: 'Justificatif d’identité supprimé' },
  'card-application.validated': { journal: 'Demande de carte validée', owner: 'Validation de votre demande de carte' },
  'card-application.returned': {
    journal: 'Demande de carte renvoyée pour correction',
    owner: 'Renvoi de votre demande de carte pour correction',
  },
  'card-application.refused': { journal: 'Demande de carte refusée', owner: 'Refus de votre demande de carte' },
  'card-application.withdrawn': { journal: 'Validation retirée', owner: 'Retrait de la validation de votre demande de carte' },
  'card-application.photo-seen': { journal: 'Photo d’une demande regardée', owner: 'Photo de votre demande regardée' },
  'card-application.handed': { journal: 'Demande confiée à la Région', owner: 'Votre demande confiée à la Région' },
  'card-application.moved': { journal: 'Changement d’établissement', owner: 'Changement de votre établissement' },
})
