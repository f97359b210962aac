import type { Question, Table } from './threads/sheet-printer.ts'
import { standingThread } from './threads.ts'
import { turns } from './turns.ts'

/** With the time that the thread takes to begin, on a busy machine. What it draws is ours: none is slow. */
const SECONDS_AT_MOST = 60

const ask = standingThread('sheet-printer', SECONDS_AT_MOST)
/** Another, for what has hundreds of pages: no receipt waits behind it. */
const askForTable = standingThread('sheet-printer', SECONDS_AT_MOST)

const inTurn = turns({ atOnce: () => 1, waiting: 100, ofOne: { atOnce: 1, waiting: 2 } })

/**
 * An A4 document of ours as a PDF, drawn beside the thread that serves pages.
 * @throws UserError 503 when too many wait, 429 when one person asks for too many at once
 */
export async function printed(sheet: Question): Promise<Buffer> {
  const pdf = await inTurn(() => ask(sheet))
  if (!pdf) throw new Error('the sheet was not drawn')
  return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
}

const tableInTurn = turns({ atOnce: () => 1, waiting: 20, ofOne: { atOnce: 1, waiting: 0 } })

/**
 * A table of ours, with its sums, on as many sheets as it takes, each with its number.
 * @throws UserError as above
 */
export async function printedTable(sheet: Question & { content: { table: Table } }): Promise<Buffer> {
  const pdf = await tableInTurn(() => askForTable(sheet))
  if (!pdf) throw new Error('the table was not drawn')
  return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
}

export type { Voucher } from './threads/sheet-printer.ts'
