import { places } from '../../../../places.ts'
import { csvAnswerAsRead } from '../../../../platform/csv.ts'
import { dayOf, frenchDayOf, frenchInstant } from '../../../../platform/dates.ts'
import { UserError } from '../../../../platform/errors.ts'
import { download } from '../../../../platform/http/page.ts'
import { mayTry } from '../../../../platform/limits.ts'
import { workbookAnswer } from '../../../../platform/workbook.ts'
import { shopFor } from '../../../../spaces/staff.tsx'
import { kindLabel, takingOf } from '../../payments/index.ts'
import { paidInWords } from '../../settlements/index.ts'
import { asked, type DayAndNature, EXPORTS_AN_HOUR, exportsOf, LINES_IN_A_FILE, LINES_ON_PAPER, natureLabel, sumsOf } from '../books.ts'
import { facts } from '../facts.ts'
import { paperOf } from '../paper.ts'
import { type LineToExport, linesAsked, sumsAsked } from '../queries.ts'

/** What was found, to take away: no name of anybody but of those who work there. */
export const booksExport = download(
  shopFor('lines.export'),
  places.partner.booksExport,
  {
    isSlow: true,
    mayLag: true,
    find: async ({ db, actor, now, params, query }) => {
      if (!(await mayTry(db, exportsOf(actor), now))) throw tooMany()
      const { asked: wanted, form } = asked(query, now)
      const [wrong] = form.errors
      // The page says it beside the lines of other days; a file would only look whole.
      if (wrong) throw new UserError('books.wrong-period', wrong.message)
      const days = await sumsAsked(db, actor, wanted)
      const { lines } = sumsOf(days).all
      const most = params.format === 'pdf' ? LINES_ON_PAPER : LINES_IN_A_FILE
      if (lines > most) throw tooLong(lines, most)
      return { wanted, days, lines }
    },
    trace: ({ actor, params, subject: { wanted, lines } }) => ({
      fact: facts['books.exported'],
      details: {
        partner: actor.partner_id,
        format: params.format,
        from: wanted.from,
        until: wanted.until,
        settlement: wanted.statement,
        transactions: lines,
      },
    }),
  },
  async ({ db, actor, now, params, subject: { wanted, days } }) => {
    const lines = linesAsked(db, actor, wanted)
    const name = `transactions-${wanted.from && wanted.until ? `${wanted.from}-${wanted.until}` : `releve-${wanted.statement}`}`
    if (params.format === 'csv') return csvAnswerAsRead(`${name}.csv`, CSV_COLUMNS, csvRows(lines))
    const all: LineToExport[] = []
    for await (const line of lines) all.push(line)
    if (params.format === 'xlsx') return workbook(`${name}.xlsx`, all, days)
    return pdfAnswer(`${name}.pdf`, await paperOf({ shop: actor, by: actor.name, wanted, days, lines: all, now }))
  },
)

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

async function* csvRows(lines: AsyncGenerator<LineToExport, void>): AsyncGenerator<(string | number | null)[], void> {
  for await (const line of lines) {
    const [day = '', hour = ''] = frenchInstant(line.at).split(' ')
    yield [
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

const workbook = (name: string, lines: LineToExport[], days: DayAndNature[]): Promise<Response> =>
  workbookAnswer(name, [
    {
      name: 'Transactions',
      columns: [
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
