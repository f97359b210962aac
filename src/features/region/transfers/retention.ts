import type { Kept } from '../../../platform/retention.ts'

/** The IBAN of a transfer, once it is paid or rejected: as long as it may be asked about, thirteen months. */
export const ANSWERED_IBAN_DAYS = 395

/** An answer that was read and never done. */
export const UNDONE_ANSWER_DAYS = 30

export const aidTransfers: Kept = {
  data: 'Aide THR : virements (titulaire, compte, montant, date, réponse de la banque)',
  purpose: 'Vous payer, prouver ce qui vous a été versé, et vous demander un autre compte si la banque refuse le vôtre.',
  seenBy: 'Vous, les agents de la Région chargés des virements, la banque ou le comptable public. L’IBAN est chiffré.',
  until: `L’IBAN est effacé ${ANSWERED_IBAN_DAYS} jours après la réponse de la banque ; le titulaire et le reste du compte, la nuit qui suit l’effacement de celui de votre demande. Le montant et la date restent, sans votre nom.`,
}

export const shopTransfers: Kept = {
  data: 'Partenaires : virements reçus (compte, montant, date, réponse de la banque)',
  purpose: 'Prouver ce qui a été versé au commerce, et retrouver un virement.',
  seenBy:
    'Les agents de la Région chargés des paiements, la banque ou le comptable public. L’IBAN est chiffré, et jamais affiché en entier.',
  until: `L’IBAN est effacé ${ANSWERED_IBAN_DAYS} jours après la réponse de la banque. Le reste est gardé avec le journal de l’argent.`,
}
