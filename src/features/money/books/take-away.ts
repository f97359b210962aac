import { csvAnswerAsRead } from '../../../platform/csv.ts'
import type { Reader } from '../../../platform/database/index.ts'
import { dayOf, frenchDay, frenchInstant } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import type { FormState } from '../../../platform/forms/state.ts'
import { mayTry } from '../../../platform/limits.ts'
import { type ColumnOfWorkbook, workbookAnswer } from '../../../platform/workbook.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { kindLabel, takingOf } from '../payments/index.ts'
import { paidInWords } from '../settlements/index.ts'
import {
  type Asked,
  type DayAndNature,
  EXPORTS_AN_HOUR,
  exportsOf,
  LINES_IN_A_FILE,
  LINES_ON_PAPER,
  natureLabel,
  type Shop,
  sumsOf,
} from './books.ts'
import { paperOf } from './paper.ts'
import { type LineToExport, linesAsked, sumsAsked } from './queries.ts'

type Format = 'csv' | 'xlsx' | 'pdf'
type Named = Shop & { partner_name: string }

/**
 * Counts a file that somebody takes away, before it is made, and sums what will be in it.
 * @throws UserError `books.too-many`, `books.too-long`, `books.wrong-period`
 */
export async function mustBeTakeable(
  db: Reader,
  user: PartnerUser,
  { shops, format, asked, form, now }: { shops: readonly [Shop, ...Shop[]]; format: Format; asked: Asked; form: FormState; now: Date },
) {
  if (!(await mayTry(db, exportsOf(user), now))) throw tooMany()
  const [wrong] = form.errors
  // The page says it beside the lines of other days; a file would only look whole.
  if (wrong) throw new UserError('books.wrong-period', wrong.message)
  const days = await sumsAsked(db, shops, asked)
  const { lines } = sumsOf(days).all
  const most = format === 'pdf' ? LINES_ON_PAPER : LINES_IN_A_FILE
  if (lines > most) throw tooLong(lines, most)
  return { wanted: asked, days, lines }
}

interface Taken {
  shops: readonly [Named, ...Named[]]
  /** The shop, or the organisation of several: of these each line says which one. */
  heading: string
  by: string
  format: Format
  wanted: Asked
  days: DayAndNature[]
  now: Date
}

/** The file itself, without a name of whoever paid. */
export async function fileOf(db: Reader, { shops, heading, by, format, wanted, days, now }: Taken): Promise<Response> {
  const names = shops.length > 1 ? new Map(shops.map(({ partner_id, partner_name }) => [partner_id, partner_name])) : undefined
  const lines = linesAsked(db, shops, wanted)
  const name = `transactions-${wanted.from && wanted.until ? `${wanted.from}-${wanted.until}` : `releve-${wanted.statement}`}`
  const columns = columnsOf(names)
  if (format === 'csv') return csvAnswerAsRead(`${name}.csv`, columns.flatMap(titlesInText), csvRows(lines, columns))
  const all: LineToExport[] = []
  for await (const line of lines) all.push(line)
  if (format === 'xlsx') return workbook(`${name}.xlsx`, { lines: all, days, columns })
  return pdfAnswer(`${name}.pdf`, await paperOf({ heading, names, by, wanted, days, lines: all, now }))
}

type Names = ReadonlyMap<number, string> | undefined

const tooMany = () =>
  new UserError(
    'books.too-many',
    `Vous avez téléchargé ${EXPORTS_AN_HOUR} fichiers en une heure. Attendez un peu, ou demandez une période plus longue en une fois.`,
    { status: 429, retryAfterSeconds: 3600 },
  )

const tooLong = (lines: number, most: number) =>
  new UserError(
    'books.too-long',
    `Il y a ${lines} transactions : ce fichier en contient ${most} au plus. Choisissez une période plus courte.`,
  )

/** As a clock in France shows it. */
const onTheClock = (at: Date): string => {
  const [day = '', hour = ''] = frenchInstant(at).split(' ')
  return `${day.split('/').reverse().join('-')}T${hour}`
}

type Cell = string | number | null

/** Of a file of lines, one column, with what it holds of a line as a workbook has it. */
type LineColumn = ColumnOfWorkbook & { of(line: LineToExport): Cell }

const columnsOf = (names: Names): LineColumn[] => [
  ...(names
    ? [{ label: 'Point de vente', kind: 'text' as const, width: 28, of: (line: LineToExport) => names.get(line.partner_id) ?? '' }]
    : []),
  { label: 'Date', kind: 'instant', width: 18, of: ({ at }) => onTheClock(at) },
  { label: 'Transaction n°', kind: 'number', width: 15, of: ({ id }) => id },
  { label: 'Nature', kind: 'text', width: 28, of: kindLabel },
  { label: 'Ticket n°', kind: 'text', width: 15, of: ({ ticket }) => ticket },
  { label: 'Référence', kind: 'text', width: 24, of: ({ reference }) => reference },
  // Of a line that gives back, the one that took.
  {
    label: 'Transaction d’origine n°',
    kind: 'number',
    width: 24,
    of: ({ kind, follows_id }) => (kind === 'redemption' ? null : follows_id),
  },
  { label: 'Par', kind: 'text', width: 24, of: ({ taken_by }) => taken_by },
  { label: 'Montant en euros', kind: 'euros', width: 18, of: takingOf },
  { label: 'Relevé n°', kind: 'number', width: 10, of: ({ statement }) => statement },
  { label: 'État du relevé', kind: 'text', width: 22, of: (line) => (line.statement === null ? null : paidInWords(line)) },
  { label: 'Versé le', kind: 'day', width: 12, of: ({ paid_at }) => paid_at && dayOf(paid_at) },
]

/** Its title in a text file, where the day and the hour stand in two columns. */
const titlesInText = ({ label, kind }: LineColumn): string[] => (kind === 'instant' ? [label, 'Heure'] : [label])

/** What a text file has of it, in French. */
function inText({ kind, of }: LineColumn, line: LineToExport): Cell[] {
  const cell = of(line)
  if (cell === null) return [null]
  if (kind === 'instant') return [frenchDay(`${cell}`.slice(0, 10)), `${cell}`.slice(11)]
  if (kind === 'day') return [frenchDay(`${cell}`)]
  return [kind === 'euros' ? Number(cell) / 100 : cell]
}

async function* csvRows(lines: AsyncGenerator<LineToExport, void>, columns: LineColumn[]): AsyncGenerator<Cell[], void> {
  for await (const line of lines) yield columns.flatMap((column) => inText(column, line))
}

const workbook = (
  name: string,
  { lines, days, columns }: { lines: LineToExport[]; days: DayAndNature[]; columns: LineColumn[] },
): Promise<Response> =>
  workbookAnswer(name, [
    {
      name: 'Transactions',
      columns: columns.map(({ label, kind, width }) => ({ label, kind, width })),
      rows: lines.map((line) => columns.map(({ of }) => of(line))),
    },
    {
      name: 'Totaux par jour',
      columns: [
        { label: 'Jour', kind: 'day', width: 12 },
        { label: 'Nature', kind: 'text', width: 28 },
        { label: 'Nombre', kind: 'number', width: 10 },
        { label: 'Montant en euros', kind: 'euros', width: 18 },
      ],
      rows: days.toReversed().map(({ day, nature, lines: count, cents }) => [day, natureLabel(nature), count, cents]),
    },
  ])

const pdfAnswer = (name: string, pdf: Buffer): Response =>
  new Response(new Uint8Array(pdf), {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'private, no-store',
    },
  })
