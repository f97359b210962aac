import { csvAnswerAsRead } from '../../../platform/csv.ts'
import type { Reader } from '../../../platform/database/index.ts'
import { dayOf, frenchDayOf, frenchInstant } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import type { FormState } from '../../../platform/forms/state.ts'
import { mayTry } from '../../../platform/limits.ts'
import { workbookAnswer } from '../../../platform/workbook.ts'
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
  if (format === 'csv') return csvAnswerAsRead(`${name}.csv`, [...(names ? [SHOP] : []), ...CSV_COLUMNS], csvRows(lines, names))
  const all: LineToExport[] = []
  for await (const line of lines) all.push(line)
  if (format === 'xlsx') return workbook(`${name}.xlsx`, { lines: all, days, names })
  return pdfAnswer(`${name}.pdf`, await paperOf({ heading, names, by, wanted, days, lines: all, now }))
}

const SHOP = 'Point de vente'

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

const CSV_COLUMNS = [
  'Date',
  'Heure',
  'Transaction n°',
  'Nature',
  'Ticket n°',
  'Référence',
  'Transaction d’origine n°',
  'Par',
  'Montant en euros',
  'Relevé n°',
  'État du relevé',
  'Versé le',
]

/** Of a line that gives back, the one that took. */
const originOf = ({ kind, follows_id }: LineToExport) => (kind === 'redemption' ? null : follows_id)

async function* csvRows(lines: AsyncGenerator<LineToExport, void>, names: Names): AsyncGenerator<(string | number | null)[], void> {
  for await (const line of lines) {
    const [day = '', hour = ''] = frenchInstant(line.at).split(' ')
    yield [
      ...(names ? [names.get(line.partner_id) ?? ''] : []),
      day,
      hour,
      line.id,
      kindLabel(line),
      line.ticket,
      line.reference,
      originOf(line),
      line.taken_by,
      takingOf(line) / 100,
      line.statement,
      line.statement === null ? null : paidInWords(line),
      line.paid_at ? frenchDayOf(line.paid_at) : null,
    ]
  }
}

/** As a clock in France shows it. */
const onTheClock = (at: Date): string => {
  const [day = '', hour = ''] = frenchInstant(at).split(' ')
  return `${day.split('/').reverse().join('-')}T${hour}`
}

const workbook = (name: string, { lines, days, names }: { lines: LineToExport[]; days: DayAndNature[]; names: Names }): Promise<Response> =>
  workbookAnswer(name, [
    {
      name: 'Transactions',
      columns: [
        ...(names ? [{ label: SHOP, kind: 'text' as const, width: 28 }] : []),
        { label: 'Date', kind: 'instant', width: 18 },
        { label: 'Transaction n°', kind: 'number', width: 15 },
        { label: 'Nature', kind: 'text', width: 28 },
        { label: 'Ticket n°', kind: 'text', width: 15 },
        { label: 'Référence', kind: 'text', width: 24 },
        { label: 'Transaction d’origine n°', kind: 'number', width: 24 },
        { label: 'Par', kind: 'text', width: 24 },
        { label: 'Montant en euros', kind: 'euros', width: 18 },
        { label: 'Relevé n°', kind: 'number', width: 10 },
        { label: 'État du relevé', kind: 'text', width: 22 },
        { label: 'Versé le', kind: 'day', width: 12 },
      ],
      rows: lines.map((line) => [
        ...(names ? [names.get(line.partner_id) ?? ''] : []),
        onTheClock(line.at),
        line.id,
        kindLabel(line),
        line.ticket,
        line.reference,
        originOf(line),
        line.taken_by,
        takingOf(line),
        line.statement,
        line.statement === null ? null : paidInWords(line),
        line.paid_at && dayOf(line.paid_at),
      ]),
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
