import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { DataTable, Money, PageHeading, Pagination, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { createBatch } from '../create-batch.ts'
import { TRANSFERS_A_BATCH } from '../payment.ts'
import { BATCHES_A_PAGE, batchesOf, countBatches, waitingForPayment } from '../queries.ts'
import { PREPARING } from './of-a-batch.tsx'
import { BatchTag } from './tags.tsx'

/** The batches of transfers, and what waits for the next one. */
export const aidPayments = page(PREPARING, places.region.aidBatches, {
  title: 'Paiements THR',
  async view({ db, form, query }) {
    const page = pageAsked(query)
    const [waiting, batches, count] = await Promise.all([waitingForPayment(db), batchesOf(db, page), countBatches(db)])
    const past = pastTheEnd(batches, query)
    if (past) return past
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Paiements THR</PageHeading>
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
          <DataTable
            caption={`Lots de virements : ${count}`}
            columns={[
              { label: 'Lot' },
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
          {count > BATCHES_A_PAGE && (
            <Pagination
              page={page}
              pages={Math.ceil(count / BATCHES_A_PAGE)}
              href={(other) => places.region.aidBatches.to({ page: other })}
            />
          )}
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor }) => see(places.region.aidBatch.said('creation', { id: await createBatch(tx, actor) }))),
})
