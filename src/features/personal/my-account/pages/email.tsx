import { z } from 'zod'
import { frenchMinute } from '../../../../platform/dates.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, PageHeading, Panel, Success, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { deadEmailLink, EMAIL_LINK_MINUTES } from '../account.ts'
import { abandonEmailChange, askEmailChangeAgain } from '../change-email.ts'
import { confirmEmail } from '../confirm-email.ts'
import { emailChangeOf, emailToConfirmBy } from '../queries.ts'
import { ACCOUNT_HREF } from './my-account.tsx'

/** `/espace/mon-compte/adresse-email`: the new address that waits. */
export const emailChangePage = page(beneficiarySpace, {
  title: 'Nouvelle adresse e-mail à confirmer',
  async view({ db, actor, form, query }) {
    const change = await emailChangeOf(db, actor)
    if (!change) return see(ACCOUNT_HREF)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Nouvelle adresse e-mail à confirmer</PageHeading>
        {query.has('envoye') && form.errors.length === 0 && <Success title="Un autre lien est envoyé" level={2} />}
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
          <Form form={form} action={`${ACCOUNT_HREF}/adresse-email`}>
            <Actions>
              <ButtonLink href={ACCOUNT_HREF} kind="quiet">
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
        return see(`${ACCOUNT_HREF}?fait=changements`)
      }
      await askEmailChangeAgain(tx, actor, { publicUrl: visit.site.config.publicUrl })
      return see(`${ACCOUNT_HREF}/adresse-email?envoye`)
    },
  ),
})

/** `/adresse-email/:token`: opening the link does not use it up; a mail box may open it before its owner. */
export const confirmEmailPage = page(publicSpace, {
  title: 'Confirmer votre adresse e-mail',
  async view({ db, now, params, form }) {
    const change = await emailToConfirmBy(db, params.token ?? '', now)
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
    await confirmEmail(tx, params.token ?? '')
    return see('/adresse-email/confirmee')
  }),
})

/** `/adresse-email/confirmee` */
export const emailConfirmedPage = page(publicSpace, {
  title: 'Adresse e-mail confirmée',
  view: () => (
    <>
      <Success title="Votre adresse e-mail est confirmée">
        <p>Les messages de votre compte y arrivent désormais.</p>
      </Success>
      <Actions>
        <ButtonLink href={ACCOUNT_HREF}>Mon compte</ButtonLink>
      </Actions>
    </>
  ),
})
