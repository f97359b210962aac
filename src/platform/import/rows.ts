import { pipeline, Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { FileRefused, linesOf, type Pieces, SAYS_ITS_SEPARATOR } from './saved-text.ts'

/** A row of a table, and on which line of its file it begins. */
export interface TableRow {
  line: number
  cells: string[]
}

const SEPARATORS = [';', '\t', ',']
/** A record that is longer is a quotation mark left open. */
const CHARACTERS_OF_A_ROW_AT_MOST = 100_000
const UNCLOSED = 'Un guillemet n’est pas fermé dans ce fichier : enregistrez-le de nouveau depuis votre logiciel ou votre tableur.'

/**
 * The rows of a table that people saved as text, whatever separates its cells; empty ones are left out.
 * @throws FileRefused
 */
export async function* rowsOfText(pieces: Pieces): AsyncGenerator<TableRow> {
  const { separator, skipped } = await separatorOf(pieces)
  const parser = parse({
    delimiter: separator,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: CHARACTERS_OF_A_ROW_AT_MOST,
    info: true,
  })
  // What fails in the file ends the parser, whose reader hears of it; and a reader that leaves ends the file.
  pipeline(Readable.from(joined(pieces, skipped)), parser, () => {})
  try {
    for await (const { info, record } of parser) yield { line: info.lines + skipped, cells: record }
  } catch (error) {
    throw error instanceof FileRefused ? error : new FileRefused(UNCLOSED)
  }
}

/** By the first line that says something; Excel's own line about it is no row. */
async function separatorOf(pieces: Pieces): Promise<{ separator: string; skipped: number }> {
  let skipped = 0
  for await (const lines of linesOf(pieces)) {
    for (const line of lines) {
      const said = SAYS_ITS_SEPARATOR.exec(line)?.[1]
      if (said) return { separator: said, skipped: skipped + 1 }
      const times = (separator: string) => line.split(separator).length
      if (line.trim()) return { separator: SEPARATORS.reduce((best, one) => (times(one) > times(best) ? one : best)), skipped: 0 }
      skipped += 1
    }
  }
  return { separator: ';', skipped: 0 }
}

async function* joined(pieces: Pieces, skipped: number): AsyncGenerator<string> {
  let left = skipped
  try {
    for await (const lines of linesOf(pieces)) {
      const kept = lines.slice(left)
      left -= lines.length - kept.length
      if (kept.length > 0) yield `${kept.join('\n')}\n`
    }
  } catch (error) {
    // The parser would hide what it is.
    throw error instanceof FileRefused ? error : new FileRefused(UNCLOSED)
  }
}
