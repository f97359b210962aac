import { places } from '../../../places.ts'
import { frenchDayOf } from '../../../platform/dates.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { may } from '../../../spaces/roles.ts'
import { DataTable, Money, Panel } from '../../../ui/blocks.tsx'
import type { debtsOf } from './queries.ts'

type Debt = Awaited<ReturnType<typeof debtsOf>>[number]

/** What somebody owes, and whether it was waived. */
export const Debts = ({ agent, debts }: { agent: Agent; debts: Debt[] }) => (
  <Panel>
    <DataTable
      caption="Sommes dues"
      columns={[
        { label: 'Porte-monnaie' },
        { label: 'Depuis le' },
        { label: 'Somme', numeric: true },
        { label: 'Déduit', numeric: true },
        { label: 'Reste dû', numeric: true },
        { label: 'Action' },
      ]}
      rows={debts.map((debt) => [
        `${debt.label} (${debt.campaign_name})`,
        frenchDayOf(debt.at),
        <Money key="owed" cents={debt.owed_cents} />,
        <Money key="deducted" cents={debt.deducted_cents} />,
        <Money key="left" cents={debt.left_cents} />,
        whatOf(debt, agent),
      ])}
    />
  </Panel>
)

function whatOf({ id, left_cents, waived_at }: Debt, agent: Agent) {
  if (waived_at) return `Abandonnée le ${frenchDayOf(waived_at)}`
  if (left_cents === 0 || !may(agent, 'corrections.ask')) return '—'
  return (
    <a key="waive" href={places.region.debtWaiving.to({ id })}>
      Abandonner<span class="unseen">{` la somme due n° ${id}`}</span>
    </a>
  )
}
