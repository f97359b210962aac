import { places } from '../../../../places.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { InfoBox } from '../../../../ui/blocks.tsx'
import { DateField, TextField } from '../../../../ui/form.tsx'
import { deadLink, forgottenPasswordForm, RESET_LINK_MINUTES } from '../account.ts'
import { askReset } from '../ask-reset.ts'
import { accountByResetToken, latestFileNumber } from '../queries.ts'
import { proveReset, resetPassword } from '../reset-password.ts'
import { forgottenPasswordPages, newPasswordPage } from './password-pages.tsx'

export const forgottenPassword = forgottenPasswordPages({
  places: { ask: places.public.forgottenPassword, asked: places.public.resetAsked, signIn: places.public.signIn },
  words: 'Vous recevrez un mail contenant un lien vous permettant de définir un nouveau mot de passe.',
  fields: (form) => (
    <>
      <TextField
        form={form}
        name="number"
        label="Numéro de dossier ou numéro de carte"
        hint="Le numéro de dossier a 10 chiffres. Le numéro de carte en a 8."
        inputmode="numeric"
        autocomplete="username"
        width={20}
      />
      <DateField form={form} name="birthDate" label="Date de naissance" hint="Par exemple : 17 06 2010" birthDate />
    </>
  ),
  help: (
    <InfoBox title="Vous n’avez plus ces numéros ou cette adresse e-mail ?">
      <p>
        Appelez le numéro vert <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a> ou écrivez à{' '}
        <a href={`mailto:${OUR_REGION.email}`}>{OUR_REGION.email}</a> en précisant votre numéro de dossier, vos nom, prénom et date de
        naissance.
      </p>
    </InfoBox>
  ),
  schema: forgottenPasswordForm,
  countedBy: ({ number }) => `number:${number}`,
  ask: askReset,
  ifKnown: 'Si ce numéro et cette date de naissance sont ceux d’un compte, nous envoyons un mail à son adresse.',
  minutes: RESET_LINK_MINUTES,
  check: 'Vérifiez votre numéro et votre date de naissance',
  otherwise: (
    <>
      Si vous avez changé d’adresse e-mail, appelez le numéro vert <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>.
    </>
  ),
})

export const resetPasswordPage = newPasswordPage({
  place: places.public.passwordReset,
  title: 'Choisir un nouveau mot de passe',
  button: 'Suivant',
  ownerOf: accountByResetToken,
  usernameOf: (db, { id }) => latestFileNumber(db, id),
  dead: deadLink,
  note: ({ first_name, last_name }) => `Compte de ${first_name} ${last_name}.`,
  prove: proveReset,
  choose: (tx, token, chosen) => resetPassword(tx, { token, chosen }),
  next: places.public.passwordChanged,
})
