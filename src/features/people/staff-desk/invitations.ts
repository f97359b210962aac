import { sql } from 'kysely'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { UserError } from '../../../platform/errors.ts'
import { notifyEachOfStaff } from '../../../platform/messages/notify.ts'
import type { Agent, ByTheClock } from '../../../spaces/actors.ts'
import { invitationDays, kindsManagedBy, staffInvited } from '../staff/index.ts'
import { facts } from './facts.ts'
import { invited, type Which } from './queries.ts'

/** So many every five minutes: 5,000 leave in less than two hours, and no carrier of mail takes them for a nuisance. */
export const INVITED_AT_ONCE = 250
const EVERY_MINUTES = 5

/** How long it takes until all of them have left, in words. */
export function leftWithin(count: number): string {
  const minutes = Math.ceil(count / INVITED_AT_ONCE) * EVERY_MINUTES
  const hours = Math.floor(minutes / 60)
  return hours === 0 ? `${minutes} minutes` : `${hours} h ${String(minutes % 60).padStart(2, '0')}`
}

/** Puts these invitations among those that leave in their turn; one that waits already keeps its place. */
export async function queueInvitations(tx: Tx, ids: number[]): Promise<void> {
  await sql`
    insert into invitations_to_send (staff_id, asked_at)
    select id, ${tx.now} from unnest(${ids}::bigint[]) as i (id)
    on conflict (staff_id) do nothing
  `.execute(tx)
}

/**
 * Invites once more those who never came, all that are of these kinds and in that state; those whose invitation waits are invited already.
 * @returns how many
 * @throws UserError `invitations.none` when there are none
 */
export async function inviteAgain(tx: Tx, agent: Agent, which: Which): Promise<number> {
  const kinds = which.kinds.filter((kind) => kindsManagedBy(agent).includes(kind))
  const { rows } = await sql<{ staff_id: number }>`
    insert into invitations_to_send (staff_id, asked_at)
    select id, ${tx.now} from (${invited(tx.now, { ...which, kinds })}) w where state <> 'waiting'
    on conflict (staff_id) do nothing
    returning staff_id
  `.execute(tx)
  if (rows.length === 0)
    throw new UserError('invitations.none', 'Il n’y a plus d’invitation à renvoyer : elles viennent de partir, ou attendent leur tour.', {
      status: 409,
    })
  const details = { invitations: rows.length, kinds: kinds.join(', '), state: which.state }
  await record(tx, { at: tx.now, fact: facts['invitations.sent-again'], staff_id: agent.id, details })
  return rows.length
}

/**
 * Sends the next ones, whoever asked first first; nothing to whoever has come or has left meanwhile.
 * @returns how many were taken
 */
export async function sendInvitations(tx: Tx, _clock: ByTheClock, { publicUrl }: { publicUrl: string }, slice: Slice): Promise<number> {
  const { rows } = await sql<{ id: number; name: string; email: string; place: string; is_awaited: boolean }>`
    select q.staff_id as id, m.name, m.email, m.place, m.is_invited and m.closed_at is null as is_awaited
    from invitations_to_send q
    join staff_members m on m.id = q.staff_id
    where ${slice.mayTake('q.staff_id')}
    order by q.asked_at, q.staff_id
    limit ${slice.atMost}
    for update of q skip locked
  `.execute(tx)
  const ids = slice.of(rows).map(({ id }) => id)
  if (ids.length === 0) return 0
  const days = await invitationDays(tx, tx.now)
  const letters = rows
    .filter(({ is_awaited }) => is_awaited)
    .map(({ id, name, email, place }) => ({
      staff_id: id,
      // A link is a secret, and yet nobody waits for these: a password that was forgotten leaves before them.
      message: { ...staffInvited({ name, email, place, days, publicUrl }), urgency: 'announcement' as const },
    }))
  await notifyEachOfStaff(tx, letters)
  await tx.deleteFrom('invitations_to_send').where('staff_id', '=', sql<number>`any(${ids}::bigint[])`).execute()
  return ids.length
}
