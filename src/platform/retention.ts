/**
 * How long is kept what nothing else ends, in days: see docs/decisions/2026-11-26-kept-no-longer.md. What a rule of the scheme ends
 * (a campaign, a decision, a session) has its delay in its own room.
 */
export const KEPT_DAYS = {
  /** An identity document in an application that was never sent, or never sent again. */
  unsentIdentityDocument: 30,
  /** An account that nobody came into: no password was ever chosen. */
  accountNeverUsed: 180,
  /** What was said to somebody, once it was sent or has failed. */
  message: 365,
  /** The documents and the bank account of an aid, once it was paid or refused. */
  endedAid: 365,
  /** The same of an aid that was begun, or came back, and was not sent: no window of a contract is longer. */
  unsentAid: 366,
}

/** The instant before which what is kept that many days is kept no longer. */
export const keptSince = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000)
