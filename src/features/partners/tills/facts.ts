import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'till.opened': { journal: 'Caisse ouverte pour la journée' },
  'till.closed': { journal: 'Caisse fermée' },
  'till.taken-over': { journal: 'Un caissier prend une caisse avec son code' },
  'till.pin-chosen': { journal: 'Code de caisse choisi' },
  'till.pin-locked': { journal: 'Code de caisse bloqué sur une caisse, après cinq essais' },
  'till.pin-lifted': { journal: 'Code de caisse débloqué par un gestionnaire' },
})
