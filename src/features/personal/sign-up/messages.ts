import { places } from '../../../places.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { TEMPORARY_PASSWORD_HOURS } from '../../people/accounts/index.ts'

interface Words {
  firstName: string
  fileNumber: string
  publicUrl: string
}

const JEAN: Words = { firstName: 'Jean', fileNumber: '4827501935', publicUrl: 'https://carte.example' }

const hello = (firstName: string) => `Bonjour ${firstName},`

export const accountCreated = message(
  'account-created',
  { who: 'Beneficiary', when: 'signs up', example: [JEAN] },
  ({ firstName, fileNumber, publicUrl }: Words) => ({
    subject: 'Votre compte Génération #HDF est créé',
    paragraphs: [
      hello(firstName),
      'Votre compte Génération #HDF est créé. Voici de quoi vous connecter pour poursuivre votre demande de carte :',
      `Numéro de dossier : ${fileNumber}\nMot de passe provisoire : ${SECRET}`,
      `${publicUrl}${places.public.signIn.to()}`,
      `Ce mot de passe provisoire est valable ${TEMPORARY_PASSWORD_HOURS} heures. Il remplace ceux que vous auriez reçus avant. À votre première connexion, vous choisirez le vôtre. Gardez bien votre numéro de dossier : il vous servira à chaque connexion.`,
      `Passé ce délai, choisissez un mot de passe depuis cette page :\n${publicUrl}${places.public.forgottenPassword.to()}`,
      'Si vous n’avez rien demandé, ne tenez pas compte de ce message.',
    ],
    secret: 'temporary-password',
  }),
)

export const accountExists = message(
  'account-exists',
  { who: 'Beneficiary', when: 'somebody signs up under their name, and they have an account', example: [JEAN] },
  ({ firstName, fileNumber, publicUrl }: Words) => ({
    subject: 'Vous avez déjà un compte Génération #HDF',
    paragraphs: [
      hello(firstName),
      'Une inscription vient d’être faite à votre nom, mais vous avez déjà un compte Génération #HDF. Il n’a pas changé, et aucun autre n’a été créé.',
      `Numéro de dossier : ${fileNumber}`,
      `Pour vous connecter avec ce numéro et votre mot de passe :\n${publicUrl}${places.public.signIn.to()}`,
      `Si vous avez oublié votre mot de passe, choisissez-en un nouveau depuis cette page :\n${publicUrl}${places.public.forgottenPassword.to()}`,
      'Si cette inscription ne vient pas de vous, vous n’avez rien à faire. Une autre personne a le même nom et la même date de naissance que vous ? Qu’elle appelle le numéro vert 0800 026 080 : elle aura son propre compte.',
    ],
  }),
)
