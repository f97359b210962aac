import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { routes } from '../../src/routes.ts'
import { staffSpace } from '../../src/spaces/staff.tsx'

test('what is recorded when a page is read is said by its `trace`: no view records', () => {
  const recording = globSync('src/features/**/*.{ts,tsx}').filter((file) => {
    if (file.includes('.test.')) return false
    const text = readFileSync(file, 'utf8')
    return file.includes('/pages/')
      ? /\brecord\w*\b.* from '.*platform\/audit\.ts'/.test(text)
      : /\brecord(All|OfEach)?\(\s*db\b/.test(text)
  })
  expect(recording).toEqual([])
})

test('readings are recorded of the staff: nobody else has a number among theirs', () => {
  const traced = routes.filter(({ leadsTo }) => leadsTo.trace)
  expect(traced.filter(({ leadsTo }) => leadsTo.space.shell !== staffSpace.shell).map(({ path }) => path)).toEqual([])
  expect(traced.length).toBeGreaterThan(6)
})
