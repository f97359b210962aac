import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, PageHeading, Panel, Success } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, DateField, ErrorSummary, Form, TextField } from '../../../../ui/form.tsx'
import { deadLink, forgottenPasswordForm, newPasswordForm, RESET_LINK_MINUTES, resetTries, sharedLimits } from '../account.ts'
import { askReset } from '../ask-reset.ts'
import { accountByResetToken } from '../queries.ts'
import { proveReset, resetPassword } from '../reset-password.ts'
import { NewPasswordFields } from './new-password-fields.tsx'

export const forgottenPasswordPage = page(publicSpace, places.public.forgottenPassword, {
  title: 'Mot de passe oublié',
  view: ({ form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Mot de passe oublié</PageHeading>
      <p>Vous recevrez un mail contenant un lien vous permettant de définir un nouveau mot de passe.</p>
      <Panel>
        <Form form={form}>
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
          <Actions>
            <ButtonLink href={places.public.signIn.to()} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Recevoir le lien</Button>
          </Actions>
        </Form>
      </Panel>
      <InfoBox title="Vous n’avez plus ces numéros ou cette adresse e-mail ?">
        <p>
          Appelez le numéro vert <a href="tel:+33800026080">0800 026 080</a> ou écrivez à{' '}
          <a href="mailto:beneficiaires.hdf@hautsdefrance.fr">beneficiaires.hdf@hautsdefrance.fr</a> en précisant votre numéro de dossier,
          vos nom, prénom et date de naissance.
        </p>
      </InfoBox>
    </>
  ),
  submit: form(
    forgottenPasswordForm,
    {
      prepare: ({ db, now, visit: { network }, input }) =>
        takeTry(db, [...sharedLimits('forgotten-password', network), resetTries(`number:${input.number}`, network)], now),
    },
    async ({ tx, visit, input }) => {
      await askReset(tx, { ...input, publicUrl: visit.site.config.publicUrl })
      return see(places.public.resetAsked.to())
    },
  ),
})

/** The same whatever was typed. */
export const resetAskedPage = page(publicSpace, places.public.resetAsked, {
  title: 'Demande envoyée',
  view: () => (
    <>
      <Success title="Votre demande est envoyée">
        <p>
          Si ce numéro et cette date de naissance sont ceux d’un compte, nous envoyons un mail à son adresse. Le lien qu’il contient est
          valable {RESET_LINK_MINUTES} minutes et ne sert qu’une fois.
        </p>
      </Success>
      <InfoBox title="Vous ne recevez rien ?">
        <ul>
          <li>Vérifiez l’onglet « Courriers indésirables » de votre messagerie.</li>
          <li>
            Vérifiez votre numéro et votre date de naissance, puis <a href={places.public.forgottenPassword.to()}>recommencez</a>.
          </li>
          <li>
            Si vous avez changé d’adresse e-mail, appelez le numéro vert <a href="tel:+33800026080">0800 026 080</a>.
          </li>
        </ul>
      </InfoBox>
    </>
  ),
})

/** Opening the link does not use it up; a mail box may open it before its owner. */
export const resetPasswordPage = page(publicSpace, places.public.passwordReset, {
  title: 'Choisir un nouveau mot de passe',
  async view({ db, now, params, form }) {
    if (!(await accountByResetToken(db, now, params.token))) throw deadLink()
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Choisir un nouveau mot de passe</PageHeading>
        <Panel>
          <Form form={form}>
            <p class="hint">Tous les champs sont obligatoires.</p>
            <NewPasswordFields form={form} />
            <Actions>
              <Button>Suivant</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    newPasswordForm,
    { prepare: ({ db, now, params, input }) => proveReset(db, now, { token: params.token, newPassword: input.newPassword }) },
    async ({ tx, params, prepared }) => {
      await resetPassword(tx, { token: params.token, chosen: prepared })
      return see(places.public.passwordChanged.to())
    },
  ),
})
