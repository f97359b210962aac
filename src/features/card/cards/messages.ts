import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

export const cardMade = message('card.made', { who: 'Beneficiary', when: 'their card is made', example: [] }, () => ({
  subject: `Votre carte ${OUR_REGION.card} est fabriquée`,
  paragraphs: [
    'Bonjour,',
    `Votre carte ${OUR_REGION.card} est fabriquée. Elle part bientôt par la poste, à l’adresse de votre demande.`,
    'Sans l’attendre, vous pouvez payer avec le QR code de votre espace, page « Ma carte ».',
  ],
  sms: `${OUR_REGION.card} : votre carte est fabriquée, elle part bientôt par la poste. Sans attendre, payez avec le QR code de votre espace.`,
}))

export const cardShipped = message('card.shipped', { who: 'Beneficiary', when: 'their card is posted', example: [] }, () => ({
  subject: `Votre carte ${OUR_REGION.card} est expédiée`,
  paragraphs: [
    'Bonjour,',
    `Votre carte ${OUR_REGION.card} vient d’être expédiée, à l’adresse de votre demande.`,
    `Si vous ne l’avez pas reçue dans les 15 jours, vérifiez que votre nom est sur votre boîte aux lettres, puis dites-le dans « Ma carte », « Un problème de carte ? », ou appelez le ${OUR_REGION.phone}.`,
  ],
  sms: `${OUR_REGION.card} : votre carte vient d’être expédiée. Pas reçue dans les 15 jours ? Appelez le ${OUR_REGION.phone}.`,
}))

/** To who must send another photo before the card is made. */
export const photoToRedo = message(
  'card.photo-to-redo',
  { who: 'Beneficiary', when: 'an agent asks for another photo', example: [{ reason: 'Le visage est coupé.' }] },
  ({ reason }: { reason: string }) => ({
    subject: 'Votre photo est à refaire',
    paragraphs: [
      'Bonjour,',
      `La Région ne peut pas imprimer votre carte ${OUR_REGION.card} avec cette photo :`,
      `« ${reason} »`,
      'Envoyez-en une autre depuis votre espace, page « Ma carte » : votre carte est fabriquée ensuite. En attendant, vous pouvez payer avec le QR code de cette page.',
    ],
    sms: `${OUR_REGION.card} : votre photo est à refaire. Envoyez-en une autre depuis votre espace, page « Ma carte », pour recevoir votre carte.`,
  }),
)

/** To whose card the post brought back. */
export const cardReturned = message('card.returned', { who: 'Beneficiary', when: 'the post brought their card back', example: [] }, () => ({
  subject: 'Votre carte nous est revenue : vérifiez votre adresse',
  paragraphs: [
    'Bonjour,',
    `La poste nous a rendu votre carte ${OUR_REGION.card} : elle n’a pas pu vous la remettre.`,
    'Connectez-vous à votre espace : la page d’accueil vous demande de vérifier votre adresse. Regardez aussi que votre nom est sur votre boîte aux lettres. Votre carte repart dès que vous avez confirmé.',
    'En attendant, vous pouvez payer avec le QR code de votre espace, page « Ma carte ».',
  ],
  sms: `${OUR_REGION.card} : votre carte nous est revenue par la poste. Vérifiez votre adresse dans votre espace : elle repart ensuite.`,
}))
