import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** Without an SMS: it would go to the number that has just been given. */
export const phonesChanged = message(
  'beneficiary.phones-changed',
  { who: 'Beneficiary', when: 'an agent changed their telephones after a call', example: [{ firstName: 'Jean' }] },
  ({ firstName }: { firstName: string }) => ({
    subject: 'Vos numéros de téléphone ont changé',
    paragraphs: [
      `Bonjour ${firstName},`,
      `La Région a changé les numéros de téléphone de votre compte ${OUR_REGION.card}, après un appel au numéro vert. Vous les trouvez dans « Mon compte ».`,
      `Si vous n’avez rien demandé, appelez tout de suite le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

/** By the Region, at their request. The address is not in it: what is sent may be read by whoever shares a letter box. */
export const addressChanged = message(
  'beneficiary.address-changed',
  { who: 'Beneficiary', when: 'an agent changed their postal address after a call', example: [{ firstName: 'Jean' }] },
  ({ firstName }: { firstName: string }) => ({
    subject: 'Votre adresse postale a changé',
    paragraphs: [
      `Bonjour ${firstName},`,
      `La Région a changé l’adresse postale de votre compte ${OUR_REGION.card}, après un appel au numéro vert. Une carte qui n’est pas encore partie y sera envoyée. La nouvelle adresse est dans « Mon compte ».`,
      `Si vous n’avez rien demandé, appelez tout de suite le numéro vert ${OUR_REGION.phone}.`,
    ],
    sms: `${OUR_REGION.card} : la Région a changé votre adresse postale, après un appel. Si ce n’est pas vous, appelez vite le ${OUR_REGION.phone}.`,
  }),
)
