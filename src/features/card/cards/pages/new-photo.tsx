import { storeFile } from '../../../../platform/files.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { beneficiarySpace } from '../../../../spaces/beneficiary.tsx'
import { CardFace, Columns, PageHeading, Panel, Success, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { PhotoFields, photoForm, photoPolicy } from '../../photos/index.ts'
import { liveCardOf } from '../queries.ts'
import { sendPhoto } from '../send-photo.ts'

const HREF = '/espace/ma-carte/nouvelle-photo'

/** `/espace/ma-carte/nouvelle-photo`: the Region asks for another photo before it makes the card. */
export const newPhoto = page(beneficiarySpace, {
  title: 'Nouvelle photo pour ma carte',
  scripts: ['photo-crop'],
  async view({ db, actor, form, query }) {
    const card = await liveCardOf(db, actor.id)
    if (!card || (!card.set_aside_reason && !query.has('fait'))) return see('/espace/ma-carte')
    const drawn = (title: string, photoUrl: string | null) => (
      <Panel title={title}>
        <CardFace
          name={`${card.first_name} ${card.last_name}`}
          number={card.number}
          photoUrl={photoUrl}
          validity={card.campaign_name ?? ''}
        />
      </Panel>
    )
    if (!card.set_aside_reason) {
      return (
        <>
          <Success title="Votre nouvelle photo est envoyée">
            <p>
              Votre carte va être fabriquée avec elle. Nous vous prévenons à chaque étape. En attendant, les partenaires voient l’ancienne.
            </p>
          </Success>
          {drawn('Votre carte', '/espace/ma-carte/photo')}
          <Actions>
            <ButtonLink href="/espace/ma-carte">Ma carte</ButtonLink>
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
            <ButtonLink href="/espace/ma-carte" kind="quiet">
              Retour
            </ButtonLink>
            <Button>Envoyer</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(photoForm, { upload: { policy: photoPolicy, chosen: ({ input }) => input } }, async ({ tx, actor, file }) => {
    await sendPhoto(tx, actor, await storeFile(tx, photoPolicy, file))
    return see(`${HREF}?fait`)
  }),
})
