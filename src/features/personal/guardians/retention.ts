import type { Kept } from '../../../platform/retention.ts'

/** What is over, or was never answered, is forgotten after so long. */
export const GUARDIAN_KEPT_DAYS = 90

export const guardians: Kept = {
  data: 'Responsables légaux (si vous en indiquez, avant 18 ans) : leur adresse e-mail, leur nom, leur mot de passe haché, leur numéro de portable s’ils reçoivent leurs codes de connexion par SMS, leurs réponses à vos consentements',
  purpose: 'Les laisser suivre votre demande, et leur demander leur accord avant vos 15 ans quand vous voulez recevoir des messages.',
  seenBy:
    'Vous et le responsable concerné : l’autre responsable ne voit pas son adresse. Son numéro de portable n’est montré qu’à lui, et aux agents qui vérifient que les SMS partent. Votre dossier dit aux agents de la Région combien vous en avez, et rien d’autre. Un agent qui relit un mail que nous avons envoyé le lit entier : c’est noté.',
  until: `Jusqu’à ce que vous les retiriez, et au plus tard à vos 18 ans ; puis effacés au bout de ${GUARDIAN_KEPT_DAYS} jours. Une adresse que personne ne confirme est effacée au bout de ${GUARDIAN_KEPT_DAYS} jours aussi.`,
}
