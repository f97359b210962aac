import { type Kept, UNTIL_CLOSED } from '../../../platform/retention.ts'

/** An account that nobody came into: no password was ever chosen. */
export const ACCOUNT_NEVER_USED_DAYS = 180

export const identity: Kept = {
  data: 'Civilité, nom (et celui d’avant s’il a été corrigé), prénom, leur écriture en lettres latines s’ils sont dans un autre alphabet, date de naissance',
  purpose: 'Savoir qui vous êtes, fabriquer votre carte, éviter les doubles demandes.',
  seenBy:
    'Vous, votre établissement, les agents de la Région. Un établissement qui décide de la demande de quelqu’un au nom qui ressemble au vôtre, né le même jour : votre nom et l’état de votre demande. Un partenaire, au moment de payer : votre prénom et l’initiale de votre nom.',
  until: `${UNTIL_CLOSED} Un compte qui n’a jamais servi est fermé au bout de ${ACCOUNT_NEVER_USED_DAYS} jours.`,
}

export const contactDetails: Kept = {
  data: 'Adresse postale, téléphones, adresse e-mail',
  purpose: 'Vous envoyer la carte, vous prévenir, calculer une distance si vous demandez l’aide THR.',
  seenBy: 'Vous et les agents de la Région.',
  until: UNTIL_CLOSED,
}

export const consents: Kept = {
  data: 'Consentements (bons plans, newsletters) et choix de l’e-mail ou du SMS',
  purpose: 'Vous écrire seulement ce que vous avez accepté, comme vous l’avez choisi.',
  seenBy: 'Vous et les agents de la Région.',
  until: 'Jusqu’à ce que vous les retiriez dans « Mon compte », ou à la fermeture de votre compte.',
}

export const fingerprint: Kept = {
  data: 'Empreinte de votre identité, après la fermeture d’un compte',
  purpose:
    'Ne pas donner deux fois l’argent de la même campagne, ou l’aide THR de la même année. On ne peut pas y lire votre nom ni votre date de naissance.',
  seenBy: 'Personne : elle ne sert qu’à comparer.',
  until: 'Effacée quand elle ne peut plus servir : la campagne, et l’année du contrat pour l’aide THR, sont terminées.',
}
