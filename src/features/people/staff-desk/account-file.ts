import { email } from '../../../platform/forms/fields.ts'
import type { Format, Line, Row } from '../../../platform/import/table.ts'
import { JOB_TITLE_AT_MOST, NAME_AT_MOST, type StaffKind } from '../staff/index.ts'

/** A file is of schools or of partners: its first column says which. */
export type FileKind = Exclude<StaffKind, 'agent'>

/** What names where somebody works, and what a file is said to be of. */
export const FILE_KINDS = {
  school: { column: 'uai', of: 'établissements', example: '0600020W;Secrétariat Gambetta;secretariat@gambetta.example;secrétariat' },
  partner: { column: 'code', of: 'partenaires', example: 'L212;Anne Martin;anne@les-pages.example;gérante' },
} as const satisfies Record<FileKind, { column: string; of: string; example: string }>

export const columnsOf = (kind: FileKind): string[] => [FILE_KINDS[kind].column, 'nom', 'email']

/** More than there are schools and shops: whoever sends more has the wrong file. */
export const LINES_AT_MOST = 10_000

/** A line that is left out, and why. */
export interface RefusedLine {
  line: number
  why: string
}

/** What is right in a file, and what is wrong line by line. */
export interface ReadLines {
  rows: { line: number; row: Row }[]
  refused: RefusedLine[]
}

/** A line that is right by itself. */
export interface AccountLine {
  line: number
  /** The UAI, or the partner's code. */
  number: string
  name: string
  email: string
  job_title: string | null
}

const EMAIL = email()

const read = (line: Line, kind: FileKind) => {
  const { column } = FILE_KINDS[kind]
  const number = line.text(column).replaceAll(' ', '').toUpperCase()
  if (kind === 'school' && !/^\d{7}[A-Z]$/.test(number)) line.refuse(column, '7 chiffres et une lettre attendus, par exemple 0600020W')
  if (!number) line.refuse(column, 'la valeur manque')
  const address = EMAIL.safeParse(line.text('email'))
  return [
    kind,
    number,
    shortText(line, 'nom', NAME_AT_MOST) || line.refuse('nom', 'la valeur manque'),
    address.success ? address.data : line.refuse('email', 'adresse e-mail complète attendue'),
    // What other software calls it.
    shortText(line, 'fonction', JOB_TITLE_AT_MOST) || shortText(line, 'role', JOB_TITLE_AT_MOST) || null,
  ]
}

function shortText(line: Line, column: string, most: number): string {
  const value = line.text(column)
  return value.length > most ? line.refuse(column, `${most} caractères au plus`) : value
}

/** How files of accounts are read: see `readRows`. */
export const ACCOUNT_FORMATS: Format[] = (Object.keys(FILE_KINDS) as FileKind[]).map((kind) => ({
  columns: columnsOf(kind),
  read: (line) => read(line, kind),
}))

/** What a file says, each address once: a line that repeats one is refused, and says which. */
export function linesOf(file: ReadLines): { kind: FileKind | null; lines: AccountLine[]; refused: RefusedLine[] } {
  const first = new Map<string, AccountLine>()
  const repeated = file.rows.flatMap(({ line, row }) => {
    const [, number, name, address, job_title] = row as [FileKind, string, string, string, string | null]
    const said = { line, number, name, email: address, job_title }
    const before = first.get(address.toLowerCase())
    if (!before) {
      first.set(address.toLowerCase(), said)
      return []
    }
    const other = before.number === number ? '' : `, pour « ${before.number} » : une adresse a un seul compte, choisissez où`
    return [{ line, why: `colonne « email », valeur « ${address} » : déjà à la ligne ${before.line}${other}` }]
  })
  return {
    kind: (file.rows[0]?.row[0] ?? null) as FileKind | null,
    lines: [...first.values()],
    refused: inOrder([...file.refused, ...repeated]),
  }
}

/** Lines as they come in the file. */
export const inOrder = (refused: RefusedLine[]): RefusedLine[] => refused.toSorted((a, b) => a.line - b.line)
