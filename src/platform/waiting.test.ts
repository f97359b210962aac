import { expect, test } from 'vitest'
import { testSite } from '../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../tests/support/database.ts'
import { aBeneficiary } from '../../tests/support/makers.ts'
import { readConfig } from './config.ts'
import { inTransaction } from './database/index.ts'
import { type FilePolicy, storeFile } from './files.ts'
import { setLeft } from './files-in-store.ts'
import { figures, metricsOf, setWaiting } from './http/metrics.ts'
import { message } from './messages/message.ts'
import { notify } from './messages/notify.ts'
import { whatWaits } from './waiting.ts'

const hello = message('hello', { who: 'Anybody', when: 'tested', example: [] }, () => ({ subject: 'Bonjour', paragraphs: ['Bonjour,'] }))

const read = async () => (await metricsOf([await figures()])).split('\n')

test('what waits is in the figures: messages and the age of the oldest that is due, jobs that are late, a worker that is silent', async () => {
  const { site, clock } = testSite(await testDatabase())
  await inTransaction(site.db, TEST_NOW, async (tx) => {
    for (const _ of [1, 2]) await notify(tx, (await aBeneficiary(tx, { notified_by: 'email' })).id, hello())
  })
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
  await site.db
    .insertInto('job_runs')
    .values([
      { name: 'failing', hour: hoursAgo(2), done: false },
      { name: 'done', hour: hoursAgo(1), done: true },
    ])
    .execute()
  clock.set(new Date(TEST_NOW.getTime() + 90_000))
  const waiting = await whatWaits(site)
  expect(waiting.messages).toEqual([{ channel: 'email', waiting: 2, oldest_seconds: 90 }])
  expect(waiting.jobs.map(({ name, late_seconds }) => [name, Math.round(late_seconds / 3_600)])).toEqual([['failing', 2]])
  expect(Math.round(waiting.silent_seconds / 3_600)).toBe(1)

  setWaiting(waiting)
  const lines = await read()
  expect(lines).toContain('messages_oldest_seconds{channel="email"} 90')
  expect(lines).toContain('database_answers 1')
  setWaiting(undefined)
  const away = await read()
  expect(away).toContain('database_answers 0')
  expect(away.filter((line) => line.startsWith('messages_waiting{'))).toEqual([])
})

test('files that wait are counted where there is a store: those that go there, and once it was left, those that come back', async () => {
  const { site } = testSite(await testDatabase())
  const policy = { name: 'good-deal', mediaType: 'image/jpeg' } as FilePolicy<never>
  await inTransaction(site.db, TEST_NOW, async (tx) => {
    for (const _ of [1, 2, 3]) await storeFile(tx, policy, Buffer.from('a picture'))
  })
  expect((await whatWaits(site)).files).toBeNull()

  const withStore = { ...site, config: readConfig({ DATA_DIR: '/nonexistent', FILES_URL: 'https://key:secret@s3.example/bucket' }) }
  await site.db
    .updateTable('files')
    .set({ bytes: Buffer.alloc(0), object_name: 'an-object', object_mark: Buffer.from('mark') })
    .where('id', '=', site.db.selectFrom('files').select('id').limit(1))
    .execute()
  const waiting = await whatWaits(withStore)
  expect(waiting.files).toEqual({ to: 'store', waiting: 2 })
  setWaiting(waiting)
  expect(await read()).toContain('files_waiting{to="store"} 2')

  await setLeft(site.db, true)
  setWaiting(await whatWaits(withStore))
  const lines = await read()
  expect(lines).toContain('files_waiting{to="database"} 1')
  expect(lines.filter((line) => line.startsWith('files_waiting{to="store"}'))).toEqual([])
})
