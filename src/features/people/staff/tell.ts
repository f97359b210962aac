import { sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { notifyEachOfStaff, notifyStaff } from '../../../platform/messages/notify.ts'
import type { Role } from '../../../spaces/roles.ts'
import { accountChanged, agentAccountChanged, type Change, shopAccountChanged } from './messages.ts'

/** Says to the owner of an account what has changed in how it opens or in what it may do, and to whoever answers for it. */
export async function tellOfChange(tx: Tx, staffId: number, change: Change): Promise<void> {
  await notifyStaff(tx, staffId, accountChanged(change))
  await tellWhoAnswers(tx, staffId, change)
}

/** Likewise to those alone, the administrators or the managers of the shop: the owner is told in more words. */
export async function tellWhoAnswers(tx: Tx, staffId: number, change: Change): Promise<void> {
  const member = await tx
    .selectFrom('staff')
    .select(['name', 'region_roles', 'partner_id'])
    .where('id', '=', staffId)
    .executeTakeFirstOrThrow()
  if (member.region_roles) await notifyStaff(tx, await administratorsBut(tx, staffId), agentAccountChanged({ name: member.name, change }))
  if (member.partner_id) await tellManagers(tx, [staffId], change)
}

/** What happened to these accounts, to the other managers of their shops. */
export async function tellManagers(tx: Tx, ids: number[], change: Change): Promise<void> {
  const { rows } = await sql<{ staff_id: number; name: string }>`
    select m.id as staff_id, s.name
    from staff s
    join staff m on m.partner_id = s.partner_id and m.partner_roles @> array['manager'] and m.closed_at is null
    where s.id = any(${ids}::bigint[]) and m.id <> all(${ids}::bigint[])
    order by s.id, m.id
  `.execute(tx)
  await notifyEachOfStaff(
    tx,
    rows.map(({ staff_id, name }) => ({ staff_id, message: shopAccountChanged({ name, change }) })),
  )
}

const administratorsBut = async (db: Reader, staffId: number): Promise<number[]> =>
  (
    await db
      .selectFrom('staff')
      .select('id')
      .where('region_roles', '@>', sql<Role[]>`array['administrator']`)
      .where('closed_at', 'is', null)
      .where('id', '<>', staffId)
      .execute()
  ).map(({ id }) => id)
