import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'

const SCHEMA = 'src/platform/database/schema.ts'

// `npm run types` writes the file; without it, this says whether it is the one that the migrations make.
test('the types of the tables are those of the migrated database', async () => {
  const { url } = await testDatabase()
  const options = ['--dialect', 'postgres', '--url', url, '--out-file', SCHEMA, '--date-parser', 'string', '--numeric-parser', 'number']
  const mapping = ['--type-mapping', '{"int8":"number"}']
  const verify = process.env.WRITE_TYPES ? [] : ['--verify']
  const run = () => execFileSync('node_modules/.bin/kysely-codegen', [...options, ...mapping, ...verify], { stdio: 'pipe' })
  expect(run).not.toThrow()
})
