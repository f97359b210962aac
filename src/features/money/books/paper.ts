import type { Reader } from '../../../platform/database/index.ts'
import { frenchInstant, frenchMinute } from '../../../platform/dates.ts'
import { frenchEuros, frenchMovement } from '../../../platform/money.ts'
import { printedTable } from '../../../platform/print.ts'
import { kindLabel, takingOf } from '../payments/index.ts'
import { type Asked, byNature, type DayAndNature, natureLabel, periodInWords, type Shop, sumsOf } from './books.ts'
import { type LineToExport, linesAsked, sumsAsked } from './queries.ts'

interface Paper {
  /** A shop, or the organisation of several. */
  heading: string
  /** By its number; of one shop alone it is not said line by line. */
  names?: ReadonlyMap<number, string> | undefined
  /** Whoever had it drawn. */
  by: string
  wanted: Asked
  days: DayAndNature[]
  lines: LineToExport[]
  now: Date
}

/** What was found, as a PDF. */
export function paperOf({ heading, names, by, wanted, days, lines, now }: Paper): Promise<Buffer> {
  const { taken, givenBack, all } = sumsOf(days)
  const what = `Transactions, ${periodInWords(wanted)}`
  return printedTable({
    title: `${heading} : ${what}`,
    heading,
    createdAt: now,
    content: {
      table: {
        running: `${heading}, ${what.toLowerCase()}`,
        about: [what, ...narrowed(wanted), `Établi le ${frenchMinute(now)} par ${by}.`],
        sums: [
          ...byNature(days).map(({ nature, lines: count, cents }): [string, string] => [
            `${natureLabel(nature)} (${count})`,
            frenchEuros(cents),
          ]),
          [`Encaissé (${taken.lines})`, frenchEuros(taken.cents)],
          [`Rendu (${givenBack.lines})`, frenchEuros(givenBack.cents)],
          ['Net', frenchEuros(all.cents)],
        ],
        columns: [
          ...(names ? [{ label: 'Point de vente', width: 84 }] : []),
          { label: 'Date', width: 86 },
          { label: 'N°', width: 52 },
          { label: 'Nature', width: 116 },
          ...(names ? [] : [{ label: 'Par', width: 84 }]),
          { label: 'Référence', width: 84 },
          { label: 'Relevé', width: 42 },
          { label: 'Montant', width: 60, isNumeric: true },
        ],
        rows: lines.map((line) => [
          ...(names ? [names.get(line.partner_id) ?? ''] : []),
          frenchInstant(line.at),
          String(line.id),
          kindLabel(line),
          ...(names ? [] : [line.taken_by ?? '']),
          line.reference ?? line.ticket ?? '',
          line.statement === null ? '' : `n° ${line.statement}`,
          frenchMovement(takingOf(line)),
        ]),
      },
    },
  })
}

/** That not all of the period is there. */
const narrowed = ({ nature, by, words }: Asked): string[] => [
  ...(nature ? [`Seulement : ${natureLabel(nature)}.`] : []),
  ...(by || words ? ['Seulement une partie des lignes de cette période : une recherche a été faite.'] : []),
]

/** All that a statement pays to a shop, as a PDF: what justifies its transfer. No name of who paid is on it. */
export async function statementPaper(
  db: Reader,
  { shop, statement, by, now }: { shop: Shop & { partner_name: string }; statement: number; by: string; now: Date },
): Promise<Buffer> {
  const wanted: Asked = { from: null, until: null, nature: null, by: null, statement, words: '' }
  const days = await sumsAsked(db, [shop], wanted)
  const lines: LineToExport[] = []
  for await (const line of linesAsked(db, [shop], wanted)) lines.push(line)
  return paperOf({ heading: shop.partner_name, by, wanted, days, lines, now })
}
