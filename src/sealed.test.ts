import { expect, test } from 'vitest'
import { testSite } from '../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../tests/support/database.ts'
import { anAccountToPay, anAgent, anAidRequest, anOrganisation, aPartner, TEST_KEY } from '../tests/support/makers.ts'
import { ibanOf } from './features/aid/apprentice-aid/bank.ts'
import { ibanInClear } from './features/partners/bank-accounts/index.ts'
import { newSecret, secretOf } from './features/people/staff-sign-in/second-factor.ts'
import { jobs } from './jobs.ts'
import { inTransaction } from './platform/database/index.ts'
import { decrypt, KeyRing } from './platform/encryption.ts'
import { readFile } from './platform/files.ts'
import { piecesOf, receiveFile } from './platform/received-files.ts'

const newest = Buffer.alloc(32, 'new')
const ringOf = (...keys: Buffer[]) => ({ encryption: new KeyRing(() => keys), fingerprints: TEST_KEY.fingerprints })

test('once the key is renewed, bank accounts, documents and secrets of phones are read with the new one alone', async () => {
  const database = await testDatabase()
  const { site } = testSite(database)
  async function* chunks() {
    yield Buffer.from('code;iban')
  }
  const file = await receiveFile(site.db, TEST_NOW, { name: 'comptes.csv', chunks: chunks(), keys: TEST_KEY })
  await asOwner(database.url, `insert into received_pieces (file_id, number, bytes) values ('${file.id}', 1, 'from before')`)
  const { request, agent, secret } = await inTransaction(site.db, TEST_NOW, async (tx) => {
    const agent = await anAgent(tx)
    const offered = newSecret(TEST_KEY, agent.id)
    await tx.insertInto('second_factors').values({ staff_id: agent.id, offered_secret_encrypted: offered, offered_at: tx.now }).execute()
    const partner = await aPartner(tx)
    await anAccountToPay(tx, await anOrganisation(tx, [partner]), [partner])
    return { request: await anAidRequest(tx), agent, secret: secretOf(TEST_KEY, agent.id, offered) }
  })
  const renewed = { ...site, ibanKey: ringOf(newest, Buffer.alloc(32, 'key')) }
  for (const job of jobs.filter(({ name }) => name.startsWith('re-encrypt-'))) await job.run(renewed)

  const onlyNew = ringOf(newest)
  const { iban_encrypted, contract_file_id } = await site.db
    .selectFrom('apprentice_aid_requests')
    .select(['iban_encrypted', 'contract_file_id'])
    .where('id', '=', request.id)
    .executeTakeFirstOrThrow()
  expect(decrypt(onlyNew, iban_encrypted as Buffer, ibanOf(request))).toBe('FR1420041010050500013M02606')
  expect((await readFile(site.db, contract_file_id as string, { ibanKey: onlyNew }))?.bytes.toString()).toBe('%PDF-')
  const factor = await site.db.selectFrom('second_factors').selectAll().where('staff_id', '=', agent.id).executeTakeFirstOrThrow()
  expect(secretOf(onlyNew, agent.id, factor.offered_secret_encrypted as Buffer)).toBe(secret)
  const account = await site.db.selectFrom('accounts_to_pay').select(['bank_account_id', 'iban']).executeTakeFirstOrThrow()
  expect(ibanInClear(onlyNew, account)).toBe('FR7630006000011234567890189')
  const pieces: string[] = []
  for await (const piece of piecesOf(site.db, file.id, onlyNew)) pieces.push(piece.toString())
  expect(pieces).toEqual(['code;iban', 'from before'])
})
