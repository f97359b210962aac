import { type Message, SECRET } from '../../../platform/messages/message.ts'
import { RESET_LINK_MINUTES, TEMPORARY_PASSWORD_HOURS } from './account.ts'

interface Words {
  firstName: string
  fileNumber: string
  publicUrl: string
}

const hello = (firstName: string) => `Bonjour ${firstName},`

export const accountCreated = ({ firstName, fileNumber, publicUrl }: Words): Message => ({
  template: 'account-created',
  subject: 'Votre compte Génération #HDF est créé',
  paragraphs: [
    hello(firstName),
    'Votre compte Génération #HDF est créé. Voici de quoi vous connecter pour poursuivre votre demande de carte :',
    `Numéro de dossier : ${fileNumber}\nMot de passe provisoire : ${SECRET}`,
    `${publicUrl}/connexion`,
    `Ce mot de passe provisoire est valable ${TEMPORARY_PASSWORD_HOURS} heures. Il remplace ceux que vous auriez reçus avant. À votre première connexion, vous choisirez le vôtre. Gardez bien votre numéro de dossier : il vous servira à chaque connexion.`,
    `Passé ce délai, choisissez un mot de passe depuis cette page :\n${publicUrl}/mot-de-passe-oublie`,
    'Si vous n’avez rien demandé, ne tenez pas compte de ce message.',
  ],
  secret: 'temporary-password',
})

export const accountExists = ({ firstName, fileNumber, publicUrl }: Words): Message => ({
  template: 'account-exists',
  subject: 'Vous avez déjà un compte Génération #HDF',
  paragraphs: [
    hello(firstName),
    'Une inscription vient d’être faite à votre nom, mais vous avez déjà un compte Génération #HDF. Il n’a pas changé, et aucun autre n’a été créé.',
    `Numéro de dossier : ${fileNumber}`,
    `Pour vous connecter avec ce numéro et votre mot de passe :\n${publicUrl}/connexion`,
    `Si vous avez oublié votre mot de passe, choisissez-en un nouveau depuis cette page :\n${publicUrl}/mot-de-passe-oublie`,
    'Si cette inscription ne vient pas de vous, vous n’avez rien à faire.',
  ],
})

export const resetAsked = ({ firstName, publicUrl }: Pick<Words, 'firstName' | 'publicUrl'>): Message => ({
  template: 'reset-asked',
  subject: 'Choisissez un nouveau mot de passe',
  paragraphs: [
    hello(firstName),
    `Vous avez indiqué avoir oublié votre mot de passe. Pour en choisir un nouveau, ouvrez ce lien dans les ${RESET_LINK_MINUTES} minutes. Il ne sert qu’une fois, et remplace ceux que vous auriez reçus avant :`,
    `${publicUrl}/mot-de-passe/${SECRET}`,
    'Si vous n’avez rien demandé, ne tenez pas compte de ce message : votre mot de passe ne change pas.',
  ],
  secret: 'reset-link',
})

/** An agent of the Region sends it, on the telephone with its owner. */
export const resetOffered = ({ firstName, publicUrl }: Pick<Words, 'firstName' | 'publicUrl'>): Message => ({
  template: 'reset-offered',
  subject: 'Choisissez un nouveau mot de passe',
  paragraphs: [
    hello(firstName),
    `La Région vous envoie ce lien pour choisir un nouveau mot de passe. Ouvrez-le dans les ${RESET_LINK_MINUTES} minutes. Il ne sert qu’une fois, et remplace ceux que vous auriez reçus avant :`,
    `${publicUrl}/mot-de-passe/${SECRET}`,
    'Si vous n’avez rien demandé, ne tenez pas compte de ce message : votre mot de passe ne change pas.',
  ],
  secret: 'reset-link',
})
