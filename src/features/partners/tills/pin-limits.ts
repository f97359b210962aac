import type { Limit } from '../../../platform/limits.ts'

const A_DAY = 24 * 60

/** Of one cashier at one till, in a row: longer than any till lasts, so that it is locked there until somebody lifts it. */
export const atOneTill = (tillId: number, staffId: number): Limit => ({ bucket: `till:pin:${tillId}:${staffId}`, max: 5, minutes: A_DAY })

/** Of one cashier at all tills, in a day: a right one forgets none, so that nobody tries between those of its owner. */
export const ofOneCashier = (staffId: number): Limit => ({ bucket: `till:pin:cashier:${staffId}`, max: 15, minutes: A_DAY })

/** At one till, whoever's: nobody tries the same few for each name of the list. */
export const ofOneTill = (tillId: number): Limit => ({ bucket: `till:pin:till:${tillId}`, max: 30, minutes: A_DAY })

/** How many tills a shop opens in a day: of each on a new machine its managers are told. */
export const openedInADay = (partnerId: number): Limit => ({ bucket: `till:opened:${partnerId}`, max: 60, minutes: A_DAY })

/** How often a shop's managers lift what locks one cashier; what another shop asks of that cashier, in vain, counts for itself alone. */
export const liftedInADay = (partnerId: number, staffId: number): Limit => ({
  bucket: `till:pin-lifted:${partnerId}:${staffId}`,
  max: 5,
  minutes: A_DAY,
})
