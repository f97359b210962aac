import { dayTyped } from '../../../platform/dates.ts'
import { FileRefused, type Pieces } from '../../../platform/import/saved-text.ts'
import { type Format, type Line, Refused, readTable, titleOf } from '../../../platform/import/table.ts'
import { centsFrom } from '../../../platform/money.ts'
import { type Answer, Events } from './answer.ts'

/** What the public accountant says of each statement: the same table that goes out as mandate proposals, with its last columns filled in. */
export const RETURN_TITLES = {
  number: 'Numéro de relevé',
  amount: 'Montant',
  paidOn: 'Date de paiement',
  refused: 'Refusé',
  reason: 'Motif',
}

const NUMBER = titleOf(RETURN_TITLES.number)
const AMOUNT = titleOf(RETURN_TITLES.amount)
const PAID_ON = titleOf(RETURN_TITLES.paidOn)
const REFUSED = titleOf(RETURN_TITLES.refused)
const REASON = titleOf(RETURN_TITLES.reason)

const YES = ['oui', 'o', 'x', 'yes', 'vrai', 'true', '1']
const NO = ['', 'non', 'n', 'no', 'faux', 'false', '0']

/** `[number, cents, day, refused, reason]` */
type Returned = [number: string, cents: number | null, day: string | null, refused: boolean, reason: string | null]

const format: Format = { columns: [NUMBER, PAID_ON, REFUSED, REASON], read: readLine }

function readLine(line: Line): Returned | null {
  const number = line.filled(NUMBER, 35)
  const refused = line.text(REFUSED).toLowerCase()
  if (!YES.includes(refused) && !NO.includes(refused)) line.refuse(REFUSED, 'oui ou non attendu')
  const day = dayTyped({ day: line.text(PAID_ON) })
  if (day === undefined) line.refuse(PAID_ON, 'date attendue, par exemple 28/01/2026')
  const written = line.text(AMOUNT)
  const cents = written === '' ? null : centsFrom(written)
  if (written !== '' && cents === null) line.refuse(AMOUNT, 'montant attendu, par exemple 120,50')
  const reason = line.text(REASON).slice(0, 500) || null
  const isRefused = YES.includes(refused)
  // What has no answer yet says nothing.
  if (!isRefused && !day) return null
  return [number, cents, day ?? null, isRefused, reason]
}

/**
 * The accountant's return, as spreadsheets save it. A line that cannot be read refuses the whole file: half an answer would be taken for all of it.
 * @throws FileRefused
 */
export async function readReturnedTable(pieces: Pieces): Promise<Answer> {
  const events = new Events()
  for await (const reads of readTable(pieces, [format], new Set()))
    for (const { line, row } of reads) {
      if (row instanceof Refused)
        throw new FileRefused(`Ligne ${line}, ${row.message}. Rien n’est lu : corrigez le fichier, puis envoyez-le.`)
      if (row === null) continue
      const [endToEndId, amount_cents, at, isRefused, words] = row as Returned
      events.add({
        ...{
          scope: 'transfer',
          endToEndId,
          messageId: null,
          paymentInfoId: null,
          outcome: isRefused ? 'rejected' : 'paid',
          amount_cents,
          at,
        },
        // « AC04 compte clos »: accountants copy what the bank said.
        code: /^([A-Z]{2}\d{2}|CNOR|CURR|CUST|DNOR|DUPL|FOCR|NARR)\b/.exec(words ?? '')?.[1] ?? null,
        words,
      })
    }
  return { kind: 'csv', reportId: null, sender: null, page: 1, isLastPage: true, events: events.all, doubts: [] }
}
