import { spawnSync } from 'node:child_process'

/** A page in the table of tests/journeys/every-page.ts: five weights, its requests, its route. */
const ROW = /^ *(\d+\.\d)(?: +\d+\.\d){4} +\d+ +\//
const HEADING = /^ *all +html .*first visit/

/** What every page weighs on a first visit, the heaviest first, as the journeys that look at all of them measure it. */
export function weightsOfPages(): { table: string[]; areLight: boolean } {
  const { status, stdout } = spawnSync('vitest', ['run', 'tests/journeys/pages-of'], { encoding: 'utf8', maxBuffer: 100_000_000 })
  const lines = stdout.split('\n')
  const heaviest = (line: string) => Number(ROW.exec(line)?.[1])
  const rows = lines.filter((line) => ROW.test(line)).sort((a, b) => heaviest(b) - heaviest(a))
  return { table: [...lines.filter((line) => HEADING.test(line)).slice(0, 1), ...rows], areLight: status === 0 }
}
