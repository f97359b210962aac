import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** The last one, to the address that is about to be forgotten. */
export const accountClosed = message(
  'beneficiary.account-closed',
  { who: 'Beneficiary', when: 'closed their account', example: [{ firstName: 'Jean' }] },
  ({ firstName }: { firstName: string }) => ({
    subject: `Votre compte ${OUR_REGION.card} est fermé`,
    paragraphs: [
      `Bonjour ${firstName},`,
      `Vous avez fermé votre compte ${OUR_REGION.card}. Votre carte est arrêtée, vos prépaiements en attente sont annulés, et vos informations personnelles sont effacées. Nous ne vous écrirons plus.`,
      `Si ce n’est pas vous, appelez vite le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)
