import type { Reader, Tx } from '../../../platform/database/index.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { SHOP_MAIL_NAMES, type ShopMail } from './mails.ts'

/** Somebody of a shop says which mails they want: no others, from now on. */
export async function chooseMails(tx: Tx, { id }: PartnerUser, wanted: readonly ShopMail[]): Promise<void> {
  const unwanted = SHOP_MAIL_NAMES.filter((kind) => !wanted.includes(kind))
  await tx.deleteFrom('unwanted_mails').where('staff_id', '=', id).execute()
  if (unwanted.length === 0) return
  await tx
    .insertInto('unwanted_mails')
    .values(unwanted.map((kind) => ({ staff_id: id, kind })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Those that somebody wants. */
export async function mailsOf(db: Reader, { id }: PartnerUser): Promise<ShopMail[]> {
  const rows = await db.selectFrom('unwanted_mails').select('kind').where('staff_id', '=', id).execute()
  return SHOP_MAIL_NAMES.filter((kind) => !rows.some((row) => row.kind === kind))
}
