import { places } from '../../../../places.ts'
import { page } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Success } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { newPasswordPage } from '../../../people/accounts/index.ts'
import {
  chooseStaffPassword,
  deadGuardianPasswordLink,
  forgottenByEmail,
  proveStaffLink,
  staffByLink,
} from '../../../people/staff/index.ts'
import { emailSignInPage } from '../../../people/staff-sign-in/index.ts'

/** How guardians sign in: as staff do, at addresses of their own. */

export const guardianSignIn = emailSignInPage({
  place: places.public.guardianSignIn,
  isGuardian: true,
  title: 'Connexion des responsables légaux',
  description: `Suivez la demande de carte ${OUR_REGION.card} du jeune de moins de 18 ans dont vous êtes responsable légal.`,
  whose: 'Pour qui suit le dossier d’un jeune de moins de 18 ans, à sa demande. Un code vous est demandé après le mot de passe.',
  forgotten: places.public.guardianForgottenPassword,
  others: (
    <p>
      Vous êtes bénéficiaire de la carte ? <a href={places.public.signIn.to()}>Connexion des bénéficiaires</a>
    </p>
  ),
})

const forgotten = forgottenByEmail({
  places: {
    ask: places.public.guardianForgottenPassword,
    asked: places.public.guardianResetAsked,
    signIn: places.public.guardianSignIn,
  },
  whose: ', responsables légaux',
  hint: 'Celle où vous avez reçu le mail de confirmation.',
  isGuardian: true,
  otherwise: <>Si vous n’avez plus accès à cette adresse, le jeune peut indiquer la nouvelle depuis son espace.</>,
})
export const guardianForgottenPassword = forgotten.ask
export const guardianResetAsked = forgotten.asked

export const guardianPassword = newPasswordPage({
  place: places.public.guardianPassword,
  title: 'Choisir votre mot de passe de responsable légal',
  button: 'Enregistrer',
  ownerOf: staffByLink,
  usernameOf: (_db, { email }) => email,
  dead: deadGuardianPasswordLink,
  note: ({ email }) => `Pour le compte ${email}.`,
  prove: proveStaffLink,
  choose: (tx, token, hash) => chooseStaffPassword(tx, { token, hash }),
  next: places.public.guardianPasswordChosen,
})

/** After a link was used: nobody is signed in by it. */
export const guardianPasswordChosen = page(publicSpace, places.public.guardianPasswordChosen, {
  title: 'Mot de passe de responsable légal enregistré',
  view: () => (
    <>
      <Success title="Votre mot de passe est enregistré">
        <p>
          Connectez-vous avec votre adresse e-mail et ce mot de passe. Un code vous sera demandé ensuite : il arrive par mail, ou par SMS si
          vous l’avez choisi.
        </p>
      </Success>
      <Actions>
        <ButtonLink href={places.public.guardianSignIn.to()}>Se connecter</ButtonLink>
      </Actions>
    </>
  ),
})
