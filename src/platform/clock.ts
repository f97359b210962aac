/** The program's time: the machine's, or the demonstration's when CLOCK moves it. */
export interface Clock {
  now(): Date
}

/** A clock that believes to start at `startsAt` and runs on from there; the machine's own without it. */
export function clockFrom(startsAt: Date | undefined): Clock {
  const ahead = startsAt ? startsAt.getTime() - Date.now() : 0
  return { now: () => new Date(Date.now() + ahead) }
}
