import { AsyncLocalStorage } from 'node:async_hooks'
import { SEARCH } from '../forms/state.ts'

/** A part of an address that changes: what the router accepts there, and the value that a page gets. */
interface Kind<Value> {
  pattern: string
  read(raw: string): Value
  /** Encoded as an address is, when it has none. */
  write?(value: Value): string
}

const asText = (raw: string): string => raw
const encoded = (value: unknown): string => encodeURIComponent(String(value))

/** The id of one of our rows: what PostgreSQL's integer can hold. */
export const rowId: Kind<number> = { pattern: '[1-9][0-9]{0,8}', read: Number }

/** The id of a row of a table that grows for ever. */
export const longRowId: Kind<number> = { pattern: '[0-9]{1,15}', read: Number }

export const uuid: Kind<string> = { pattern: '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', read: asText }

/** A number that keeps its zeros. */
export const digits = (count: number): Kind<string> => ({ pattern: `[0-9]{${count}}`, read: asText })

/** A code, of ours or of the State. */
export const word: Kind<string> = { pattern: '[A-Za-z0-9_-]{1,50}', read: asText }

/** One of these words, each for a value. */
export const oneOf = <const Value extends string>(values: Record<string, Value>): Kind<Value> => ({
  pattern: `(?:${Object.keys(values).join('|')})`,
  read: (raw) => values[raw] as Value,
  write: (value) => Object.keys(values).find((word) => values[word] === value) as string,
})

/** A secret of our making, or what stands for it until a message is sent: it is written as it is. */
export const token: Kind<string> = { pattern: '', read: asText, write: asText }

/** Whatever stands there: the page says what is wrong with it. */
export const anything: Kind<string> = { pattern: '', read: asText }

// biome-ignore lint/suspicious/noExplicitAny: any kind of value
type Kinds<Name extends string = string> = Record<Name, Kind<any>>
type ValuesOf<Params extends Kinds> = { [Name in keyof Params]: Params[Name] extends Kind<infer Value> ? Value : never }

/** Of a place whose path is always the same. */
export type NoParams = Record<never, never>

type NamesIn<Path extends string> = Path extends `${string}/:${infer Name}/${infer Rest}`
  ? Name | NamesIn<`/${Rest}`>
  : Path extends `${string}/:${infer Name}`
    ? Name
    : never

/** The query of an address, by the names that its place declares. */
export interface Query<Name extends string> extends URLSearchParams {
  get(name: Name): string | null
  getAll(name: Name): string[]
  has(name: Name, value?: string): boolean
}

/** What a link asks of a page; what is empty is left out. The query of another page leaves there what this one does not ask. */
type Asked<Name extends string> =
  | URLSearchParams
  | ([Name] extends [never] ? never : { [Each in Name]?: string | number | false | readonly string[] | null | undefined })

type PartsOf<Params, Name extends string> = [keyof Params] extends [never] ? [asked?: Asked<Name>] : [params: Params, asked?: Asked<Name>]

/** What was just done, in a query. */
export const DONE = 'fait'

/** Makes words that only the session in which they were typed can read, and reads them. */
export interface Hider {
  hide(words: string): string
  /** Null for what was typed in another session, or by hand. */
  find(hidden: string): string | null
}

/** Who hides words while somebody is answered. */
export const hiding = new AsyncLocalStorage<Hider | undefined>()

/** Of a query whose hidden words were found, the same as it stands in the address. */
const HIDDEN = new WeakMap<URLSearchParams, URLSearchParams>()

/** A query as it may stand in an address: what is hidden there stays so. */
export const asInAddress = (query: URLSearchParams): URLSearchParams => HIDDEN.get(query) ?? query

/** Whether a form asks to be led to the address of what it asks. */
export const isSearch = (query: URLSearchParams): boolean => query.has(SEARCH)

/**
 * An address of the site, written once: the router reads it, links are made from it. `Params`: the values in its path. `Name`: what its
 * query may ask. `Word`: what its page may say is done.
 */
export class Place<Params = unknown, Name extends string = string, Word extends string = string> {
  readonly #path: string
  readonly #kinds: Kinds
  /** None named: a form travels in it, with the names of its fields. */
  readonly #names: readonly string[] | null
  readonly #hidden: readonly string[]

  constructor(path: string, kinds: Kinds, names: readonly string[] | null = [], hidden: readonly string[] = []) {
    this.#path = path
    this.#kinds = kinds
    this.#names = names
    this.#hidden = hidden
  }

