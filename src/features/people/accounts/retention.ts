import { type Kept, UNTIL_CLOSED } from '../../../platform/retention.ts'
import { IDLE_MINUTES, SESSION_HOURS } from '../../../platform/sessions.ts'

export const password: Kept = {
  data: 'Mot de passe',
  purpose: 'Vous connecter.',
  seenBy: 'Personne : il n’est gardé que sous une forme d’où on ne peut pas le retrouver.',
  until: UNTIL_CLOSED,
}

export const connections: Kept = {
  data: 'Connexions : date, heure et type d’appareil',
  purpose: 'Vous garder connecté, et vous montrer vos connexions ouvertes.',
  seenBy: 'Vous. Un agent de la Région qui vous aide voit seulement si vous êtes connecté.',
  until: `${IDLE_MINUTES} minutes sans activité, ${SESSION_HOURS} heures au plus.`,
}
