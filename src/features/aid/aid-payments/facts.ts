import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'aid-batch.cancelled': { journal: 'Lot de virements THR annulé' },
  'aid-batch.created': { journal: 'Lot de virements THR créé' },
  'aid-batch.released': { journal: 'Lot de virements THR validé par une seconde personne' },
  'aid-batch.downloaded': {
    journal: 'Fichier de virements THR téléchargé',
    owner: 'Envoi du titulaire et de l’IBAN de votre compte à la banque, pour le virement de votre aide THR',
    isReading: true,
  },
})
