import { sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { notifyEachOfStaff, notifyStaff } from '../../../platform/messages/notify.ts'
import type { Role } from '../../../spaces/roles.ts'
import { accountChanged, agentAccountChanged, type Change, userChanged, userLeft } from './messages.ts'

/** Says to the owner of an account what has changed in how it opens or in what it may do, and to whoever answers for it. */
export async function tellOfChange(tx: Tx, staffId: number, change: Change): Promise<void> {
  const { is_guardian } = await tx.selectFrom('staff').select('is_guardian').where('id', '=', staffId).executeTakeFirstOrThrow()
  await notifyStaff(tx, staffId, accountChanged({ change, isGuardian: is_guardian }))
  await tellWhoAnswers(tx, staffId, change)
}

/** Likewise to those alone, the administrators, the managers of the shops or the heads of the schools: the owner is told in more words. */
export async function tellWhoAnswers(tx: Tx, staffId: number, change: Change): Promise<void> {
  const member = await tx.selectFrom('staff').select(['name', 'region_roles']).where('id', '=', staffId).executeTakeFirstOrThrow()
  if (member.region_roles) await notifyStaff(tx, await administratorsBut(tx, staffId), agentAccountChanged({ name: member.name, change }))
  else await tellChiefs(tx, [staffId], change)
}

/** What happened to these accounts, to the other managers or heads of all the places where they work. */
export const tellChiefs = (tx: Tx, ids: number[], change: Change): Promise<void> => tell(tx, ids, change, null)

/** What happened to somebody's places, the same to each, to the other managers or heads there. */
export const tellChiefsAt = (
  tx: Tx,
  id: number,
  { change, workplaceIds }: { change: Change | 'left'; workplaceIds: number[] },
): Promise<void> => tell(tx, [id], change, workplaceIds)

async function tell(tx: Tx, ids: number[], change: Change | 'left', workplaceIds: number[] | null): Promise<void> {
  const { rows } = await sql<{ staff_id: number; name: string; place: string }>`
    select c.id as staff_id, u.name, u.workplace_name as place
    from users_of_workplaces u
    join users_at_work c on (c.partner_id = u.partner_id or c.school_id = u.school_id) and c.roles && array['manager', 'head']
    where u.id = any(${ids}::bigint[]) and c.id <> all(${ids}::bigint[])
      and case when ${workplaceIds}::bigint[] is null then u.closed_at is null else u.workplace_id = any(${workplaceIds}::bigint[]) end
    order by u.id, u.workplace_id, c.id
  `.execute(tx)
  await notifyEachOfStaff(
    tx,
    rows.map(({ staff_id, name, place }) => ({
      staff_id,
      message: change === 'left' ? userLeft({ name, place }) : userChanged({ name, place, change }),
    })),
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
