import type { Kept } from '../../../platform/retention.ts'

/** The IBAN of an account that was paid, once it has ended: as long as a transfer may be asked about, thirteen months. */
export const ENDED_IBAN_DAYS = 395

/** That of an account that was proposed and never paid: its mark shows meanwhile who tries it again. */
export const UNUSED_IBAN_DAYS = 90

export const shopAccount: Kept = {
  data: 'Partenaires : compte bancaire du commerce (titulaire, IBAN, BIC), et qui l’a proposé ou accepté',
  purpose: 'Verser au commerce ce que la carte y a payé, et voir si un même compte sert à plusieurs.',
  seenBy:
    'Les gestionnaires du commerce et les agents de la Région chargés des partenaires. L’IBAN est chiffré, et jamais affiché en entier.',
  until: `L’IBAN est effacé ${ENDED_IBAN_DAYS} jours après le dernier jour du compte, ${UNUSED_IBAN_DAYS} jours s’il n’a pas été accepté. Le titulaire et les derniers chiffres restent, comme preuve des virements.`,
}
