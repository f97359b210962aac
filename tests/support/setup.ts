import { afterEach, expect, inject, vi } from 'vitest'
import { holdRows } from './held-rows.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** It failed once: should it pass now, `npm test` names it. */
    isSecondTry?: boolean
  }
}

// Something that nobody expected was reported: a test that leaves it unsaid would hide it.
const reported = vi.spyOn(console, 'error')
const takeWrong = holdRows(inject('rowTypes'))

afterEach(({ task }) => {
  if (task.result?.retryCount) task.meta.isSecondTry = true
  const calls = reported.mock.calls.splice(0)
  expect(calls, 'console.error was called').toEqual([])
  expect(takeWrong(), 'rows are not what is written beside their SQL').toEqual([])
})
