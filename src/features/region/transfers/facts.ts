import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'transfers.made': { journal: 'Fichier de virements fait' },
  'transfers.taken': { journal: 'Fichier de virements pris pour la première fois' },
  'transfers.downloaded': { journal: 'Fichier de virements téléchargé', isReading: true },
  'transfers.cancelled': { journal: 'Fichier de virements annulé, validé par une seconde personne' },
  'transfers.again': { journal: 'Virements rejetés à payer de nouveau, validés par une seconde personne' },
  'aid-batch.downloaded': {
    journal: 'Compte d’un apprenti mis dans un fichier de virements THR',
    owner: 'Envoi du titulaire et de l’IBAN de votre compte à la banque, pour le virement de votre aide THR',
    isReading: true,
  },
  'bank-answer.read': { journal: 'Réponse de la banque lue ou saisie' },
  'bank-answer.done': { journal: 'Réponse de la banque faite' },
  'bank-answer.turned': { journal: 'Virements payés notés comme refusés, validés par une seconde personne' },
})
