import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'assent.asked': {
    journal: 'Accord demandé au propriétaire d’une carte dont le numéro est tapé en caisse',
    owner: 'Une caisse demande votre accord pour un paiement par le numéro de votre carte',
  },
  'assent.given': { journal: 'Accord du propriétaire de la carte, dans son espace' },
  'assent.refused': { journal: 'Accord refusé par le propriétaire de la carte' },
  'assent.by-code': {
    journal: 'Accord par le code de paiement du propriétaire de la carte, tapé en caisse',
    owner: 'Votre code de paiement tapé en caisse',
  },
  'assent.by-paper': {
    journal: 'Accord sur photo et pièce d’identité, coché par le caissier',
    owner: 'Une caisse dit avoir vu votre visage et une pièce d’identité à votre nom',
  },
  'device.turned-on': { journal: 'Notifications activées sur un appareil, par le propriétaire d’une carte' },
  'device.turned-off': { journal: 'Notifications désactivées sur un appareil, par le propriétaire d’une carte' },
  'payment-code.chosen': { journal: 'Code de paiement choisi par le propriétaire d’une carte' },
  'payment-code.locked': {
    journal: 'Code de paiement bloqué, après cinq essais en caisse',
    owner: 'Votre code de paiement bloqué, après cinq essais en caisse',
  },
})
