import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'card-application.read': { journal: 'Lecture d’une demande de carte', owner: 'Lecture de votre demande de carte', isReading: true },
  'card-application.photo-read': { journal: 'Lecture d’une photo', owner: 'Lecture de la photo de votre demande', isReading: true },
  'card-application.exported': {
    journal: 'Demande prise dans une liste téléchargée par l’établissement',
    owner: 'Votre demande dans une liste téléchargée par votre établissement',
    isReading: true,
  },
  'card-application.identity-read': {
    journal: 'Lecture d’un justificatif d’identité',
    owner: 'Lecture de votre justificatif d’identité',
    isReading: true,
  },
})
