import { factsOf } from '../../../platform/audit.ts'

export const facts = factsOf({
  'account-file.opened': { journal: 'Comptes professionnels ouverts par un fichier' },
  'invitations.sent-again': { journal: 'Invitations jamais utilisées renvoyées ensemble' },
  'staff.closed-unused': { journal: 'Compte professionnel fermé parce qu’il ne servait plus' },
  'rights.reviewed': { journal: 'Droits des agents passés en revue' },
})
