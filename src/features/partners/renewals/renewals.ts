import { type Day, frenchDay } from '../../../platform/dates.ts'

/** Until when a text is asked, and what follows: said alike wherever a manager reads it. */
export const askedUntilInWords = (acceptBy: Day, today: Day): string =>
  today <= acceptBy
    ? `La Région demande votre accord avant le ${frenchDay(acceptBy)} inclus. Votre commerce ne se ferme pas tout seul : passé ce jour, elle vous appelle.`
    : `La Région attendait votre accord pour le ${frenchDay(acceptBy)} : elle peut vous appeler. Votre commerce ne se ferme pas tout seul.`

/** The same, as the Region reads it. */
export const deadlineInWords = (acceptBy: Day, today: Day): string =>
  today <= acceptBy
    ? `À accepter jusqu’au ${frenchDay(acceptBy)} inclus.`
    : `À accepter jusqu’au ${frenchDay(acceptBy)} : ce jour est passé, et ceux-ci n’ont pas répondu.`
