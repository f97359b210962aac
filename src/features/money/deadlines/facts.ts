import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'deadline.moved': { journal: 'Dernier jour de porte-monnaie déplacé' },
  'deadline.moved-for-owner': {
    journal: 'Dernier jour du porte-monnaie d’une personne déplacé',
    owner: 'Dernier jour de votre porte-monnaie déplacé',
  },
})
