/** The page of a list that an address asks for, by `?page=3` unless another name is given: the first when it asks for none. */
export function pageAsked(query: URLSearchParams, name = 'page'): number {
  const asked = query.get(name) ?? ''
  return /^[1-9]\d{0,4}$/.test(asked) ? Number(asked) : 1
}
