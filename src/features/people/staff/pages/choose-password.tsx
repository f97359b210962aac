import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { PageHeading, Panel, Success } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { NewPasswordFields, newPasswordForm } from '../../accounts/index.ts'
import { chooseStaffPassword, proveStaffLink } from '../choose-password.ts'
import { staffByLink } from '../queries.ts'
import { deadStaffLink } from '../staff.ts'

/** Opening the link does not use it up; a mail box may open it before its owner. */
export const staffPasswordPage = page(publicSpace, places.public.staffPassword, {
  title: 'Choisir votre mot de passe',
  async view({ db, now, params, form }) {
    const member = await staffByLink(db, now, params.token)
    if (!member) throw deadStaffLink()
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Choisir votre mot de passe</PageHeading>
        <p>{`Pour le compte ${member.email}.`}</p>
        <Panel>
          <Form form={form}>
            <p class="hint">Tous les champs sont obligatoires.</p>
            <NewPasswordFields form={form} />
            <Actions>
              <Button>Enregistrer</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(
    newPasswordForm,
    { prepare: ({ db, now, params, input }) => proveStaffLink(db, now, { token: params.token, newPassword: input.newPassword }) },
    async ({ tx, params, prepared }) => {
      await chooseStaffPassword(tx, { token: params.token, hash: prepared })
      return see(places.public.staffPasswordChosen.to())
    },
  ),
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
