import { places } from '../../../../places.ts'
import { addDays, type Day, dayOf, dayTyped, frenchDay, frenchLongDay, frenchMinute } from '../../../../platform/dates.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { form, page, see } from '../../../../platform/http/page.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { DataTable, Money, PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, ErrorSummary, Form, PrintButton, SearchForm, TextField } from '../../../../ui/form.tsx'
import { closingForm, isOver, sumsOf } from '../books.ts'
import { closeDay } from '../close-day.ts'
import { type ClosingRow, closingOf, lastClosingOf } from '../queries.ts'
import { ByNature, TakenAndGivenBack } from './sums.tsx'

/** What a day made, to be held against the drawer and the orders. */
export const closing = page(shopFor('lines.read'), places.partner.closing, {
  title: 'Clôture de journée',
  said: { cloture: 'La journée est close' },
  async view({ db, actor, query, form: sent, checked, said, now }) {
    const { day, form: search } = dayAsked(query.get('jour') ?? '', dayOf(now))
    const { rows, made } = await closingOf(db, actor, day)
    const last = made ? undefined : await lastClosingOf(db, actor)
    return (
      <>
        <ErrorSummary form={sent.errors.length > 0 ? sent : checked(search)} />
        <Said>{said}</Said>
        <PageHeading>Clôture de journée</PageHeading>
        <SearchForm>
          <TextField form={search} name="jour" label="Jour" hint="Par exemple 28/01/2026." width={10} optional />
          <Actions>
            <Button>Afficher</Button>
          </Actions>
        </SearchForm>
        <Panel title={`${made ? `Clôture n° ${made.number} : ` : ''}${actor.partner_name}, ${frenchLongDay(day)}`}>
          <Sums rows={rows} />
          <p class="hint">
            {made
              ? `Close le ${frenchMinute(made.made_at)} par ${made.made_by} : elle ne change plus.`
              : `Établie le ${frenchMinute(now)} par ${actor.name}. Provisoire : sans numéro.`}
          </p>
          {rows.length > 0 && !made && <ToClose form={sent} day={day} last={last} now={now} />}
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
  submit: form(closingForm, async ({ tx, actor, input }) => {
    await closeDay(tx, actor, input.day)
    return see(places.partner.closing.said('cloture', { jour: frenchDay(input.day) }))
  }),
})

function dayAsked(typed: string, today: Day): { day: Day; form: FormState } {
  const day = dayTyped({ day: typed })
  const errors = day === undefined ? [{ field: 'jour', message: 'Saisissez un jour qui existe, par exemple 28/01/2026.' }] : []
  return { day: day ?? today, form: new FormState('', '', { jour: [typed || frenchDay(today)] }, errors) }
}

/** Only what is over gets a number, and after the days before it. */
function ToClose({ form, day, last, now }: { form: FormState; day: Day; last: { day: Day } | undefined; now: Date }) {
  if (!isOver(day, now)) return <p class="hint">Cette journée aura son numéro quand elle sera finie : vous pourrez la clore demain.</p>
  if (last && day < last.day) return <p class="hint">Cette journée est d’avant la première clôture numérotée.</p>
  return (
    <Form form={form}>
      <input type="hidden" name="day" value={day} />
      <Actions>
        <Button>Clore cette journée</Button>
      </Actions>
      <p class="hint">
        Elle reçoit le numéro suivant, avec les journées d’avant qui ne sont pas encore closes. Ensuite elle ne change plus.
      </p>
    </Form>
  )
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
