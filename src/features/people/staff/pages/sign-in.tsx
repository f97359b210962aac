import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { wayOf } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, SessionEnded } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form, PasswordField, TextField } from '../../../../ui/form.tsx'
import { beginStaffSignIn } from '../begin-sign-in.ts'
import { proveStaff } from '../prove.ts'
import { kindOf, ofStaff, staffSignInForm } from '../staff.ts'

/** Where the password leads, when it is not enough. */
const NEXT = {
  passkey: places.public.signInPasskey.to(),
  code: places.public.signInCode.to(),
  enrolment: places.public.firstEnrolment.to(),
}

export const staffSignInPage = page(publicSpace, places.public.staffSignIn, {
  title: 'Connexion des professionnels',
  description:
    'L’accès des partenaires, des établissements et de la Région Hauts-de-France à Génération #HDF : encaisser une carte, valider une demande.',
  view: ({ form, actor, visit }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Connexion des professionnels</PageHeading>
      {(visit.sessionToken ?? visit.keptToken) && !actor && form.errors.length === 0 && <SessionEnded />}
      <p>Pour les partenaires, les établissements et les agents de la Région.</p>
      <Panel>
        <Form form={form}>
          <TextField
            form={form}
            name="email"
            label="Adresse e-mail"
            type="email"
            inputmode="email"
            autocomplete="username"
            spellcheck={false}
          />
          <PasswordField form={form} name="password" label="Mot de passe" autocomplete="current-password" />
          <Actions>
            <Button>Connexion</Button>
          </Actions>
        </Form>
      </Panel>
      <p>
        <a href={places.public.staffForgottenPassword.to()}>Mot de passe oublié ?</a>
      </p>
      <p>
        Votre commerce n’est pas encore partenaire ? <a href={places.public.joining.to()}>Devenir partenaire</a>
      </p>
      <p>
        Vous êtes bénéficiaire de la carte ? <a href={places.public.signIn.to()}>Connexion des bénéficiaires</a>
      </p>
    </>
  ),
  submit: form(
    staffSignInForm,
    { opensSession: true, prepare: ({ db, now, visit, input }) => proveStaff(db, now, input, visit) },
    async ({ tx, visit, prepared }) => {
      const { config, ibanKey: key } = visit.site
      const begun = await beginStaffSignIn(tx, prepared, { key, formerToken: visit.sessionToken, isDemonstration: config.demo })
      if (begun.next === 'session') {
        visit.setSession(begun.token)
        visit.rememberBrowserOf(ofStaff(prepared.id), prepared.hash)
        return see(wayOf(visit, kindOf(prepared)))
      }
      visit.setPendingSignIn(begun.token)
      return see(NEXT[begun.next])
    },
  ),
})
