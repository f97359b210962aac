import writeWorkbook from 'write-excel-file/node'
import type { Day } from './dates.ts'

/** A text, a number, or a day: a spreadsheet counts with the two last. */
export type WorkbookCell = string | number | null | { day: Day }

const WIDE = 40

const cellOf = (cell: WorkbookCell) => {
  if (typeof cell !== 'object' || cell === null) return cell
  return { value: new Date(`${cell.day}T00:00:00Z`), format: 'dd/mm/yyyy' }
}

const lettersOf = (cell: WorkbookCell): number => (typeof cell === 'object' ? 10 : String(cell).length)

/** An Excel workbook of one sheet to save under that name: its head stays on screen, its columns are as wide as what they hold. */
export async function workbookAnswer(
  name: string,
  sheet: string,
  columns: readonly string[],
  rows: readonly (readonly WorkbookCell[])[],
): Promise<Response> {
  const head = columns.map((value) => ({ value, fontWeight: 'bold' as const }))
  const widths = columns.map((label, index) => ({
    width: Math.min(WIDE, rows.reduce((most, row) => Math.max(most, lettersOf(row[index] ?? null)), label.length) + 2),
  }))
  const bytes = await writeWorkbook([head, ...rows.map((row) => row.map(cellOf))], {
    sheet,
    columns: widths,
    stickyRowsCount: 1,
  }).toBuffer()
  return new Response(new Uint8Array(bytes), {
    headers: {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'private, no-store',
    },
  })
}
