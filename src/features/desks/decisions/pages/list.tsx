import type { VNode } from 'preact'
import { dayOf, frenchDayOf } from '../../../../platform/dates.ts'
import { listed, orderAsked, pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import type { Query } from '../../../../platform/http/place.ts'
import type { Decider } from '../../../../spaces/actors.ts'
import { PageHeading, Panel, Said } from '../../../../ui/blocks.tsx'
import { Actions, Button, HidingSearchForm, Select, TextField } from '../../../../ui/form.tsx'
import { ListFoot, ListTable } from '../../../../ui/list.tsx'
import { type Asked, CASE_ORDERS, casesAsked, countsOf } from '../cases.ts'
import type { Case, CaseFile, Desk } from '../desk.ts'
import { tagOf } from './case-tag.tsx'

/** The columns that desks have alike. */
export const SENT_ON = { label: 'Envoyée le', by: 'envoi', cell: ({ submitted_at }: Case) => submitted_at && frenchDayOf(submitted_at) }
export const STATE = { label: 'État', cell: <Row,>(row: Row, tag: (row: Row) => VNode) => tag(row) }

/** The oldest first, unless asked otherwise; without any choice, those that wait for who looks. Several can be decided on at once, where a decision says so. */
export function listPage<Actor extends Decider, Row extends Case, File extends CaseFile>(desk: Desk<Actor, Row, File>) {
  const bySeveral = desk.decisions.filter(({ several }) => several)
  return page(desk.space, desk.list, {
    title: desk.title,
    said: Object.fromEntries(bySeveral.map(({ slug, several }) => [slug, several?.done ?? ''])),
    async view({ db, actor, now, query, said }) {
      const tag = (row: Row) => tagOf(desk, row, dayOf(now))
      const asked = read(query, desk)
      const cases = desk.cases(db, actor)
      const [rows, counts] = await Promise.all([casesAsked(db, cases, asked), countsOf(db, cases, asked.search, asked.narrowed)])
      const past = pastTheEnd(rows, query)
      if (past) return past
      const all = desk.states.reduce((total, { state }) => total + (counts[state] ?? 0), 0)
      const total = asked.state ? (counts[asked.state] ?? 0) : all
      const isTicked = query.has('coche')
      const shown = listed(query, { total, order: asked.order })
      const table = (
        <ListTable
          listed={shown}
          caption={`${desk.states.find(({ state }) => state === asked.state)?.label ?? 'Toutes les demandes'} : ${total}`}
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
      return (
        <>
          <Said>{said}</Said>
          <PageHeading>{desk.title}</PageHeading>
          <Search desk={desk} asked={asked} counts={counts} all={all} />
          <Panel>
            {bySeveral.length > 0 ? (
              <form class="whole-width" method="get" action={bySeveral[0]?.several?.place.to()}>
                {table}
                {rows.some(({ state }) => state === desk.awaited) && (
                  <>
                    <p>
                      <a href={shown.asking({ coche: isTicked ? null : 'oui' })}>{isTicked ? 'Tout décocher' : 'Tout cocher'}</a>
                    </p>
                    <DecidingOnSeveral decisions={bySeveral} />
                  </>
                )}
              </form>
            ) : (
              table
            )}
            <ListFoot listed={shown} />
          </Panel>
        </>
      )
    },
  })
}

/** With the letters that who decides can read, when the name is in others. */
function listedName({ last_name, first_name, printed_last_name, printed_first_name }: Case): string {
  const [real, printed] = [`${last_name} ${first_name}`, `${printed_last_name} ${printed_first_name}`]
  return real === printed ? real : `${real} (${printed})`
}

/** The first is where the form goes; the others take it elsewhere. */
const DecidingOnSeveral = ({
  decisions,
}: {
  decisions: Pick<Desk<never, never, never>['decisions'][number], 'slug' | 'kind' | 'several'>[]
}) => (
  <Actions>
    {decisions.map(({ slug, kind, several }, index) => (
      <Button key={slug} kind={index > 0 && kind === 'main' ? 'quiet' : kind} formaction={index > 0 ? several?.place.to() : undefined}>
        {several?.button}
      </Button>
    ))}
  </Actions>
)

interface Searched {
  desk: {
    states: readonly { state: string; label: string }[]
    filter?: { name: string; label: string; options: readonly { value: string; label: string }[] }
  }
  asked: Asked
  counts: Partial<Record<string, number>>
  all: number
}

function Search({ desk, asked, counts, all }: Searched) {
  const typed = new FormState('', '', {
    recherche: [asked.search],
    etat: [asked.state ?? 'all'],
    ...(desk.filter && { [desk.filter.name]: [asked.narrowed?.value ?? ''] }),
  })
  return (
    <HidingSearchForm>
      <TextField form={typed} name="recherche" label="Nom, prénom ou numéro de demande" type="search" optional />
      <Select
        form={typed}
        name="etat"
        label="État"
        optional
        options={[
          ...desk.states.map(({ state, label }) => ({ value: state, label: `${label} (${counts[state] ?? 0})` })),
          { value: 'all', label: `Toutes (${all})` },
        ]}
      />
      {desk.filter && (
        <Select
          form={typed}
          name={desk.filter.name}
          label={desk.filter.label}
          optional
          placeholder="Toutes"
          options={desk.filter.options}
        />
      )}
      <input type="hidden" name="tri" value={asked.order.isReversed ? `-${asked.order.by}` : asked.order.by} />
      <Actions>
        <Button icon="search">Rechercher</Button>
      </Actions>
    </HidingSearchForm>
  )
}

const Tick = ({ row, isTicked }: { row: Case; isTicked: boolean }) => (
  <input
    class="tick"
    type="checkbox"
    name="numeros[]"
    value={row.number}
    checked={isTicked}
    aria-label={`Choisir ${row.first_name} ${row.last_name}`}
  />
)

/** What the address asks for: without anything, what waits for who looks. */
function read(
  query: Query<'recherche' | 'etat' | 'page' | 'tri'>,
  {
    orders,
    filter,
    ...desk
  }: { states: readonly { state: string }[]; awaited: string } & Pick<Desk<never, never, never>, 'orders' | 'filter'>,
): Asked {
  const narrowed = filter && (query as URLSearchParams).get(filter.name)
  const typed = query.get('etat') ?? desk.awaited
  return {
    search: wordsAsked(query),
    state: desk.states.find(({ state }) => state === typed)?.state ?? null,
    narrowed: filter?.options.find(({ value }) => value === narrowed) ?? null,
    page: pageAsked(query),
    order: orderAsked(query, { ...CASE_ORDERS, ...orders }, 'envoi'),
  }
}
