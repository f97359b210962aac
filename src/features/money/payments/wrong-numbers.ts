import type { Reader } from '../../../platform/database/index.ts'
import type { UserError } from '../../../platform/errors.ts'
import { type Limit, mustBeWithin, takeTry } from '../../../platform/limits.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'

/** Wrong numbers of cards and tickets, and dead codes, that a partner may try. */
const limitOf = ({ partner_id }: PartnerUser): Limit => ({ bucket: `till:partner:${partner_id}`, max: 30, minutes: 60 })

/**
 * What a partner asked for by its number. A wrong one is counted, and refused as the caller says.
 * @throws UserError 429 once too many were wrong
 */
export async function foundOrCounted<Row>(
  db: Reader,
  partnerUser: PartnerUser,
  now: Date,
  asked: { find(): Promise<Row | undefined>; refusal: UserError },
): Promise<Row> {
  const limit = limitOf(partnerUser)
  await mustBeWithin(db, [limit], now)
  const row = await asked.find()
  if (!row) {
    await takeTry(db, limit, now)
    throw asked.refusal
  }
  // Among many sent at once, what was right is told only as long as the wrong ones beside it were few.
  await mustBeWithin(db, [limit], now)
  return row
}
