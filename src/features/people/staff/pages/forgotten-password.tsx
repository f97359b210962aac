import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { takeTry } from '../../../../platform/limits.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, PageHeading, Panel, Success } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextField } from '../../../../ui/form.tsx'
import { resetTries, sharedLimits } from '../../accounts/index.ts'
import { askStaffReset } from '../ask-reset.ts'
import { STAFF_RESET_MINUTES, staffForgottenPasswordForm } from '../staff.ts'

export const staffForgottenPasswordPage = page(publicSpace, places.public.staffForgottenPassword, {
  title: 'Mot de passe oublié, professionnels',
  view: ({ form }) => (
    <>
      <ErrorSummary form={form} />
      <PageHeading>Mot de passe oublié</PageHeading>
      <p>Vous recevrez un mail contenant un lien pour choisir un nouveau mot de passe.</p>
      <Panel>
        <Form form={form}>
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
          <Actions>
            <ButtonLink href={places.public.staffSignIn.to()} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Recevoir le lien</Button>
          </Actions>
        </Form>
      </Panel>
    </>
  ),
  submit: form(
    staffForgottenPasswordForm,
    {
      prepare: ({ db, now, visit: { network }, input }) =>
        takeTry(db, [...sharedLimits('forgotten-password', network), resetTries(`email:${input.email.toLowerCase()}`, network)], now),
    },
    async ({ tx, visit, input }) => {
      await askStaffReset(tx, { ...input, publicUrl: visit.site.config.publicUrl })
      return see(places.public.staffResetAsked.to())
    },
  ),
})

/** The same whatever was typed. */
export const staffResetAskedPage = page(publicSpace, places.public.staffResetAsked, {
  title: 'Demande envoyée, professionnels',
  view: () => (
    <>
      <Success title="Votre demande est envoyée">
        <p>
          Si cette adresse est celle d’un compte, nous y envoyons un mail. Le lien qu’il contient est valable {STAFF_RESET_MINUTES} minutes
          et ne sert qu’une fois.
        </p>
      </Success>
      <InfoBox title="Vous ne recevez rien ?">
        <ul>
          <li>Vérifiez l’onglet « Courriers indésirables » de votre messagerie.</li>
          <li>
            Vérifiez votre adresse, puis <a href={places.public.staffForgottenPassword.to()}>recommencez</a>.
          </li>
          <li>
            Si vous n’avez plus accès à cette adresse, appelez le numéro vert <a href="tel:+33800026080">0800 026 080</a>.
          </li>
        </ul>
      </InfoBox>
    </>
  ),
})
