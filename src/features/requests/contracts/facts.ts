import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'contract-change.agreed': {
    journal: 'Changement de contrat confirmé par un premier agent',
    owner: 'Première confirmation de votre changement de contrat',
  },
  'contract-change.confirmed': { journal: 'Changement de contrat confirmé', owner: 'Confirmation de votre changement de contrat' },
  'contract-change.read': {
    journal: 'Lecture d’un changement de contrat',
    owner: 'Lecture de votre changement de contrat',
    isReading: true,
  },
  'contract-change.recorded': {
    journal: 'Changement de contrat enregistré par un agent',
    owner: 'Enregistrement de votre changement de contrat, après un appel',
  },
  'contract-change.refused': { journal: 'Changement de contrat refusé', owner: 'Refus de votre changement de contrat' },
})
