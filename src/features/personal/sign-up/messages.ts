import { places } from '../../../places.ts'
import { message, SECRET } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
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
    subject: `Votre compte ${OUR_REGION.card} est créé`,
    paragraphs: [
      hello(firstName),
      `Votre compte ${OUR_REGION.card} est créé. Voici de quoi vous connecter pour poursuivre votre demande de carte :`,
      `Numéro de dossier : ${fileNumber}\nMot de passe provisoire : ${SECRET}`,
      `${publicUrl}${places.public.signIn.to()}`,
      `Ce mot de passe provisoire est valable ${TEMPORARY_PASSWORD_HOURS} heures. Il remplace ceux que vous auriez reçus avant. À votre première connexion, vous choisirez le vôtre. Gardez bien votre numéro de dossier : il vous servira à chaque connexion.`,
      `Passé ce délai, choisissez un mot de passe depuis cette page :\n${publicUrl}${places.public.forgottenPassword.to()}`,
      'Si vous n’avez rien demandé, ne tenez pas compte de ce message.',
    ],
    secret: 'temporary-password',
  }),
)

/** Somebody signs up under their name with another address, and nobody has come in yet: the file stays where it is. */
export const signedUpElsewhere = message(
  'account-signed-up-again',
  {
    who: 'Beneficiary, at the first address',
    when: 'somebody signs up under their name with another, before they ever signed in',
    example: [JEAN],
  },
  ({ firstName, fileNumber, publicUrl }: Words) => ({
    subject: 'Une autre inscription à votre nom',
    paragraphs: [
      hello(firstName),
      'Une inscription vient d’être refaite à votre nom avec une autre adresse e-mail. Votre compte n’a pas changé : nous continuons à écrire à cette adresse-ci.',
      `Numéro de dossier : ${fileNumber}`,
      `Pour vous connecter, choisissez un mot de passe depuis cette page :\n${publicUrl}${places.public.forgottenPassword.to()}`,
      `C’est vous, et vous préférez l’autre adresse ? Connectez-vous, puis changez-la dans « Mon compte », ou appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

/** To the address that was typed first and was not theirs: what it received opens nothing any more. It names nobody. */
export const addressWasMistyped = message(
  'account-address-mistyped',
  { who: 'Whoever reads the first address', when: 'the address is mended in the hour of the sign-up', example: [] },
  () => ({
    subject: `Inscription à ${OUR_REGION.card} : cette adresse n’est plus utilisée`,
    paragraphs: [
      'Bonjour,',
      `Cette adresse e-mail a été indiquée pour une inscription à la carte ${OUR_REGION.card}, puis remplacée par une autre. Nous n’y écrirons plus, et le mot de passe provisoire que vous avez pu y recevoir ne sert plus.`,
      'Vous ne vous êtes pas inscrit ? Vous n’avez rien à faire.',
      `Vous vous êtes inscrit, et ce n’est pas vous qui avez changé l’adresse ? Appelez vite le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

export const accountExists = message(
  'account-exists',
  { who: 'Beneficiary', when: 'somebody signs up under their name, and they have an account', example: [JEAN] },
  ({ firstName, fileNumber, publicUrl }: Words) => ({
    subject: `Vous avez déjà un compte ${OUR_REGION.card}`,
    paragraphs: [
      hello(firstName),
      `Une inscription vient d’être faite à votre nom, mais vous avez déjà un compte ${OUR_REGION.card}. Il n’a pas changé, et aucun autre n’a été créé.`,
      `Numéro de dossier : ${fileNumber}`,
      `Pour vous connecter avec ce numéro et votre mot de passe :\n${publicUrl}${places.public.signIn.to()}`,
      `Si vous avez oublié votre mot de passe, choisissez-en un nouveau depuis cette page :\n${publicUrl}${places.public.forgottenPassword.to()}`,
      `Si cette inscription ne vient pas de vous, vous n’avez rien à faire. Une autre personne a le même nom et la même date de naissance que vous ? Qu’elle appelle le numéro vert ${OUR_REGION.phone} : elle aura son propre compte.`,
    ],
  }),
)
