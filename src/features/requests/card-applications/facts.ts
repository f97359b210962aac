import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'card-application.read': { journal: 'Lecture d’une demande de carte', owner: 'Lecture de votre demande de carte', isReading: true },
  'card-application.photo-read': { journal: 'Lecture d’une photo', owner: 'Lecture de la photo de votre demande', isReading: true },
  'card-application.identity-read': {
    journal: 'Lecture d’un justificatif d’identité',
    owner: 'Lecture de votre justificatif d’identité',
    isReading: true,
  },
  'card-application.identity-deleted': { journal: 'Justificatif d’identité supprimé' },
  'card-application.validated': { journal: 'Demande de carte validée', owner: 'Validation de votre demande de carte' },
  'card-application.returned': {
    journal: 'Demande de carte renvoyée pour correction',
    owner: 'Renvoi de votre demande de carte pour correction',
  },
  'card-application.refused': { journal: 'Demande de carte refusée', owner: 'Refus de votre demande de carte' },
  'card-application.moved': { journal: 'Changement d’établissement', owner: 'Changement de votre établissement' },
})
