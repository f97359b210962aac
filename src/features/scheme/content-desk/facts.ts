import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'banner.added': { journal: 'Message sur toutes les pages ajouté' },
  'banner.changed': { journal: 'Message sur toutes les pages modifié' },
  'banner.deleted': { journal: 'Message sur toutes les pages supprimé' },
  'document.added': { journal: 'Document ajouté' },
  'document.changed': { journal: 'Document modifié' },
  'document.deleted': { journal: 'Document supprimé' },
  'good-deal.added': { journal: 'Bon plan ajouté' },
  'good-deal.changed': { journal: 'Bon plan modifié' },
  'good-deal.deleted': { journal: 'Bon plan supprimé' },
  'key-date.added': { journal: 'Date clé ajoutée' },
  'key-date.changed': { journal: 'Date clé modifiée' },
  'key-date.deleted': { journal: 'Date clé supprimée' },
  'question.added': { journal: 'Question fréquente ajoutée' },
  'question.changed': { journal: 'Question fréquente modifiée' },
  'question.deleted': { journal: 'Question fréquente supprimée' },
})
