import { z } from 'zod'
import { places } from '../../../../places.ts'
import { frenchDay, frenchMinute } from '../../../../platform/dates.ts'
import { form, page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { PageHeading, SummaryList, Warning } from '../../../../ui/blocks.tsx'
import { Actions, Button, ErrorSummary, Form } from '../../../../ui/form.tsx'
import { MADE_UP_PAYER } from '../../../money/bank-files/index.ts'
import { downloadFile } from '../download-file.ts'
import { type Batch, batchOf } from '../queries.ts'
import { BackToBatch, PREPARING } from './of-a-batch.tsx'

/** The batch as a file for the bank. A form and not a link: what is downloaded counts as given to the bank. */
export const aidTransfers = page(PREPARING, places.region.aidBatchFile, {
  title: ({ id }) => `Fichier pour la banque, lot n° ${id}`,
  async view({ db, params, form }) {
    const batch = await batchOf(db, params.id)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>Fichier pour la banque</PageHeading>
        {batch.sent === batch.transfers && batch.released_at ? (
          <Form form={form} class="panel">
            <SummaryList
              items={[
                { label: 'Lot', value: batch.id },
                { label: 'Virements', value: batch.transfers },
                { label: 'Total', value: <strong>{frenchEuros(batch.total_cents)}</strong> },
                {
                  label: 'Date d’exécution demandée',
                  value: batch.execute_on ? frenchDay(batch.execute_on) : 'Le jour ouvré qui suit le premier téléchargement',
                },
                { label: 'Format', value: 'ISO 20022, pain.001.001.09 (XML)' },
                { label: 'Identifiant du fichier (MsgId)', value: batch.message_id },
                {
                  label: 'Téléchargé le',
                  value: batch.downloaded_at ? `${frenchMinute(batch.downloaded_at)}, par ${batch.downloaded_by_name}` : 'Pas encore',
                },
              ]}
            />
            <Warning title="Ce fichier contient des IBAN en clair">
              <p>
                Transmettez-le à la banque, puis effacez-le. Vous pouvez le télécharger de nouveau : il garde le même identifiant, et la
                banque ne le paie qu’une fois.
              </p>
            </Warning>
            <Actions>
              <BackToBatch batch={batch} />
              <Button icon="documents">Télécharger le fichier</Button>
            </Actions>
          </Form>
        ) : (
          <>
            <WhyNot batch={batch} />
            <BackToBatch batch={batch} />
          </>
        )}
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params, visit }) => {
    const { ibanKey: key, config } = visit.site
    const payer = config.payer ?? (config.demo ? MADE_UP_PAYER : undefined)
    const { name, xml } = await downloadFile(tx, actor, { batch_id: params.id, key, payer })
    return new Response(xml, {
      headers: {
        'Content-Type': 'application/xml; charset=utf-8',
        'Content-Disposition': `attachment; filename="${name}"`,
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Cache-Control': 'private, no-store',
      },
    })
  }),
})

function WhyNot({ batch }: { batch: Batch }) {
  if (batch.sent === batch.transfers)
    return (
      <Warning title="Ce lot attend une validation">
        <p>Son fichier se télécharge une fois qu’une seconde personne l’a validé.</p>
      </Warning>
    )
  return (
    <Warning title={batch.cancelled_at ? 'Ce lot est annulé' : 'La banque a déjà répondu à ce lot'}>
      <p>Son fichier ne se télécharge plus, pour que rien ne soit payé deux fois.</p>
    </Warning>
  )
}
