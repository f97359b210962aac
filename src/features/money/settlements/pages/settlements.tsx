import { places } from '../../../../places.ts'
import { frenchDayOf, frenchMinute } from '../../../../platform/dates.ts'
import { type Listed, listed, orderAsked, pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { may } from '../../../../spaces/roles.ts'
import { regionFor } from '../../../../spaces/staff.tsx'
import { PageHeading, Panel, SummaryList } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { List } from '../../../../ui/list.tsx'
import { countSettlements, DUE_ORDERS, DUES_A_PAGE, duesOf, SETTLEMENT_ORDERS, SETTLEMENTS_A_PAGE, settlementsMade } from '../queries.ts'
import { StateTag } from './state-tag.tsx'

/** How an address names what it asks of the settlements, beside what is due. */
const MADE = { page: 'reversements', order: 'tri-reversements' } as const

/** What is due to partners, and the settlements made so far. */
export const settlements = page(regionFor('settlements.read'), places.region.settlements, {
  title: 'Reversements aux partenaires',
  async view({ db, actor, query }) {
    const dueOrder = orderAsked(query, DUE_ORDERS, '-montant')
    const order = orderAsked(query, SETTLEMENT_ORDERS, '-numero', MADE.order)
    const [dues, made, count] = await Promise.all([
      duesOf(db, { page: pageAsked(query), order: dueOrder }),
      settlementsMade(db, { page: pageAsked(query, MADE.page), order }),
      countSettlements(db),
    ])
    const past = pastTheEnd(dues.rows, query) ?? pastTheEnd(made, query, MADE.page)
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
          <Actions>
            <ButtonLink href={places.region.bankAnswers.to()} kind="quiet">
              Réponses de la banque
            </ButtonLink>
            {dues.partners > 0 && may(actor, 'settlements.prepare') && (
              <ButtonLink href={places.region.settlementPreparation.to()}>Préparer un reversement</ButtonLink>
            )}
          </Actions>
        </Panel>
        <Panel>
          <List
            listed={listed(query, { total: dues.lines, aPage: DUES_A_PAGE, order: dueOrder })}
            label="Pages de ce qui est dû"
            caption="Ce qui est dû, par partenaire"
            columns={[
              { label: 'Code', by: 'code' },
              { label: 'Partenaire', by: 'partenaire' },
              { label: 'Ville', by: 'ville' },
              { label: 'Depuis le', by: 'depuis' },
              { label: 'Transactions', numeric: true },
              { label: 'Montant', numeric: true, by: '-montant' },
            ]}
            empty="Rien n’est dû aux partenaires."
            rows={dues.rows.map((due) => [
              due.code,
              due.is_held ? `${due.name} (retenu)` : due.name,
              due.town,
              frenchDayOf(new Date(due.since)),
              due.transactions,
              frenchEuros(due.amount_cents),
            ])}
          />
        </Panel>
        <Made made={made} count={count} shown={listed(query, { total: count, aPage: SETTLEMENTS_A_PAGE, order, names: MADE })} />
      </>
    )
  },
})

const Made = ({ made, count, shown }: { made: Awaited<ReturnType<typeof settlementsMade>>; count: number; shown: Listed }) => (
  <Panel>
    <List
      listed={shown}
      isSecond
      label="Pages des reversements"
      caption={`Reversements : ${count}`}
      columns={[
        { label: 'Reversement', by: '-numero' },
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
  </Panel>
)
