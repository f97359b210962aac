import type { Tx } from '../../../platform/database/index.ts'
import { dayOf } from '../../../platform/dates.ts'
import { found, UserError } from '../../../platform/errors.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct } from '../../desks/two-people/index.ts'
import { lastDayOfPrepayments, quoted, type TypedMove, whyNotThen } from './deadline.ts'
import { campaignToMove, moveById, peopleNumbered, previewOf } from './queries.ts'
import { deadlineMove } from './two-people.ts'

/** A draft that its author does not ask for is forgotten after so long. */
const FORGOTTEN_AFTER_MS = 24 * 60 * 60 * 1000

/**
 * Writes a move down, to be shown before it is asked for. Nothing moves.
 * @returns its number
 * @throws UserError `deadline.nobody` when no wallet would move, `deadline.unknown-people` for numbers that are nobody's,
 * `deadline.not-then` for a day that cannot be
 */
export async function draftMove(tx: Tx, agent: Agent, { campaignId, typed }: { campaignId: number; typed: TypedMove }): Promise<number> {
  const campaign = await campaignToMove(tx, campaignId)
  const { scope, closesOn, department, school, reason, comment } = typed
  const move = {
    campaign_id: campaign.id,
    scope,
    department: scope === 'department' ? found(department) : null,
    school_id: scope === 'school' ? found(school) : null,
    beneficiary_ids: scope === 'people' ? await knownPeople(tx, typed.people) : null,
    closes_on: closesOn,
    prepayments_expire_on: lastDayOfPrepayments(campaign, closesOn),
  }
  const today = dayOf(tx.now)
  const preview = await previewOf(tx, move, today)
  const wrong = whyNotThen(closesOn, { today, losers: preview.losers, ticketsUntil: move.prepayments_expire_on })
  if (wrong) throw new UserError('deadline.not-then', wrong, { field: 'closesOn' })
  if (preview.wallets === 0) {
    const sentence =
      'Aucun porte-monnaie ouvert ne changerait : soit ils se terminent déjà ce jour-là, soit ils sont clôturés, soit ces personnes n’en ont pas dans cette campagne.'
    throw new UserError('deadline.nobody', sentence, { field: 'scope' })
  }
  await tx
    .deleteFrom('deadline_moves')
    .where('asked_at', 'is', null)
    .where('drafted_at', '<', new Date(tx.now.getTime() - FORGOTTEN_AFTER_MS))
    .execute()
  const { id } = await tx
    .insertInto('deadline_moves')
    .values({
      ...move,
      reason,
      comment,
      drafted_by: agent.id,
      drafted_at: tx.now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function knownPeople(tx: Tx, numbers: string[]): Promise<number[]> {
  const people = await peopleNumbered(tx, numbers)
  const unknown = people.filter(({ beneficiary_id }) => beneficiary_id === null).map(({ number }) => number)
  if (unknown.length > 0) {
    const sentence = `${quoted(unknown)} : aucune carte ni aucun dossier ne porte ce numéro. Corrigez-le, ou retirez-le de la liste.`
    throw new UserError('deadline.unknown-people', sentence, { field: 'people' })
  }
  return [...new Set(people.flatMap(({ beneficiary_id }) => beneficiary_id ?? []))]
}

/** Asks another administrator for what was shown. */
export async function askForMove(tx: Tx, agent: Agent, id: number): Promise<void> {
  const move = await moveById(tx, id)
  if (move.drafted_by !== agent.id) {
    const sentence = 'Ce déplacement a été préparé par quelqu’un d’autre : lui seul peut le demander. Vous pouvez en préparer un autre.'
    throw new UserError('deadline.not-own', sentence, { status: 403 })
  }
  if (move.asked_at) throw new UserError('deadline.asked', 'C’est déjà demandé.', { status: 409 })
  await tx.updateTable('deadline_moves').set({ asked_at: tx.now }).where('id', '=', id).execute()
  await startAct(tx, agent, deadlineMove, { subject: id, input: { id }, reason: move.comment })
}
