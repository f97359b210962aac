import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import type { Message } from '../../../platform/messages/message.ts'
import { notifyEachOfStaff } from '../../../platform/messages/notify.ts'
import { shopRolesThatMay } from '../../../spaces/shop-roles.ts'
import type { ShopMail } from './mails.ts'

interface Letter {
  partner_id: number
  kind: ShopMail
  message: Message
}

/** Writes to the managers and accountants of shops what each of them wants to read. */
export async function tellShops(tx: Tx, letters: Letter[]): Promise<void> {
  if (letters.length === 0) return
  const { rows } = await sql<{ staff_id: number; partner_id: number; unwanted: string[] }>`
    select s.id as staff_id, s.partner_id, array(select u.kind from unwanted_mails u where u.staff_id = s.id) as unwanted
    from staff_at_work s
    where s.partner_id = any (${[...new Set(letters.map(({ partner_id }) => partner_id))]}::integer[])
      and s.partner_roles && ${shopRolesThatMay('mails.choose')}::text[]
    order by s.id
  `.execute(tx)
  const readers = Map.groupBy(rows, ({ partner_id }) => partner_id)
  await notifyEachOfStaff(
    tx,
    letters.flatMap(({ partner_id, kind, message }) =>
      (readers.get(partner_id) ?? []).filter(({ unwanted }) => !unwanted.includes(kind)).map(({ staff_id }) => ({ staff_id, message })),
    ),
  )
}
