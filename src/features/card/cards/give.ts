import { sql } from 'kysely'
import type { Tx } from '../../../platform/database/index.ts'
import { randomNumber } from '../../../platform/luhn.ts'

interface Given {
  beneficiary_id: number
  photo_file_id: string
}

interface Live {
  id: number
  number: string
  beneficiary_id: number
  /** Given now; one that was live already goes on. */
  is_new: boolean
}

/**
 * Gives each of these people their card: a live one under a random number. Who has one keeps it, with this photo from now on;
 * with its own where nobody has seen this one, and the card is made or being made: what is on it was seen.
 * @returns their live cards
 */
export async function giveCards(tx: Tx, given: Given[], { isUnseen = false } = {}): Promise<Live[]> {
  const live: Live[] = await keptBy(tx, given, isUnseen)
  for (;;) {
    const without = given.filter(({ beneficiary_id }) => !live.some((card) => card.beneficiary_id === beneficiary_id))
    if (without.length === 0) return live
    // A number that exists is drawn again; a card given at the same moment by somebody else is found by the next round.
    const cards = await tx
      .insertInto('cards')
      .values(without.map((person) => ({ ...person, number: randomNumber(8), created_at: tx.now })))
      .onConflict((conflict) => conflict.doNothing())
      .returning(['id', 'number', 'beneficiary_id'])
      .execute()
    live.push(...cards.map((card) => ({ ...card, is_new: true })))
    if (cards.length < without.length)
      live.push(...(await keptBy(tx, without, isUnseen)).filter(({ id }) => !live.some((card) => card.id === id)))
  }
}

async function keptBy(tx: Tx, given: Given[], isUnseen: boolean): Promise<Live[]> {
  const { rows } = await sql<Live>`
    update cards set photo_file_id = case when ${isUnseen} and cards.batch_id is not null then cards.photo_file_id else g.photo_file_id end
    from json_to_recordset(${JSON.stringify(given)}) as g (beneficiary_id bigint, photo_file_id text)
    where cards.beneficiary_id = g.beneficiary_id and cards.opposed_at is null
    returning cards.id, cards.number, cards.beneficiary_id, false as is_new
  `.execute(tx)
  return rows
}
