import { places } from '../../../../places.ts'
import { dayOf } from '../../../../platform/dates.ts'
import { storeFile } from '../../../../platform/files.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, FileField, Form } from '../../../../ui/form.tsx'
import {
  type Application,
  applicationWithDocument,
  awaitsDecision,
  firstOpenStep,
  hrefOf,
  IDENTITY_DAYS,
  IDENTITY_DOCUMENT,
  isTooLate,
  mayOpen,
  saveIdentityDocument,
  stepAfter,
  stepBefore,
  stepClosed,
  UNSENT_IDENTITY_DAYS,
} from '../../card-applications/index.ts'
import { identityForm, identityPolicy } from '../identity-document.ts'
import { StepHeading, titleOf } from './step.tsx'

const HERE = places.beneficiary.identityDocument

/**
 * The identity document (guide, 3.3): sent, then shown before one goes on. `?remplacer` chooses another; the one before is kept until
 * then. It can be seen and replaced until the decision.
 */
export const identityDocument = page(beneficiarySpace, places.beneficiary.identityDocument, {
  title: titleOf(IDENTITY_DOCUMENT),
  said: { remplacement: 'Votre pièce d’identité est remplacée' },
  scripts: ['file-drop'],
  async view({ db, actor, now, form, query, said }) {
    const application = await applicationWithDocument(db, actor)
    if (!awaitsDecision(application) && isTooLate(application, dayOf(now))) return see(places.beneficiary.home.to())
    if (!mayOpen(IDENTITY_DOCUMENT, application)) return see(hrefOf(firstOpenStep(application)))
    const isSent = application.identity_file_id !== null && !query.has('remplacer') && form.errors.length === 0
    return (
      <>
        <ErrorSummary form={form} />
        <StepHeading step={IDENTITY_DOCUMENT} application={application} />
        <file-drop id="identity-document">
          {isSent ? <Sent application={application} said={said} /> : <ToSend form={form} application={application} />}
        </file-drop>
      </>
    )
  },
  submit: form(
    identityForm,
    {
      async prepare({ db, actor }) {
        if (!mayOpen(IDENTITY_DOCUMENT, await applicationWithDocument(db, actor))) throw stepClosed()
      },
      upload: { policy: identityPolicy, chosen: ({ input }) => input.document },
    },
    async ({ tx, actor, file, visit }) => {
      await saveIdentityDocument(tx, actor, await storeFile(tx, identityPolicy, file, visit.site.ibanKey))
      return see(visit.url.searchParams.has('remplacer') ? HERE.said('remplacement') : HERE.to())
    },
  ),
})

function ToSend({ form, application }: { form: FormState; application: Application }) {
  return (
    <>
      <p>Nous avons besoin de collecter un justificatif d’identité avant de vous laisser accéder aux bons plans {OUR_REGION.card}.</p>
      <Form form={form} multipart class="panel">
        <FileField
          form={form}
          name="document"
          label="Pièce d’identité"
          hint={`Le document joint doit être au format jpg, png ou pdf. Sa taille ne doit pas dépasser ${identityPolicy.megabytes} Mo. Une photo prise avec un téléphone (HEIC, WebP) convient aussi.`}
          policy={identityPolicy}
        />
        <p class="hint">
          {`Seuls les agents de la Région qui vérifient votre demande voient ce document. Il est supprimé ${IDENTITY_DAYS} jours après leur décision, ou ${UNSENT_IDENTITY_DAYS} jours après son envoi si vous ne terminez pas votre demande.`}
        </p>
        <Actions>
          <ButtonLink kind="quiet" href={application.identity_file_id === null ? wayBack(application) : HERE.to()}>
            Retour
          </ButtonLink>
          <Button>Envoyer</Button>
        </Actions>
      </Form>
    </>
  )
}

function Sent({ application, said }: { application: Application; said: string | null }) {
  return (
    <>
      <Said>{said}</Said>
      <Panel title="Pièce d’identité">
        <p tabindex={-1} data-sent>
          Voici le document que vous avez envoyé. Est-il entier et lisible ? Vous pouvez le remplacer jusqu’à la décision de la Région.
        </p>
        <p>
          <img class="identity-document" src={places.beneficiary.ownIdentityDocument.to()} alt="Votre pièce d’identité" />
        </p>
      </Panel>
      <Actions>
        <ButtonLink kind="quiet" href={wayBack(application)}>
          Retour
        </ButtonLink>
        <ButtonLink kind="quiet" href={HERE.to({ remplacer: 'oui' })}>
          Remplacer
        </ButtonLink>
        {!awaitsDecision(application) && <ButtonLink href={hrefOf(stepAfter(IDENTITY_DOCUMENT, application))}>Suivant</ButtonLink>}
      </Actions>
    </>
  )
}

/** To the step before, or home once the application is sent. */
const wayBack = (application: Application): string =>
  awaitsDecision(application) ? places.beneficiary.home.to() : hrefOf(stepBefore(IDENTITY_DOCUMENT, application) ?? IDENTITY_DOCUMENT)
