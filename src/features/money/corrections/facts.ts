import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'wallet.adjusted': { journal: 'Porte-monnaie régularisé', owner: 'Régularisation d’un de vos porte-monnaie' },
  'payment.cancelled-for-fraud': { journal: 'Paiement annulé pour fraude', owner: 'Annulation pour fraude d’un de vos paiements' },
})
