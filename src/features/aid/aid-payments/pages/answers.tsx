import { z } from 'zod'
import { places } from '../../../../places.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { PageHeading, Panel, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form, RadioGroup, TextArea } from '../../../../ui/form.tsx'
import { outcomeForm } from '../payment.ts'
import { batchOf, lineOf } from '../queries.ts'
import { markRestPaid, settleLine } from '../settle.ts'
import { accountOf, answersIn, BackToBatch, PREPARING } from './of-a-batch.tsx'
import { OutcomeTag } from './tags.tsx'

/** What is left of a batch once the rejected lines are noted: paid, all at once. */
export const aidBatchPaid = page(PREPARING, places.region.aidBatchPaid, {
  title: ({ id }) => `Virements faits, lot n° ${id}`,
  async view({ db, params, form }) {
    const batch = await batchOf(db, params.id)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Noter les virements faits</PageHeading>
        <Form form={form} class="panel">
          <SummaryList
            items={[
              { label: 'Lot', value: batch.id },
              { label: 'Réponses', value: answersIn(batch) },
            ]}
          />
          {batch.downloaded_at === null ? (
            <NotAtTheBank />
          ) : (
            <Warning title="Notez d’abord les rejets">
              <p>
                {`Les virements sans réponse (${batch.sent}) seront notés comme payés, pour de bon, et chaque jeune sera prévenu. Si la banque en a rejeté, notez ces rejets avant, ligne par ligne.`}
              </p>
            </Warning>
          )}
          <Actions>
            <BackToBatch batch={batch} />
            {batch.sent > 0 && batch.downloaded_at !== null && <Button>Tous les autres sont payés</Button>}
          </Actions>
        </Form>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    const { id: batch_id } = params
    await markRestPaid(tx, actor, { batch_id })
    return see(places.region.aidBatch.said('reponse', { id: batch_id }))
  }),
})

/** What the bank has answered to one transfer. */
export const aidPaymentLine = page(PREPARING, places.region.aidBatchLine, {
  title: ({ number }) => `Virement de la demande ${number}`,
  async view({ db, params, form }) {
    const batch = await batchOf(db, params.id)
    const line = await lineOf(db, batch.id, params.number)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Virement de la demande ${line.number}`}</PageHeading>
        <Panel>
          <SummaryList
            items={[
              { label: 'Apprenti', value: `${line.last_name} ${line.first_name}` },
              { label: 'Titulaire', value: line.bank_holder },
              { label: 'N° IBAN', value: accountOf(line) },
              { label: 'Montant', value: frenchEuros(line.amount_cents) },
              { label: 'Réponse de la banque', value: <OutcomeTag outcome={line.outcome} /> },
              ...(line.reason ? [{ label: 'Motif', value: line.reason }] : []),
            ]}
          />
        </Panel>
        {line.outcome === null && batch.downloaded_at !== null ? (
          <Form form={form} class="panel">
            <RadioGroup
              form={form}
              name="outcome"
              legend="Qu’a répondu la banque ?"
              options={[
                { value: 'paid', label: 'Virement fait' },
                { value: 'rejected', label: 'Virement rejeté' },
              ]}
            />
            <TextArea
              form={form}
              name="reason"
              label="Motif, si le virement est rejeté"
              sometimes
              hint="Par exemple « Compte clos ». Ce texte est transmis au jeune, qui donnera un autre compte."
            />
            <Actions>
              <BackToBatch batch={batch} />
              <Button>Enregistrer la réponse</Button>
            </Actions>
          </Form>
        ) : (
          <>
            {line.outcome === null && <NotAtTheBank />}
            <BackToBatch batch={batch} />
          </>
        )}
      </>
    )
  },
  submit: form(outcomeForm, async ({ tx, actor, input, params }) => {
    const { id: batch_id } = params
    await settleLine(tx, actor, { ...input, batch_id, number: params.number })
    return see(places.region.aidBatch.said('reponse', { id: batch_id }))
  }),
})

const NotAtTheBank = () => (
  <Warning title="La banque n’a pas encore ce lot">
    <p>Son fichier n’a jamais été téléchargé : téléchargez-le et transmettez-le à la banque avant de noter ce qu’elle répond.</p>
  </Warning>
)
