import { type Day, dayTyped } from '../dates.ts'
import { see } from '../http/page.ts'
import { asInAddress, DONE, type Query } from '../http/place.ts'
import { type FieldError, FormState } from './state.ts'

/** How many lines a page of an agent's list has. */
export const LINES_A_PAGE = 50

/** The page of a list that an address asks for, by `?page=3` unless another name is given: the first when it asks for none. */
export function pageAsked<Name extends string = 'page'>(query: Query<NoInfer<Name>>, name = 'page' as Name): number {
  const asked = query.get(name) ?? ''
  return /^[1-9]\d{0,4}$/.test(asked) ? Number(asked) : 1
}

/** From a page past the end, where nothing is listed any more, to the first one; null on a page that lists something. */
export function pastTheEnd<Name extends string = 'page'>(
  rows: readonly unknown[],
  query: Query<NoInfer<Name>>,
  name = 'page' as Name,
): Response | null {
  if (rows.length > 0 || pageAsked(query, name) === 1) return null
  const first = new URLSearchParams(asInAddress(query))
  first.delete(name)
  return see(`?${first}`)
}

/** What a list may be sorted by, as its address names it: the columns of each order, all ascending, the last of them different in each row. */
export type Orders = Readonly<Record<string, readonly string[]>>

/** One of them, or the other way round. */
export interface Order {
  by: string
  isReversed: boolean
  columns: readonly string[]
}

/** The order that an address asks for: `?tri=nom`, or `?tri=-nom` the other way round. Without any that is offered, the first, named likewise. */
export function orderAsked<Name extends string = 'tri'>(
  query: Query<NoInfer<Name>>,
  orders: Orders,
  first: string,
  name = 'tri' as Name,
): Order {
  const named = (asked: string): Order | undefined => {
    const by = asked.replace(/^-/, '')
    const columns = Object.hasOwn(orders, by) ? orders[by] : undefined
    return columns && { by, isReversed: asked !== by, columns }
  }
  const order = named(query.get(name) ?? '') ?? named(first)
  if (!order) throw new Error(`a list is not sorted by ${first}`)
  return order
}

/** A page of a list, as its address asks for it, with the way to the other pages and to the other orders. */
export interface Listed {
  page: number
  pages: number
  order: Order
  /** How the address names them. */
  names: { page: string; order: string }
  /** The same list, asked otherwise: nothing is said as done any more. */
  asking(changes: Readonly<Record<string, string | number | null>>): string
}

/** What is shown of a list of so many lines. `names` when a page has several lists. */
export function listed(
  query: URLSearchParams,
  { total, aPage = LINES_A_PAGE, order, names = { page: 'page', order: 'tri' } }: ListShown,
): Listed {
  return {
    page: pageAsked(query, names.page),
    pages: Math.max(1, Math.ceil(total / aPage)),
    order,
    names,
    asking(changes) {
      const asked = new URLSearchParams(asInAddress(query))
      asked.delete(DONE)
      for (const [name, value] of Object.entries(changes)) {
        if (value === null) asked.delete(name)
        else asked.set(name, String(value))
      }
      return `?${asked}`
    },
  }
}

interface ListShown {
  total: number
  aPage?: number
  order: Order
  names?: Listed['names']
}

/** The words that an address asks for, by `?recherche=` unless another name is given, and no more of them than anybody types. */
export const wordsAsked = <Name extends string = 'recherche'>(query: Query<NoInfer<Name>>, name = 'recherche' as Name): string =>
  (query.get(name) ?? '').trim().slice(0, 100)

/** Which of these values an address asks for; null for none of them. */
export const choiceAsked = <Name extends string, const Value extends string>(
  query: Query<NoInfer<Name>>,
  name: Name,
  values: readonly Value[],
): Value | null => values.find((value) => value === query.get(name)) ?? null

/** The day that an address asks for, by the three parts of a `DateField`; null when there is no such day. */
export function dayAsked(query: URLSearchParams, name: string): Day | null {
  const asked = (part: string) => query.get(`${name}.${part}`) ?? ''
  return dayTyped({ day: asked('jour'), month: asked('mois'), year: asked('annee') }) ?? null
}

/** A form that GETs, as the address fills it in. */
export const formAsked = (query: URLSearchParams, errors: FieldError[] = []): FormState =>
  new FormState('', '', Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)])), errors)
