import type { Reader } from '../../../platform/database/index.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'

export const codeOf = async (db: Reader, { partner_id }: PartnerUser): Promise<string> =>
  (await db.selectFrom('partner_directory').select('code').where('id', '=', partner_id).executeTakeFirstOrThrow()).code
