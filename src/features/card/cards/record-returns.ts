import { sql } from 'kysely'
import { recordAll } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { grouped } from './card.ts'
import { facts } from './facts.ts'
import { cardReturned } from './messages.ts'
import { some, whyNotBack } from './returns.ts'

type SaidToBeBack = Parameters<typeof whyNotBack>[0] & { number: string; card_id: number | null; beneficiary_id: number | null }

/**
 * Writes down the cards that the post brought back: all of them, or none when one of them cannot be. One that is written down already stays
 * as it is. Their owners are told.
 * @throws UserError `card.not-back` that names the wrong ones
 */
export async function recordReturns(tx: Tx, agent: Agent, numbers: string[]): Promise<void> {
  const cards = await held(tx, numbers)
  const wrong = cards.flatMap((card) => {
    const why = whyNotBack(card)
    return why ? [`${grouped(card.number)} : ${why}`] : []
  })
  if (wrong.length > 0) {
    const sentence = `Rien n’est enregistré. Retirez ou corrigez : ${some(wrong)}. Puis enregistrez les autres.`
    throw new UserError('card.not-back', sentence, { field: 'numbers' })
  }
  const back = cards.flatMap(({ card_id, beneficiary_id, came_back }) =>
    card_id !== null && beneficiary_id !== null && came_back !== 'waits' ? [{ card_id, beneficiary_id }] : [],
  )
  if (back.length === 0) return
  await tx
    .insertInto('card_returns')
    .values(back.map(({ card_id }) => ({ card_id, recorded_at: tx.now, recorded_by: agent.id })))
    .execute()
  await recordAll(
    tx,
    back.map(({ card_id, beneficiary_id }) => ({
      at: tx.now,
      fact: facts['card.returned'],
      staff_id: agent.id,
      beneficiary_id,
      details: { card_id },
    })),
  )
  await notify(
    tx,
    back.map(({ beneficiary_id }) => beneficiary_id),
    cardReturned(),
  )
}

/** The cards of these numbers, held: nobody says the same of them meanwhile. */
async function held(tx: Tx, numbers: string[]): Promise<SaidToBeBack[]> {
  await tx.selectFrom('cards').select('id').where('number', '=', sql<string>`any(${numbers}::text[])`).orderBy('id').forUpdate().execute()
  const { rows } = await sql<SaidToBeBack>`
    select n.number, k.id as card_id, k.beneficiary_id, k.id is not null as is_known, k.opposed_at is not null as is_opposed,
      b.shipped_at is not null as is_shipped, r.batch_id,
      case when r.id is null then null when r.batch_id is null then 'waits' when again.shipped_at is null then 'in-batch' else 'left' end as came_back
    from unnest(${numbers}::text[]) with ordinality as n (number, rank)
    left join cards k on k.number = n.number
    left join card_batches b on b.id = k.batch_id
    left join lateral (select id, batch_id from card_returns where card_id = k.id order by id desc limit 1) r on true
    left join card_batches again on again.id = r.batch_id
    order by n.rank
  `.execute(tx)
  return rows
}
