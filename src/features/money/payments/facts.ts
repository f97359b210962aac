import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'checkout.opened': {
    journal: 'Carte présentée en caisse',
    owner: 'Votre carte présentée en caisse : prénom, initiale du nom et photo',
    isReading: true,
  },
})
