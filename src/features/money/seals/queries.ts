import type { Reader } from '../../../platform/database/index.ts'
import { BEGINNING, type Head, type JournalName } from './seals.ts'

/** The last line of a journal that is sealed. */
export const lastSealed = async (db: Reader, journal: JournalName): Promise<Head> =>
  (await db
    .selectFrom('seals')
    .select(['row_id', 'seal'])
    .where('journal', '=', journal)
    .orderBy('row_id', 'desc')
    .limit(1)
    .executeTakeFirst()) ?? BEGINNING
