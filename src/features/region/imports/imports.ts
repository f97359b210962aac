import { addDays, type Day, dayOf } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { FileRefused, SAVED_TABLES } from '../../../platform/import/saved-text.ts'
import { mustHaveColumns } from '../../../platform/import/table.ts'
import { piecesOf, type ReceivedFile, type ReceivingPolicy } from '../../../platform/received-files.ts'
import { KINDS, type KindName } from './kinds.ts'

export const STATES = {
  checking: 'Lecture en cours',
  checked: 'À accepter',
  loading: 'Import en cours',
  done: 'Importé',
  unreadable: 'Illisible',
  failed: 'En échec',
  'given-up': 'Abandonné',
} as const

export type State = keyof typeof STATES

/** What is said of a line, in a report. */
export const TOLD = { refused: 'Refusée', doubt: 'À vérifier', change: 'Changement' } as const

/** More of them help nobody: the counts say how many there are. */
export const LINES_TOLD_AT_MOST = 20_000
/** A file that nobody agrees to is forgotten after so many days. */
export const FILE_KEPT_DAYS = 30
/** What is kept of an import that has ended: who did it is in the journal besides. */
export const REPORT_KEPT_DAYS = 365

/** The last day on which a report is there. */
export const forgottenOn = (endedAt: Date): Day => addDays(dayOf(endedAt), REPORT_KEPT_DAYS)

/** The page shows the columns that are expected: an error does not say them all again. */
const inShort = (sentence: string): string =>
  (sentence.split('\n')[0] ?? '').replace(/, que sa première ligne doit nommer :$/, ' : voyez plus bas lesquelles.')

/** A national file: several departments of streets together, or the whole directory of schools. */
export const policyFor = (kind: KindName): ReceivingPolicy<ReceivedFile> => ({
  ...SAVED_TABLES,
  megabytes: 200,
  isReceived: true,
  async decode(file, db, keys) {
    async function* beginning() {
      for await (const piece of piecesOf(db, file.id, keys)) {
        yield piece
        return
      }
    }
    try {
      await mustHaveColumns(beginning, KINDS[kind].importer.formats)
    } catch (error) {
      if (error instanceof FileRefused) throw new UserError('import.wrong-file', inShort(error.message), { field: 'file' })
      throw error
    }
    return file
  },
})
