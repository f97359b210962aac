import { Readable } from 'node:stream'
import type { ReadableStream as WebStream } from 'node:stream/web'

type Row = readonly (string | number | null)[]

/**
 * A CSV file as French spreadsheets open it: UTF-8 with its mark, semicolons, CRLF. A text that a spreadsheet would run as a formula is
 * made one by an apostrophe; numbers come as numbers.
 */
export const csvOf = (rows: readonly Row[]): string => `${MARK}${rows.map(line).join('')}`

const MARK = '\ufeff'

const line = (row: Row): string => `${row.map(cell).join(';')}\r\n`

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value).replace('.', ',')
  return `"${value.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`
}

/** A CSV file to save under that name. */
export const csvAnswer = (name: string, rows: readonly Row[]): Response => new Response(csvOf(rows), { headers: headersOf(name) })

/** The same of rows that are sent as they are read, however many they are. What fails before the first one is an error of the page. */
export async function csvAnswerAsRead(name: string, columns: readonly string[], rows: AsyncGenerator<Row, void>): Promise<Response> {
  const first = await rows.next()
  async function* pieces() {
    try {
      let text = csvOf(first.done ? [columns] : [columns, first.value])
      for await (const row of rows) {
        text += line(row)
        if (text.length < SENT_AT_ONCE) continue
        yield Buffer.from(text)
        text = ''
      }
      yield Buffer.from(text)
    } finally {
      // Whoever stops reading half-way lets go of what is read.
      await rows.return()
    }
  }
  return new Response(Readable.toWeb(Readable.from(pieces())) as WebStream as ReadableStream, { headers: headersOf(name) })
}

const SENT_AT_ONCE = 50_000

const headersOf = (name: string) => ({
  'Content-Type': 'text/csv; charset=utf-8',
  'Content-Disposition': `attachment; filename="${name}"`,
  'Cache-Control': 'private, no-store',
})
