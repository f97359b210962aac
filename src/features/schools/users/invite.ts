import type { Tx } from '../../../platform/database/index.ts'
import type { SchoolUser } from '../../../spaces/actors.ts'
import { mustHave } from '../../../spaces/school-roles.ts'
import { mustStillRule, openAccount } from '../../people/staff/index.ts'
import { uaiOf } from './queries.ts'
import type { NewUser } from './users.ts'

/**
 * A head invites somebody to their own school: a mail brings the link to choose a password, another tells the other heads. Whoever works at
 * another school already keeps the account that they have, and its name.
 */
export async function inviteToSchool(tx: Tx, head: SchoolUser, { roles, ...input }: NewUser & { publicUrl: string }): Promise<number> {
  mustHave(head, 'users.manage')
  await mustStillRule(tx, head)
  const place = { kind: 'school', uai: await uaiOf(tx, head), partnerCode: null } as const
  return openAccount(tx, head, { ...input, ...place, jobTitle: null, roles: [], shopRoles: [], schoolRoles: roles })
}
