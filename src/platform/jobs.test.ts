import { expect, test } from 'vitest'
import { testSite } from '../../tests/support/app.ts'
import { testDatabase } from '../../tests/support/database.ts'
import { startJobs } from './jobs.ts'

const database = await testDatabase()

test('what the clock did not do while nobody worked is done at start', async () => {
  const { site } = testSite(database)
  const { promise: done, resolve } = Promise.withResolvers<string>()
  const yearly = { name: 'yearly', cron: '0 4 1 1 *', run: async () => resolve('done') }
  const stop = await startJobs(site, database.url, [yearly])
  expect(await done).toBe('done')
  await stop()
})
