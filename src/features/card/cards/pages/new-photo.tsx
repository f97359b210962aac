import { places } from '../../../../places.ts'
import { storeFile } from '../../../../platform/files.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { CardFace, Columns, PageHeading, Panel, Success, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { nameOnCard } from '../../../people/beneficiaries/index.ts'
import { PhotoFields, photoForm, photoPolicy } from '../../photos/index.ts'
import { liveCardOf } from '../queries.ts'
import { sendPhoto } from '../send-photo.ts'

/** The Region asks for another photo before it makes the card. */
export const newPhoto = page(beneficiarySpace, places.beneficiary.newPhoto, {
  title: 'Nouvelle photo pour ma carte',
  said: { photo: 'Votre nouvelle photo est envoyée' },
  scripts: ['photo-crop'],
  async view({ db, actor, form, said }) {
    const card = await liveCardOf(db, actor.id)
    if (!card || (!card.set_aside_reason && !said)) return see(places.beneficiary.card.to())
    const drawn = (title: string, photoUrl: string | null) => (
      <Panel title={title}>
        <CardFace forPhoto name={nameOnCard(card)} number={card.number} photoUrl={photoUrl} validity={card.campaign_name ?? ''} />
      </Panel>
    )
    if (!card.set_aside_reason && said) {
      return (
        <>
          <Success title={said}>
            <p>
              Votre carte va être fabriquée avec elle. Nous vous prévenons à chaque étape. En attendant, les partenaires voient l’ancienne.
            </p>
          </Success>
          {drawn('Votre carte', places.beneficiary.cardPhoto.to())}
          <Actions>
            <ButtonLink href={places.beneficiary.card.to()}>Ma carte</ButtonLink>
          </Actions>
        </>
      )
    }
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Nouvelle photo pour ma carte</PageHeading>
        <Warning title="Votre photo est à refaire">
          <p>« {card.set_aside_reason} »</p>
          <p>Votre carte est fabriquée dès que vous en envoyez une autre. En attendant, vous pouvez payer avec votre QR code.</p>
        </Warning>
        <Form form={form} multipart class="photo-form">
          <Columns>
            <Panel title="Ma nouvelle photo">
              <PhotoFields form={form} />
            </Panel>
            {drawn('Aperçu de ma carte', null)}
          </Columns>
          <Actions>
            <ButtonLink href={places.beneficiary.card.to()} kind="quiet">
              Retour
            </ButtonLink>
            <Button>Envoyer</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(photoForm, { upload: { policy: photoPolicy, chosen: ({ input }) => input } }, async ({ tx, actor, file, visit }) => {
    await sendPhoto(tx, actor, await storeFile(tx, photoPolicy, file, visit.site.ibanKey))
    return see(places.beneficiary.newPhoto.said('photo'))
  }),
})
