import { type Day, dayTyped } from '../dates.ts'
import { see } from '../http/page.ts'
import { asInAddress, type Query } from '../http/place.ts'
import { FormState } from './state.ts'

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
export const formAsked = (query: URLSearchParams): FormState =>
  new FormState('', '', Object.fromEntries([...new Set(query.keys())].map((name) => [name, query.getAll(name)])))
