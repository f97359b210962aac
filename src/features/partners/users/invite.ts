import type { Reader, Tx } from '../../../platform/database/index.ts'
import { takeTry } from '../../../platform/limits.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { mustStillManage, openAccount } from '../../people/staff/index.ts'
import { codeOf } from './queries.ts'
import { CHANGED_A_DAY, INVITED_A_DAY, type NewUser } from './users.ts'

/** Counted before it is done, those that are refused too: whether an address has an account is not for whoever tries them all. */
export const countInvitation = (db: Reader, { partner_id }: PartnerUser, now: Date): Promise<void> =>
  takeTry(db, { bucket: `users:invited:${partner_id}`, max: INVITED_A_DAY, minutes: 24 * 60 }, now)

/** Likewise of what is done to one user: a link sent again and again, or an account closed and opened, fills a letter box as well. Not of closing it: nobody keeps an account open by using up what is counted. */
export const countChange = (db: Reader, { partner_id }: PartnerUser, { id, now }: { id: number; now: Date }): Promise<void> =>
  takeTry(db, { bucket: `users:changed:${partner_id}:${id}`, max: CHANGED_A_DAY, minutes: 24 * 60 }, now)

/** A manager opens an account at their own shop: a mail brings the link to choose a password, another tells the other managers. Nobody who is none any more. */
export async function inviteUser(tx: Tx, manager: PartnerUser, { roles, ...input }: NewUser & { publicUrl: string }): Promise<number> {
  await mustStillManage(tx, manager)
  const partnerCode = await codeOf(tx, manager)
  return openAccount(tx, manager, { ...input, kind: 'partner', partnerCode, uai: null, jobTitle: null, roles: [], shopRoles: roles })
}
