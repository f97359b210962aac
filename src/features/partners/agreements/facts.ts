import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'agreement.text-in-force': { journal: 'Nouveau texte de la convention des partenaires, accepté par une seconde personne' },
})
