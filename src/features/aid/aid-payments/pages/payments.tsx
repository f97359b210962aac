import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { Money, PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { createBatch } from '../create-batch.ts'
import { TRANSFERS_A_BATCH } from '../payment.ts'
import { BATCH_ORDERS, BATCHES_A_PAGE, batchesOf, countBatches, waitingForPayment } from '../queries.ts'
import { PREPARING } from './of-a-batch.tsx'
import { BatchTag } from './tags.tsx'

/** The batches of transfers, and what waits for the next one. */
export const aidPayments = page(PREPARING, places.region.aidBatches, {
  title: 'Virements THR',
  async view({ db, form, query }) {
    const order = orderAsked(query, BATCH_ORDERS, '-numero')
    const [waiting, batches, count] = await Promise.all([
      waitingForPayment(db),
      batchesOf(db, { page: pageAsked(query), order }),
      countBatches(db),
    ])
    const past = pastTheEnd(batches, query)
    if (past) return past
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Virements THR</PageHeading>
        <Panel title="À payer">
          <SummaryList
            items={[
              { label: 'Demandes acceptées, hors lot', value: waiting.requests },
              { label: 'Montant', value: frenchEuros(waiting.total_cents) },
            ]}
          />
          {waiting.requests > 0 && (
            <Form form={form}>
              <p class="hint">
                {`Un lot prend les demandes les plus anciennes, ${TRANSFERS_A_BATCH} au plus. Chaque jeune est prévenu que son virement est en cours.`}
              </p>
              <Actions>
                <Button>Créer un lot de virements</Button>
              </Actions>
            </Form>
          )}
        </Panel>
        <Panel>
          <List
            listed={listed(query, { total: count, aPage: BATCHES_A_PAGE, order })}
            caption={`Lots de virements : ${count}`}
            columns={[
              { label: 'Lot', by: '-numero' },
              { label: 'Créé le' },
              { label: 'État' },
              { label: 'Virements', numeric: true },
              { label: 'Rejetés', numeric: true },
              { label: 'Montant', numeric: true },
            ]}
            empty="Aucun lot pour l’instant."
            rows={batches.map((batch) => [
              <a key="batch" href={places.region.aidBatch.to({ id: batch.id })}>{`Lot n° ${batch.id}`}</a>,
              frenchMinute(batch.created_at),
              <BatchTag key="state" batch={batch} />,
              batch.transfers,
              batch.rejected,
              <Money key="amount" cents={batch.total_cents} />,
            ])}
          />
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), { isLong: true }, async ({ tx, actor }) =>
    see(places.region.aidBatch.said('creation', { id: await createBatch(tx, actor) })),
  ),
})
