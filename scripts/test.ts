import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { relative } from 'node:path'
import { bringPackages, folderOf } from '../src/platform/packages.ts'
import { buildIfNeeded } from './build.ts'

/** `npm test`: everything that must hold before a change lands. What only reads the sources goes on beside the build. */
const RESULTS = 'node_modules/.cache/test-results.json'

const checks: [what: string, command: string, ...args: string[]][] = [
  // On two cores its threads cost more than they save.
  ['types', 'tsc', '--noEmit', '--singleThreaded', '--pretty'],
  ['format and lint', 'biome', 'check', '--error-on-warnings', '.'],
  ['dead code and dependencies', 'tests/node_modules/.bin/knip'],
]

/** What the JSON reporter writes, as far as it is read here; `meta` is what tests/support/setup.ts leaves there. */
interface Results {
  numPassedTests: number
  numFailedTests: number
  testResults: {
    name: string
    assertionResults: { status: string; ancestorTitles: string[]; title: string; meta: { isSecondTry?: boolean } }[]
  }[]
}

let passed = 0
let failed = 0

// A browser and what reads pages and sources: `npm ci` leaves them out.
await bringPackages(folderOf('tests'))
await Promise.all([buildIfNeeded(), ...checks.map(check)])
rmSync(RESULTS, { force: true })
mkdirSync('node_modules/.cache', { recursive: true })
const { status } = spawnSync('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`], {
  stdio: 'inherit',
})
const results: Results = existsSync(RESULTS)
  ? JSON.parse(readFileSync(RESULTS, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 0, testResults: [] }
passed += results.numPassedTests
failed += results.numFailedTests
// A file that does not even load, or a run cut short, has no test to count.
if (status !== 0 && results.numFailedTests === 0) failed += 1

for (const { name, assertionResults } of results.testResults) {
  for (const { status, ancestorTitles, title, meta } of assertionResults) {
    if (status !== 'passed' || !meta.isSecondTry) continue
    process.stdout.write(`passed on the second try: ${[relative('.', name), ...ancestorTitles, title].join(' > ')}\n`)
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1

async function check([what, command, ...args]: (typeof checks)[number]): Promise<void> {
  const started = performance.now()
  await new Promise<void>((resolve) => {
    execFile(command, args, (error, said) => {
      if (error) failed += 1
      else passed += 1
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      process.stdout.write(`${what}: ${error ? 'wrong' : 'right'}, ${seconds} s\n${error ? `${said}${error.message}\n` : ''}`)
      resolve()
    })
  })
}
