import { sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { notifyEachOfStaff, notifyStaff } from '../../../platform/messages/notify.ts'
import type { Role } from '../../../spaces/roles.ts'
import { accountChanged, agentAccountChanged, type Change, schoolAccountChanged, shopAccountChanged } from './messages.ts'

/** Says to the owner of an account what has changed in how it opens or in what it may do, and to whoever answers for it. */
export async function tellOfChange(tx: Tx, staffId: number, change: Change): Promise<void> {
  await notifyStaff(tx, staffId, accountChanged(change))
  await tellWhoAnswers(tx, staffId, change)
}

/** Likewise to those alone, the administrators, the managers of the shop or the heads of the schools: the owner is told in more words. */
export async function tellWhoAnswers(tx: Tx, staffId: number, change: Change): Promise<void> {
  const member = await tx
    .selectFrom('staff')
    .select(['name', 'region_roles', 'partner_id', 'school_id'])
    .where('id', '=', staffId)
    .executeTakeFirstOrThrow()
  if (member.region_roles) await notifyStaff(tx, await administratorsBut(tx, staffId), agentAccountChanged({ name: member.name, change }))
  if (member.partner_id) await tellManagers(tx, [staffId], change)
  if (member.school_id) await tellHeads(tx, [staffId], change)
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

/** What happened to these accounts, to the other heads: of the schools where they work, or of the one that it is about. */
export async function tellHeads(tx: Tx, ids: number[], change: Change, schoolId: number | null = null): Promise<void> {
  const { rows } = await sql<{ staff_id: number; name: string; school_name: string }>`
    select h.id as staff_id, u.name, u.school_name
    from school_users u
    join school_users_at_work h on h.school_id = u.school_id and h.roles @> array['head']
    where u.id = any(${ids}::bigint[]) and h.id <> all(${ids}::bigint[])
      and case when ${schoolId}::integer is null then u.closed_at is null else u.school_id = ${schoolId} end
    order by u.id, u.school_id, h.id
  `.execute(tx)
  await notifyEachOfStaff(
    tx,
    rows.map(({ staff_id, name, school_name }) => ({ staff_id, message: schoolAccountChanged({ name, school: school_name, change }) })),
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
