import type { Tx } from '../../platform/database/index.ts'
import { randomNumber } from '../../platform/luhn.ts'

/**
 * Gives somebody their card: a live one under a random number, unless they have one already, which then goes on.
 * @returns the live card
 */
export async function giveCard(tx: Tx, given: { beneficiary_id: number; photo_file_id: string }) {
  for (;;) {
    const live = await tx
      .selectFrom('cards')
      .selectAll()
      .where('beneficiary_id', '=', given.beneficiary_id)
      .where('opposed_at', 'is', null)
      .executeTakeFirst()
    if (live) return live
    // A number that exists is drawn again; a card given at the same moment by somebody else is found by the next round.
    const card = await tx
      .insertInto('cards')
      .values({ ...given, number: randomNumber(8), created_at: tx.now })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst()
    if (card) return card
  }
}
