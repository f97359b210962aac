import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { PageHeading, Panel, SessionEnded } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form, PasswordField, TextField } from '../../../../ui/form.tsx'
import { ofBeneficiary, signInForm } from '../account.ts'
import { proveBeneficiary, signIn } from '../sign-in.ts'

export const signInPage = page(publicSpace, places.public.signIn, {
  title: 'Connexion',
  description: `Connectez-vous à votre compte ${OUR_REGION.card} avec votre numéro de carte ou de dossier : solde, QR code, prépaiements, suivi de votre demande.`,
  view: ({ form, actor, visit }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Connexion</PageHeading>
      {(visit.sessionToken ?? visit.keptToken) && !actor && form.errors.length === 0 && <SessionEnded />}
      <Panel>
        <Form form={form}>
          <TextField
            form={form}
            name="number"
            label="Numéro de carte ou numéro de dossier"
            hint="Le numéro de carte a 8 chiffres. Le numéro de dossier en a 10 : il est dans le mail reçu à l’inscription."
            inputmode="numeric"
            autocomplete="username"
            width={20}
          />
          <PasswordField form={form} name="password" label="Mot de passe" autocomplete="current-password" />
          <p>
            <a href={places.public.forgottenPassword.to()}>Mot de passe oublié ?</a>
          </p>
          <Actions>
            <Button>Connexion</Button>
          </Actions>
        </Form>
      </Panel>
      <p>
        Vous n’avez pas de compte ? <a href={places.public.signUp.to()}>Créer un compte</a>
      </p>
      <p>
        Vous êtes partenaire, établissement ou agent de la Région ?{' '}
        <a href={places.public.staffSignIn.to()}>Connexion des professionnels</a>
      </p>
    </>
  ),
  submit: form(
    signInForm,
    { opensSession: true, prepare: ({ db, now, visit, input }) => proveBeneficiary(db, now, input, visit) },
    async ({ tx, visit, prepared }) => {
      const { token, mustChangePassword } = await signIn(tx, prepared, { formerToken: visit.sessionToken, device: visit.device })
      visit.setSession(token)
      visit.rememberBrowserOf(ofBeneficiary(prepared.id), prepared.hash)
      return see(
        mustChangePassword
          ? places.beneficiary.password.to()
          : (visit.takeWay(places.beneficiary.home.to()) ?? places.beneficiary.home.to()),
      )
    },
  ),
})
