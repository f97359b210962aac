import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'school.added': { journal: 'Établissement ajouté' },
  'school.changed': { journal: 'Établissement modifié' },
  'school.opened': { journal: 'Établissement rouvert' },
  'school.closed': { journal: 'Établissement fermé' },
  'school.courses-added': { journal: 'Formations ajoutées à un établissement' },
  'level.added': { journal: 'Niveau de formation ajouté' },
  'level.renamed': { journal: 'Niveau de formation renommé' },
  'course.added': { journal: 'Formation ajoutée' },
  'course.changed': { journal: 'Formation modifiée' },
  'school.courses-removed': { journal: 'Formations retirées d’un établissement' },
})
