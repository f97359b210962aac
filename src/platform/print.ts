import type { Question, Table } from './threads/sheet-printer.ts'
import { standingThread } from './threads.ts'
import { turns } from './turns.ts'

/** With the time that the thread takes to begin, on a busy machine. What it draws is ours: none is slow. */
const SECONDS_AT_MOST = 60

/** A thread that draws one sheet after the other, each in its turn. */
function drawer<Sheet extends Question>(waits: Pick<Parameters<typeof turns>[0], 'waiting' | 'ofOne'>) {
  const ask = standingThread('sheet-printer', SECONDS_AT_MOST)
  const inTurn = turns({ atOnce: () => 1, ...waits })
  return async (sheet: Sheet): Promise<Buffer> => {
    const pdf = await inTurn(() => ask(sheet))
    if (!pdf) throw new Error('the sheet was not drawn')
    return Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
  }
}

/**
 * An A4 document of ours as a PDF, drawn beside the thread that serves pages.
 * @throws UserError 503 when too many wait, 429 when one person asks for too many at once
 */
export const printed = drawer({ waiting: 100, ofOne: { atOnce: 1, waiting: 2 } })

/**
 * A table of ours, with its sums, on as many sheets as it takes, each with its number. In a thread of its own: no receipt waits behind hundreds of
 * pages.
 * @throws UserError as above
 */
export const printedTable = drawer<Question & { content: { table: Table } }>({ waiting: 20, ofOne: { atOnce: 1, waiting: 0 } })

export type { Voucher } from './threads/sheet-printer.ts'
