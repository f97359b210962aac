import type { Reader } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import type { UploadPolicy } from '../../../platform/files.ts'
import type { UploadedFile } from '../../../platform/http/body.ts'
import { rowsOfText, type TableRow } from '../../../platform/import/rows.ts'
import { FileRefused, inPieces } from '../../../platform/import/saved-text.ts'
import { titleOf } from '../../../platform/import/table.ts'
import { COLUMNS_AT_MOST, firstSheetOf, isWorkbook } from '../../../platform/import/workbook.ts'
import { isXml } from '../../../platform/import/xml.ts'
import { filesInZip, isZip, type ZippedFile } from '../../../platform/import/zip.ts'
import { PUPILS_AT_MOST, type ReadList } from './pupil.ts'
import { NotPupils, readSiecle } from './siecle.ts'
import type { SentTable } from './table.ts'

/** What a school sent: a list that says all of itself, or a table. */
export type SentList = { list: ReadList } | { table: SentTable }

/** The file that a school gives. It holds more than the site may have: nothing of it is kept but what is read for. */
export const listPolicy: UploadPolicy<UploadedFile, SentList> = {
  megabytes: 20,
  accept: '.zip,.xml,.csv,.txt,.xlsx',
  formats: 'ZIP, XML, CSV ou XLSX',
  isNeverKept: true,
  decode: async ({ bytes, field }, _db: Reader) => {
    try {
      return await sentIn(bytes)
    } catch (error) {
      if (error instanceof FileRefused) throw new UserError('enrolment-list.wrong-file', error.message, { field })
      throw error
    }
  },
}

/**
 * What a file is, and what it says.
 * @throws FileRefused
 */
export async function sentIn(bytes: Buffer): Promise<SentList> {
  if (isZip(bytes)) return inArchive(await filesInZip(bytes))
  if (isXml(bytes)) return { list: await readSiecle(inPieces(bytes)) }
  return { table: await tableOf(rowsOfText(inPieces(bytes))) }
}

const NOTHING = 'Cette archive ZIP ne contient ni liste d’élèves au format XML, ni tableau CSV.'

async function inArchive(files: ZippedFile[]): Promise<SentList> {
  if (isWorkbook(files)) return { table: await tableOf(await firstSheetOf(files)) }
  if (files.some(({ name }) => name === 'mimetype'))
    throw new FileRefused('Ce document est d’un format que nous ne lisons pas. Enregistrez-le au format « Excel (.xlsx) » ou « CSV ».')
  const wrong: NotPupils[] = []
  for (const { pieces } of files.filter(({ name }) => /\.xml$/i.test(name))) {
    try {
      return { list: await readSiecle(pieces) }
    } catch (error) {
      if (!(error instanceof NotPupils)) throw error
      wrong.push(error)
    }
  }
  const telling = wrong.find(({ isKnown }) => isKnown) ?? wrong[0]
  if (telling) throw telling
  const table = files.find(({ name }) => /\.(?:csv|txt)$/i.test(name))
  if (!table) throw new FileRefused(NOTHING)
  return { table: await tableOf(rowsOfText(table.pieces)) }
}

/** The first row that has cells enough names the columns: some software writes a title above. */
async function tableOf(rows: AsyncIterable<TableRow> | Iterable<TableRow>): Promise<SentTable> {
  let written: string[] | undefined
  const kept: TableRow[] = []
  for await (const row of rows) {
    if (written) kept.push(row)
    else if (row.cells.filter((cell) => cell.trim()).length >= CELLS_AT_LEAST)
      written = row.cells.map((cell) => cell.replace(/\s+/g, ' ').trim().slice(0, 100))
    if (kept.length > PUPILS_AT_MOST)
      throw new FileRefused(
        `Ce fichier a plus de ${PUPILS_AT_MOST.toLocaleString('fr')} lignes : ce n’est pas la liste d’un établissement.`,
      )
  }
  if (written && written.filter(Boolean).length > COLUMNS_AT_MOST)
    throw new FileRefused(`Ce fichier a plus de ${COLUMNS_AT_MOST} colonnes : ce n’est pas la liste d’un établissement.`)
  if (!written || kept.length === 0 || written.some((title) => UNREADABLE.test(title)))
    throw new FileRefused(
      'Ce fichier n’est pas une liste : il faut une ligne de titres (nom, prénom, date de naissance…), puis une ligne par élève.',
    )
  return { titles: namedOnce(written.map(titleOf)), written, rows: kept }
}

/** Of columns that have the same title, the first keeps it. */
const namedOnce = (titles: string[]): string[] =>
  titles.map((title, at) =>
    title && titles.indexOf(title) < at ? `${title}_${titles.slice(0, at).filter((one) => one === title).length + 1}` : title,
  )

// biome-ignore lint/suspicious/noControlCharactersInRegex: what no title holds, and a file that is no text does
const UNREADABLE = /[\u0000-\u001f\ufffd]/

/** A name, a first name and a birth date. */
const CELLS_AT_LEAST = 3
