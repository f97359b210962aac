import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { publicSpace } from '../../../../spaces/public.tsx'
import { InfoBox, PageHeading, Panel, Said, Success, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { deadEmailLink, deadStopLink, EMAIL_CHANGE_HOURS, EMAIL_LINK_MINUTES } from '../account.ts'
import { abandonEmailChange, askEmailChangeAgain } from '../change-email.ts'
import { confirmEmail } from '../confirm-email.ts'
import { emailChangeOf, emailToConfirmBy, mayStop } from '../queries.ts'
import { stopEmailChange } from '../stop-email-change.ts'

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
              ...(change.takes_effect_at ? [{ label: 'Remplace l’ancienne le', value: frenchMinute(change.takes_effect_at) }] : []),
            ]}
          />
          {change.confirmed_at ? (
            <p>La nouvelle adresse est confirmée. Par sécurité, l’ancienne peut encore arrêter ce changement jusqu’à cette heure.</p>
          ) : (
            <p>
              Nous avons envoyé un lien à la nouvelle adresse. Ouvrez-le dans les {EMAIL_LINK_MINUTES} minutes pour la confirmer. Vos autres
              changements sont enregistrés.
            </p>
          )}
          <Form form={form} action={places.beneficiary.emailChange.to()}>
            <Actions>
              <ButtonLink href={places.beneficiary.account.to()} kind="quiet">
                Retour
              </ButtonLink>
              <Button kind="quiet-red" name="choice" value="abandon">
                Abandonner ce changement
              </Button>
              {!change.confirmed_at && (
                <Button name="choice" value="again">
                  Recevoir un autre lien
                </Button>
              )}
            </Actions>
          </Form>
        </Panel>
        {!change.confirmed_at && (
          <InfoBox title="Vous ne recevez rien ?">
            <p>Vérifiez l’adresse, et l’onglet « Courriers indésirables » de votre messagerie.</p>
          </InfoBox>
        )}
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
            Les messages de votre compte {OUR_REGION.card} arriveront à <strong>{change.email}</strong>.
          </p>
          {change.takes_effect_at && change.takes_effect_at > now && (
            <p>{`Par sécurité, elle remplacera l’ancienne le ${frenchMinute(change.takes_effect_at)}, ou plus tôt si un second conseiller l’accepte.`}</p>
          )}
          <Form form={form}>
            <Actions>
              <Button>Confirmer cette adresse</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, params, visit }) => {
    const waits = await confirmEmail(tx, { token: params.token, publicUrl: visit.site.config.publicUrl })
    return see(waits ? places.public.emailWaits.to() : places.public.emailConfirmed.to())
  }),
})

export const emailWaitsPage = page(publicSpace, places.public.emailWaits, {
  title: 'Adresse e-mail confirmée, bientôt en service',
  view: () => (
    <>
      <Success title="Votre adresse e-mail est confirmée">
        <p>
          Par sécurité, elle remplace l’ancienne {EMAIL_CHANGE_HOURS} heures après votre appel, ou plus tôt si un second conseiller
          l’accepte. Un mail vous le dira, à cette adresse.
        </p>
      </Success>
      <Actions>
        <ButtonLink href={places.public.home.to()} kind="quiet">
          Revenir à l’accueil
        </ButtonLink>
      </Actions>
    </>
  ),
})

/** The address in use says no. Opening the link stops nothing yet: a mail box may open it before its owner. */
export const stopEmailPage = page(publicSpace, places.public.emailStop, {
  title: 'Arrêter le changement d’adresse e-mail',
  async view({ db, params, form }) {
    if (!(await mayStop(db, params.token))) throw deadStopLink()
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Arrêter le changement d’adresse e-mail</PageHeading>
        <Panel>
          <p>
            Quelqu’un a demandé au numéro vert de remplacer l’adresse e-mail à laquelle vous avez reçu ce lien. Si ce n’est pas vous,
            arrêtez ce changement : rien ne sera remplacé.
          </p>
          <Form form={form}>
            <Actions>
              <Button kind="red">Arrêter ce changement</Button>
            </Actions>
          </Form>
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, params }) => {
    await stopEmailChange(tx, params.token)
    return see(places.public.emailStopped.to())
  }),
})

export const emailStoppedPage = page(publicSpace, places.public.emailStopped, {
  title: 'Changement d’adresse e-mail arrêté',
  view: () => (
    <>
      <Success title="Le changement est arrêté">
        <p>
          Votre adresse e-mail reste la même. Quelqu’un connaît peut-être votre nom et votre numéro : choisissez un nouveau mot de passe, et
          appelez le numéro vert <a href={`tel:${OUR_REGION.dialled}`}>{OUR_REGION.phone}</a>.
        </p>
      </Success>
      <Actions>
        <ButtonLink href={places.public.forgottenPassword.to()}>Choisir un mot de passe</ButtonLink>
      </Actions>
    </>
  ),
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
