import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'card-batch.downloaded': {
    journal: 'Lot de cartes téléchargé',
    owner: 'Envoi de vos nom, prénom, photo et adresse à l’atelier qui fabrique votre carte',
    isReading: true,
  },
  'card.photo-read': { journal: 'Lecture de la photo d’une carte', owner: 'Lecture de la photo de votre carte', isReading: true },
})
