import { spawnSync } from 'node:child_process'

const { status } = spawnSync('vitest', ['run', 'tests/architecture/schema.test.ts'], {
  stdio: 'inherit',
  env: { ...process.env, WRITE_TYPES: '1' },
})
process.exitCode = status ?? 1
