import { z } from 'zod'
import { frenchDayOf, frenchMinute } from '../../../platform/dates.ts'
import { pageAsked } from '../../../platform/forms/paging.ts'
import { form, page, see } from '../../../platform/http/page.ts'
import { regionFor } from '../../../spaces/staff.tsx'
import { DataTable, PageHeading, Pagination, Panel } from '../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form } from '../../../ui/form.tsx'
import { BatchState } from '../batch-state.tsx'
import { CARDS_A_BATCH } from '../card.ts'
import { createBatch } from '../create-batch.ts'
import { BATCHES_A_PAGE, batchesOf, CARDS_A_PAGE, waitingCards, waitingCount } from '../queries.ts'

/** The cards that wait to be made, and the batches already sent to their maker. */
export const cardsToMake = page(regionFor('support'), {
  title: 'Cartes à fabriquer',
  async view({ db, query, form }) {
    const cardsPage = pageAsked(query)
    const batchesPage = pageAsked(query, 'lots')
    const [count, cards, batches] = await Promise.all([waitingCount(db), waitingCards(db, cardsPage), batchesOf(db, batchesPage)])
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Cartes à fabriquer</PageHeading>
        <Panel>
          <DataTable
            caption={count > 1 ? `${count} cartes à fabriquer` : `${count} carte à fabriquer`}
            columns={[{ label: 'Depuis le' }, { label: 'Numéro de carte' }, { label: 'Nom' }]}
            rows={cards.map((card) => [frenchDayOf(card.created_at), card.number, `${card.last_name} ${card.first_name}`])}
            empty="Aucune carte n’attend."
          />
          {count > CARDS_A_PAGE && (
            <Pagination
              label="Pages des cartes"
              page={cardsPage}
              pages={Math.ceil(count / CARDS_A_PAGE)}
              href={(to) => `/region/cartes?page=${to}&lots=${batchesPage}`}
            />
          )}
          {count > 0 && (
            <Form form={form}>
              <Actions>
                <Button icon="card">Créer un lot</Button>
              </Actions>
              <p class="hint">{`Un lot prend les cartes qui attendent depuis le plus longtemps, ${CARDS_A_BATCH} au plus.`}</p>
            </Form>
          )}
        </Panel>
        <Panel>
          <DataTable
            caption="Lots"
            columns={[{ label: 'Lot' }, { label: 'Créé le' }, { label: 'Par' }, { label: 'Cartes', numeric: true }, { label: 'État' }]}
            rows={batches.rows.map((batch) => [
              <a href={`/region/cartes/lots/${batch.id}`}>{`Lot n° ${batch.id}`}</a>,
              frenchMinute(batch.created_at),
              batch.created_by_name,
              batch.cards,
              <BatchState batch={batch} />,
            ])}
            empty="Aucun lot pour le moment."
          />
          {batches.total > BATCHES_A_PAGE && (
            <Pagination
              label="Pages des lots"
              page={batchesPage}
              pages={Math.ceil(batches.total / BATCHES_A_PAGE)}
              href={(to) => `/region/cartes?page=${cardsPage}&lots=${to}`}
            />
          )}
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor }) => see(`/region/cartes/lots/${await createBatch(tx, actor)}`)),
})
