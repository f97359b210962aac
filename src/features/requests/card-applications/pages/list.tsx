import { dayOf, frenchDayOf } from '../../../../platform/dates.ts'
import { pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import { DataTable, PageHeading, Pagination, Panel, Success } from '../../../../ui/blocks.tsx'
import { Actions, Button, SearchForm, Select, TextField } from '../../../../ui/form.tsx'
import { isOver } from '../../../scheme/campaigns/index.ts'
import { awaitsDecision, type State } from '../application.ts'
import { applicationsOf, countsOf, type Decider, PAGE_SIZE } from '../queries.ts'
import { DONE } from './decisions.tsx'
import { type Desk, REGION_DESK, SCHOOL_DESK } from './desk.ts'
import { SITUATIONS } from './schooling-words.ts'
import { STATES, StateTag } from './state-tag.tsx'

const SENT = ['submitted', 'returned', 'validated', 'refused'] as const satisfies State[]

/** The requests sent to a school, several of which can be decided on at once. */
export const schoolList = listPage(SCHOOL_DESK, { title: 'Demandes de carte', several: true })

/** The requests that the Region decides on: one by one, each with what proves it. */
export const regionList = listPage(REGION_DESK, { title: 'Demandes à valider', several: false })

/** The oldest first; without any choice, those that wait for a decision. */
function listPage<Actor extends Decider>(desk: Desk<Actor>, { title, several }: { title: string; several: boolean }) {
  return page(desk.space, desk.places.requests, {
    title,
    async view({ db, actor, now, query }) {
      const today = dayOf(now)
      const asked = read(query)
      const [rows, counts] = await Promise.all([applicationsOf(db, actor, asked), countsOf(db, actor, asked.search)])
      const past = pastTheEnd(rows, query)
      if (past) return past
      const all = SENT.reduce((total, state) => total + (counts[state] ?? 0), 0)
      const total = asked.state ? (counts[asked.state] ?? 0) : all
      const typed = new FormState('', '', { search: [asked.search], state: [asked.state ?? 'all'] })
      const isTicked = query.has('tick')
      const done = DONE[query.get('done') ?? '']
      const lines = rows.map((row) => [
        ...(several ? [awaitsDecision(row) ? <Tick key="tick" row={row} isTicked={isTicked} /> : '—'] : []),
        <a key="name" href={desk.file(row.file_number)}>{`${row.last_name} ${row.first_name}`}</a>,
        SITUATIONS[row.situation],
        row.course_label ?? '—',
        row.submitted_at && frenchDayOf(row.submitted_at),
        <StateTag key="state" state={row.state} isLate={isOver(row, today)} />,
      ])
      const table = (
        <DataTable
          caption={`${asked.state ? STATES[asked.state].label : 'Toutes les demandes'} : ${total}`}
          columns={[...(several ? [{ label: 'Choix' }] : []), ...COLUMNS]}
          empty="Aucune demande."
          rows={lines}
        />
      )
      return (
        <>
          {done && <Success title={done.several} level={2} />}
          <PageHeading>{title}</PageHeading>
          <SearchForm>
            <TextField form={typed} name="search" label="Nom, prénom ou numéro de demande" type="search" optional />
            <Select
              form={typed}
              name="state"
              label="État"
              optional
              options={[
                ...SENT.map((state) => ({ value: state, label: `${STATES[state].label} (${counts[state] ?? 0})` })),
                { value: 'all', label: `Toutes (${all})` },
              ]}
            />
            <Actions>
              <Button icon="search">Rechercher</Button>
            </Actions>
          </SearchForm>
          <Panel>
            {several ? (
              <form class="whole-width" method="get" action={`${desk.list}/validation`}>
                {table}
                {rows.some(awaitsDecision) && (
                  <>
                    <p>
                      <a href={hrefOf(desk, { ...asked, tick: !isTicked })}>{isTicked ? 'Tout décocher' : 'Tout cocher'}</a>
                    </p>
                    <Actions>
                      <Button>Valider la sélection</Button>
                      <Button kind="quiet" formaction={`${desk.list}/renvoi`}>
                        Renvoyer pour correction
                      </Button>
                      <Button kind="quiet-red" formaction={`${desk.list}/refus`}>
                        Refuser la sélection
                      </Button>
                    </Actions>
                  </>
                )}
              </form>
            ) : (
              table
            )}
            {total > PAGE_SIZE && (
              <Pagination
                page={asked.page}
                pages={Math.ceil(total / PAGE_SIZE)}
                href={(page) => hrefOf(desk, { ...asked, page, tick: false })}
              />
            )}
          </Panel>
        </>
      )
    },
  })
}

const COLUMNS = [{ label: 'Nom' }, { label: 'Situation' }, { label: 'Formation' }, { label: 'Envoyée le' }, { label: 'État' }]

const Tick = ({ row, isTicked }: { row: { file_number: string; first_name: string; last_name: string }; isTicked: boolean }) => (
  <input
    class="tick"
    type="checkbox"
    name="numbers[]"
    value={row.file_number}
    checked={isTicked}
    aria-label={`Choisir ${row.first_name} ${row.last_name}`}
  />
)

/** What the address asks for: without anything, what waits for a decision. */
function read(query: URLSearchParams) {
  const typed = query.get('state') ?? 'submitted'
  return {
    search: wordsAsked(query, 'search'),
    state: SENT.find((state) => state === typed) ?? null,
    page: pageAsked(query),
  }
}

function hrefOf({ list }: { list: string }, { search, state, page, tick }: ReturnType<typeof read> & { tick: boolean }): string {
  const query = new URLSearchParams({ search, state: state ?? 'all', page: String(page), ...(tick ? { tick: 'all' } : {}) })
  return `${list}?${query}`
}
