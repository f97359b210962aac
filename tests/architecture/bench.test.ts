import { execFileSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

test.each(['database', 'deadlines', 'enrolment', 'posting', 'search', 'weights'])(
  'bench/%s.ts runs as it is: nothing that it reads has to be built',
  (name) => {
    const program = ['--input-type=module', '-e', `await import('./bench/${name}.ts')`]
    expect(() => execFileSync(process.execPath, program, { cwd: resolve(import.meta.dirname, '../..'), stdio: 'pipe' })).not.toThrow()
  },
)
