/** The program's time: the machine's, or the demonstration's when CLOCK moves it. */
export interface Clock {
  now(): Date
}

/** A clock so many milliseconds ahead of the machine's. */
export const clockAhead = (ms: number): Clock => ({ now: () => new Date(Date.now() + ms) })

/** A clock that believes to start at `startsAt` and runs on from there; the machine's own without it. */
export const clockFrom = (startsAt: Date | undefined): Clock => clockAhead(startsAt ? startsAt.getTime() - Date.now() : 0)
