import { KEPT_MINUTES } from '../../../platform/kept-forms.ts'
import { type Kept, UNTIL_CLOSED } from '../../../platform/retention.ts'
import { IDLE_MINUTES, SESSION_HOURS } from '../../../platform/sessions.ts'

export const password: Kept = {
  data: 'Mot de passe',
  purpose: 'Vous connecter.',
  seenBy: 'Personne : il n’est gardé que sous une forme d’où on ne peut pas le retrouver.',
  until: UNTIL_CLOSED,
}

export const connections: Kept = {
  data: 'Connexions : date, heure, type d’appareil, et l’heure à laquelle vous redonnez votre mot de passe',
  purpose: 'Vous garder connecté, et vous montrer vos connexions ouvertes.',
  seenBy: 'Vous. Un agent de la Région qui vous aide voit seulement si vous êtes connecté.',
  until: `${IDLE_MINUTES} minutes sans activité, ${SESSION_HOURS} heures au plus.`,
}

export const keptForms: Kept = {
  data: 'Ce que vous aviez saisi dans un formulaire, et ses fichiers, quand votre connexion s’est terminée ou qu’un envoi a été refusé',
  purpose: 'Vous le rendre quand vous vous reconnectez. Les mots de passe et les codes n’y sont pas.',
  seenBy: 'Vous seul, dans le même navigateur : c’est chiffré, et il en a la clé.',
  until: `${KEPT_MINUTES} minutes, et avant si vous envoyez le formulaire, vous déconnectez ou fermez votre compte.`,
}
