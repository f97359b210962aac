import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'prepayment.shown': {
    journal: 'Prépaiement présenté en caisse',
    owner: 'Votre prépaiement présenté en caisse : prénom, initiale du nom et montant',
    isReading: true,
  },
})
