/**
 * Something that is kept of a young person, as the privacy policy says it. Each room declares what it keeps, and how long, in its
 * `retention.ts`: the line changes with the code that keeps or forgets. See docs/decisions/2026-11-26-kept-no-longer.md.
 */
export interface Kept {
  data: string
  purpose: string
  seenBy: string
  until: string
}

export const UNTIL_CLOSED = 'Jusqu’à la fermeture de votre compte.'

/** The instant before which what is kept that many days is kept no longer. */
export const keptSince = (now: Date, days: number): Date => new Date(now.getTime() - days * 86_400_000)
