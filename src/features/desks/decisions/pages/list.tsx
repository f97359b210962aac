import type { VNode } from 'preact'
import { type Day, dayOf, frenchDayOf } from '../../../../platform/dates.ts'
import { type Listed, listed, pastTheEnd } from '../../../../platform/forms/paging.ts'
import { page } from '../../../../platform/http/page.ts'
import type { Query } from '../../../../platform/http/place.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, ButtonLink, HidingSearchForm, Select, TextField } from '../../../../ui/form.tsx'
import { ListFoot, ListTable } from '../../../../ui/list.tsx'
import { askedOf, type Named } from '../asked.ts'
import { casesAsked, countsOf, inAll } from '../cases.ts'
import type { Case, CaseFile, Desk, Sheet } from '../desk.ts'
import { tagOf } from './case-tag.tsx'
import { Filters, typedOf } from './narrowing.tsx'

/** The columns that desks have alike. */
export const SENT_ON = { label: 'Envoyée le', by: 'envoi', cell: ({ submitted_at }: Case) => submitted_at && frenchDayOf(submitted_at) }
export const STATE = { label: 'État', by: 'etat', cell: <Row,>(row: Row, tag: (row: Row) => VNode) => tag(row) }

/** The oldest first, unless asked otherwise; without any choice, those that wait for who looks. Several can be decided on at once, where a decision says so. */
export function listPage<Actor extends Decider, Row extends Case, File extends CaseFile>(desk: Desk<Actor, Row, File>) {
  const decidedBySeveral = desk.decisions.filter(({ several }) => several)
  return page(desk.space, desk.list, {
    title: desk.title,
    said: { ...Object.fromEntries(decidedBySeveral.map(({ slug, several }) => [slug, several?.done ?? ''])), ...desk.alsoSaid },
    async view({ db, actor, now, query, said }) {
      const today = dayOf(now)
      const filters = (await desk.filters?.(db, actor)) ?? []
      const asked = askedOf(query as Query<Named>, desk, filters)
      const cases = desk.cases(db, actor)
      const { bySeveral, sheets: seen, undoing } = decidedBy(desk, actor)
      const [rows, counts, sheets] = await Promise.all([
        casesAsked(db, cases, asked),
        countsOf(db, cases, asked),
        sheetsOf(seen, (sheet) => countsOf(db, sheet.cases(db, actor, today), { search: '', conditions: [] })),
      ])
      const past = pastTheEnd(rows, query)
      if (past) return past
      const all = desk.states.reduce((total, { state }) => total + (counts[state] ?? 0), 0)
      const total = asked.state ? (counts[asked.state] ?? 0) : all
      const typed = typedOf(query, asked, filters)
      const shown = listed(query, { total, order: asked.order, aPage: asked.aPage })
      const states = desk.states.map(({ state, label }) => ({ value: state, label: `${label} (${counts[state] ?? 0})` }))
      return (
        <>
          <Said>{said}</Said>
          <PageHeading>{desk.title}</PageHeading>
          {desk.notice?.(actor)}
          {(sheets.length > 0 || undoing) && (
            <Actions>
              {sheets.map(({ link, place, count }) => (
                <ButtonLink key={link} kind="quiet" icon="camera" href={place.to(withoutPage(query))}>{`${link} (${count})`}</ButtonLink>
              ))}
              {undoing && (
                <ButtonLink kind="quiet" href={undoing.place.to()}>
                  {undoing.link}
                </ButtonLink>
              )}
            </Actions>
          )}
          <HidingSearchForm>
            <TextField form={typed} name="recherche" label="Nom, prénom ou numéro de demande" type="search" optional />
            <Select form={typed} name="etat" label="État" optional options={[...states, { value: 'all', label: `Toutes (${all})` }]} />
            <Filters typed={typed} asked={asked} filters={filters} />
            <Actions>
              <Button icon="search">Rechercher</Button>
            </Actions>
          </HidingSearchForm>
          <Panel>
            <Table
              desk={desk}
              bySeveral={bySeveral}
              rows={rows}
              shown={shown}
              caption={`${desk.states.find(({ state }) => state === asked.state)?.label ?? 'Toutes les demandes'} : ${total}`}
              isTicked={query.has('coche')}
              today={today}
            />
            <ListFoot listed={shown} />
            {total > 0 && <Tables tables={tablesFor(desk, actor)} query={query} />}
          </Panel>
        </>
      )
    },
  })
}

/** What whoever looks may decide on several at once, and by their photos: nothing, of who only reads. */
function decidedBy<Actor extends Decider, Row extends Case, File extends CaseFile>(desk: Desk<Actor, Row, File>, actor: Actor) {
  if (desk.mayDecide?.(actor) === false) return { bySeveral: [], sheets: [], undoing: undefined }
  return { bySeveral: desk.decisions.filter(({ several }) => several), sheets: desk.sheets ?? [], undoing: desk.undoing }
}

