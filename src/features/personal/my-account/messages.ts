import { places } from '../../../places.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { EMAIL_CHANGE_HOURS, EMAIL_LINK_MINUTES } from './account.ts'

interface Words {
  firstName: string
  publicUrl: string
}

const JEAN: Words = { firstName: 'Jean', publicUrl: 'https://carte.example' }

const hello = (firstName: string) => `Bonjour ${firstName},`

/** To the new address. */
export const emailToConfirm = message(
  'beneficiary.email-to-confirm',
  { who: 'Whoever reads the new address', when: 'a beneficiary changes their e-mail address', example: [JEAN] },
  ({ firstName, publicUrl }: Words) => ({
    subject: 'Confirmez votre nouvelle adresse e-mail',
    paragraphs: [
      hello(firstName),
      `Vous voulez recevoir à cette adresse les messages de votre compte ${OUR_REGION.card}. Pour la confirmer, ouvrez ce lien dans les ${EMAIL_LINK_MINUTES} minutes. Il ne sert qu’une fois :`,
      `${publicUrl}${places.public.emailConfirmation.to({ token: SECRET })}`,
      'Si vous n’avez rien demandé, ne tenez pas compte de ce message.',
    ],
    secret: 'email-link',
  }),
)

/** To the address in use: without an SMS, so that it always goes there. */
export const emailChangeAsked = message(
  'beneficiary.email-change-asked',
  { who: 'Beneficiary, at the address in use', when: 'changes their e-mail address', example: [JEAN] },
  ({ firstName, publicUrl }: Words) => ({
    subject: 'Changement de votre adresse e-mail',
    paragraphs: [
      hello(firstName),
      `Une nouvelle adresse e-mail vient d’être demandée pour votre compte ${OUR_REGION.card}. Celle-ci reste la vôtre tant que la nouvelle n’est pas confirmée.`,
      `Si ce n’est pas vous, changez tout de suite votre mot de passe, puis abandonnez ce changement dans « Mon compte » :\n${publicUrl}${places.public.forgottenPassword.to()}`,
      `Vous pouvez aussi appeler le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

/** The same, when an agent asked for whoever called: the person may have lost that letter box, or be robbed of their account. */
export const emailChangeAskedByPhone = message(
  'beneficiary.email-change-asked-by-phone',
  { who: 'Beneficiary, at the address in use', when: 'an agent asks for another address after a call', example: [JEAN] },
  ({ firstName, publicUrl }: Words) => ({
    subject: 'Changement de votre adresse e-mail',
    paragraphs: [
      hello(firstName),
      `Quelqu’un a demandé au numéro vert de changer l’adresse e-mail de votre compte ${OUR_REGION.card}. Celle-ci reste la vôtre pendant ${EMAIL_CHANGE_HOURS} heures, sauf si un second conseiller vérifie la demande et l’accepte avant.`,
      `Si ce n’est pas vous, arrêtez ce changement avec ce lien :\n${publicUrl}${places.public.emailStop.to({ token: SECRET })}`,
      `Vous pouvez aussi appeler tout de suite le numéro vert ${OUR_REGION.phone}.`,
    ],
    secret: 'email-stop-link',
  }),
)

/** To the address that is no longer in use. */
export const formerEmailWasChanged = message(
  'beneficiary.former-email-changed',
  { who: 'Beneficiary, at the former address', when: 'their e-mail address has changed', example: [{ firstName: 'Jean' }] },
  ({ firstName }: { firstName: string }) => ({
    subject: 'Votre adresse e-mail a changé',
    paragraphs: [
      hello(firstName),
      `L’adresse e-mail de votre compte ${OUR_REGION.card} vient de changer. Nous n’écrirons plus à celle-ci.`,
      `Si ce n’est pas vous, appelez tout de suite le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

export const emailWasChanged = message(
  'beneficiary.email-changed',
  { who: 'Beneficiary, at the new address', when: 'their e-mail address has changed', example: [{ ...JEAN, fileNumber: '4827501935' }] },
  ({ firstName, publicUrl, fileNumber }: Words & { fileNumber: string }) => ({
    subject: 'Votre nouvelle adresse e-mail est enregistrée',
    paragraphs: [
      hello(firstName),
      `Les messages de votre compte ${OUR_REGION.card} arrivent désormais à cette adresse.`,
      `Numéro de dossier : ${fileNumber}`,
      `Les liens et les mots de passe provisoires envoyés à l’ancienne ne servent plus. Pour choisir un mot de passe :\n${publicUrl}${places.public.forgottenPassword.to()}`,
    ],
  }),
)
