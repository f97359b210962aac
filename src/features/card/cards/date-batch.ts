import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { nextOf } from './card.ts'
import { facts } from './facts.ts'
import { cardMade, cardShipped } from './messages.ts'

/**
 * Says that the cards of a batch are made, or shipped: the stage of each of their owners moves, and they are told.
 * @throws UserError `batch.not-then` when it is not what happens next to the batch
 */
export async function dateBatch(tx: Tx, agent: Agent, input: { batch_id: number; event: 'made' | 'shipped' }): Promise<void> {
  const batch = found(await tx.selectFrom('card_batches').selectAll().where('id', '=', input.batch_id).forUpdate().executeTakeFirst())
  if (nextOf(batch) !== input.event) throw notThen()
  await tx
    .updateTable('card_batches')
    .set(input.event === 'made' ? { made_at: tx.now } : { shipped_at: tx.now })
    .where('id', '=', batch.id)
    .execute()

  const owners = await tx
    .selectFrom('cards')
    .select('beneficiary_id')
    .where((eb) =>
      eb.or([
        eb('batch_id', '=', batch.id),
        // Made before, and posted again with it.
        ...(input.event === 'shipped'
          ? [eb('id', 'in', eb.selectFrom('card_returns').select('card_id').where('card_returns.batch_id', '=', batch.id))]
          : []),
      ]),
    )
    .where('opposed_at', 'is', null)
    .execute()
  const message = input.event === 'made' ? cardMade() : cardShipped()
  await notify(
    tx,
    owners.map((card) => card.beneficiary_id),
    message,
  )
  await record(tx, {
    at: tx.now,
    fact: facts[`card-batch.${input.event}` as const],
    staff_id: agent.id,
    details: { batch: batch.id, cards: owners.length },
  })
}

const notThen = () =>
  new UserError('batch.not-then', 'Ce lot a changé entre-temps : relisez son état ci-dessous avant de continuer.', { status: 409 })
