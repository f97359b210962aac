import { places } from '../../../places.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { RESET_LINK_MINUTES } from './account.ts'

interface Words {
  firstName: string
  publicUrl: string
}

const JEAN: Words = { firstName: 'Jean', publicUrl: 'https://carte.example' }

const hello = (firstName: string) => `Bonjour ${firstName},`

export const resetAsked = message(
  'reset-asked',
  { who: 'Beneficiary', when: 'asks for a new password', example: [JEAN] },
  ({ firstName, publicUrl }: Words) => ({
    subject: 'Choisissez un nouveau mot de passe',
    paragraphs: [
      hello(firstName),
      `Vous avez indiqué avoir oublié votre mot de passe. Pour en choisir un nouveau, ouvrez ce lien dans les ${RESET_LINK_MINUTES} minutes. Il ne sert qu’une fois, et remplace ceux que vous auriez reçus avant :`,
      `${publicUrl}${places.public.passwordReset.to({ token: SECRET })}`,
      'Si vous n’avez rien demandé, ne tenez pas compte de ce message : votre mot de passe ne change pas.',
    ],
    secret: 'reset-link',
  }),
)

/** Of one that was chosen before: not of the first, just after the mail that brought the temporary one. */
export const passwordWasChanged = message(
  'password-changed',
  { who: 'Beneficiary', when: 'has changed their password', example: [{ firstName: 'Jean' }] },
  ({ firstName }: Pick<Words, 'firstName'>) => ({
    subject: 'Votre mot de passe a changé',
    paragraphs: [
      hello(firstName),
      `Le mot de passe de votre compte ${OUR_REGION.card} vient d’être changé. Les appareils où il était ouvert sont déconnectés.`,
      `Si ce n’est pas vous, appelez tout de suite le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

/** An agent of the Region sends it, on the telephone with its owner. */
export const resetOffered = message(
  'reset-offered',
  { who: 'Beneficiary', when: 'an agent sends them a link for a new password', example: [JEAN] },
  ({ firstName, publicUrl }: Words) => ({
    subject: 'Choisissez un nouveau mot de passe',
    paragraphs: [
      hello(firstName),
      `La Région vous envoie ce lien pour choisir un nouveau mot de passe. Ouvrez-le dans les ${RESET_LINK_MINUTES} minutes. Il ne sert qu’une fois, et remplace ceux que vous auriez reçus avant :`,
      `${publicUrl}${places.public.passwordReset.to({ token: SECRET })}`,
      'Si vous n’avez rien demandé, ne tenez pas compte de ce message : votre mot de passe ne change pas.',
    ],
    secret: 'reset-link',
  }),
)
