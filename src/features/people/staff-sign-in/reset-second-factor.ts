import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import type { Slice } from '../../../platform/database/slices.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { notifyStaff } from '../../../platform/messages/notify.ts'
import type { Agent, ByTheClock, PartnerUser, SchoolUser } from '../../../spaces/actors.ts'
import { endSignIns, mustRule, mustWorkAt, mustWorkNowhereElse, tellWhoAnswers } from '../staff/index.ts'
import { facts } from './facts.ts'
import { resetIsNear, resetIsNotDone, secondFactorWasReset } from './messages.ts'
import { isResetStillAsked, resetAskedOf } from './queries.ts'
import { RESET_HOURS } from './second-factor.ts'

/**
 * Asks for the second factor of somebody of a partner or a school to be taken away, since their phone and recovery codes are lost. They are
 * told at once, at the address that is known, and a day passes: whoever has their factor still stops it by signing in. Of an agent it takes
 * two people: see `secondFactorReset` in `staff-member`.
 * @throws UserError 409 `staff.reset-asked` when somebody else has asked for it already, `staff.works-elsewhere` when a manager or a head asks it of
 * somebody who works elsewhere too: their factor protects that place as well
 */
export async function askForLaterReset(tx: Tx, ruler: Agent | PartnerUser | SchoolUser, id: number): Promise<void> {
  await mustRule(tx, ruler, id)
  if (ruler.kind !== 'agent') await mustWorkNowhereElse(tx, ruler, id)
  const takes_effect_at = new Date(tx.now.getTime() + RESET_HOURS * 3_600_000)
  // What somebody asked who may not any more is asked anew.
  await tx
    .deleteFrom('second_factor_resets as r')
    .using('staff_members as s')
    .where('r.staff_id', '=', id)
    .whereRef('s.id', '=', 'r.staff_id')
    .where((eb) => eb.not(isResetStillAsked()))
    .execute()
  const asked = await tx
    .insertInto('second_factor_resets')
    .values({ staff_id: id, asked_by: ruler.id, asked_at: tx.now, takes_effect_at })
    .onConflict((conflict) => conflict.column('staff_id').doNothing())
    .returning('staff_id')
    .executeTakeFirst()
  if (!asked) {
    const first = await resetAskedOf(tx, id)
    // Asked twice by the same person, it comes at the hour that was said.
    if (first.asked_by === ruler.id) return
    const sentence = `${first.name} l’a déjà demandé : la réinitialisation aura lieu le ${frenchMinute(first.takes_effect_at)}.`
    throw new UserError('staff.reset-asked', sentence, { status: 409 })
  }
  const place = ruler.kind === 'partner' ? ruler.partner_name : ruler.kind === 'school' && ruler.school_name
  const by = place ? `${ruler.name}, qui gère les utilisateurs de ${place},` : 'La Région'
  await notifyStaff(tx, id, resetIsNear({ by, at: frenchMinute(takes_effect_at) }))
  await tellWhoAnswers(tx, id, 'reset-asked')
  await record(tx, { at: tx.now, fact: facts['staff.second-factor-reset-asked'], staff_id: ruler.id, details: { account_id: id } })
}

/** Whoever could ask for it takes it back. */
export async function withdrawReset(tx: Tx, ruler: Agent | PartnerUser | SchoolUser, id: number): Promise<void> {
  await mustRule(tx, ruler, id)
  if (ruler.kind !== 'agent') await mustWorkAt(tx, ruler, id)
  await stopReset(tx, id, ruler.id)
}

/** Nothing is taken away: somebody took it back, its owner has signed in with what was said to be lost, or nobody asks for it any more. */
export async function stopReset(tx: Tx, id: number, by: number | null): Promise<void> {
  const stopped = await tx.deleteFrom('second_factor_resets').where('staff_id', '=', id).returning('staff_id').executeTakeFirst()
  if (stopped) await record(tx, { at: tx.now, fact: facts['staff.second-factor-reset-stopped'], staff_id: by, details: { account_id: id } })
}

/** Their phone and their recovery codes are lost: they enrol again at the next sign-in. They are told at once. */
export async function resetSecondFactor(tx: Tx, { id: askedBy }: Pick<Agent, 'id'>, id: number): Promise<void> {
  await tx.deleteFrom('second_factors').where('staff_id', '=', id).execute()
  await endSignIns(tx, id)
  await notifyStaff(tx, id, secondFactorWasReset())
  await tellWhoAnswers(tx, id, 'reset')
  await record(tx, { at: tx.now, fact: facts['staff.second-factor-reset'], staff_id: askedBy, details: { account_id: id } })
}

/**
 * The resets whose day has passed, some at a time. What was asked by somebody who has left since, or may not any more, is not done: as with
 * an act of two.
 * @returns how many there were
 */
export async function resetWhatWaited(tx: Tx, _clock: ByTheClock, slice: Slice): Promise<number> {
  const due = await tx
    .selectFrom('second_factor_resets as r')
    .innerJoin('staff_members as s', 's.id', 'r.staff_id')
    .select(['r.staff_id as id', 'r.asked_by', isResetStillAsked().as('is_still_asked')])
    .where('r.takes_effect_at', '<=', tx.now)
    .where(slice.mayTake('r.staff_id'))
    .orderBy('r.takes_effect_at')
    .orderBy('r.staff_id')
    .limit(slice.atMost)
    .forUpdate('r')
    .skipLocked()
    .execute()
  for (const { id, asked_by, is_still_asked } of slice.of(due)) {
    if (!is_still_asked) {
      await stopReset(tx, id, null)
      await notifyStaff(tx, id, resetIsNotDone())
      continue
    }
    await tx.deleteFrom('second_factor_resets').where('staff_id', '=', id).execute()
    await resetSecondFactor(tx, { id: asked_by }, id)
  }
  return due.length
}
