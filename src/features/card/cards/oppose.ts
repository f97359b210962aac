import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { closeOtherSessionsOf, closeSessionsOf } from '../../../platform/sessions.ts'
import type { Agent, Beneficiary } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { giveCards } from './give.ts'
import { type DeclaredProblem, endsSessions, PROBLEMS_A_DAY, type Reason } from './problem.ts'
import { problemDeclared, problemDeclaredByPhone } from './problem-messages.ts'

const DAY_MS = 24 * 3_600_000

/**
 * Stops a card at once, and gives its owner another under a new number: the wallet is its owner's, it does not move. One that is lost or
 * stolen ends the sessions of its owner but the one of that token.
 * Declared twice about one card, it answers as it did the first time.
 * @returns the number of the new card
 */
export async function declareProblem(
  tx: Tx,
  beneficiary: Beneficiary,
  problem: DeclaredProblem & { photoFileId?: string | undefined; sessionToken?: string | undefined },
): Promise<string> {
  const card = await cardOf(tx, beneficiary.id, problem.card)
  if (card.opposed_at) return declaredBefore(tx, card.id)
  if (problem.reason === 'never-received') mustBeAwaited(card, problem.isAddressRight, TO_ITS_OWNER)
  await mustBeWithinADay(tx, beneficiary)

  const replaced = await replaceCard(tx, card, problem.reason, problem.photoFileId)
  if (endsSessions(problem.reason)) await closeOtherSessionsOf(tx, beneficiary.id, problem.sessionToken ?? '')
  await record(tx, { at: tx.now, fact: facts['card.opposed'], beneficiary_id: beneficiary.id, details: replaced.details })
  await notify(tx, beneficiary.id, problemDeclared(replaced))
  return replaced.new_number
}

/**
 * The same by an agent, for somebody who is on the telephone. As often as they call: who had theirs replaced too often in a day is sent
 * to an agent. One that is lost or stolen ends all of their sessions.
 */
export async function declareProblemFor(
  tx: Tx,
  agent: Agent,
  { beneficiaryId, ...problem }: DeclaredProblem & { beneficiaryId: number },
): Promise<string> {
  const card = await cardOf(tx, beneficiaryId, problem.card)
  if (card.opposed_at) return declaredBefore(tx, card.id)
  if (problem.reason === 'never-received') mustBeAwaited(card, problem.isAddressRight, TO_AN_AGENT)

  const replaced = await replaceCard(tx, card, problem.reason)
  if (endsSessions(problem.reason)) await closeSessionsOf(tx, beneficiaryId)
  const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiaryId }
  await record(tx, { ...about, fact: facts['card.opposed-by-agent'], details: replaced.details })
  await notify(tx, beneficiaryId, problemDeclaredByPhone(replaced))
  return replaced.new_number
}

const cardOf = async (tx: Tx, beneficiaryId: number, number: string) =>
  found(
    await tx
      .selectFrom('cards as k')
      .leftJoin('card_batches as t', 't.id', 'k.batch_id')
      .select([
        'k.id',
        'k.number',
        'k.beneficiary_id',
        'k.photo_file_id',
        'k.opposed_at',
        'k.set_aside_at',
        'k.set_aside_reason',
        't.shipped_at',
      ])
      .where('k.number', '=', number)
      .where('k.beneficiary_id', '=', beneficiaryId)
      .forUpdate('k')
      .executeTakeFirst(),
  )

async function replaceCard(tx: Tx, card: Awaited<ReturnType<typeof cardOf>>, reason: Reason, photoFileId?: string) {
  await tx.updateTable('cards').set({ opposed_at: tx.now }).where('id', '=', card.id).execute()
  const newCard = found(
    (await giveCards(tx, [{ beneficiary_id: card.beneficiary_id, photo_file_id: photoFileId ?? card.photo_file_id }]))[0],
  )
  // The same photo is as little fit for the new card.
  if (card.set_aside_at && !photoFileId) {
    const { set_aside_at, set_aside_reason } = card
    await tx.updateTable('cards').set({ set_aside_at, set_aside_reason }).where('id', '=', newCard.id).execute()
  }
  await tx.insertInto('card_problems').values({ card_id: card.id, new_card_id: newCard.id, reason, declared_at: tx.now }).execute()
  const details = { card_id: card.id, reason, ...(photoFileId ? { new_photo: 'oui' } : {}) }
  return { reason, number: card.number, new_number: newCard.number, details }
}

async function declaredBefore(tx: Tx, cardId: number): Promise<string> {
  const problem = await tx
    .selectFrom('card_problems as p')
    .innerJoin('cards as n', 'n.id', 'p.new_card_id')
    .select('n.number')
    .where('p.card_id', '=', cardId)
    .executeTakeFirst()
  return found(problem).number
}

const TO_ITS_OWNER = {
  notShipped: 'Votre carte n’est pas encore partie : elle arrive après l’étape « Expédition ». En attendant, payez avec votre QR code.',
  addressToConfirm: 'Vérifiez votre adresse, puis cochez la case pour la confirmer.',
}

const TO_AN_AGENT: typeof TO_ITS_OWNER = {
  notShipped: 'Cette carte n’est pas encore partie : dites à la personne qu’elle peut payer avec son QR code en attendant.',
  addressToConfirm: 'Lisez l’adresse à la personne, puis cochez la case si elle est bonne.',
}

/** A card that was not posted is not late, and one posted to a former address would be lost again. */
function mustBeAwaited(card: { shipped_at: Date | null }, isAddressRight: boolean, words: typeof TO_ITS_OWNER): void {
  if (!card.shipped_at) throw new UserError('card.not-shipped', words.notShipped, { status: 409 })
  if (!isAddressRight) throw new UserError('card.address-to-confirm', words.addressToConfirm, { field: 'isAddressRight' })
}

async function mustBeWithinADay(tx: Tx, beneficiary: Beneficiary): Promise<void> {
  const recent = await tx
    .selectFrom('card_problems as p')
    .innerJoin('cards as k', 'k.id', 'p.card_id')
    .select('p.id')
    .where('k.beneficiary_id', '=', beneficiary.id)
    .where('p.declared_at', '>', new Date(tx.now.getTime() - DAY_MS))
    .execute()
  if (recent.length < PROBLEMS_A_DAY) return
  const sentence = `Vous avez déjà fait remplacer votre carte ${PROBLEMS_A_DAY} fois en un jour. Si elle est à nouveau en danger, appelez le ${OUR_REGION.phone}.`
  throw new UserError('card.too-many-problems', sentence, { status: 429, retryAfterSeconds: DAY_MS / 1000 })
}
