import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'act-of-two.started': { journal: 'Acte à deux demandé' },
  'act-of-two.agreed': { journal: 'Acte à deux accepté par une seconde personne' },
  'act-of-two.refused': { journal: 'Acte à deux refusé par une seconde personne' },
  'act-of-two.withdrawn': { journal: 'Acte à deux retiré par qui l’avait demandé' },
  'act-of-two.lapsed': { journal: 'Acte à deux resté sans réponse' },
})
