import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'account.created': { journal: 'Inscription' },
  'account.namesake-created': {
    journal: 'Homonyme inscrit par un agent',
    owner: 'Inscription d’une autre personne de même nom, après un appel',
  },
  'account.email-replaced': { journal: 'Inscription refaite avec une autre adresse e-mail' },
})
