import { places } from '../../../../places.ts'
import { frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { isLatin } from '../../../../platform/forms/fields.ts'
import { type Listed, listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import type { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, TextField } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { nameOnCard } from '../../../people/beneficiaries/index.ts'
import { BATCH_ORDERS, BATCHES_A_PAGE, batchesOf, createBatch, lastBatchSize } from '../../cards/index.ts'
import { BatchState } from '../batch-state.tsx'
import { AskAnotherPhoto, PhotoInList } from '../photo-in-list.tsx'
import {
  CARDS_A_PAGE,
  cardsSetAside,
  SET_ASIDE_A_PAGE,
  SET_ASIDE_ORDERS,
  toPostAgainCount,
  WAITING_ORDERS,
  waitingCards,
  waitingCount,
} from '../queries.ts'
import { batchForm } from '../workshop-file.ts'

/** How an address names what it asks of the lists beside that of the cards. */
const BATCHES = { page: 'lots', order: 'tri-lots' } as const
const ASIDE = { page: 'photos', order: 'tri-photos' } as const

/** The cards that wait to be made, and the batches already sent to their maker. */
export const cardsToMake = page(regionFor('cards.make'), places.region.cards, {
  title: 'Cartes à fabriquer',
  said: { 'mise-de-cote': 'La carte est mise de côté, une autre photo est demandée à son titulaire' },
  async view({ db, query, form, said }) {
    const order = orderAsked(query, WAITING_ORDERS, 'depuis')
    const batchOrder = orderAsked(query, BATCH_ORDERS, '-numero', BATCHES.order)
    const asideOrder = orderAsked(query, SET_ASIDE_ORDERS, 'depuis', ASIDE.order)
    const [count, again, size, cards, batches, aside] = await Promise.all([
      waitingCount(db),
      toPostAgainCount(db),
      lastBatchSize(db),
      waitingCards(db, { page: pageAsked(query), order }),
      batchesOf(db, { page: pageAsked(query, BATCHES.page), order: batchOrder }),
      cardsSetAside(db, { page: pageAsked(query, ASIDE.page), order: asideOrder }),
    ])
    const past = pastTheEnd(cards, query) ?? pastTheEnd(batches.rows, query, 'lots') ?? pastTheEnd(aside.rows, query, 'photos')
    if (past) return past
    const shown = {
      cards: listed(query, { total: count, aPage: CARDS_A_PAGE, order }),
      batches: listed(query, { total: batches.total, aPage: BATCHES_A_PAGE, order: batchOrder, names: BATCHES }),
      aside: listed(query, { total: aside.total, aPage: SET_ASIDE_A_PAGE, order: asideOrder, names: ASIDE }),
    }
    return (
      <>
        <ErrorSummary form={form} />
        <Said>{said}</Said>
        <PageHeading>Cartes à fabriquer</PageHeading>
        <Panel>
          <List
            listed={shown.cards}
            label="Pages des cartes"
            caption={count > 1 ? `${count} cartes à fabriquer` : `${count} carte à fabriquer`}
            columns={[
              { label: 'Depuis le', by: 'depuis' },
              { label: 'Numéro de carte', by: 'numero' },
              { label: 'Nom' },
              { label: 'Photo' },
              { label: 'Action' },
            ]}
            rows={cards.map((card) => [
              frenchDayOf(card.created_at),
              card.number,
              <Name key="name" card={card} />,
              <PhotoInList key="photo" card={card} />,
              <AskAnotherPhoto key="action" card={card} />,
            ])}
            empty="Aucune carte n’attend."
          />
          <NewBatch form={form} count={count} again={again} size={size} />
        </Panel>
        {aside.total > 0 && <SetAside aside={aside} shown={shown.aside} />}
        <Batches batches={batches} shown={shown.batches} />
      </>
    )
  },
  submit: form(batchForm, { isLong: true }, async ({ tx, actor, input }) =>
    see(places.region.cardBatch.to({ id: await createBatch(tx, actor, input.atMost) })),
  ),
})

/** What the next batch takes, and how many at most. */
const NewBatch = ({ form, count, again, size }: { form: FormState; count: number; again: number; size: number }) => (
  <>
    {again > 0 && (
      <p>{again > 1 ? `${again} cartes revenues repartent avec le prochain lot.` : 'Une carte revenue repart avec le prochain lot.'}</p>
    )}
    {count + again > 0 && (
      <Form form={form}>
        <TextField
          form={form}
          name="atMost"
          label="Cartes dans ce lot, au plus"
          hint="Le lot prend d’abord les cartes revenues, puis celles qui attendent depuis le plus longtemps."
          inputmode="numeric"
          autocomplete="off"
          width={4}
          known={String(size)}
        />
        <Actions>
          <Button icon="card">Créer un lot</Button>
        </Actions>
      </Form>
    )}
    <Actions>
      <ButtonLink href={places.region.cardReturns.to()} kind="quiet">
        Cartes revenues par la poste
      </ButtonLink>
    </Actions>
  </>
)

/** A name that the card writes otherwise says how; one that it cannot write leads to where that is mended. */
function Name({ card }: { card: Awaited<ReturnType<typeof waitingCards>>[number] }) {
  const written = nameOnCard(card)
  return (
    <>
      {`${card.last_name} ${card.first_name}`}
      {written !== `${card.first_name} ${card.last_name}` && <span class="hint">{` Sur la carte : ${written}`}</span>}
      {!isLatin(written) && <a href={places.region.identityCorrection.to({ id: card.beneficiary_id })}> À écrire en lettres latines</a>}
    </>
  )
}

const SetAside = ({ aside, shown }: { aside: Awaited<ReturnType<typeof cardsSetAside>>; shown: Listed }) => (
  <Panel>
    <List
      listed={shown}
      isSecond
      label="Pages des photos à refaire"
      caption={`Photos à refaire : ${aside.total > 1 ? `${aside.total} cartes mises` : 'une carte mise'} de côté`}
      columns={[{ label: 'Depuis le', by: 'depuis' }, { label: 'Numéro de carte' }, { label: 'Nom' }, { label: 'Motif' }]}
      rows={aside.rows.map((card) => [
        card.set_aside_at ? frenchDayOf(card.set_aside_at) : '',
        card.number,
        <a key="name" href={places.region.beneficiary.to({ id: card.beneficiary_id })}>{`${card.last_name} ${card.first_name}`}</a>,
        card.set_aside_reason,
      ])}
    />
  </Panel>
)

const Batches = ({ batches, shown }: { batches: Awaited<ReturnType<typeof batchesOf>>; shown: Listed }) => (
  <Panel>
    <List
      listed={shown}
      isSecond
      label="Pages des lots"
      caption="Lots"
      columns={[
        { label: 'Lot', by: '-numero' },
        { label: 'Créé le' },
        { label: 'Par' },
        { label: 'Cartes', numeric: true },
        { label: 'État' },
      ]}
      rows={batches.rows.map((batch) => [
        <a href={places.region.cardBatch.to({ id: batch.id })}>{`Lot n° ${batch.id}`}</a>,
        frenchMinute(batch.created_at),
        batch.created_by_name,
        batch.cards,
        <BatchState batch={batch} />,
      ])}
      empty="Aucun lot pour le moment."
    />
  </Panel>
)
