import { places } from '../../../places.ts'
import { type Message, SECRET } from '../../../platform/messages/message.ts'
import { EMAIL_LINK_MINUTES } from '../../personal/my-account/account.ts'

interface Words {
  firstName: string
  publicUrl: string
}

const hello = (firstName: string) => `Bonjour ${firstName},`

/** To the new address. */
export const emailToConfirm = ({ firstName, publicUrl }: Words): Message => ({
  template: 'beneficiary.email-to-confirm',
  subject: 'Confirmez votre nouvelle adresse e-mail',
  paragraphs: [
    hello(firstName),
    `Vous voulez recevoir à cette adresse les messages de votre compte Génération #HDF. Pour la confirmer, ouvrez ce lien dans les ${EMAIL_LINK_MINUTES} minutes. Il ne sert qu’une fois :`,
    `${publicUrl}${places.public.emailConfirmation.to({ token: SECRET })}`,
    'Si vous n’avez rien demandé, ne tenez pas compte de ce message.',
  ],
  secret: 'email-link',
})

/** To the address in use: without an SMS, so that it always goes there. */
export const emailChangeAsked = ({ firstName, publicUrl }: Words): Message => ({
  template: 'beneficiary.email-change-asked',
  subject: 'Changement de votre adresse e-mail',
  paragraphs: [
    hello(firstName),
    'Une nouvelle adresse e-mail vient d’être demandée pour votre compte Génération #HDF. Celle-ci reste la vôtre tant que la nouvelle n’est pas confirmée.',
    `Si ce n’est pas vous, changez tout de suite votre mot de passe, puis abandonnez ce changement dans « Mon compte » :\n${publicUrl}${places.public.forgottenPassword.to()}`,
    'Vous pouvez aussi appeler le numéro vert 0800 026 080.',
  ],
})

/** The same, when an agent asked for whoever called: the person may have lost that letter box, or be robbed of their account. */
export const emailChangeAskedByPhone = ({ firstName, publicUrl }: Words): Message => ({
  template: 'beneficiary.email-change-asked-by-phone',
  subject: 'Changement de votre adresse e-mail',
  paragraphs: [
    hello(firstName),
    'Quelqu’un a demandé au numéro vert de changer l’adresse e-mail de votre compte Génération #HDF. Celle-ci reste la vôtre tant que la nouvelle n’est pas confirmée.',
    `Si ce n’est pas vous, appelez tout de suite le numéro vert 0800 026 080, et abandonnez ce changement dans « Mon compte » :\n${publicUrl}${places.beneficiary.emailChange.to()}`,
  ],
})

/** Without an SMS: it would go to the number that has just been given. */
export const phonesChanged = ({ firstName }: Pick<Words, 'firstName'>): Message => ({
  template: 'beneficiary.phones-changed',
  subject: 'Vos numéros de téléphone ont changé',
  paragraphs: [
    hello(firstName),
    'La Région a changé les numéros de téléphone de votre compte Génération #HDF, après un appel au numéro vert. Vous les trouvez dans « Mon compte ».',
    'Si vous n’avez rien demandé, appelez tout de suite le numéro vert 0800 026 080.',
  ],
})

/** By the Region, at their request. The address is not in it: what is sent may be read by whoever shares a letter box. */
export const addressChanged = ({ firstName }: Pick<Words, 'firstName'>): Message => ({
  template: 'beneficiary.address-changed',
  subject: 'Votre adresse postale a changé',
  paragraphs: [
    hello(firstName),
    'La Région a changé l’adresse postale de votre compte Génération #HDF, après un appel au numéro vert. Une carte qui n’est pas encore partie y sera envoyée. La nouvelle adresse est dans « Mon compte ».',
    'Si vous n’avez rien demandé, appelez tout de suite le numéro vert 0800 026 080.',
  ],
  sms: 'Génération #HDF : la Région a changé votre adresse postale, après un appel. Si ce n’est pas vous, appelez vite le 0800 026 080.',
})
