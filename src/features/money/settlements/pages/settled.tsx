import { places } from '../../../../places.ts'
import { frenchDayOf } from '../../../../platform/dates.ts'
import { pageAsked, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import { frenchEuros } from '../../../../platform/money.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { DataTable, PageHeading, Pagination, Panel } from '../../../../ui/blocks.tsx'
import { Actions, ButtonLink } from '../../../../ui/form.tsx'
import { transferInWords } from '../paid-in-words.ts'
import { SETTLEMENTS_A_PAGE, settledTo } from '../queries.ts'
import { StateTag } from './state-tag.tsx'

/** What the Region has paid to this partner, and what is on its way. */
export const settled = page(shopFor('settlements.read'), places.partner.settlements, {
  title: 'Reversements de la Région',
  async view({ db, actor, query }) {
    const number = pageAsked(query)
    const { rows, total } = await settledTo(db, [actor.partner_id], number)
    const past = pastTheEnd(rows, query)
    if (past) return past
    return (
      <>
        <PageHeading>Reversements de la Région</PageHeading>
        <Panel>
          <DataTable
            caption="Reversements, du plus récent au plus ancien"
            columns={[
              { label: 'Reversement' },
              { label: 'Préparé le' },
              { label: 'Jusqu’à la transaction' },
              { label: 'État' },
              { label: 'Montant', numeric: true },
            ]}
            empty="La Région n’a encore préparé aucun reversement pour vous."
            rows={rows.map((line) => [
              <a href={places.partner.transactions.to({ releve: line.id })}>{`N° ${line.id}`}</a>,
              frenchDayOf(line.prepared_at),
              line.last_transaction_id,
              <State key="state" line={line} />,
              frenchEuros(line.amount_cents),
            ])}
          />
          {total > SETTLEMENTS_A_PAGE && (
            <Pagination
              page={number}
              pages={Math.ceil(total / SETTLEMENTS_A_PAGE)}
              href={(to) => places.partner.settlements.to({ page: to })}
            />
          )}
        </Panel>
        <Actions>
          <ButtonLink href={places.partner.home.to()} kind="quiet">
            Retour
          </ButtonLink>
        </Actions>
      </>
    )
  },
})

type Line = Awaited<ReturnType<typeof settledTo>>['rows'][number]

function State({ line }: { line: Line }) {
  const transfer = transferInWords(line)
  return (
    <>
      <StateTag settlement={line} />
      {transfer && <p class="hint">{transfer}</p>}
    </>
  )
}
