import { places } from '../../../../places.ts'
import { TextField } from '../../../../ui/form.tsx'
import { forgottenPasswordPages } from '../../accounts/index.ts'
import { askStaffReset } from '../ask-reset.ts'
import { STAFF_RESET_MINUTES, staffForgottenPasswordForm } from '../staff.ts'

export const staffForgottenPassword = forgottenPasswordPages({
  places: { ask: places.public.staffForgottenPassword, asked: places.public.staffResetAsked, signIn: places.public.staffSignIn },
  whose: ', professionnels',
  words: 'Vous recevrez un mail contenant un lien pour choisir un nouveau mot de passe.',
  fields: (form) => (
    <TextField
      form={form}
      name="email"
      label="Adresse e-mail"
      hint="Celle avec laquelle vous vous connectez."
      type="email"
      inputmode="email"
      autocomplete="username"
      spellcheck={false}
    />
  ),
  schema: staffForgottenPasswordForm,
  countedBy: ({ email }) => `email:${email.toLowerCase()}`,
  ask: askStaffReset,
  ifKnown: 'Si cette adresse est celle d’un compte, nous y envoyons un mail.',
  minutes: STAFF_RESET_MINUTES,
  check: 'Vérifiez votre adresse',
  otherwise: (
    <>
      Si vous n’avez plus accès à cette adresse, appelez le numéro vert <a href="tel:+33800026080">0800 026 080</a>.
    </>
  ),
})
