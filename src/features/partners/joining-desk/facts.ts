import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'joining.document-read': { journal: 'Document d’une demande pour devenir partenaire lu', isReading: true },
  'joining.proposed': { journal: 'Demande pour devenir partenaire vérifiée, proposée à une seconde personne' },
  'joining.countersigned': { journal: 'Demande pour devenir partenaire signée par une seconde personne' },
  'joining.manager-vouched': { journal: 'Gestionnaire d’une demande que cette personne avait vérifiée, invité par une seconde personne' },
  'joining.refused': { journal: 'Demande pour devenir partenaire refusée' },
})
