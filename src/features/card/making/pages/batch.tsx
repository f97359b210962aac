import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { choice } from '../../../../platform/forms/fields.ts'
import { download, form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Said, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { saysWhyBeforeAFileOfMany } from '../../../desks/vigilance/index.ts'
import { namesOnCard } from '../../../people/beneficiaries/index.ts'
import { dateBatch, nextOf } from '../../cards/index.ts'
import { archiveOf, wholeBatch } from '../archive.ts'
import { BatchState } from '../batch-state.tsx'
import { facts } from '../facts.ts'
import { AskAnotherPhoto, PhotoInList } from '../photo-in-list.tsx'

/** One batch: what is in it, what its maker gets, and what has become of it. */
export const batch = page(regionFor('cards.make'), places.region.cardBatch, {
  find: ({ db, params }) => wholeBatch(db, params.id),
  title: ({ id }) => `Lot n° ${id}`,
  said: {
    fabrication: 'Les cartes sont notées comme fabriquées, et chaque jeune est prévenu',
    expedition: 'Les cartes sont notées comme expédiées, et chaque jeune est prévenu',
  },
  view({ form, subject: batch, said }) {
    const { cards } = batch
    const next = nextOf(batch)
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>{`Lot n° ${batch.id}`}</PageHeading>
        <Panel title="Suivi du lot">
          <SummaryList
            items={[
              { label: 'État', value: <BatchState batch={batch} /> },
              { label: 'Créé le', value: `${frenchMinute(batch.created_at)}, par ${batch.created_by_name}` },
              { label: 'Cartes fabriquées le', value: batch.made_at ? frenchMinute(batch.made_at) : 'Pas encore' },
              { label: 'Cartes expédiées le', value: batch.shipped_at ? frenchMinute(batch.shipped_at) : 'Pas encore' },
            ]}
          />
          <Actions>
            <ButtonLink href={places.region.cards.to()} kind="quiet">
              Retour
            </ButtonLink>
            <ButtonLink href={places.region.cardBatchArchive.to({ id: batch.id })} kind="quiet" icon="documents">
              Télécharger
            </ButtonLink>
          </Actions>
          <p class="hint">Un fichier ZIP : la liste des cartes (CSV) et les photos, pour l’atelier de fabrication.</p>
          {next && (
            <Form form={form}>
              <Actions>
                <Button name="event" value={next}>
                  {next === 'made' ? 'Cartes fabriquées' : 'Cartes expédiées'}
                </Button>
              </Actions>
              <p class="hint">Chaque jeune du lot est prévenu, par e-mail ou par SMS.</p>
            </Form>
          )}
        </Panel>
        <Panel>
          <DataTable
            caption={cards.length > 1 ? `${cards.length} cartes` : `${cards.length} carte`}
            columns={[
              { label: 'Numéro de carte' },
              { label: 'Nom imprimé' },
              { label: 'Prénom imprimé' },
              { label: 'Photo' },
              { label: 'Action' },
            ]}
            rows={cards.map((card) => [
              card.number,
              namesOnCard(card).last_name,
              namesOnCard(card).first_name,
              <PhotoInList key="photo" card={card} />,
              card.is_returned ? 'À poster seulement' : next === 'made' ? <AskAnotherPhoto key="action" card={card} /> : null,
            ])}
          />
        </Panel>
      </>
    )
  },
  submit: form(
    z.object({ event: choice(['made', 'shipped'], 'Dites si les cartes sont fabriquées ou expédiées.') }),
    async ({ tx, actor, input, params }) => {
      const { id } = params
      await dateBatch(tx, actor, { batch_id: id, event: input.event })
      return see(places.region.cardBatch.said(input.event === 'made' ? 'fabrication' : 'expedition', { id }))
    },
  ),
})

/** The batch for the maker of the cards. That an agent took it away is written down for each person. */
export const batchArchive = download(
  regionFor('cards.make'),
  places.region.cardBatchArchive,
  {
    isSlow: true,
    async find({ db, now, actor, params, visit }) {
      const whole = await wholeBatch(db, params.id)
      const about = visit.url.pathname
      const isAsked = await saysWhyBeforeAFileOfMany(db, actor, now, { people: whole.cards.length, about })
      return isAsked ? see(places.region.why.to({ about: 'people-exported' }, { vers: about })) : whole
    },
    trace: ({ subject: { id, cards } }) =>
      cards.map(({ beneficiary_id }) => ({ fact: facts['card-batch.downloaded'], beneficiary_id, details: { batch: id } })),
  },
  async ({ db, subject: batch, visit }) =>
    new Response(Readable.toWeb(archiveOf(db, batch, visit.site)) as WebStream as ReadableStream, {
      headers: {
        'Content-Type': 'application/zip',
        'Content-Disposition': `attachment; filename="cartes-lot-${batch.id}.zip"`,
        'Cache-Control': 'private, no-store',
      },
    }),
)
