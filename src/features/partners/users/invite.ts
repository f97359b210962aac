import type { Tx } from '../../../platform/database/index.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { mustStillRule, openAccount } from '../../people/staff/index.ts'
import { codeOf } from './queries.ts'
import type { NewUser } from './users.ts'

/**
 * A manager invites somebody to their own shop: a mail brings the link to choose a password, another tells the other managers. Whoever works at
 * another shop already keeps the account that they have, and its name.
 */
export async function inviteUser(tx: Tx, manager: PartnerUser, { roles, ...input }: NewUser & { publicUrl: string }): Promise<number> {
  await mustStillRule(tx, manager)
  const place = { kind: 'partner', partnerCode: await codeOf(tx, manager), uai: null } as const
  return openAccount(tx, manager, { ...input, ...place, jobTitle: null, roles: [], shopRoles: roles, schoolRoles: [] })
}
