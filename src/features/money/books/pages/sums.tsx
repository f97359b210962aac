import { DataTable, Money, type SummaryItem, SummaryList } from '../../../../ui/blocks.tsx'
import { byNature, type Counted, type Nature, natureLabel, sumsOf } from '../books.ts'

type Rows = readonly (Counted & { nature: Nature })[]

/** What was taken and given back, and what is left of it. */
export function TakenAndGivenBack({ rows, more = [] }: { rows: Rows; more?: SummaryItem[] }) {
  const { taken, givenBack, all } = sumsOf(rows)
  return (
    <SummaryList
      items={[
        { label: `Encaissé (${taken.lines})`, value: <Money cents={taken.cents} /> },
        { label: `Rendu (${givenBack.lines})`, value: <Money cents={givenBack.cents} /> },
        {
          label: 'Net',
          value: (
            <strong>
              <Money cents={all.cents} />
            </strong>
          ),
        },
        ...more,
      ]}
    />
  )
}

export const ByNature = ({ rows }: { rows: Rows }) => (
  <DataTable
    caption="Par nature"
    columns={[{ label: 'Nature' }, { label: 'Nombre', numeric: true }, { label: 'Montant', numeric: true }]}
    rows={byNature(rows).map(({ nature, lines, cents }) => [natureLabel(nature), lines, <Money cents={cents} />])}
  />
)
