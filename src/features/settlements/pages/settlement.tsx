import { z } from 'zod'
import { csvAnswer } from '../../../platform/csv.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { download, form, page, see } from '../../../platform/http/page.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { regionFor } from '../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, SummaryList } from '../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form } from '../../../ui/form.tsx'
import { markPaid } from '../pay.ts'
import { linesOf, settlementOf } from '../queries.ts'
import { StateTag } from './state-tag.tsx'

/** One settlement: its list for whoever makes the transfers, and what has become of it. */
export const settlement = page(regionFor('finance'), {
  title: ({ id }) => `Reversement n° ${id}`,
  async view({ db, params, form }) {
    const settlement = await settlementOf(db, Number(params.id))
    const lines = await linesOf(db, settlement.id)
    return (
      <>
        <ErrorSummary form={form} />
        <PageHeading>{`Reversement n° ${settlement.id}`}</PageHeading>
        <Panel title="Suivi du reversement">
          <SummaryList
            items={[
              { label: 'État', value: <StateTag paidAt={settlement.paid_at} /> },
              { label: 'Préparé le', value: `${frenchMinute(settlement.prepared_at)}, par ${settlement.prepared_by_name}` },
              {
                label: 'Versé le',
                value: settlement.paid_at ? `${frenchMinute(settlement.paid_at)}, par ${settlement.paid_by_name}` : 'Pas encore',
              },
              { label: 'Montant', value: frenchEuros(settlement.total_cents ?? 0) },
            ]}
          />
          <Actions>
            <ButtonLink href="/region/reversements" kind="quiet">
              Retour
            </ButtonLink>
            <ButtonLink href={`/region/reversements/${settlement.id}/reversement.csv`} kind="quiet" icon="documents">
              Télécharger la liste (CSV)
            </ButtonLink>
          </Actions>
          {!settlement.paid_at && (
            <Form form={form}>
              <p class="hint">Quand la banque a fait tous les virements. Chaque partenaire le voit alors dans son espace.</p>
              <Actions>
                <Button>Marquer comme versé</Button>
              </Actions>
            </Form>
          )}
        </Panel>
        <Panel>
          <DataTable
            caption={lines.length > 1 ? `${lines.length} partenaires` : `${lines.length} partenaire`}
            columns={[{ label: 'Code' }, { label: 'Partenaire' }, { label: 'Ville' }, { label: 'Montant', numeric: true }]}
            rows={lines.map((line) => [line.code, line.name, line.town, frenchEuros(line.amount_cents)])}
          />
        </Panel>
      </>
    )
  },
  submit: form(z.object({}), async ({ tx, actor, params }) => {
    await markPaid(tx, actor, { settlement_id: Number(params.id) })
    return see(`/region/reversements/${params.id}`)
  }),
})

/** The list, for whoever makes the transfers. */
export const settlementCsv = download(regionFor('finance'), async ({ db, params }) => {
  const { id } = await settlementOf(db, Number(params.id))
  const lines = await linesOf(db, id)
  return csvAnswer(`reversement-${id}.csv`, [
    ['Code', 'Partenaire', 'Code postal', 'Ville', 'Jusqu’à la transaction n°', 'Montant en euros'],
    ...lines.map((line) => [line.code, line.name, line.postcode, line.town, line.last_transaction_id, line.amount_cents / 100]),
  ])
})
