import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { buildIfNeeded } from './build.ts'

/** `npm test`: everything that must hold before a change lands, in the order in which it is quickest to know. */
const RESULTS = 'node_modules/.cache/test-results.json'

const checks: [what: string, command: string, ...args: string[]][] = [
  ['types', 'tsc', '--noEmit'],
  ['format and lint', 'biome', 'check', '--error-on-warnings', '.'],
  ['dead code and dependencies', 'knip'],
]

let passed = 0
let failed = 0

for (const [what, command, ...args] of checks) {
  const seconds = timed(() => count(run(command, args)))
  process.stdout.write(`${what}: ${seconds} s\n`)
}

await buildIfNeeded()
rmSync(RESULTS, { force: true })
mkdirSync('node_modules/.cache', { recursive: true })
const wellEnded = run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`])
const results: { numPassedTests: number; numFailedTests: number } = existsSync(RESULTS)
  ? JSON.parse(readFileSync(RESULTS, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 0 }
passed += results.numPassedTests
failed += results.numFailedTests
// A file that does not even load, or a run cut short, has no test to count.
if (!wellEnded && results.numFailedTests === 0) failed += 1

process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1

function run(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0
}

function count(well: boolean): void {
  if (well) passed += 1
  else failed += 1
}

function timed(act: () => void): string {
  const started = performance.now()
  act()
  return ((performance.now() - started) / 1000).toFixed(1)
}
