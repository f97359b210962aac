import { see } from '../http/page.ts'

/** How many lines a page of an agent's list has. */
export const LINES_A_PAGE = 50

/** The page of a list that an address asks for, by `?page=3` unless another name is given: the first when it asks for none. */
export function pageAsked(query: URLSearchParams, name = 'page'): number {
  const asked = query.get(name) ?? ''
  return /^[1-9]\d{0,4}$/.test(asked) ? Number(asked) : 1
}

/** From a page past the end, where nothing is listed any more, to the first one; null on a page that lists something. */
export function pastTheEnd(rows: readonly unknown[], query: URLSearchParams, name = 'page'): Response | null {
  if (rows.length > 0 || pageAsked(query, name) === 1) return null
  const first = new URLSearchParams(query)
  first.delete(name)
  return see(`?${first}`)
}

/** The words that an address asks for, by `?search=` unless another name is given, and no more of them than anybody types. */
export const wordsAsked = (query: URLSearchParams, name = 'search'): string => (query.get(name) ?? '').trim().slice(0, 100)

/** Which of these values an address asks for; null for none of them. */
export const choiceAsked = <const Value extends string>(query: URLSearchParams, name: string, values: readonly Value[]): Value | null =>
  values.find((value) => value === query.get(name)) ?? null
