import { sql } from 'kysely'
import type { Reader } from '../../../platform/database/index.ts'
import { found } from '../../../platform/errors.ts'
import { LINES_A_PAGE } from '../../../platform/forms/paging.ts'
import type { Effect, Told } from '../../../platform/import/load.ts'
import type { State } from './imports.ts'
import type { KindName } from './kinds.ts'

const rowsOf = (db: Reader) =>
  db
    .selectFrom('imports as i')
    .innerJoin('staff_members as s', 's.id', 'i.sent_by')
    .leftJoin('staff_members as a', 'a.id', 'i.agreed_by')
    .select(['i.id', 'i.file_name', 'i.file_bytes', 'i.file_id', 'i.sent_by', 's.name as sent_by_name', 'i.sent_at', 'i.lines_seen'])
    .select(['i.lines_read', 'i.loaded', 'i.refused', 'i.left_out', 'i.doubts', 'i.failure'])
    .select(['a.name as agreed_by_name', 'i.agreed_at', 'i.ended_at'])
    .select(sql<KindName>`i.kind`.as('kind'))
    .select(sql<State>`i.state`.as('state'))
    .select(sql<Effect[]>`i.effects`.as('effects'))

export type ImportRow = Awaited<ReturnType<typeof importById>>

/** One file, and what has become of it. */
export const importById = async (db: Reader, id: number) => found(await rowsOf(db).where('i.id', '=', id).executeTakeFirst())

/** Files of these kinds, the newest first. */
export async function importsOf(db: Reader, kinds: readonly KindName[], page: number) {
  const rows = await rowsOf(db)
    .where('i.kind', 'in', kinds)
    .orderBy('i.sent_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(LINES_A_PAGE + 1)
    .offset((page - 1) * LINES_A_PAGE)
    .execute()
  return { rows: rows.slice(0, LINES_A_PAGE), hasMore: rows.length > LINES_A_PAGE }
}

/** What is said of the lines of a file: what is refused first, then by line. */
export const toldOf = (db: Reader, id: number, atMost: number) =>
  db
    .selectFrom('import_lines')
    .select(['line', 'words', sql<Told['kind']>`kind`.as('kind')])
    .where('import_id', '=', id)
    .orderBy('number')
    .limit(atMost)
    .execute()

/** The next file that waits for the worker. */
export const nextImport = (db: Reader) =>
  db
    .selectFrom('imports')
    .select(['id', 'file_id', 'sent_by', 'sent_at', 'agreed_by', sql<KindName>`kind`.as('kind'), sql<State>`state`.as('state')])
    .where(sql<boolean>`state in ('checking', 'loading')`)
    .orderBy('id')
    .executeTakeFirst()

/** The files that an import may still read. */
export const filesInHand = async (db: Reader): Promise<string[]> => {
  const rows = await db
    .selectFrom('imports')
    .select('file_id')
    .where('file_id', 'is not', null)
    .where('state', 'in', ['checking', 'checked', 'loading'])
    .execute()
  return rows.flatMap(({ file_id }) => file_id ?? [])
}

/** The files that nobody has agreed to since. */
export const unreadSince = async (db: Reader, since: Date): Promise<number[]> => {
  const rows = await db
    .selectFrom('imports')
    .select('id')
    .where('state', 'in', ['checking', 'checked'])
    .where('sent_at', '<', since)
    .execute()
  return rows.map(({ id }) => id)
}

/** The words by which a file names the type of a partner. */
export const partnerTypes = async (db: Reader): Promise<string[]> =>
  (await db.selectFrom('partner_kinds').select('code').orderBy('code').execute()).map(({ code }) => code ?? '')
