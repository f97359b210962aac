import type { MakeSecret } from '../../../platform/messages/send.ts'
import { hashOf, newToken } from '../../../platform/sessions.ts'
import { STAFF_LINK_HOURS, STAFF_RESET_MINUTES } from './staff.ts'

type MakeLink = MakeSecret['staff-link']

/** A link by which a member of staff chooses a password, made when its mail leaves. */
function linkOf(staff_id: number, { minutes, is_reset }: { minutes: number; is_reset: boolean }): ReturnType<MakeLink> {
  const secret = newToken()
  return {
    secret,
    async keep(tx) {
      // An invitation ends all others; whoever asks for a reset, who may be anybody, ends those that were asked like it.
      const ended = tx.deleteFrom('staff_links').where('staff_id', '=', staff_id)
      await (is_reset ? ended.where('is_reset', '=', true) : ended).execute()
      const expires_at = new Date(tx.now.getTime() + minutes * 60_000)
      await tx
        .insertInto('staff_links')
        .values({ token_hash: hashOf(secret), staff_id, expires_at, is_reset })
        .execute()
    },
  }
}

/** From an administrator: the invitation, or another link in its place. It ends all others. */
export const makeStaffLink: MakeLink = (staffId) => linkOf(staffId, { minutes: STAFF_LINK_HOURS * 60, is_reset: false })

/** Asked by whoever forgot their password, or by anybody at all: it ends those that were asked like it, not the invitation. */
export const makeStaffResetLink: MakeLink = (staffId) => linkOf(staffId, { minutes: STAFF_RESET_MINUTES, is_reset: true })
