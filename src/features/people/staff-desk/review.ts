import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { z } from 'zod'
import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { optionalText } from '../../../platform/forms/fields.ts'
import { notifyEachOfStaff } from '../../../platform/messages/notify.ts'
import type { Agent, ByTheClock } from '../../../spaces/actors.ts'
import type { Role } from '../../../spaces/roles.ts'
import { facts } from './facts.ts'
import { reviewIsDue } from './messages.ts'
import { agentsToReview, type Reviewed, unreviewedSince } from './queries.ts'

/** The rights of the Region’s agents are looked at at least so often. */
const REVIEWED_EVERY_DAYS = 365

export const reviewForm = z.object({ seen: z.string().default(''), remarks: optionalText(500) })

/** Names who may do what, so that what is confirmed is what was seen. */
export const fingerprintOf = (agents: readonly Pick<Reviewed, 'id' | 'roles'>[]): string =>
  createHash('sha256')
    .update(JSON.stringify(agents.map(({ id, roles }) => [id, roles]).sort()))
    .digest('base64url')
    .slice(0, 22)

const dueAfter = (since: Date): Date => new Date(since.getTime() + REVIEWED_EVERY_DAYS * 24 * 3_600_000)

/** When the next review is due; null where there is no account yet. */
export async function reviewDueAt(db: Reader): Promise<Date | null> {
  const since = await unreviewedSince(db)
  return since && dueAfter(since)
}

/**
 * Confirms that who may do what is right.
 * @throws UserError `rights-review.changed` when it is no more what was shown
 */
export async function confirmReview(tx: Tx, agent: Agent, { seen, remarks }: z.output<typeof reviewForm>): Promise<void> {
  const agents = await agentsToReview(tx)
  if (fingerprintOf(agents) !== seen) {
    const sentence = 'Un compte ou un rôle vient de changer. Regardez de nouveau la liste, puis confirmez.'
    throw new UserError('rights-review.changed', sentence, { status: 409 })
  }
  await tx.insertInto('rights_reviews').values({ at: tx.now, staff_id: agent.id, accounts: agents.length, remarks }).execute()
  await record(tx, { at: tx.now, fact: facts['rights.reviewed'], staff_id: agent.id, details: { accounts: agents.length } })
}

/** Tells every administrator that the review is due. */
export async function remindOfReview(tx: Tx, _clock: ByTheClock, { publicUrl }: { publicUrl: string }): Promise<void> {
  const since = await unreviewedSince(tx)
  if (!since || dueAfter(since) > tx.now) return
  const administrators = await tx
    .selectFrom('staff_at_work')
    .select('id')
    .where('region_roles', '@>', sql<Role[]>`array['administrator']`)
    .execute()
  const message = reviewIsDue({ since: dayOf(since), publicUrl })
  await notifyEachOfStaff(
    tx,
    administrators.map(({ id }) => ({ staff_id: id, message })),
  )
}
