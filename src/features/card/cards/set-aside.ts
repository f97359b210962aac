import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'
import { photoToRedo } from './messages.ts'

/**
 * Sets a card aside because of its photo, out of its batch if that one is not made yet. Its owner is told why, and asked for another:
 * see send-photo.ts. On a phone it pays as before.
 * @throws UserError `card.set-aside` when it is already, `card.made` when it is too late
 */
export async function setAside(tx: Tx, agent: Agent, { number, reason }: { number: string; reason: string }): Promise<void> {
  const card = found(
    await tx
      .selectFrom('cards')
      .select(['id', 'beneficiary_id', 'batch_id', 'set_aside_at'])
      .where('number', '=', number)
      .where('opposed_at', 'is', null)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (card.set_aside_at) {
    throw new UserError('card.set-aside', 'Cette carte est déjà mise de côté : une autre photo est demandée à son titulaire.', {
      status: 409,
    })
  }
  if (card.batch_id) await mustNotBeMade(tx, card.batch_id)
  await tx.updateTable('cards').set({ batch_id: null, set_aside_at: tx.now, set_aside_reason: reason }).where('id', '=', card.id).execute()
  await record(tx, {
    at: tx.now,
    fact: facts['card.set-aside'],
    staff_id: agent.id,
    beneficiary_id: card.beneficiary_id,
    details: { card_id: card.id, batch: card.batch_id, reason },
  })
  await notify(tx, card.beneficiary_id, photoToRedo({ reason }))
}

/** The batch, held as it is: nobody says that it is made meanwhile. */
async function mustNotBeMade(tx: Tx, batchId: number): Promise<void> {
  const batch = await tx.selectFrom('card_batches').select('made_at').where('id', '=', batchId).forUpdate().executeTakeFirstOrThrow()
  if (!batch.made_at) return
  const sentence = 'Cette carte est déjà fabriquée. Si sa photo est fausse, elle se remplace : « Erreur sur la carte ».'
  throw new UserError('card.made', sentence, { status: 409 })
}