const tablesFor = <Actor extends Decider, Row extends Case, File extends CaseFile>(desk: Desk<Actor, Row, File>, actor: Actor) =>
  desk.mayTake?.(actor) === false ? [] : (desk.tables ?? [])

const Tables = ({ tables, query }: { tables: NonNullable<Desk<never, never, never>['tables']>; query: URLSearchParams }) =>
  tables.length > 0 ? (
    <Actions>
      {tables.map(({ kind, place }) => (
        <ButtonLink key={kind} kind="quiet" href={place.to(query)}>
          {`Télécharger la liste (${kind})`}
        </ButtonLink>
      ))}
    </Actions>
  ) : null

/** Those where there is something to see. */
async function sheetsOf<Actor extends Decider, Row extends Case>(
  sheets: readonly Sheet<Actor, Row>[],
  countsIn: (sheet: Sheet<Actor, Row>) => Promise<Partial<Record<string, number>>>,
) {
  const counted = await Promise.all(
    sheets.map(async (sheet) => {
      return { link: sheet.link, place: sheet.place, count: inAll(await countsIn(sheet)) }
    }),
  )
  return counted.filter(({ count }) => count > 0)
}

function withoutPage(query: URLSearchParams): URLSearchParams {
  const kept = new URLSearchParams(query)
  for (const name of ['page', 'coche', 'etat', 'recherche']) kept.delete(name)
  return kept
}

interface Shown<Actor extends Decider, Row extends Case, File extends CaseFile> {
  desk: Desk<Actor, Row, File>
  /** What can be decided on several at once, by who looks. */
  bySeveral: Desk<Actor, Row, File>['decisions']
  rows: readonly Row[]
  shown: Listed
  caption: string
  isTicked: boolean
  today: Day
}

/** With boxes, and a form around it, where several can be decided on at once. */
function Table<Actor extends Decider, Row extends Case, File extends CaseFile>({
  desk,
  bySeveral,
  rows,
  shown,
  caption,
  isTicked,
  today,
}: Shown<Actor, Row, File>) {
  const tag = (row: Row) => tagOf(desk, row, today)
  const table = (
    <ListTable
      listed={shown}
      caption={caption}
      columns={[...(bySeveral.length > 0 ? [{ label: 'Choix' }] : []), { label: 'Nom', by: 'nom' }, ...desk.columns]}
      empty="Aucune demande."
      rows={rows.map((row) => [
        ...(bySeveral.length > 0 ? [row.state === desk.awaited ? <Tick key="tick" row={row} isTicked={isTicked} /> : '—'] : []),
        <a key="name" href={desk.file.to({ number: row.number })}>
          {listedName(row)}
        </a>,
        ...desk.columns.map(({ cell }) => cell(row, tag)),
      ])}
    />
  )
  if (bySeveral.length === 0) return table
  return (
    <form class="whole-width" method="get" action={bySeveral[0]?.several?.place.to()}>
      {table}
      {rows.some(({ state }) => state === desk.awaited) && (
        <>
          <TickAll shown={shown} isTicked={isTicked} />
          <DecidingOnSeveral decisions={bySeveral} />
        </>
      )}
    </form>
  )
}

/** With the letters that who decides can read, when the name is in others. */
export function listedName({ last_name, first_name, printed_last_name, printed_first_name }: Case): string {
  const [real, printed] = [`${last_name} ${first_name}`, `${printed_last_name} ${printed_first_name}`]
  return real === printed ? real : `${real} (${printed})`
}

export const TickAll = ({ shown, isTicked }: { shown: Listed; isTicked: boolean }) => (
  <p class="tick-all">
    <a href={shown.asking({ coche: isTicked ? null : 'oui' })}>{isTicked ? 'Tout décocher' : 'Tout cocher'}</a>
  </p>
)

/** The first is where the form goes; the others take it elsewhere. */
const DecidingOnSeveral = ({
  decisions,
}: {
  decisions: readonly Pick<Desk<never, never, never>['decisions'][number], 'slug' | 'kind' | 'several'>[]
}) => (
  <Actions>
    {decisions.map(({ slug, kind, several }, index) => (
      <Button key={slug} kind={index > 0 && kind === 'main' ? 'quiet' : kind} formaction={index > 0 ? several?.place.to() : undefined}>
        {several?.button}
      </Button>
    ))}
  </Actions>
)

export const Tick = ({ row, isTicked }: { row: Case; isTicked: boolean }) => (
  <input
    class="tick"
    type="checkbox"
    name="numeros[]"
    value={row.number}
    checked={isTicked}
    aria-label={`Choisir ${row.first_name} ${row.last_name}`}
  />
)
