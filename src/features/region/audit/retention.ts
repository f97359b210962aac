import type { Kept } from '../../../platform/retention.ts'

/** A line of the journal is kept so long: as long as what a grant paid may be asked about. */
export const JOURNAL_DAYS = 5 * 365 + 1

export const journal: Kept = {
  data: 'Journal des accès : qui a ouvert ou modifié votre dossier, et quand',
  purpose: 'Que chaque consultation par un professionnel laisse une trace, que vous pouvez lire.',
  seenBy: 'Vous, et les agents de la Région qui administrent le site.',
  until: 'Cinq ans. Jusque-là, il ne peut pas être effacé. Après la fermeture de votre compte, rien n’y dit plus de qui il s’agissait.',
}
