import type { MakeSecret } from '../../platform/messages/send.ts'
import { hashOf, newToken } from '../../platform/sessions.ts'
import { STAFF_LINK_HOURS } from './staff.ts'

/** The link by which a member of staff chooses a password, made when its mail leaves: a newer one ends the others. */
export const makeStaffLink: MakeSecret['staff-link'] = async (tx, staff_id) => {
  const token = newToken()
  const expires_at = new Date(tx.now.getTime() + STAFF_LINK_HOURS * 3_600_000)
  await tx.deleteFrom('staff_links').where('staff_id', '=', staff_id).execute()
  await tx
    .insertInto('staff_links')
    .values({ token_hash: hashOf(token), staff_id, expires_at })
    .execute()
  return token
}
