import type { ChildProcess } from 'node:child_process'
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

/** Asks it to end, and waits until it has. */
export async function ended(child: ChildProcess | undefined, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await exit
}
