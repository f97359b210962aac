import type { Kept } from '../../../platform/retention.ts'
import { DAYS_BEFORE_IT_LAPSES } from '../../desks/two-people/index.ts'

/** A list that was tried and that nobody put in use. */
export const TRIED_DAYS = 7

/** One that the Region offered lives as long as the act of two that puts it in use. */
export const OFFERED_DAYS = DAYS_BEFORE_IT_LAPSES

export const enrolmentList: Kept = {
  data: 'Ce que la liste de votre établissement dit de vous : nom, nom d’usage, prénoms, date de naissance, classe, code de la formation, statut, date de sortie, pour un apprenti les dates de son contrat (début, fin, rupture), et une empreinte de votre identifiant national (INE)',
  purpose:
    'Vérifier que vous êtes inscrit sans vous demander de papier. Si vous n’avez pas demandé la carte, votre établissement peut imprimer une lettre qui vous le dit. Vos parents, votre adresse, votre bourse et votre santé n’y sont pas lus.',
  seenBy: 'Vous, votre établissement, et la Région pour une liste qu’elle donne à sa place.',
  until: `Effacé quand l’établissement donne une liste plus récente, et au plus tard après le dernier jour où une demande de la campagne peut être validée. Une liste essayée sans être utilisée est effacée au bout de ${TRIED_DAYS} jours, de ${OFFERED_DAYS} si la Région l’a proposée à l’établissement.`,
}
