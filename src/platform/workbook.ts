import type { SheetOfWorkbook } from './threads/workbook-writer.ts'
import { askThread } from './threads.ts'
import { turns } from './turns.ts'

export type ColumnOfWorkbook = SheetOfWorkbook['columns'][number]

const SECONDS_AT_MOST = 60

const inTurn = turns({ atOnce: () => 1, waiting: 20, ofOne: { atOnce: 1, waiting: 0 } })

/**
 * A workbook (.xlsx) to save under that name, written beside the thread that serves pages.
 * @throws UserError 503 when too many wait, 429 when one person asks for several at once
 */
export async function workbookAnswer(name: string, sheets: SheetOfWorkbook[]): Promise<Response> {
  const workbook = await inTurn(() => askThread('workbook-writer', { sheets }, SECONDS_AT_MOST))
  if (!workbook) throw new Error('the workbook was not written')
  return new Response(new Uint8Array(workbook), {
    headers: {
      'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'Content-Disposition': `attachment; filename="${name}"`,
      'Cache-Control': 'private, no-store',
    },
  })
}
