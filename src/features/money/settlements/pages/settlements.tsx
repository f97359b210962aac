import { places } from '../../../../places.ts'
import { frenchMinute } from '../../../../platform/dates.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Pagination, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { countSettlements, DUES_A_PAGE, duesOf, SETTLEMENTS_A_PAGE, settlementsMade } from '../queries.ts'
import { StateTag } from './state-tag.tsx'

/** What is due to partners, and the settlements made so far. */
export const settlements = page(regionFor('settlements.read'), places.region.settlements, {
  title: 'Reversements aux partenaires',
  async view({ db, actor, query }) {
    const duesPage = pageAsked(query)
    const madePage = pageAsked(query, 'reversements')
    const [dues, made, count] = await Promise.all([duesOf(db, duesPage), settlementsMade(db, madePage), countSettlements(db)])
    const past = pastTheEnd(dues.rows, query) ?? pastTheEnd(made, query, 'reversements')
    if (past) return past
    return (
      <>
        <PageHeading>Reversements aux partenaires</PageHeading>
        <Panel title="À reverser">
          <SummaryList
            items={[
              { label: 'Partenaires', value: dues.partners },
              { label: 'Montant', value: frenchEuros(dues.total_cents) },
              ...(dues.held_cents > 0 ? [{ label: 'Retenu', value: `${frenchEuros(dues.held_cents)}, de partenaires gelés` }] : []),
            ]}
          />
          {dues.partners > 0 && may(actor, 'settlements.prepare') && (
            <Actions>
              <ButtonLink href={places.region.settlementPreparation.to()}>Préparer un reversement</ButtonLink>
            </Actions>
          )}
        </Panel>
        <Panel>
          <DataTable
            caption="Ce qui est dû, par partenaire"
            columns={[
              { label: 'Code' },
              { label: 'Partenaire' },
              { label: 'Ville' },
              { label: 'Transactions', numeric: true },
              { label: 'Montant', numeric: true },
            ]}
            empty="Rien n’est dû aux partenaires."
            rows={dues.rows.map((due) => [
              due.code,
              due.is_held ? `${due.name} (retenu)` : due.name,
              due.town,
              due.transactions,
              frenchEuros(due.amount_cents),
            ])}
          />
          {dues.lines > DUES_A_PAGE && (
            <Pagination
              label="Pages de ce qui est dû"
              page={duesPage}
              pages={Math.ceil(dues.lines / DUES_A_PAGE)}
              href={(to) => places.region.settlements.to({ page: to, reversements: madePage })}
            />
          )}
        </Panel>
        <Made made={made} count={count} page={madePage} href={(to) => places.region.settlements.to({ page: duesPage, reversements: to })} />
      </>
    )
  },
})

const Made = ({
  made,
  count,
  page,
  href,
}: {
  made: Awaited<ReturnType<typeof settlementsMade>>
  count: number
  page: number
  href(page: number): string
}) => (
  <Panel>
    <DataTable
      caption={`Reversements : ${count}`}
      columns={[
        { label: 'Reversement' },
        { label: 'Préparé le' },
        { label: 'État' },
        { label: 'Partenaires', numeric: true },
        { label: 'Montant', numeric: true },
      ]}
      empty="Aucun reversement pour l’instant."
      rows={made.map((settlement) => [
        <a key="id" href={places.region.settlement.to({ id: settlement.id })}>{`Reversement n° ${settlement.id}`}</a>,
        frenchMinute(settlement.prepared_at),
        <StateTag key="state" settlement={settlement} />,
        settlement.partners ?? 0,
        frenchEuros(settlement.total_cents ?? 0),
      ])}
    />
    {count > SETTLEMENTS_A_PAGE && (
      <Pagination label="Pages des reversements" page={page} pages={Math.ceil(count / SETTLEMENTS_A_PAGE)} href={href} />
    )}
  </Panel>
)
