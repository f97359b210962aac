import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { PageHeading, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { cancelBatch } from '../cancel-batch.ts'
import { cancelForm } from '../payment.ts'
import { batchOf } from '../queries.ts'
import { BackToBatch, PREPARING } from './of-a-batch.tsx'

/** A batch made by mistake, taken back whole before the bank has answered anything. */
export const aidBatchCancelling = page(PREPARING, places.region.aidBatchCancellation, {
  title: ({ id }) => `Annuler le lot de virements n° ${id}`,
  async view({ db, params, form }) {
    const batch = await batchOf(db, params.id)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Annuler le lot</PageHeading>
        {batch.cancelled_at === null && batch.given_at === null ? (
          <Form form={form} class="panel">
            <SummaryList
              items={[
                { label: 'Lot', value: batch.id },
                { label: 'Virements', value: batch.transfers },
                { label: 'Total', value: frenchEuros(batch.total_cents) },
              ]}
            />
            <p>
              Ses demandes redeviennent « à payer » et partiront avec un prochain lot. Chaque jeune est prévenu que son virement est
              reporté. Cette décision est définitive.
            </p>
            <TextArea
              form={form}
              name="reason"
              label="Motif de l’annulation"
              hint="Ce texte reste entre agents : 500 caractères au plus."
            />
            <Actions>
              <BackToBatch batch={batch} />
              <Button kind="quiet-red">Annuler le lot</Button>
            </Actions>
          </Form>
        ) : (
          <>
            <Warning title={batch.cancelled_at ? 'Ce lot est déjà annulé' : 'Ce lot est dans un fichier'}>
              <p>
                {batch.cancelled_at
                  ? 'Ses demandes sont de nouveau à payer.'
                  : 'Faites d’abord annuler ce fichier, depuis la page de ses virements : il y faut deux personnes.'}
              </p>
            </Warning>
            <BackToBatch batch={batch} />
          </>
        )}
      </>
    )
  },
  submit: form(cancelForm, { isLong: true }, async ({ tx, actor, input, params }) => {
    const { id: batch_id } = params
    await cancelBatch(tx, actor, { batch_id, reason: input.reason })
    return see(places.region.aidBatch.said('annulation', { id: batch_id }))
  }),
})
