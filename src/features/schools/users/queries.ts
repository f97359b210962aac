import type { Reader } from '../../../platform/database/index.ts'
import type { SchoolUser } from '../../../spaces/actors.ts'

export const uaiOf = async (db: Reader, { school_id }: SchoolUser): Promise<string> =>
  (await db.selectFrom('school_directory').select('uai').where('id', '=', school_id).executeTakeFirstOrThrow()).uai
