import type { Kept } from '../../../platform/retention.ts'
import { SESSION_HOURS } from '../../../platform/sessions.ts'

export const shopTills: Kept = {
  data: 'D’un commerce : le code de caisse de chaque caissier, et ses caisses ouvertes (nom, appareil, qui y est)',
  purpose: 'Savoir qui encaisse, et fermer une caisse de loin.',
  seenBy:
    'Les gestionnaires du commerce voient ses caisses. Personne ne voit un code : il n’est gardé que sous une forme d’où on ne peut pas le retrouver.',
  until: `Un code : jusqu’à ce que le caissier change de mot de passe, ou que son compte ferme. Une caisse : ${SESSION_HOURS} heures au plus.`,
}
