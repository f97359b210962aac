import { places } from '../../../../places.ts'
import { storeFile } from '../../../../platform/files.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { OUR_REGION } from '../../../../platform/region.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { CardFace, Columns, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { PhotoFields, photoForm, photoPolicy } from '../../../card/photos/index.ts'
import { nameOnCard } from '../../../people/beneficiaries/index.ts'
import { schoolYear } from '../../../scheme/campaigns/index.ts'
import { draftOf, hrefOf, mayOpen, PHOTO, savePhoto, stepAfter, stepBefore, stepClosed } from '../../card-applications/index.ts'
import { atStep, StepActions, StepHeading, titleOf } from './step.tsx'

/**
 * The photo (guide, 3.1): chosen or taken, sent, then shown on the drawn card before one goes on. `?reprendre` chooses another; the
 * one before is kept until then.
 */
export const photo = page(beneficiarySpace, places.beneficiary.photo, {
  title: titleOf(PHOTO),
  scripts: ['photo-crop'],
  async view({ db, actor, now, form, query }) {
    const application = await atStep({ db, actor, now }, PHOTO)
    if (application instanceof Response) return application
    const isSent = application.photo_file_id !== null && !query.has('reprendre') && form.errors.length === 0
    const card = (photoUrl: string | null) => (
      <Panel title="Aperçu de ma carte">
        <CardFace forPhoto name={nameOnCard(actor)} number="••••••••" photoUrl={photoUrl} validity={schoolYear(application)} />
      </Panel>
    )
    if (isSent) {
      return (
        <>
          <StepHeading step={PHOTO} />
          {card(places.beneficiary.ownPhoto.to())}
          {actor.has_card ? (
            <p>
              Voici la photo de votre carte. Si vous en prenez une autre, les partenaires la verront quand vous payez ; votre carte en
              plastique garde la sienne.
            </p>
          ) : (
            <p>Voici votre photo telle qu’elle sera imprimée. Votre visage est-il entier, net et bien éclairé ?</p>
          )}
          <Actions>
            <ButtonLink kind="quiet" href={hrefOf(stepBefore(PHOTO, application) ?? PHOTO)}>
              Retour
            </ButtonLink>
            <ButtonLink kind="quiet" icon="camera" href={places.beneficiary.photo.to({ reprendre: 'oui' })}>
              Reprendre
            </ButtonLink>
            <ButtonLink href={hrefOf(stepAfter(PHOTO, application))}>Suivant</ButtonLink>
          </Actions>
        </>
      )
    }
    return (
      <>
        <ErrorSummary form={form} />
        <StepHeading step={PHOTO} />
        <Form form={form} multipart class="photo-form">
          <p>
            Votre photo sera présente sur votre carte {OUR_REGION.card}. Elle servira d’identification aux partenaires chez qui vous pourrez
            utiliser votre carte.
          </p>
          <Columns>
            <Panel title="Ma photo">
              <PhotoFields form={form} />
            </Panel>
            {card(null)}
          </Columns>
          <StepActions step={PHOTO} application={application} send="Envoyer" />
        </Form>
      </>
    )
  },
  submit: form(
    photoForm,
    {
      async prepare({ db, actor }) {
        if (!mayOpen(PHOTO, await draftOf(db, actor))) throw stepClosed()
      },
      upload: { policy: photoPolicy, chosen: ({ input }) => input },
    },
    async ({ tx, actor, file, visit }) => {
      await savePhoto(tx, actor, await storeFile(tx, photoPolicy, file, visit.site.ibanKey))
      return see(hrefOf(PHOTO))
    },
  ),
})
