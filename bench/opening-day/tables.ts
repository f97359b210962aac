import type { Figures } from './figures.ts'
import type { Processor } from './processor.ts'
import type { Attack } from './task.ts'

/** What was measured at once. */
export interface Run {
  /** Times the figures of the day. */
  factor: number
  seconds: number
  attack: Attack | undefined
  figures: Figures[]
  processor: Processor
  /** How late the client sent one request in a hundred, in milliseconds. */
  lateBy: number
}

/** What is that full has no room left: what comes then waits. */
const FULL = 0.9

const row = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`
const headings = (...cells: string[]) => [row(...cells), row(...cells.map(() => '---'))]

const milliseconds = (taken: number) => `${taken < 10 ? taken.toFixed(1) : Math.round(taken).toLocaleString('en')} ms`

/** What each kind of request met, a row each. */
const requestRows = (name: string, { figures, seconds }: Run): string[] =>
  figures
    .toSorted((a, b) => a.kind.localeCompare(b.kind))
    .map(({ kind, asked, p50, p95, p99, longest, errors }) =>
      row(name, kind, (asked / seconds).toFixed(1), ...[p50, p95, p99, longest].map(milliseconds), errorsIn(errors, asked)),
    )

function errorsIn(errors: Figures['errors'], asked: number): string {
  const told = Object.entries(errors).map(([status, times]) => `${status}: ${times} (${((100 * times) / asked).toFixed(1)} %)`)
  return told.join(', ') || 'none'
}

const REQUEST_HEADINGS = ['what', 'a second', 'p50', 'p95', 'p99', 'longest', 'not as asked, by status']

/** Every kind of request at each factor. */
export const requestTable = (runs: Run[]): string[] => [
  ...headings('×', ...REQUEST_HEADINGS),
  ...runs.flatMap((run) => requestRows(`${run.factor}`, run)),
]

/** What everybody met, without and with each attack; and what the attack met. */
export const attackTable = (runs: Run[]): string[] => [
  ...headings('attack', ...REQUEST_HEADINGS),
  ...runs.flatMap((run) => requestRows(nameOf(run), run)),
]

const nameOf = ({ attack, factor }: Run) => `${attack ?? 'none'}, at × ${factor}`

/** Who used the processors, and what is full first. */
export function processorTable(runs: Run[]): string[] {
  const cores = (used: number) => used.toFixed(2)
  return [
    ...headings('run', 'web processes', 'first process', 'PostgreSQL', 'client', 'whole machine', 'client late by, p99', 'fullest'),
    ...runs.map((run) => {
      const { web, first, database, client, busy, cores: there, fullest } = run.processor
      const full = `${fullest.what}: ${Math.round(fullest.share * 100)} %${fullest.share >= FULL ? ', full' : ''}`
      const name = run.attack ? nameOf(run) : `× ${run.factor}, ${run.seconds} s`
      return row(name, ...[web, first, database, client].map(cores), `${cores(busy)} of ${there}`, milliseconds(run.lateBy), full)
    }),
    '',
    `Full first: ${firstFull(runs)}.`,
  ]
}

function firstFull(runs: Run[]): string {
  const found = runs.find(({ processor: { fullest } }) => fullest.share >= FULL)
  return found ? `${found.processor.fullest.what}, at × ${found.factor}` : 'nothing was'
}
