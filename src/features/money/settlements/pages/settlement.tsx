import { csvAnswer } from '../../../../platform/csv.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { download, page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Panel, Success, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { linesOf, settlementOf } from '../queries.ts'
import { StateTag } from './state-tag.tsx'

const DONE: Record<string, string> = {
  preparation: 'Le reversement est préparé',
  versement: 'Le reversement est noté comme versé',
}

/** One settlement: its list for whoever makes the transfers, and what has become of it. */
export const settlement = page(regionFor('finance'), {
  title: ({ id }) => `Reversement n° ${id}`,
  async view({ db, params, query }) {
    const settlement = await settlementOf(db, Number(params.id))
    const lines = await linesOf(db, settlement.id)
    const done = DONE[query.get('fait') ?? '']
    return (
      <>
        {done && <Success title={done} level={2} />}
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
            <Actions>
              <ButtonLink href={`/region/reversements/${settlement.id}/versement`}>Les virements sont faits</ButtonLink>
            </Actions>
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
