import { places } from '../../../../places.ts'
import { addDays, type Day, dayOf, dayTyped, frenchDay, frenchLongDay, frenchMinute } from '../../../../platform/dates.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { DataTable, Money, PageHeading, Panel } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, PrintButton, SearchForm, TextField } from '../../../../ui/form.tsx'
import { sumsOf } from '../books.ts'
import { type ClosingRow, closingOf } from '../queries.ts'
import { ByNature, TakenAndGivenBack } from './sums.tsx'

/** What a day made, to be held against the drawer and the orders. */
export const closing = page(shopFor('lines.read'), places.partner.closing, {
  title: 'Clôture de journée',
  async view({ db, actor, query, checked, now }) {
    const { day, form } = dayAsked(query.get('jour') ?? '', dayOf(now))
    const rows = await closingOf(db, actor, day)
    return (
      <>
        <ErrorSummary form={checked(form)} />
        <PageHeading>Clôture de journée</PageHeading>
        <SearchForm>
          <TextField form={form} name="jour" label="Jour" hint="Par exemple 28/01/2026." width={10} optional />
          <Actions>
            <Button>Afficher</Button>
          </Actions>
        </SearchForm>
        <Panel title={`${actor.partner_name}, ${frenchLongDay(day)}`}>
          <Sums rows={rows} />
          <p class="hint">{`Établie le ${frenchMinute(now)} par ${actor.name}.`}</p>
          <Actions>
            <ButtonLink href={places.partner.closing.to({ jour: frenchDay(addDays(day, -1)) })} kind="quiet">
              Jour précédent
            </ButtonLink>
            <ButtonLink href={places.partner.transactions.to({ du: frenchDay(day), au: frenchDay(day) })} kind="quiet">
              Voir les transactions
            </ButtonLink>
            <PrintButton>Imprimer</PrintButton>
          </Actions>
        </Panel>
        {rows.length > 0 && (
          <>
            <Panel>
              <ByNature rows={rows} />
            </Panel>
            <Panel>
              <ByUser rows={rows} />
            </Panel>
          </>
        )}
      </>
    )
  },
})

function dayAsked(typed: string, today: Day): { day: Day; form: FormState } {
  const day = dayTyped({ day: typed })
  const errors = day === undefined ? [{ field: 'jour', message: 'Saisissez un jour qui existe, par exemple 28/01/2026.' }] : []
  return { day: day ?? today, form: new FormState('', '', { jour: [typed || frenchDay(today)] }, errors) }
}

function Sums({ rows }: { rows: readonly ClosingRow[] }) {
  if (rows.length === 0) return <p>Aucune transaction ce jour-là.</p>
  const [first, last] = [Math.min(...rows.map(({ first_id }) => first_id)), Math.max(...rows.map(({ last_id }) => last_id))]
  return <TakenAndGivenBack rows={rows} more={[{ label: 'Transactions', value: `n° ${first} à ${last}` }]} />
}

/** Who is nobody of the shop is a young person who paid online, or the Region that cancelled. */
const ByUser = ({ rows }: { rows: readonly ClosingRow[] }) => (
  <DataTable
    caption="Par personne"
    columns={[
      { label: 'Par' },
      { label: 'Nombre', numeric: true },
      { label: 'Encaissé', numeric: true },
      { label: 'Rendu', numeric: true },
      { label: 'Net', numeric: true },
    ]}
    rows={[...Map.groupBy(rows, ({ user_id }) => user_id).values()].map((theirs) => {
      const { taken, givenBack, all } = sumsOf(theirs)
      return [
        theirs[0]?.name ?? 'En ligne, ou par la Région',
        all.lines,
        <Money cents={taken.cents} />,
        <Money cents={givenBack.cents} />,
        <Money cents={all.cents} />,
      ]
    })}
  />
)
