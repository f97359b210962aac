import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, PageHeading, Panel, Said, Success, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { deadEmailLink, EMAIL_LINK_MINUTES } from '../account.ts'
import { abandonEmailChange, askEmailChangeAgain } from '../change-email.ts'
import { confirmEmail } from '../confirm-email.ts'
import { emailChangeOf, emailToConfirmBy } from '../queries.ts'

/** The new address that waits. */
export const emailChangePage = page(beneficiarySpace, places.beneficiary.emailChange, {
  title: 'Nouvelle adresse e-mail à confirmer',
  said: { envoi: 'Un autre lien est envoyé' },
  async view({ db, actor, form, said }) {
    const change = await emailChangeOf(db, actor)
    if (!change) return see(places.beneficiary.account.to())
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Nouvelle adresse e-mail à confirmer</PageHeading>
        <Said>{said}</Said>
        <Panel>
          <SummaryList
            items={[
              { label: 'Nouvelle adresse', value: change.email },
              { label: 'Demandée le', value: frenchMinute(change.asked_at) },
              { label: 'Adresse utilisée jusque-là', value: change.current_email },
            ]}
          />
          <p>
            Nous avons envoyé un lien à la nouvelle adresse. Ouvrez-le dans les {EMAIL_LINK_MINUTES} minutes pour la confirmer. Vos autres
            changements sont enregistrés.
          </p>
          <Form form={form} action={places.beneficiary.emailChange.to()}>
            <Actions>
              <ButtonLink href={places.beneficiary.account.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button kind="quiet-red" name="choice" value="abandon">
                Abandonner ce changement
              </Button>
              <Button name="choice" value="again">
                Recevoir un autre lien
              </Button>
            </Actions>
          </Form>
        </Panel>
        <InfoBox title="Vous ne recevez rien ?">
          <p>Vérifiez l’adresse, et l’onglet « Courriers indésirables » de votre messagerie.</p>
        </InfoBox>
      </>
    )
  },
  submit: form(
    z.object({ choice: choice(['again', 'abandon'], 'Choisissez ce que vous voulez faire.') }),
    async ({ tx, actor, input, visit }) => {
      if (input.choice === 'abandon') {
        await abandonEmailChange(tx, actor)
        return see(places.beneficiary.account.said('changements'))
      }
      await askEmailChangeAgain(tx, actor, { publicUrl: visit.site.config.publicUrl })
      return see(places.beneficiary.emailChange.said('envoi'))
    },
  ),
})

/** Opening the link does not use it up; a mail box may open it before its owner. */
export const confirmEmailPage = page(publicSpace, places.public.emailConfirmation, {
  title: 'Confirmer votre adresse e-mail',
  async view({ db, now, params, form }) {
    const change = await emailToConfirmBy(db, params.token, now)
    if (!change) throw deadEmailLink()
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Confirmer votre adresse e-mail</PageHeading>
        <Panel>
          <p>
            Les messages de votre compte Génération #HDF arriveront à <strong>{change.email}</strong>.
          </p>
          <Form form={form}>
            <Actions>
              <Button>Confirmer cette adresse</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, params }) => {
    await confirmEmail(tx, params.token)
    return see(places.public.emailConfirmed.to())
  }),
})

export const emailConfirmedPage = page(publicSpace, places.public.emailConfirmed, {
  title: 'Adresse e-mail confirmée',
  view: () => (
    <>
      <Success title="Votre adresse e-mail est confirmée">
        <p>Les messages de votre compte y arrivent désormais.</p>
      </Success>
      <Actions>
        <ButtonLink href={places.beneficiary.account.to()}>Mon compte</ButtonLink>
      </Actions>
    </>
  ),
})
