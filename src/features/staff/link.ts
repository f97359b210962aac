import type { MakeSecret } from '../../platform/messages/send.ts'
import { hashOf, newToken } from '../../platform/sessions.ts'
import { STAFF_LINK_HOURS, STAFF_RESET_MINUTES } from './staff.ts'

type MakeLink = MakeSecret['staff-link']

/** The link by which a member of staff chooses a password, made when its mail leaves: a newer one ends the others. */
const lasting =
  (minutes: number): MakeLink =>
  (staff_id) => {
    const secret = newToken()
    return {
      secret,
      async keep(tx) {
        const expires_at = new Date(tx.now.getTime() + minutes * 60_000)
        await tx.deleteFrom('staff_links').where('staff_id', '=', staff_id).execute()
        await tx
          .insertInto('staff_links')
          .values({ token_hash: hashOf(secret), staff_id, expires_at })
          .execute()
      },
    }
  }

/** From an administrator: the invitation, or another link in its place. */
export const makeStaffLink: MakeLink = lasting(STAFF_LINK_HOURS * 60)

/** Asked by whoever forgot their password. */
export const makeStaffResetLink: MakeLink = lasting(STAFF_RESET_MINUTES)
