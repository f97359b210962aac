import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'

/** Who uses the processors, by the numbers of their processes. */
export interface Users {
  /** The program that was started, and those that it has started to serve. */
  program: number
  database: number
  client: number
}

interface Reading {
  at: number
  web: number
  first: number
  database: number
  client: number
  busy: number
  /** Of each process that serves, the thread that runs its JavaScript. */
  threads: number[]
}

/** How many processors' worth each has used. */
export interface Processor {
  /** The processes that serve, with their threads. */
  web: number
  /** The process that shares requests out and works; none when it serves itself. */
  first: number
  database: number
  client: number
  /** All that the machine did, ours or not. */
  busy: number
  cores: number
  /** The fullest, and how full it is. */
  fullest: { what: string; share: number }
}

const TICKS_A_SECOND = 100

/** The fields of /proc/…/stat after the name, which may hold anything. */
const statOf = (path: string): number[] => {
  const text = readFileSync(path, 'utf8')
  return text
    .slice(text.lastIndexOf(') ') + 4)
    .split(' ')
    .map(Number)
}
const [PARENT, USER, SYSTEM, USER_OF_ENDED, SYSTEM_OF_ENDED] = [0, 10, 11, 12, 13] as const
const sum = (fields: number[], ...which: number[]) => which.reduce((all, field) => all + (fields[field] ?? 0), 0) / TICKS_A_SECOND

function all(): Map<number, number[]> {
  const processes = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      processes.set(Number(name), statOf(`/proc/${name}/stat`))
    } catch {
      // It has ended meanwhile.
    }
  }
  return processes
}

/** What all have used since they began. */
export function readProcessor({ program, database, client }: Users): Reading {
  const processes = all()
  const childrenOf = (parent: number) => [...processes].filter(([, fields]) => fields[PARENT] === parent)
  const alone = (pid: number) => sum(processes.get(pid) ?? [], USER, SYSTEM)
  // With those that have ended and were its children.
  const with_ended = (pid: number) => sum(processes.get(pid) ?? [], USER, SYSTEM, USER_OF_ENDED, SYSTEM_OF_ENDED)
  const serving = childrenOf(program).map(([pid]) => pid)
  const web = serving.length > 0 ? serving : [program]
  const machine = (readFileSync('/proc/stat', 'utf8').split('\n')[0] ?? '').trim().split(/\s+/).slice(1).map(Number)
  return {
    at: performance.now(),
    web: web.reduce((total, pid) => total + alone(pid), 0),
    first: serving.length > 0 ? alone(program) : 0,
    database: with_ended(database) + childrenOf(database).reduce((total, [pid]) => total + alone(pid), 0),
    client: alone(client),
    // All but what is idle or waits for the disk.
    busy: sum(machine, 0, 1, 2, 5, 6, 7),
    threads: web.map((pid) => sum(statOf(`/proc/${pid}/task/${pid}/stat`), USER, SYSTEM)),
  }
}

/** What was used between two readings. */
export function usedBetween(before: Reading, after: Reading): Processor {
  const seconds = (after.at - before.at) / 1_000
  const of = (what: 'web' | 'first' | 'database' | 'client' | 'busy') => (after[what] - before[what]) / seconds
  const cores = availableParallelism()
  const thread = Math.max(...after.threads.map((used, index) => (used - (before.threads[index] ?? 0)) / seconds))
  const candidates = [
    { what: cores === 1 ? 'the core' : `the ${cores} cores`, share: of('busy') / cores },
    { what: 'the JavaScript thread of a web process', share: thread },
    { what: 'the client', share: of('client') },
  ]
  return {
    ...{ web: of('web'), first: of('first'), database: of('database'), client: of('client'), busy: of('busy'), cores },
    fullest: candidates.reduce((one, other) => (other.share > one.share ? other : one)),
  }
}
