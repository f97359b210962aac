import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'administrator.rescued': { journal: 'Administrateur de secours ouvert depuis le serveur' },
  'administrator.link-made': { journal: 'Lien d’un administrateur refait depuis le serveur' },
  'backup.made': { journal: 'Sauvegarde faite' },
})
