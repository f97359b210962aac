import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'wallet.adjusted': { journal: 'Porte-monnaie régularisé', owner: 'Régularisation d’un de vos porte-monnaie' },
  'debt.waived': { journal: 'Somme due abandonnée', owner: 'Abandon d’une somme que vous deviez' },
  'payment.cancelled-for-fraud': { journal: 'Paiement annulé pour fraude', owner: 'Annulation pour fraude d’un de vos paiements' },
})
