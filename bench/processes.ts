import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const canPin = spawnSync('taskset', ['-c', '0', 'true']).status === 0

/** Runs a program of Node's on one core, where the system lets one choose, and waits until it answers on its port. */
export const serverOnOneCore = (args: string[], port: number, env: Record<string, string> = {}): Promise<ChildProcess> =>
  started([...(canPin ? ['taskset', '-c', '0'] : []), process.execPath, ...args], port, env)

/** The same on all the cores there are. */
export const serverOnAllCores = (args: string[], port: number, env: Record<string, string> = {}): Promise<ChildProcess> =>
  started([process.execPath, ...args], port, env)

async function started(command: string[], port: number, env: Record<string, string>): Promise<ChildProcess> {
  const child = spawn(command[0] as string, command.slice(1), { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'inherit'] })
  for (let tries = 0; tries < 1_200; tries += 1) {
    if (child.exitCode !== null) throw new Error(`${command.join(' ')} ended with ${child.exitCode}`)
    if (
      await fetch(`http://127.0.0.1:${port}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return child
    await sleep(100)
  }
  await end(child)
  throw new Error(`${command.join(' ')} does not answer`)
}

const TICKS_A_SECOND = 100

/** The seconds of processor that a process has used; null where the system does not say. */
export function processorSeconds({ pid }: ChildProcess): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
    return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND
  } catch {
    return null
  }
}

/** Asks it to end, and waits until it has. */
export async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}
