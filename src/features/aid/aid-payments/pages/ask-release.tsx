import { z } from 'zod'
import { places } from '../../../../places.ts'
import { optionalText } from '../../../../platform/forms/fields.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { PageHeading, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form, TextArea } from '../../../../ui/form.tsx'
import { startAct } from '../../../desks/two-people/index.ts'
import { batchOf, batchToChange } from '../queries.ts'
import { batchRelease, isReleasedAlready } from '../release.ts'
import { BackToBatch, PREPARING } from './of-a-batch.tsx'

/** Asking a second person again, when the first time was refused, withdrawn or left without an answer. */
export const aidBatchRelease = page(PREPARING, places.region.aidBatchRelease, {
  title: ({ id }) => `Lot de virements n° ${id} : demander la validation`,
  async view({ db, params, form }) {
    const batch = await batchOf(db, params.id)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Lot de virements n° ${batch.id} : demander la validation`}</PageHeading>
        <Form form={form} class="panel">
          <SummaryList
            items={[
              { label: 'Virements', value: batch.transfers },
              { label: 'Total', value: frenchEuros(batch.total_cents) },
            ]}
          />
          <TextArea form={form} name="reason" label="Que doit savoir la personne qui valide ?" rows={3} optional />
          <Actions>
            <BackToBatch batch={batch} />
            <Button>Demander la validation</Button>
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(z.object({ reason: optionalText(500) }), async ({ tx, actor, params: { id }, input }) => {
    const { released_at } = await batchToChange(tx, id)
    if (released_at) throw isReleasedAlready()
    await startAct(tx, actor, batchRelease, { subject: id, input: { id }, reason: input.reason ?? undefined })
    return see(places.region.aidBatch.said('validation', { id }))
  }),
})
