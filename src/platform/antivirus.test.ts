import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testSite } from '../../tests/support/app.ts'
import { clamdOf, EICAR, listening } from '../../tests/support/clamd.ts'
import { TEST_NOW, testDatabase } from '../../tests/support/database.ts'
import { TEST_KEY } from '../../tests/support/makers.ts'
import { unscanned, verdictOf } from './antivirus.ts'
import { inTransaction } from './database/index.ts'
import { checkingOfQuarantine, type FilePolicy, readFile, storeFile } from './files.ts'

let clamd: Server
let url: URL
beforeAll(async () => {
  clamd = clamdOf()
  url = await listening(clamd)
})
afterAll(() => void clamd.close())

/** Whether it stands before or after the end of a piece. */
const infected = (before: number) => Buffer.concat([Buffer.alloc(before, 'x'), Buffer.from(EICAR)])

test('a file goes to the antivirus whole, whatever its length', async () => {
  expect(await verdictOf(url, Buffer.from('nothing'))).toBe('clean')
  expect(await verdictOf(url, Buffer.alloc(1_000_000, 'x'))).toBe('clean')
  for (const before of [0, 65_530, 999_900]) expect(await verdictOf(url, infected(before)), `${before}`).toBe('infected')
})

test('one that is not there, hangs up or says something else is away', async () => {
  const strange = createServer((socket) => socket.end('INSTREAM size limit exceeded. ERROR\0'))
  const rude = createServer((socket) => socket.destroy())
  for (const server of [strange, rude]) {
    expect(await verdictOf(await listening(server), Buffer.from('file'))).toBe('away')
    server.close()
  }
  expect(await verdictOf(new URL('tcp://127.0.0.1:1'), Buffer.from('file'))).toBe('away')
})

const policy = { name: 'aid-document', mediaType: 'application/pdf', isEncrypted: true, keepsWhatWasSent: true } as FilePolicy<never>

test('what came while it was away waits, read by nobody; once it is back, it is let out or erased', async () => {
  const { site } = testSite(await testDatabase())
  const kept = (bytes: Buffer, isUnscanned = true) =>
    inTransaction(site.db, TEST_NOW, (tx) => unscanned.run(isUnscanned, () => storeFile(tx, policy, bytes, TEST_KEY)))
  const [good, bad, seen] = [await kept(Buffer.from('good')), await kept(infected(10)), await kept(Buffer.from('seen'), false)]
  const read = (id: string) => readFile(site.db, id, site)
  const waits = { code: 'file.quarantined', status: 503 }
  for (const id of [good, bad]) await expect(read(id)).rejects.toMatchObject(waits)
  expect((await read(seen))?.bytes.toString()).toBe('seen')

  const job = checkingOfQuarantine(policy)
  await job.run(site)
  await job.run({ ...site, config: { ...site.config, clamd: new URL('tcp://127.0.0.1:1') } })
  await expect(read(good)).rejects.toMatchObject(waits)
  await job.run({ ...site, config: { ...site.config, clamd: url } })
  expect((await read(good))?.bytes.toString()).toBe('good')
  await expect(read(bad)).rejects.toMatchObject({ code: 'file.infected', status: 410 })
  expect((await site.db.selectFrom('files').select('bytes').where('id', '=', bad).executeTakeFirst())?.bytes.length).toBe(0)
})
