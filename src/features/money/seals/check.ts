import type { KeyObject } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Db, Reader } from '../../../platform/database/index.ts'
import { asSealed } from './seal-lines.ts'
import { BEGINNING, type Head, hashOf, JOURNAL_NAMES, JOURNALS, type JournalName, sealOf } from './seals.ts'
import type { WrittenHead } from './write-heads.ts'

interface SealReport {
  /** What is not as it was sealed, in words; empty when all is well. */
  differences: string[]
  journals: { journal: JournalName; sealed: number; waiting: number }[]
}

const AT_ONCE = 10_000
/** How many differences of one journal are told; the rest is counted. */
const TOLD_AT_MOST = 50

/** Makes each seal again, at one instant, and compares it with what is kept; and the heads that were written elsewhere with the chains. */
export async function checkSeals(db: Db, key: KeyObject, heads: readonly WrittenHead[]): Promise<SealReport> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (tx) => {
      await asSealed(tx)
      const report: SealReport = { differences: [], journals: [] }
      for (const journal of JOURNAL_NAMES) {
        const chain = new Chain(journal, key)
        while (await chain.goOn(tx));
        const found = [...chain.differences, ...(await headsThatDiffer(tx, journal, heads))]
        report.differences.push(...found.slice(0, TOLD_AT_MOST))
        if (found.length > TOLD_AT_MOST) report.differences.push(`and ${found.length - TOLD_AT_MOST} more in the journal of ${journal}`)
        report.journals.push({ journal, sealed: chain.sealed, waiting: await waitingAfter(tx, journal, chain.last) })
      }
      return report
    })
}

interface Kept {
  row_id: number
  after_id: number
  seal: Buffer
  hash: Buffer | null
}

/** One journal, walked in the order in which it was sealed. After each difference it goes on from what is kept, so that it names that line alone. */
class Chain {
  readonly differences: string[] = []
  sealed = 0
  #head = BEGINNING
  readonly #journal: JournalName
  readonly #key: KeyObject

  constructor(journal: JournalName, key: KeyObject) {
    this.#journal = journal
    this.#key = key
  }

  get last(): number {
    return this.#head.row_id
  }

  /** The next lines. @returns whether there were any */
  async goOn(db: Reader): Promise<boolean> {
    const { rows: seals } = await sql<Kept>`
      select row_id, after_id, seal, hash from seals where journal = ${this.#journal} and row_id > ${this.last} order by row_id limit ${AT_ONCE}
    `.execute(db)
    const end = seals.at(-1)?.row_id
    if (end === undefined) return false
    const { rows: lines } = await sql<{ id: number; content: string }>`
      select id, content from ${rowsOf(this.#journal)} where id > ${this.last} and id <= ${end}
    `.execute(db)
    const contents = new Map(lines.map(({ id, content }) => [id, content]))
    for (const kept of seals) {
      this.#look(kept, contents.get(kept.row_id))
      contents.delete(kept.row_id)
    }
    for (const id of contents.keys()) this.#say(id, 'was added among lines that are sealed')
    return true
  }

  #look({ row_id, after_id, seal, hash }: Kept, content: string | undefined): void {
    const before = this.#head
    this.sealed += 1
    this.#head = { row_id, seal }
    if (after_id !== before.row_id) {
      const gone = after_id > before.row_id ? `, up to ${after_id},` : ''
      this.#say(row_id, `follows nothing that is there: what was sealed before it${gone} is gone with its seal`)
    }
    const known = content === undefined ? hash : hashOf(this.#key, this.#journal, content)
    if (!known) this.#say(row_id, 'was removed since it was sealed')
    // What its seal was made after is gone: whether it changed cannot be known.
    else if (after_id === before.row_id && !sealOf(this.#key, this.#journal, { row_id, hash: known }, before).equals(seal))
      this.#say(row_id, content === undefined ? 'was removed, and what it left is not its hash' : 'was changed since it was sealed')
  }

  #say(id: number, what: string): void {
    this.differences.push(`${JOURNALS[this.#journal].line} ${id} ${what}`)
  }
}

const rowsOf = (journal: JournalName): RawBuilder<unknown> => sql.table(JOURNALS[journal].rows)

async function waitingAfter(db: Reader, journal: JournalName, last: number): Promise<number> {
  const { rows } = await sql<{ waiting: number }>`select count(*) as waiting from ${rowsOf(journal)} where id > ${last}`.execute(db)
  return rows[0]?.waiting ?? 0
}

/** The heads that were written down outside the database, and are not in the chain as they were. */
async function headsThatDiffer(db: Reader, journal: JournalName, heads: readonly WrittenHead[]): Promise<string[]> {
  const own = heads.filter((head) => head.journal === journal)
  const { rows } = await sql<Head>`
    select row_id, seal from seals where journal = ${journal} and row_id = any (${own.map(({ row_id }) => row_id)}::bigint[])
  `.execute(db)
  const seals = new Map(rows.map(({ row_id, seal }) => [row_id, seal.toString('hex')]))
  return own
    .filter(({ row_id, seal }) => seals.get(row_id) !== seal)
    .map(({ row_id, at }) => `${JOURNALS[journal].line} ${row_id}, the last one on ${at}, is not sealed as it was then`)
}
