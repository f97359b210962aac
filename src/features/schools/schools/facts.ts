import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'school.added': { journal: 'Établissement ajouté' },
  'school.changed': { journal: 'Établissement modifié' },
  'school.opened': { journal: 'Établissement rouvert' },
  'school.closed': { journal: 'Établissement fermé' },
  'school.courses-added': { journal: 'Formations ajoutées à un établissement' },
  'school.courses-removed': { journal: 'Formations retirées d’un établissement' },
})
