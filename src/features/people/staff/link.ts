import type { Tx } from '../../../platform/database/index.ts'
import type { Made, MakeSecret } from '../../../platform/messages/send.ts'
import { hashOf, newToken } from '../../../platform/sessions.ts'
import { invitationDays } from './queries.ts'
import { STAFF_LINK_HOURS, STAFF_RESET_MINUTES } from './staff.ts'

type MakeLink = MakeSecret['staff-link']

interface Kind {
  minutesOf(tx: Tx): number | Promise<number>
  is_reset: boolean
  /** Which of those that there are it ends. */
  ends: 'all' | 'resets' | 'none'
}

/** A link by which a member of staff chooses a password. */
function linkOf(staff_id: number, { minutesOf, is_reset, ends }: Kind): Made {
  const secret = newToken()
  return {
    secret,
    async keep(tx) {
      const ended = tx.deleteFrom('staff_links').where('staff_id', '=', staff_id)
      if (ends !== 'none') await (ends === 'resets' ? ended.where('is_reset', '=', true) : ended).execute()
      const expires_at = new Date(tx.now.getTime() + (await minutesOf(tx)) * 60_000)
      await tx
        .insertInto('staff_links')
        .values({ token_hash: hashOf(secret), staff_id, expires_at, is_reset })
        .execute()
    },
  }
}

/** From an administrator: the invitation, or another link in its place. It ends all others. */
export const makeStaffLink: MakeLink = (staffId) =>
  linkOf(staffId, { minutesOf: (tx) => minutesFrom(tx, staffId), is_reset: false, ends: 'all' })

/** Whoever has never chosen a password is invited: the campaign says for how long. */
async function minutesFrom(tx: Tx, staffId: number): Promise<number> {
  const member = await tx.selectFrom('staff').select('password_hash').where('id', '=', staffId).executeTakeFirst()
  return member?.password_hash ? STAFF_LINK_HOURS * 60 : (await invitationDays(tx, tx.now)) * 24 * 60
}

/** Asked by whoever forgot their password, or by anybody at all: it ends those that were asked like it, not the invitation. */
export const makeStaffResetLink: MakeLink = (staffId) =>
  linkOf(staffId, { minutesOf: () => STAFF_RESET_MINUTES, is_reset: true, ends: 'resets' })

/** Of an account made at the server, for the terminal and for a mail: each of the two links opens until one was used. */
export const makeFirstLink = (staffId: number): Made =>
  linkOf(staffId, { minutesOf: () => STAFF_LINK_HOURS * 60, is_reset: false, ends: 'none' })
