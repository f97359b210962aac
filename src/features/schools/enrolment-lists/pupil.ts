import type { Day } from '../../../platform/dates.ts'
import { fingerprintsOf, type Keys } from '../../../platform/encryption.ts'

/** Which software a list comes from. */
export const FAMILIES = {
  siecle: 'SIECLE',
  agricultural: 'enseignement agricole',
  cfa: 'tableau de bord de l’apprentissage',
  columns: 'tableau dont vous avez montré les colonnes',
} as const
export type Family = keyof typeof FAMILIES

/** What the list of a CFA says of a contract: of the latest one, and nothing of the employer. */
export interface ListedContract {
  contract_begins_on: Day | null
  contract_ends_on: Day | null
  contract_broken_on: Day | null
}

export const NO_CONTRACT: ListedContract = { contract_begins_on: null, contract_ends_on: null, contract_broken_on: null }

/** The one that began last; none where none says when it began. */
export function latestContract(contracts: readonly ListedContract[]): ListedContract {
  const begun = contracts.filter(({ contract_begins_on }) => contract_begins_on !== null)
  const latest = begun.toSorted((a, b) => ((a.contract_begins_on as Day) < (b.contract_begins_on as Day) ? -1 : 1)).at(-1) ?? NO_CONTRACT
  const { contract_begins_on, contract_ends_on, contract_broken_on } = latest
  return { contract_begins_on, contract_ends_on, contract_broken_on }
}

/** Somebody whom a school says is enrolled: all that is kept of what its software knows. */
export interface Pupil extends ListedContract {
  /** Where in the file. */
  line: number
  /** Their national number, which nothing keeps in clear. */
  ine: string | null
  last_name: string
  usage_name: string | null
  /** One to three. */
  first_names: string[]
  birth_date: Day | null
  class: string | null
  /** A code of the State, as the file writes it. */
  course: string | null
  status: 'pupil' | 'apprentice' | null
  left_on: Day | null
  /** Put by the school in the class of those who are not there. */
  is_inactive: boolean
}

/** A line that is left out, or of which something is; and why. */
export interface ToldLine {
  line: number
  why: string
}

/** What one must not hold, and that some files have: it is dropped while it is read, and said. */
export const DROPPED = {
  guardians: 'responsables légaux',
  addresses: 'adresses',
  contacts: 'téléphones et adresses e-mail',
  scholarship: 'bourses',
  health: 'santé, handicap, numéro de sécurité sociale',
  birthplace: 'lieu de naissance',
} as const
export type Dropped = keyof typeof DROPPED

/** What a file says. */
export interface ReadList {
  family: Family
  /** The school and the year that it says it is of: `0600020W`, `2026`. */
  uai: string | null
  year: string | null
  /** When it left the school's software, on French clocks: `2026-09-07 08:12:44`. */
  exported_at: string | null
  pupils: Pupil[]
  told: ToldLine[]
  /** Lines of another year or of another site. */
  elsewhere: number
  dropped: Dropped[]
}

/** More than any school has: whoever sends more has the wrong file. */
export const PUPILS_AT_MOST = 50_000

const LETTERS_AT_MOST = 100

/** What stands in a cell, spaces folded, and no longer than anything that is kept: no half of a letter is left where it is cut. */
export const short = (value: string): string =>
  value
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LETTERS_AT_MOST)
    .replace(/\p{Cs}/gu, '')

const INE = /^(?:\d{9}[A-Z]{2}|\d{10}[A-Z]|\d{4}A\d{5}[A-Z])$/

/** A national number in any of its three shapes; null for what is none. A wrong check letter is no reason: some are made with a secret. */
export function ineIn(value: string): string | null {
  const written = value.replace(/[\s_.-]/g, '').toUpperCase()
  return INE.test(written) ? written : null
}

/** What stands for a national number under every key of the site, the newest first: all that is kept of one. */
export const fingerprintsOfIne = (keys: Keys, ine: string): [Buffer, ...Buffer[]] => fingerprintsOf(keys, `ine\n${ine}`)

const who = ({ last_name, first_names }: Pupil): string => `${last_name} ${first_names[0]}`

/**
 * Each national number once. Twice for the same person, the one who is still there counts; for two people, nobody knows whose it is: both are
 * kept without it, and the school is told which it is.
 */
export function withEachIneOnce(pupils: readonly Pupil[]): { pupils: Pupil[]; told: ToldLine[] } {
  const told: ToldLine[] = []
  const numbered = Map.groupBy(pupils, ({ ine, line }) => ine ?? `none ${line}`)
  const kept = [...numbered.values()].flatMap((same) => {
    const [first] = same as [Pupil, ...Pupil[]]
    if (same.length === 1) return same
    if (same.every((one) => isSamePerson(one, first)))
      return [same.findLast((one) => !one.left_on && !one.is_inactive) ?? (same.at(-1) as Pupil)]
    const names = same.map((one) => `${who(one)} (n° ${one.line})`)
    told.push({
      line: first.line,
      why: `L’INE qui finit par « ${first.ine?.slice(-4)} » est donné à ${new Intl.ListFormat('fr').format(names)} : corrigez-le dans votre logiciel. Ces élèves sont gardés sans INE.`,
    })
    return same.map((one) => ({ ...one, ine: null }))
  })
  return { pupils: kept.toSorted((a, b) => a.line - b.line), told }
}

const folded = (name: string): string =>
  name
    .normalize('NFD')
    .replace(/[^\p{L}]/gu, '')
    .toLowerCase()

const isSamePerson = (one: Pupil, other: Pupil): boolean => one.birth_date === other.birth_date && folded(who(one)) === folded(who(other))
