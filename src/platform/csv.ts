/**
 * A CSV file as French spreadsheets open it: UTF-8 with its mark, semicolons, CRLF. A text that a spreadsheet would run as a formula is
 * made one by an apostrophe; numbers come as numbers.
 */
export const csvOf = (rows: readonly (readonly (string | number | null)[])[]): string =>
  `\ufeff${rows.map((row) => `${row.map(cell).join(';')}\r\n`).join('')}`

function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value).replace('.', ',')
  return `"${value.replace(/^[=+\-@\t\r]/, "'$&").replaceAll('"', '""')}"`
}

/** A CSV file to save under that name. */
export const csvAnswer = (name: string, rows: Parameters<typeof csvOf>[0]): Response =>
  new Response(csvOf(rows), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'private, no-store',
    },
  })
