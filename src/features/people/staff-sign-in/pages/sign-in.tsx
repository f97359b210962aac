import type { VNode } from 'preact'
import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import type { NoParams, Place } from '../../../../platform/http/place.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { wayOf } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, SessionEnded } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form, PasswordField, TextField } from '../../../../ui/form.tsx'
import { kindOf, ofStaff, proveStaff } from '../../staff/index.ts'
import { beginStaffSignIn, staffSignInForm } from '../begin-sign-in.ts'

/** Where the password leads, when it is not enough. */
const NEXT = {
  passkey: places.public.signInPasskey.to(),
  code: places.public.signInCode.to(),
  enrolment: places.public.firstEnrolment.to(),
}

/** How those of one side sign in with their address. */
interface SignIn {
  place: Place<NoParams, never, never>
  isGuardian: boolean
  title: string
  description: string
  /** Who they are, above the form. */
  whose: string
  forgotten: Place<NoParams, never, never>
  /** Where the others sign in. */
  others: VNode
}

export const emailSignInPage = (about: SignIn) =>
  page(publicSpace, about.place, {
    title: about.title,
    description: about.description,
    view: ({ form, actor, visit }) => (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{about.title}</PageHeading>
        {(visit.sessionToken ?? visit.keptToken) && !actor && form.errors.length === 0 && <SessionEnded />}
        <p>{about.whose}</p>
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
          <a href={about.forgotten.to()}>Mot de passe oublié ?</a>
        </p>
        {about.others}
      </>
    ),
    submit: form(
      staffSignInForm,
      {
        opensSession: true,
        prepare: ({ db, now, visit, input }) => proveStaff(db, now, { ...input, isGuardian: about.isGuardian }, visit),
      },
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

export const staffSignInPage = emailSignInPage({
  place: places.public.staffSignIn,
  isGuardian: false,
  title: 'Connexion des professionnels',
  description: `L’accès des partenaires, des établissements et de la Région ${OUR_REGION.name} à ${OUR_REGION.card} : encaisser une carte, valider une demande.`,
  whose: 'Pour les partenaires, les établissements et les agents de la Région.',
  forgotten: places.public.staffForgottenPassword,
  others: (
    <>
      <p>
        Votre commerce n’est pas encore partenaire ? <a href={places.public.joining.to()}>Devenir partenaire</a>
      </p>
      <p>
        Vous êtes bénéficiaire de la carte ? <a href={places.public.signIn.to()}>Connexion des bénéficiaires</a>
      </p>
      <p>
        Vous êtes le responsable légal d’un jeune ? <a href={places.public.guardianSignIn.to()}>Connexion des responsables légaux</a>
      </p>
    </>
  ),
})
