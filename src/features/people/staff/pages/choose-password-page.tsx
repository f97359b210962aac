import { places } from '../../../../places.ts'
import { page } from '../../../../platform/http/page.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { Success } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { newPasswordPage } from '../../accounts/index.ts'
import { chooseStaffPassword, proveStaffLink } from '../choose-password.ts'
import { staffByLink } from '../queries.ts'
import { deadStaffLink } from '../staff.ts'

export const staffPasswordPage = newPasswordPage({
  place: places.public.staffPassword,
  title: 'Choisir votre mot de passe',
  button: 'Enregistrer',
  ownerOf: staffByLink,
  usernameOf: (_db, { email }) => email,
  dead: deadStaffLink,
  note: ({ email }) => `Pour le compte ${email}.`,
  prove: proveStaffLink,
  choose: (tx, token, hash) => chooseStaffPassword(tx, { token, hash }),
  next: places.public.staffPasswordChosen,
})

export const staffPasswordChosenPage = page(publicSpace, places.public.staffPasswordChosen, {
  title: 'Mot de passe enregistré',
  view: () => (
    <>
      <Success title="Votre mot de passe est enregistré">
        <p>Connectez-vous avec votre adresse e-mail et ce mot de passe.</p>
      </Success>
      <Actions>
        <ButtonLink href={places.public.staffSignIn.to()}>Se connecter</ButtonLink>
      </Actions>
    </>
  ),
})
