import { record } from '../../../platform/audit.ts'
import type { Reader, Tx } from '../../../platform/database/index.ts'
import { notFound, type UserError } from '../../../platform/errors.ts'
import { forgetTries, type Limit, mustBeWithin, takeTry, triesIn } from '../../../platform/limits.ts'
import type { Agent, PartnerUser } from '../../../spaces/actors.ts'
import { facts } from './facts.ts'

/**
 * Wrong numbers of cards and tickets that one user may type in an hour, and all those of a partner in a day: who mistypes closes no till but
 * their own, who guesses is soon seen. Codes are not counted: none can be guessed.
 */
export const ofUser = (staffId: number): Limit => ({ bucket: `till:user:${staffId}`, max: 30, minutes: 60 })
export const ofPartner = (partnerId: number): Limit => ({ bucket: `till:partner:${partnerId}`, max: 300, minutes: 24 * 60 })

/** How often an agent may let the tills of one partner try again: who calls more often does not mistype. */
const liftsOf = (partnerId: number): Limit => ({ bucket: `till:lifted:${partnerId}`, max: 3, minutes: 24 * 60 })

/**
 * What a partner asked for by its number. A wrong one is counted, and refused as the caller says.
 * @throws UserError 429 once too many were wrong
 */
export async function foundOrCounted<Row>(
  db: Reader,
  { id, partner_id }: PartnerUser,
  now: Date,
  asked: { find(): Promise<Row | undefined>; refusal: UserError },
): Promise<Row> {
  const limits = [ofUser(id), ofPartner(partner_id)]
  await mustBeWithin(db, limits, now)
  const row = await asked.find()
  if (!row) {
    await takeTry(db, limits, now)
    throw asked.refusal
  }
  // Among many sent at once, what was right is told only as long as the wrong ones beside it were few.
  await mustBeWithin(db, limits, now)
  return row
}

/** A count, in words. */
export const outOf = (wrong: number, { max }: Limit): string => (wrong >= max ? `${wrong} sur ${max} : bloqué` : `${wrong} sur ${max}`)

interface Till {
  id: number
  name: string
}

/** The wrong numbers that count now, of each user of a partner and of the partner as a whole. */
export async function wrongNumbersOf(db: Reader, partnerId: number, tills: readonly Till[], now: Date) {
  const [partner = 0, ...users] = await triesIn(db, [ofPartner(partnerId), ...tills.map(({ id }) => ofUser(id))], now)
  return { partner, users: tills.map(({ id, name }, index) => ({ id, name, wrong: users[index] ?? 0 })) }
}

/**
 * An agent lets the tills of a partner try again.
 * @throws UserError 429 after three times in a day
 */
export async function liftLimits(tx: Tx, agent: Agent, partnerId: number, tills: readonly Till[]): Promise<void> {
  await takeTry(tx, liftsOf(partnerId), tx.now)
  await forgetTries(tx, [ofPartner(partnerId), ...tills.map(({ id }) => ofUser(id))])
  await record(tx, { at: tx.now, fact: facts['till.limits-lifted'], staff_id: agent.id, details: { partner: partnerId } })
}

/** How often a manager may let one user try again. */
const liftsOfUser = (staffId: number): Limit => ({ bucket: `till:user-lifted:${staffId}`, max: 1, minutes: 24 * 60 })

/**
 * A manager lets a user of their own shop try again. The count of the shop stays: only the Region lifts that.
 * @throws UserError 429 after once in a day
 */
export async function liftLimitOfUser(tx: Tx, manager: PartnerUser, userId: number, tills: readonly Till[]): Promise<void> {
  if (!tills.some(({ id }) => id === userId)) throw notFound()
  await takeTry(tx, liftsOfUser(userId), tx.now)
  await forgetTries(tx, [ofUser(userId)])
  await record(tx, { at: tx.now, fact: facts['till.user-limit-lifted'], staff_id: manager.id, details: { account_id: userId } })
}
