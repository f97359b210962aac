import { appendFile, mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Reader } from '../../../platform/database/index.ts'
import type { Log } from '../../../platform/log.ts'
import { lastSealed } from './queries.ts'
import { JOURNAL_NAMES, type JournalName } from './seals.ts'

/** The last seal of a journal at some instant, as it is written down outside the database. */
export interface WrittenHead {
  at: string
  journal: JournalName
  row_id: number
  seal: string
}

const written: z.ZodType<WrittenHead> = z.object({
  at: z.string(),
  journal: z.enum(JOURNAL_NAMES as [JournalName, ...JournalName[]]),
  row_id: z.number(),
  seal: z.string(),
})

export const headsFile = (dataDir: string): string => join(dataDir, 'seal-heads.jsonl')

/** Says the last seal of each journal in the log, and in a file that is meant to leave the machine. */
export async function writeHeads(db: Reader, { dataDir, log, now }: { dataDir: string; log: Log; now: Date }): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  for (const journal of JOURNAL_NAMES) {
    const { row_id, seal } = await lastSealed(db, journal)
    if (row_id === 0) continue
    const head: WrittenHead = { at: now.toISOString(), journal, row_id, seal: seal.toString('hex') }
    log.info(head, 'last seal')
    await appendFile(headsFile(dataDir), `${JSON.stringify(head)}\n`, { mode: 0o600 })
  }
}

/** The heads of a file. @throws Error that names the line which is none */
export async function readHeads(file: string): Promise<WrittenHead[]> {
  const text = await readFile(file, 'utf8')
  return text.split('\n').flatMap((line, index) => {
    if (!line) return []
    try {
      return [written.parse(JSON.parse(line))]
    } catch {
      throw new Error(`${file}, line ${index + 1}: this is no seal of a journal.`)
    }
  })
}
