import { spawnSync } from 'node:child_process'

/** `npm run screens`: pictures of the main screens, on a phone and on a computer, in docs/screens. What shows is checked on the way. */
const { status } = spawnSync('vitest', ['run', 'tests/journeys/first-screens.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, WRITE_SCREENS: '1' },
})
process.exitCode = status ?? 1
