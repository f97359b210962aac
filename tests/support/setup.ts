import { afterEach, expect, vi } from 'vitest'

// Something that nobody expected was reported: a test that leaves it unsaid would hide it.
const reported = vi.spyOn(console, 'error')

afterEach(() => {
  const calls = reported.mock.calls.splice(0)
  expect(calls, 'console.error was called').toEqual([])
})
