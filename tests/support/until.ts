import { setTimeout as sleep } from 'node:timers/promises'

/** What `look` finds, as soon as it finds something. */
export async function until<T>(what: string, look: () => Promise<T | undefined | false>, seconds = 60): Promise<T> {
  const end = performance.now() + seconds * 1_000
  while (performance.now() < end) {
    const found = await look().catch(() => undefined)
    if (found) return found
    await sleep(100)
  }
  throw new Error(`${what}: waited ${seconds} s in vain`)
}
