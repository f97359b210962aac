import audit from './audit.json' with { type: 'json' }
import criteres from './criteres.json' with { type: 'json' }

/** `NT`: nobody could decide. */
export type Result = 'C' | 'NC' | 'NA' | 'NT'

export interface Criterion {
  number: string
  title: string
  theme: string
  result: Result
  how: string
}

/** What each page of a sample was found to be: under each result, the numbers of its criteria. */
export type ResultsByPage = Record<string, Record<Result, string>>

/** A criterion is one of the whole sample: a page where it fails, or where nobody could decide, decides for all. */
export function resultOf(number: string, pages: ResultsByPage): Result {
  const results = Object.values(pages).map((page) =>
    (['NC', 'NT', 'C', 'NA'] as const).find((result) => page[result].split(' ').includes(number)),
  )
  return (['NC', 'NT', 'C'] as const).find((result) => results.includes(result)) ?? 'NA'
}

/**
 * The share of the criteria that the site conforms to, among those that it is concerned by, rounded down; and what the law calls that.
 * What nobody could decide does not count as conforming.
 */
export function conformityOf(results: readonly Result[]): { percent: number; state: string } {
  const concerned = results.filter((result) => result !== 'NA')
  const conforming = concerned.filter((result) => result === 'C')
  const percent = Math.floor((100 * conforming.length) / Math.max(1, concerned.length))
  const state = percent === 100 ? 'totalement conforme' : percent >= 50 ? 'partiellement conforme' : 'non conforme'
  return { percent: concerned.length === 0 ? 0 : percent, state: concerned.length === 0 ? 'non conforme' : state }
}

const inPlainWords = (markdown: string): string =>
  markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '')
    .replace(/\s+/g, ' ')

const how: Record<string, { how: string }> = audit.criteria

/** The 106 criteria of the RGAA, each with what was found on the sample. */
export const criteria: readonly Criterion[] = criteres.topics.flatMap(({ topic, number: theme, criteria }) =>
  criteria.map(({ criterium }) => {
    const number = `${theme}.${criterium.number}`
    const result = resultOf(number, audit.results)
    return { number, title: inPlainWords(criterium.title), theme: topic, result, how: how[number]?.how ?? '' }
  }),
)

/** What the law calls the site, and the share of the criteria that it conforms to. */
export const conformity = conformityOf(criteria.map(({ result }) => result))

interface Finding {
  criterion: string
  /** Of which pages of the sample. */
  pages: string[]
  /** In words for everybody. */
  what: string
}

/** What does not conform. */
export const findings: readonly Finding[] = audit.findings

/** The sample, and the day of the audit. */
export const { pages, date } = audit
