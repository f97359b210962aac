import { addDays } from '../dates.ts'
import { FileRefused } from './saved-text.ts'
import { readXml } from './xml.ts'
import type { ZippedFile } from './zip.ts'

const CELLS_AT_MOST = 4_000_000
export const COLUMNS_AT_MOST = 500
/** No name is longer: the rest of a longer text is not read. */
const LETTERS_OF_A_CELL_AT_MOST = 1_000

/** A day as workbooks count them: from the end of 1899, or from 1904 in those of old Macs; undefined for what is no day. */
export function dayOfSerial(value: string): string | undefined {
  if (!/^\d{1,5}(?:\.\d+)?$/.test(value)) return undefined
  const days = Math.floor(Number(value))
  // The day 60 is a 29 February 1900 that never was.
  return days >= 61 ? addDays('1899-12-30', days) : undefined
}

const columnOf = (reference: string): number =>
  [...(/^[A-Z]+/.exec(reference)?.[0] ?? '')].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1

export const isWorkbook = (files: readonly ZippedFile[]): boolean => files.some(({ name }) => name === 'xl/workbook.xml')

/**
 * The rows of the first sheet of a workbook (.xlsx). Empty rows are left out, so a row is not at its own number.
 * @throws FileRefused
 */
export async function firstSheetOf(files: readonly ZippedFile[]): Promise<{ line: number; cells: string[] }[]> {
  const shared = files.find(({ name }) => name === 'xl/sharedStrings.xml')
  const texts = shared ? await textsOf(shared) : []
  const sheet = files
    .filter(({ name }) => /^xl\/worksheets\/[^/]+\.xml$/.test(name))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))[0]
  if (!sheet) throw new FileRefused('Ce classeur n’a aucune feuille.')
  return rowsOf(sheet, texts)
}

/** What cells name instead of saying it: one text for all that are the same. */
async function textsOf(file: ZippedFile): Promise<string[]> {
  const texts: string[] = []
  let text = ''
  await readXml(file.pieces, {
    opened({ at, name, depth }) {
      if (depth === 2) text = ''
      // What is read aloud of a Japanese word is not the word.
      return name === 't' && !at.includes('/rPh')
    },
    closed({ depth }, said) {
      if (text.length < LETTERS_OF_A_CELL_AT_MOST) text += said
      if (depth === 2) texts.push(text)
      if (texts.length > CELLS_AT_MOST) throw tooBig()
    },
  })
  return texts
}

async function rowsOf(sheet: ZippedFile, texts: readonly string[]): Promise<{ line: number; cells: string[] }[]> {
  const rows: { line: number; cells: string[] }[] = []
  let row: string[] = []
  let [line, count, column, type, value] = [0, 0, -1, '', '']
  await readXml(sheet.pieces, {
    opened({ at, name }, attributes) {
      if (name === 'row') {
        row = []
        line = Number(attributes.r) || line + 1
      } else if (name === 'c') {
        column = attributes.r ? columnOf(attributes.r) : column + 1
        type = attributes.t ?? ''
        value = ''
      }
      return name === 'v' || (name === 't' && at.includes('/is/'))
    },
    closed({ name }, said) {
      value += said
      if (name === 'c' && value !== '' && column >= 0 && column < COLUMNS_AT_MOST) {
        row[column] = type === 's' ? (texts[Number(value)] ?? '') : value
      } else if (name === 'row') {
        column = -1
        // With those that are empty before the last one: they take their place too.
        count += row.length
        if (count > CELLS_AT_MOST) throw tooBig()
        if (row.length > 0) rows.push({ line, cells: Array.from(row, (cell) => cell ?? '') })
      }
    },
  })
  return rows
}

const tooBig = () => new FileRefused('Ce classeur est beaucoup trop grand pour une liste d’élèves : rien n’est lu.')