  /** Declares the names that its query may have: French, as the path is. */
  asking<More extends string>(...names: More[]): Place<Params, Name | More, Word> {
    return new Place(this.#path, this.#kinds, names)
  }

  /**
   * Declares names that its query may have and whose words are nobody else's business: names of people, addresses. No address shows them:
   * its form is POSTed, and leads to an address that only the session in which they were typed can read.
   */
  hiding<More extends string>(...names: More[]): Place<Params, Name | More, Word> {
    return new Place(this.#path, this.#kinds, this.#names && [...this.#names, ...names], names)
  }

  /** Declares that a form travels in its query, from one page to the next. */
  carryingAForm(): Place<Params, string, Word> {
    return new Place(this.#path, this.#kinds, null)
  }

  /** Declares what its page may say is done, by a word each: the page has the sentences. */
  saying<More extends string>(..._words: More[]): Place<Params, Name, Word | More> {
    return new Place(this.#path, this.#kinds, this.#names, this.#hidden)
  }

  /** As the router reads it. */
  get pattern(): string {
    return this.#path.replace(/:(\w+)/g, (name) => {
      const { pattern } = this.#kind(name.slice(1))
      return pattern ? `${name}{${pattern}}` : name
    })
  }

  /** The values in its path, of what the router found there. */
  read(raw: Record<string, string>): Params {
    return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, this.#kind(name).read(value)])) as Params
  }

  /** What its query asks, with the words that are hidden in its address. */
  asked(query: URLSearchParams): Query<Name> {
    if (!this.#hidden.some((name) => query.has(name))) return query
    const words = new URLSearchParams(query)
    for (const name of this.#hidden) {
      const found = hiding.getStore()?.find(query.get(name) ?? '')
      if (found) words.set(name, found)
      else words.delete(name)
    }
    HIDDEN.set(words, query)
    return words
  }

  /** Whether some of its words are hidden: only such a place is searched by POST. */
  get hides(): boolean {
    return this.#hidden.length > 0
  }

  /** The address of what a form asks of it, by what the router found in its path. */
  found(raw: Record<string, string>, asked: URLSearchParams): string {
    return this.#address(Object.keys(this.#kinds).length > 0 ? [this.read(raw), asked] : [asked], {})
  }

  /** Its address. */
  to(...parts: PartsOf<Params, Name>): string {
    return this.#address(parts, {})
  }

  /** Its address, where its page says that something is done. */
  said(word: Word, ...parts: PartsOf<Params, Name>): string {
    return this.#address(parts, { [DONE]: word })
  }

  #address(parts: readonly unknown[], more: Record<string, string>): string {
    const hasParams = Object.keys(this.#kinds).length > 0
    const [params, asked] = (hasParams ? parts : [{}, ...parts]) as [Record<string, unknown>, Asked<string> | undefined]
    const path = this.#path.replace(/:(\w+)/g, (_whole, name: string) => {
      const { write = encoded } = this.#kind(name)
      return write(params[name])
    })
    const pairs = [...Object.entries(more), ...pairsOf(asked, this.#names).flatMap((pair) => this.#hiddenPair(pair))]
    return pairs.length > 0 ? `${path}?${new URLSearchParams(pairs)}` : path
  }

  /** Written for nobody, as in a mail, hidden words are left out. */
  #hiddenPair([name, value]: [string, string]): [string, string][] {
    if (!this.#hidden.includes(name)) return [[name, value]]
    const hidden = hiding.getStore()?.hide(value)
    return hidden === undefined ? [] : [[name, hidden]]
  }

  #kind(name: string): Kind<unknown> {
    return this.#kinds[name] as Kind<unknown>
  }
}

/** What was just done, of what an address says: see `Place.said`. */
export const doneIn = (query: URLSearchParams): string | null => query.get(DONE)

function pairsOf(asked: Asked<string> = {}, names: readonly string[] | null): [string, string][] {
  const pairs =
    asked instanceof URLSearchParams
      ? [...asked]
      : Object.entries(asked).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
  return pairs
    .map(([name, value]): [string, string] => [String(name), value === false ? '' : String(value ?? '')])
    .filter(([name, value]) => name !== DONE && (names === null || (value !== '' && names.includes(name))))
}

/** A place of the map: its path, and of what kind each part is that changes. */
export function place<const Path extends string, const Params extends Kinds<NamesIn<Path>>>(
  path: Path,
  ...[kinds]: [NamesIn<Path>] extends [never] ? [] : [kinds: Params]
): Place<[NamesIn<Path>] extends [never] ? Record<never, never> : ValuesOf<Params>, never, never> {
  return new Place(path, kinds ?? {})
}
