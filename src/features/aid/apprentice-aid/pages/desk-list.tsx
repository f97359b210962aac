import { frenchDayOf } from '../../../../platform/dates.ts'
import { pageAsked, pastTheEnd, wordsAsked } from '../../../../platform/forms/paging.ts'
import { FormState } from '../../../../platform/forms/state.ts'
import { page } from '../../../../platform/http/page.ts'
import { DataTable, Money, PageHeading, Pagination, Panel, Tag } from '../../../../ui/blocks.tsx'
import { Actions, Button, SearchForm, Select, TextField } from '../../../../ui/form.tsx'
import { type State, totalCents } from '../aid.ts'
import { isToCheck } from '../desk.ts'
import { awaitedBy, countsFor, type Decider, PAGE_SIZE, type RequestLine, requestsFor } from '../desk-queries.ts'
import { type AidDesk, fileHref, REGION_DESK, SCHOOL_DESK } from './desks.ts'
import { deskState, StateTag } from './state-tag.tsx'

const SENT: State[] = ['awaiting-school', 'awaiting-region', 'returned', 'refused', 'accepted', 'in-payment', 'paid', 'rejected-by-bank']

/** The requests of a CFA's own apprentices. */
export const schoolAidList = listPage(SCHOOL_DESK)

/** The requests of all apprentices, those of a CFA elsewhere among them. */
export const regionAidList = listPage(REGION_DESK)

/** The oldest first; without any choice, those that wait for who looks. */
function listPage<Actor extends Decider>(desk: AidDesk<Actor>) {
  return page(desk.space, desk.places.aidRequests, {
    title: 'Aides THR',
    async view({ db, actor, query }) {
      const asked = read(query, awaitedBy(actor))
      const [rows, counts] = await Promise.all([requestsFor(db, actor, asked), countsFor(db, actor, asked.search)])
      const past = pastTheEnd(rows, query)
      if (past) return past
      const all = SENT.reduce((total, state) => total + (counts[state] ?? 0), 0)
      const total = asked.state ? (counts[asked.state] ?? 0) : all
      const typed = new FormState('', '', { search: [asked.search], state: [asked.state ?? 'all'] })
      const isRegion = actor.kind === 'agent'
      return (
        <>
          <PageHeading>Aides THR</PageHeading>
          <SearchForm>
            <TextField form={typed} name="search" label="Nom, prénom ou numéro de demande" type="search" optional />
            <Select
              form={typed}
              name="state"
              label="État"
              optional
              options={[
                ...SENT.map((state) => ({ value: state, label: `${deskState(actor.kind, state).label} (${counts[state] ?? 0})` })),
                { value: 'all', label: `Toutes (${all})` },
              ]}
            />
            <Actions>
              <Button icon="search">Rechercher</Button>
            </Actions>
          </SearchForm>
          <Panel>
            <DataTable
              caption={`${asked.state ? deskState(actor.kind, asked.state).label : 'Toutes les demandes'} : ${total}`}
              columns={[
                { label: 'Nom' },
                { label: 'Demande' },
                { label: 'Envoyée le' },
                { label: 'État' },
                ...(isRegion ? [{ label: 'CFA' }, { label: 'À vérifier' }, { label: 'Montant', numeric: true }] : []),
              ]}
              empty="Aucune demande."
              rows={rows.map((row) => [
                <a key="name" href={fileHref(desk, row.number)}>{`${row.last_name} ${row.first_name}`}</a>,
                row.contract_year > 1 ? `${row.number}, année ${row.contract_year}` : row.number,
                row.submitted_at && frenchDayOf(row.submitted_at),
                <StateTag key="state" kind={actor.kind} state={row.state} />,
                ...(isRegion
                  ? [row.school_name ?? 'Hors de la région', <ToCheck key="check" row={row} />, <Amount key="amount" row={row} />]
                  : []),
              ])}
            />
            {total > PAGE_SIZE && (
              <Pagination page={asked.page} pages={Math.ceil(total / PAGE_SIZE)} href={(page) => hrefOf(desk, { ...asked, page })} />
            )}
          </Panel>
        </>
      )
    },
  })
}

function ToCheck({ row }: { row: RequestLine }) {
  const subjects = [isToCheck(row) && 'Distance', row.bank_holder_differs && 'Titulaire'].filter((subject) => subject !== false)
  return subjects.length > 0 ? <Tag tone="warning">{subjects.join(', ')}</Tag> : <>—</>
}

function Amount({ row }: { row: RequestLine }) {
  const { transport_cents, meals_cents, lodging_cents } = row
  return <Money cents={totalCents({ transport_cents, meals_cents: meals_cents ?? 0, lodging_cents: lodging_cents ?? 0 })} />
}

/** What the address asks for: without anything, what waits for who looks. */
function read(query: URLSearchParams, awaited: State) {
  const typed = query.get('state') ?? awaited
  return {
    search: wordsAsked(query, 'search'),
    state: SENT.find((state) => state === typed) ?? null,
    page: pageAsked(query),
  }
}

const hrefOf = ({ list }: { list: string }, { search, state, page }: ReturnType<typeof read>): string =>
  `${list}?${new URLSearchParams({ search, state: state ?? 'all', page: String(page) })}`
