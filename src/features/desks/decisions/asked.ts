import type { Reader } from '../../../platform/database/index.ts'
import { LINES_A_PAGE, orderAsked, pageAsked, wordsAsked } from '../../../platform/forms/paging.ts'
import type { Query } from '../../../platform/http/place.ts'
import type { Decider } from '../../../spaces/actors.ts'
import { type Asked, CASE_ORDERS, casesAsked } from './cases.ts'
import type { Case, CaseFile, Desk, Filter } from './desk.ts'

/** What an address of a desk may name besides its filters. */
export type Named = 'recherche' | 'etat' | 'page' | 'tri' | 'lignes'

/** How many lines a page may have; the first, when nothing is asked. */
export const SIZES = [LINES_A_PAGE, 100, 200, 500] as const

/** So many may be decided on at once: what an address holds, wherever it goes through; nobody takes in more with one look. */
export const DECIDED_AT_ONCE = 200

/** So many may be taken out in one file. */
const TAKEN_AT_MOST = 10_000

/** What an address asks of a desk: without anything, what waits for who looks. */
export function askedOf(
  query: Query<Named>,
  { states, awaited, orders }: { states: readonly { state: string }[]; awaited: string } & Pick<Desk<never, never, never>, 'orders'>,
  filters: readonly Filter[],
): Asked {
  const typed = query.get('etat') ?? awaited
  return {
    search: wordsAsked(query),
    state: states.find(({ state }) => state === typed)?.state ?? null,
    conditions: filters.flatMap((filter) => chosenIn(query, filter)?.condition ?? []),
    page: pageAsked(query),
    aPage: SIZES.find((size) => String(size) === query.get('lignes')) ?? LINES_A_PAGE,
    order: orderAsked(query, { ...CASE_ORDERS, ...orders }, 'envoi'),
  }
}

/** What an address chooses of a filter. */
export const chosenIn = (query: URLSearchParams, { name, options }: Filter) => options.find(({ value }) => value === query.get(name))

/** All that an address asks of a desk, on all its pages: to be taken out. */
export async function casesTaken<Actor extends Decider, Row extends Case, File extends CaseFile>(
  db: Reader,
  desk: Pick<Desk<Actor, Row, File>, 'states' | 'awaited' | 'orders' | 'filters' | 'cases'>,
  decider: Actor,
  query: Query<'recherche' | 'etat' | 'tri'>,
): Promise<Row[]> {
  const filters = (await desk.filters?.(db, decider)) ?? []
  return casesAsked(db, desk.cases(db, decider), { ...askedOf(query as Query<Named>, desk, filters), page: 1, aPage: TAKEN_AT_MOST })
}
