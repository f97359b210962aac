import type { Reader, Tx } from '../../../platform/database/index.ts'
import { takeTry } from '../../../platform/limits.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { openAccount } from '../../people/staff/index.ts'
import { codeOf } from './queries.ts'
import { INVITED_A_DAY, type NewUser } from './users.ts'

/** Counted before it is done, those that are refused too: whether an address has an account is not for whoever tries them all. */
export const countInvitation = (db: Reader, { partner_id }: PartnerUser, now: Date): Promise<void> =>
  takeTry(db, { bucket: `users:invited:${partner_id}`, max: INVITED_A_DAY, minutes: 24 * 60 }, now)

/** A manager opens an account at their own shop: a mail brings the link to choose a password, another tells the other managers. */
export async function inviteUser(tx: Tx, manager: PartnerUser, { roles, ...input }: NewUser & { publicUrl: string }): Promise<number> {
  const partnerCode = await codeOf(tx, manager)
  return openAccount(tx, manager, { ...input, kind: 'partner', partnerCode, uai: null, jobTitle: null, roles: [], shopRoles: roles })
}
