import { defineConfig } from 'vitest/config'

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx', 'tests/**/*.test.ts', 'database/**/*.test.ts'],
    globalSetup: ['tests/support/server.ts'],
    setupFiles: ['tests/support/setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // What the files have in common is read once a worker: a third of the time otherwise.
    isolate: false,
    // Ends what hangs. How fast things are is for `npm run bench` to say, never for a test.
    testTimeout: 900_000,
    hookTimeout: 120_000,
    // Neither has what waits an end of its own: by default it would be a second.
    expect: { poll: { timeout: 900_000 } },
    // What a busy machine kept waiting for a minute in the browser is walked once more before a change is sent back. Nothing else is tried twice.
    retry: process.env.CI ? { count: 1, condition: /Timeout \d+ms exceeded/ } : 0,
  },
})
