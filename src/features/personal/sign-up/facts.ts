import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'account.created': { journal: 'Inscription' },
  'account.namesake-created': {
    journal: 'Homonyme inscrit par un agent',
    owner: 'Inscription d’une autre personne de même nom, après un appel',
  },
  'account.email-replaced': { journal: 'Adresse e-mail corrigée dans l’heure de l’inscription' },
})
