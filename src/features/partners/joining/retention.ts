import type { Kept } from '../../../platform/retention.ts'

/** An application that nobody finished. */
export const BEGUN_DAYS = 30

/** One that was refused: somebody may ask why. */
export const REFUSED_DAYS = 90

/** The RIB and the papers of one that was accepted: as long as a transfer may be asked about, thirteen months. */
export const DOCUMENT_DAYS = 395

export const joining: Kept = {
  data: 'Partenaires : demande pour devenir partenaire (commerce, gestionnaire, RIB), et preuve de l’accord sur la convention (nom, adresse e-mail, heure, réseau, navigateur, trace du code)',
  purpose: 'Vérifier qui demande à accepter la carte, le payer, et prouver ce que chacun a accepté.',
  seenBy: 'Les agents de la Région chargés des partenaires. Le RIB et l’IBAN sont chiffrés.',
  until: `${BEGUN_DAYS} jours si la demande n’est pas finie, ${REFUSED_DAYS} jours après un refus. Acceptée : l’IBAN quitte la demande aussitôt, le RIB et les papiers sont effacés ${DOCUMENT_DAYS} jours plus tard ; la convention et sa preuve restent tant qu’elle peut être invoquée.`,
}
