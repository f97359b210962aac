import { z } from 'zod'
import { places } from '../../../../places.ts'
import { form, page, seeSignedOut } from '../../../../platform/http/page.ts'
import { forgetKeptFormsIn } from '../../../../platform/kept-forms.ts'
import { closeSession } from '../../../../platform/sessions.ts'
import { publicSpace } from '../../../../spaces/public.tsx'
import { signInOf } from '../../../../spaces/staff.tsx'
import { PageHeading } from '../../../../ui/blocks.tsx'
import { Button, Form } from '../../../../ui/form.tsx'

/** Opening the address signs nobody out, the button does. */
export const signOutPage = page(publicSpace, places.public.signOut, {
  title: 'Déconnexion',
  view: ({ form }) => (
    <>
      <PageHeading>Déconnexion</PageHeading>
      <p>Voulez-vous vous déconnecter de votre espace ?</p>
      <Form form={form}>
        <Button>Déconnexion</Button>
      </Form>
    </>
  ),
  submit: form(z.object({}), async ({ tx, actor, visit }) => {
    if (visit.sessionToken) await closeSession(tx, visit.sessionToken)
    if (visit.keptToken && visit.session) await forgetKeptFormsIn(tx, visit.keptToken, visit.session.owner)
    visit.setSession(null)
    visit.dropKeptToken()
    return seeSignedOut(actor && actor.kind !== 'beneficiary' ? signInOf(actor) : places.public.signIn.to())
  }),
})
