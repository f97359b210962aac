import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'
import { type Options, stringify } from 'csv-stringify/sync'

type Row = readonly (string | number | null)[]

// Texts between quotes, so that spreadsheets keep their zeros; numbers as the French write them.
const FORMAT: Options = {
  delimiter: ';',
  record_delimiter: 'windows',
  quoted_string: true,
  escape_formulas: true,
  cast: { number: (value) => String(value).replace('.', ',') },
}

const linesOf = (rows: readonly Row[]): string => stringify([...rows], FORMAT)

/**
 * A CSV file as French spreadsheets open it: UTF-8 with its mark, semicolons, CRLF. A text that a spreadsheet would run as a formula is
 * made one by an apostrophe; numbers come as numbers.
 */
export const csvOf = (rows: readonly Row[]): string => `\ufeff${linesOf(rows)}`

/** A CSV file to save under that name. */
export const csvAnswer = (name: string, rows: readonly Row[]): Response => new Response(csvOf(rows), { headers: headersOf(name) })

/** The same of rows that are sent as they are read, however many they are. What fails before the first one is an error of the page. */
export async function csvAnswerAsRead(name: string, columns: readonly string[], rows: AsyncGenerator<Row, void>): Promise<Response> {
  const first = await rows.next()
  async function* pieces() {
    try {
      yield csvOf(first.done ? [columns] : [columns, first.value])
      let read: Row[] = []
      for await (const row of rows) {
        read.push(row)
        if (read.length < SENT_AT_ONCE) continue
        yield linesOf(read)
        read = []
      }
      yield linesOf(read)
    } finally {
      // Whoever stops reading half-way lets go of what is read.
      await rows.return()
    }
  }
  return new Response(Readable.toWeb(Readable.from(pieces(), { objectMode: false })) as WebStream as ReadableStream, {
    headers: headersOf(name),
  })
}

/** In rows. */
const SENT_AT_ONCE = 500

const headersOf = (name: string) => ({
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': `attachment; filename="${name}"`,
  'Cache-Control': 'private, no-store',
})
