import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'import.sent': { journal: 'Fichier envoyé pour être importé' },
  'import.agreed': { journal: 'Import d’un fichier accepté' },
  'import.given-up': { journal: 'Import d’un fichier abandonné' },
})
