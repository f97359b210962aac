import type { Kept } from '../../../platform/retention.ts'

export const technicalLogs: Kept = {
  data: 'Journaux techniques',
  purpose: 'Trouver les pannes et protéger le site.',
  seenBy: 'Ceux qui font fonctionner le site.',
  until: 'Le site n’y écrit ni nom, ni numéro, ni adresse. Les essais de connexion sont comptés une heure environ, sans adresse lisible.',
}
