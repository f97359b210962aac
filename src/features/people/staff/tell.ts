import { sql } from 'kysely'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { Role } from '../../../spaces/roles.ts'
import { accountChanged, agentAccountChanged, type Change } from './messages.ts'

/** Says to the owner of an account what has changed in how it opens or in what it may do and, of an agent's, to the administrators. */
export async function tellOfChange(tx: Tx, staffId: number, change: Change): Promise<void> {
  await notifyStaff(tx, staffId, accountChanged(change))
  await tellAdministrators(tx, staffId, change)
}

/** Likewise to the administrators alone: the owner is told in more words. */
export async function tellAdministrators(tx: Tx, staffId: number, change: Change): Promise<void> {
  const member = await tx.selectFrom('staff').select(['name', 'region_roles']).where('id', '=', staffId).executeTakeFirstOrThrow()
  if (!member.region_roles) return
  await notifyStaff(tx, await administratorsBut(tx, staffId), agentAccountChanged({ name: member.name, change }))
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
