import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'departure.agreed': { journal: 'Départ d’un partenaire accepté par une seconde personne' },
  'departure.called-off': { journal: 'Départ d’un partenaire annulé' },
  'departure.stopped': { journal: 'Dernier jour d’un partenaire passé : il n’encaisse plus' },
  'departure.ended': { journal: 'Partenaire parti : tout est payé, ses accès sont fermés' },
})
