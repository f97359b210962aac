import { createHmac, type KeyObject } from 'node:crypto'

/** A journal that is sealed: where its lines are written, and the view that says them as their seals know them. */
interface Journal {
  table: string
  rows: string
  /** What a line is called where one is named. */
  line: string
}

export const JOURNALS = {
  money: { table: 'transactions', rows: 'transactions_to_seal', line: 'transaction' },
  facts: { table: 'audit_facts', rows: 'facts_to_seal', line: 'fact' },
} as const satisfies Record<string, Journal>

export type JournalName = keyof typeof JOURNALS
export const JOURNAL_NAMES = Object.keys(JOURNALS) as JournalName[]

/** Where a chain begins: no line has that number. */
export const BEGINNING: Head = { row_id: 0, seal: Buffer.alloc(0) }

/** The last line that was sealed, with its seal: all that came before is in it. */
export interface Head {
  row_id: number
  seal: Buffer
}

/** What a line leaves when it goes. Under the key: nobody finds what it said by trying. */
export const hashOf = (key: KeyObject, journal: JournalName, content: string): Buffer =>
  createHmac('sha256', key).update(`${journal} line ${content}`).digest()

/** The seal of a line that comes after another. */
export const sealOf = (key: KeyObject, journal: JournalName, line: { row_id: number; hash: Buffer }, after: Head): Buffer =>
  createHmac('sha256', key).update(`${journal} seal ${line.row_id} after ${after.row_id} `).update(line.hash).update(after.seal).digest()
