import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'transfers.made': { journal: 'Fichier de virements d’un reversement fait' },
  'transfers.downloaded': { journal: 'Fichier de virements d’un reversement téléchargé', isReading: true },
  'transfers.again': { journal: 'Virements rejetés à payer de nouveau, validés par une seconde personne' },
  'bank-answer.read': { journal: 'Réponse de la banque lue' },
  'bank-answer.done': { journal: 'Réponse de la banque faite' },
  'bank-answer.turned': { journal: 'Virements payés notés comme refusés, validés par une seconde personne' },
})
