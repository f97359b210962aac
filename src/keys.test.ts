import { sql } from 'kysely'
import { expect, test, vi } from 'vitest'
import { TEST_NOW, testDatabase } from '../tests/support/database.ts'
import { anAccountToPay, anAidCampaign, anAidRequest, anOrganisation, aPartner, TEST_KEY } from '../tests/support/makers.ts'
import { aPile } from '../tests/support/pupil-application.ts'
import { keysAt } from './keys.ts'
import { accountMarked } from './platform/bank-details.ts'
import { readConfig } from './platform/config.ts'
import { inTransaction } from './platform/database/index.ts'
import { fingerprintsOf, KeyRing } from './platform/encryption.ts'
import { openLog } from './platform/log.ts'

vi.spyOn(process.stdout, 'write').mockReturnValue(true)

const OLD = TEST_KEY.fingerprints.newest.secret.export()
const NEW = Buffer.alloc(32, 'new')
const IBAN = 'FR7630006000011234567890189'

const inBase64 = (...keys: Buffer[]) => keys.map((key) => key.toString('base64')).join(',')

test('an old key of fingerprints stays for what nobody can fingerprint again, and goes once bank accounts are marked under the new one', async () => {
  const { db, url } = await testDatabase()
  const forgetting = (...keys: Buffer[]) => {
    const config = readConfig({ DATABASE_URL: url, IBAN_KEY: inBase64(OLD), FINGERPRINT_KEY: inBase64(...keys) })
    return keysAt({ url, ownerUrl: url }, { args: ['forget', 'fingerprints'], config, log: openLog('silent') })
  }
  await inTransaction(db, TEST_NOW, async (tx) => {
    const partner = await aPartner(tx)
    await anAccountToPay(tx, await anOrganisation(tx, [partner]), [partner], { iban: IBAN })
    await anAidCampaign(tx)
    await anAidRequest(tx)
    await aPile(tx, 1)
    await sql`insert into national_numbers (application_id, keys, given_at) select min(id), array['a'::bytea], ${tx.now} from applications`.execute(
      tx,
    )
  })
  await expect(forgetting(OLD)).rejects.toThrow('not an hour old')
  await sql`update secret_fingerprints set known_since = '2026-11-01'`.execute(db)
  await expect(forgetting(NEW, OLD)).rejects.toThrow('not an hour old')
  await sql`update secret_fingerprints set known_since = '2026-11-25' where known_since > '2026-11-02'`.execute(db)
  await expect(forgetting(NEW, OLD)).rejects.toThrow('1 empreintes sont encore comparées')
  await sql`delete from national_numbers`.execute(db)
  await forgetting(NEW, OLD)

  const [mark] = fingerprintsOf({ fingerprints: new KeyRing(() => [NEW]) }, accountMarked(IBAN))
  expect(await db.selectFrom('bank_accounts').select('iban_mark').executeTakeFirst()).toEqual({ iban_mark: mark })
  await expect(forgetting(OLD)).rejects.toThrow('made with another key')
})
