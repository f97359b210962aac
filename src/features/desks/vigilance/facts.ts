import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'person.page-read': {
    journal: 'Lecture d’une page du dossier d’un bénéficiaire',
    owner: 'Lecture d’une page de votre dossier',
    isReading: true,
  },
  'reason.given': { journal: 'Motif donné avant de continuer' },
  'threshold.changed': { journal: 'Seuil de vigilance changé' },
})
