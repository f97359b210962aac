import { UserError } from './errors.ts'

/**
 * A door for work that fills a core: so many at a time, so many waiting behind them.
 * @returns runs the work in its turn; a UserError 503 when too many wait already, which `mustHaveRoom` says beforehand
 */
export function turns({ atOnce, waiting }: { atOnce: number; waiting: number }) {
  const queue: (() => void)[] = []
  let running = 0

  const mustHaveRoom = () => {
    if (running >= atOnce && queue.length >= waiting) throw overloaded()
  }

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    mustHaveRoom()
    if (running >= atOnce) await new Promise<void>((resolve) => queue.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      // The place goes to the next one, or is free.
      const next = queue.shift()
      if (next) next()
      else running -= 1
    }
  }

  return Object.assign(inTurn, { mustHaveRoom })
}

/** What is told to whoever comes when the machine has all that it can hold. */
export const overloaded = () =>
  new UserError(
    'overloaded',
    'Beaucoup de personnes utilisent le site en ce moment. Réessayez dans quelques secondes : rien n’est perdu.',
    {
      status: 503,
      retryAfterSeconds: 5,
    },
  )
