import type { Kept } from '../../../platform/retention.ts'

/** A code that nobody gave. */
export const CODE_DAYS = 1

export const renewals: Kept = {
  data: 'Partenaires : accord sur un nouveau texte de la convention (nom, adresse e-mail, compte du gestionnaire, heure, réseau, navigateur, trace du code), et mails qui l’ont demandé',
  purpose: 'Prouver ce que chacun a accepté.',
  seenBy: 'Les gestionnaires du commerce, et les agents de la Région chargés des partenaires.',
  until: `Tant que la convention peut être invoquée. Un code qui n’a pas servi est effacé la nuit suivante avec le nom saisi, après ${CODE_DAYS} jour.`,
}
