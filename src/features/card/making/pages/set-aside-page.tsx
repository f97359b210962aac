import { z } from 'zod'
import { places } from '../../../../places.ts'
import { found, notFound } from '../../../../platform/errors.ts'
import { pictureAnswer, readFile, type StoredFile } from '../../../../platform/files.ts'
import { paragraphs } from '../../../../platform/forms/fields.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import { thumbnail } from '../../../../platform/images.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { Columns, PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { cardByNumber, numbered, setAside } from '../../cards/index.ts'
import { facts } from '../facts.ts'

/** A photo that cannot be printed, seen large, and why. */
export const settingAside = page(regionFor('cards.make'), places.region.settingAside, {
  find: async ({ db, params }) => found(await cardByNumber(db, params.number)),
  title: ({ number }) => `Demander une autre photo, carte n° ${number}`,
  view({ form, subject: card }) {
    const name = `${card.first_name} ${card.last_name}`
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Demander une autre photo</PageHeading>
        <Columns>
          <Panel title="Photo de la carte">
            <p>
              <img src={places.region.cardPhoto.to({ number: card.number })} alt={`Portrait de ${name}`} width="207" height="266" />
            </p>
            <SummaryList
              items={[
                { label: 'Bénéficiaire', value: <a href={places.region.beneficiary.to({ id: card.beneficiary_id })}>{name}</a> },
                { label: 'Carte', value: numbered(card.number) },
              ]}
            />
          </Panel>
          <Panel title="Mettre la carte de côté">
            <p>
              La carte n’est pas fabriquée tant qu’une autre photo n’est pas envoyée ; son QR code marche comme avant. La personne reçoit un
              message avec ce motif.
            </p>
            <p class="hint">Si son lot est déjà à l’atelier, envoyez-y à nouveau le fichier du lot : cette carte n’y est plus.</p>
            <Form form={form}>
              <TextArea
                form={form}
                name="reason"
                label="Motif : ce qui ne va pas sur cette photo"
                hint="La personne lit ce motif. 300 caractères au plus."
                rows={3}
              />
              <Actions>
                <ButtonLink href={places.region.cards.to()} kind="quiet">
                  Retour
                </ButtonLink>
                <Button kind="red">Demander une autre photo</Button>
              </Actions>
            </Form>
          </Panel>
        </Columns>
      </>
    )
  },
  submit: form(z.object({ reason: paragraphs('Écrivez ce qui ne va pas sur cette photo.', 300) }), async ({ tx, actor, input, params }) => {
    await setAside(tx, actor, { ...input, number: params.number })
    return see(places.region.cards.said('mise-de-cote'))
  }),
})

/** The photo of a card, for who checks it; each reading is written down. */
export const cardPhotoForAgent = photoOfCard(places.region.cardPhoto, async (photo) => photo)

/** The same, as small as a list shows it. */
export const cardPhotoInList = photoOfCard(places.region.cardPhotoInList, async ({ bytes }) => ({
  media_type: 'image/jpeg',
  bytes: await thumbnail(bytes, 140),
}))

function photoOfCard(place: typeof places.region.cardPhoto, drawn: (photo: StoredFile) => Promise<StoredFile>) {
  return download(
    regionFor('cards.make'),
    place,
    {
      async find({ db, params, visit }) {
        const card = found(await cardByNumber(db, params.number))
        const photo = found(await readFile(db, card.photo_file_id, visit.site))
        if (photo.bytes.length === 0) throw notFound()
        return { card, photo }
      },
      trace: ({ subject: { card } }) => ({
        fact: facts['card.photo-read'],
        beneficiary_id: card.beneficiary_id,
        details: { card_id: card.id },
      }),
    },
    async ({ subject }) => pictureAnswer(await drawn(subject.photo)),
  )
}
