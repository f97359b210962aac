import type { Tx } from '../../../platform/database/index.ts'
import type { SchoolRole } from '../../../spaces/school-roles.ts'
import type { ShopRole } from '../../../spaces/shop-roles.ts'
import { type Chief, changePowers, closeWorkplace, reopenWorkplace, sendStaffLink } from '../staff/index.ts'
import { askForLaterReset, withdrawReset } from '../staff-sign-in/index.ts'
import type { OtherAction } from './users.ts'

/** What a chief asks for: other powers there, or one of the other actions. */
type Change = { action: 'roles'; roles: readonly (ShopRole | SchoolRole)[]; refundsUpTo?: number | null } | { action: OtherAction }

/** Does to one of the users of a shop or a school what its manager or head asked on their page. */
export async function changeUser(
  tx: Tx,
  chief: Chief,
  { id, publicUrl, ...change }: Change & { id: number; publicUrl: string },
): Promise<void> {
  if (change.action === 'roles') await changePowers(tx, chief, { id, ...change })
  if (change.action === 'link') await sendStaffLink(tx, chief, { id, publicUrl })
  if (change.action === 'close') await closeWorkplace(tx, chief, id)
  if (change.action === 'reopen') await reopenWorkplace(tx, chief, id)
  if (change.action === 'reset') await askForLaterReset(tx, chief, id)
  if (change.action === 'keep') await withdrawReset(tx, chief, id)
}
