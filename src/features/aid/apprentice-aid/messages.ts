import { message } from '../../../platform/messages/message.ts'
import { wholeEuros } from './aid.ts'

/** What is said to the apprentice about their request for the aid. */

interface Submitted {
  number: string
  /** The CFA that checks it; the Region without one. */
  checked_by: string | null
  total_cents: number
}

export const aidSubmitted = message(
  'apprentice-aid.submitted',
  [
    {
      who: 'Apprentice',
      when: 'sent their request for the apprentice aid',
      example: [{ number: '123456789', checked_by: 'CFA du Beffroi', total_cents: 28_000 }],
    },
    {
      who: 'Apprentice of a CFA outside the Region',
      when: 'sent their request for the apprentice aid',
      example: [{ number: '123456789', checked_by: null, total_cents: 28_000 }],
    },
  ],
  ({ number, checked_by, total_cents }: Submitted) => ({
    subject: 'Votre demande d’aide THR est envoyée',
    paragraphs: [
      'Bonjour,',
      `Votre demande d’aide pour le transport, l’hébergement et la restauration (demande n° ${number}) est envoyée. Montant demandé : ${wholeEuros(total_cents)}.`,
      checked_by
        ? `Votre établissement, ${checked_by}, vérifie maintenant votre inscription. La Région traitera ensuite votre demande.`
        : 'Votre établissement n’étant pas situé en Région Hauts-de-France, elle est transmise directement à la Région pour traitement.',
      'Vous n’avez rien à faire : nous vous prévenons à chaque étape. Suivez votre demande depuis votre page d’accueil.',
    ],
    sms: `Génération #HDF : votre demande d’aide THR n° ${number} est envoyée. ${checked_by ? 'Votre établissement' : 'La Région'} la vérifie, nous vous prévenons.`,
  }),
)
