import type { Made, MakeSecret } from '../../../platform/messages/send.ts'
import { hashOf, newToken } from '../../../platform/sessions.ts'
import { STAFF_LINK_HOURS, STAFF_RESET_MINUTES } from './staff.ts'

type MakeLink = MakeSecret['staff-link']

interface Kind {
  minutes: number
  is_reset: boolean
  /** Which of those that there are it ends. */
  ends: 'all' | 'resets' | 'none'
}

/** A link by which a member of staff chooses a password. */
function linkOf(staff_id: number, { minutes, is_reset, ends }: Kind): Made {
  const secret = newToken()
  return {
    secret,
    async keep(tx) {
      const ended = tx.deleteFrom('staff_links').where('staff_id', '=', staff_id)
      if (ends !== 'none') await (ends === 'resets' ? ended.where('is_reset', '=', true) : ended).execute()
      const expires_at = new Date(tx.now.getTime() + minutes * 60_000)
      await tx
        .insertInto('staff_links')
        .values({ token_hash: hashOf(secret), staff_id, expires_at, is_reset })
        .execute()
    },
  }
}

/** From an administrator: the invitation, or another link in its place. It ends all others. */
export const makeStaffLink: MakeLink = (staffId) => linkOf(staffId, { minutes: STAFF_LINK_HOURS * 60, is_reset: false, ends: 'all' })

/** Asked by whoever forgot their password, or by anybody at all: it ends those that were asked like it, not the invitation. */
export const makeStaffResetLink: MakeLink = (staffId) => linkOf(staffId, { minutes: STAFF_RESET_MINUTES, is_reset: true, ends: 'resets' })

/** Of an account made at the server, for the terminal and for a mail: each of the two links opens until one was used. */
export const makeFirstLink = (staffId: number): Made => linkOf(staffId, { minutes: STAFF_LINK_HOURS * 60, is_reset: false, ends: 'none' })
