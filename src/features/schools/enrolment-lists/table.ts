import { cleaned } from '../../../platform/cleaned.ts'
import type { Day } from '../../../platform/dates.ts'
import type { TableRow } from '../../../platform/import/rows.ts'
import { unwrapped } from '../../../platform/import/table.ts'
import { type Columns, droppedAmong, type Field } from './columns.ts'
import { dayIn } from './days.ts'
import {
  type Family,
  ineIn,
  type ListedContract,
  latestContract,
  NO_CONTRACT,
  type Pupil,
  type ReadList,
  short,
  type ToldLine,
  withEachIneOnce,
} from './pupil.ts'

/** A table as it was sent, its titles as `titleOf` writes them: what it says is known once its columns are. */
export interface SentTable {
  titles: string[]
  /** The same as the school reads them. */
  written: string[]
  rows: TableRow[]
}

interface Reading {
  family: Family
  columns: Columns
  /** Whose list it must be. */
  school: { uai: string }
  /** The first year of the campaign's school year. */
  year: string
}

/** Reads a table whose columns are known. */
export function readTable({ titles, rows }: SentTable, { family, columns, school, year }: Reading): ReadList {
  const index = new Map(titles.map((title, at) => [title, at]))
  const lines = rows.map((row) => new TableLine(row, index, columns))
  const ours = family === 'cfa' ? lines.filter((line) => line.isOf(school.uai, year)) : lines
  const told: ToldLine[] = []
  const pupils = ours.flatMap((line) => {
    const read = line.pupil(family)
    if ('why' in read) told.push(read)
    return 'why' in read ? [] : [read]
  })
  const once = withEachIneOnce(family === 'cfa' ? eachOnce(ours, pupils) : pupils)
  return {
    family,
    // What its lines say of their site and year is looked at line by line.
    uai: null,
    year: null,
    exported_at: null,
    pupils: once.pupils,
    told: [...told, ...once.told].toSorted((a, b) => a.line - b.line),
    elsewhere: lines.length - ours.length,
    dropped: droppedAmong(titles),
  }
}

/** The same apprentice stands on a line for each contract: the same names, birth date and e-mail address. The last one counts, with the latest contract of all. */
function eachOnce(lines: readonly TableLine[], pupils: readonly Pupil[]): Pupil[] {
  const emails = new Map(lines.map((line) => [line.number, line.email]))
  const key = ({ line, last_name, first_names, birth_date }: Pupil) =>
    emails.get(line) ? [last_name, first_names[0], birth_date, emails.get(line)].join('\n').toLowerCase() : `${line}`
  const people = Map.groupBy(pupils, key)
  return [...people.values()].map((same) => ({ ...(same.at(-1) as Pupil), ...latestContract(same) }))
}

const SITES = ['etablissement_formateur_uai', 'etablissement_lieu_de_formation_uai', 'etablissement_responsable_uai']

class TableLine {
  readonly number: number
  readonly #cells: readonly string[]
  readonly #index: ReadonlyMap<string, number>
  readonly #columns: Columns

  constructor({ line, cells }: TableRow, index: ReadonlyMap<string, number>, columns: Columns) {
    this.number = line
    this.#cells = cells
    this.#index = index
    this.#columns = columns
  }

  #under(title: string | undefined): string {
    return title === undefined ? '' : short(cleaned(unwrapped(this.#cells[this.#index.get(title) ?? -1] ?? '')))
  }

  #say(field: Field): string {
    return this.#under(this.#columns[field])
  }

  /** Only tells two apprentices apart while their lines are read. */
  get email(): string {
    return this.#under('email_contact')
  }

  /** Whether a line of a CFA's list is of that site, or of none that it names, and of that year. */
  isOf(uai: string, year: string): boolean {
    const sites = SITES.map((title) => this.#under(title).replaceAll(' ', '').toUpperCase()).filter(Boolean)
    const said = /\d{4}/.exec(this.#under('annee_scolaire'))?.[0]
    return (sites.length === 0 || sites.includes(uai)) && (said === undefined || said === year)
  }

  pupil(family: Family): Pupil | ToldLine {
    const [last_name, first] = [this.#say('lastName'), this.#say('firstName')]
    if (!last_name || !first) return { line: this.number, why: 'Le nom ou le prénom manque.' }
    const birth_date = this.#day('birthDate')
    if (birth_date === undefined)
      return { line: this.number, why: `${last_name} ${first} : la date de naissance « ${this.#say('birthDate')} » n’existe pas.` }
    const usage = this.#say('usageName')
    const status = family === 'cfa' ? 'apprentice' : this.#status()
    const is_inactive = /^inactifs?$/i.test(this.#say('class'))
    return {
      line: this.number,
      ine: ineIn(this.#say('ine')),
      last_name,
      usage_name: usage && usage !== last_name ? usage : null,
      first_names: [first, this.#say('secondName'), this.#say('thirdName')].filter(Boolean),
      birth_date,
      class: is_inactive ? null : this.#say('class') || null,
      course: this.#say('course') || null,
      status,
      left_on: this.#day('leftOn') ?? null,
      is_inactive,
      ...(family === 'cfa' ? this.#contract() : NO_CONTRACT),
    }
  }

  /** The latest of the four contracts that a line has room for. A day that does not exist is left out: it says nothing of who is enrolled. */
  #contract(): ListedContract {
    const day = (title: string) => dayIn(this.#under(title)) ?? null
    return latestContract(
      ['', '_2', '_3', '_4'].map((nth) => ({
        contract_begins_on: day(`contrat_date_debut${nth}`),
        contract_ends_on: day(`contrat_date_fin${nth}`),
        contract_broken_on: day(`contrat_date_rupture${nth}`),
      })),
    )
  }

  #status(): Pupil['status'] {
    const code = this.#under('statut').toUpperCase()
    return code ? (/^AP/.test(code) ? 'apprentice' : 'pupil') : null
  }

  /** Null where nothing is said, undefined for what is no day. */
  #day(field: Field): Day | null | undefined {
    const value = this.#say(field)
    return value ? dayIn(value) : null
  }
}
