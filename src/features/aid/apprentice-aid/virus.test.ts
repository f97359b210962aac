import { expect, test } from 'vitest'
import { testSite } from '../../../../tests/support/app.ts'
import { clamdOf, EICAR, listening } from '../../../../tests/support/clamd.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAidRequest } from '../../../../tests/support/makers.ts'
import { unscanned } from '../../../platform/antivirus.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { checkingOfAidDocuments } from './jobs.ts'

test('whose document was infected is told once which it was and what to do; whose was clean, nothing', async () => {
  const { site } = testSite(await testDatabase())
  const { db } = site
  const made = (document: string) =>
    inTransaction(db, TEST_NOW, (tx) => unscanned.run(true, () => anAidRequest(tx, { document: Buffer.from(document) })))
  const clean = await made('%PDF-')
  const bad = await made(`%PDF-${EICAR}`)
  const clamd = clamdOf()
  const scanned = { ...site, config: { ...site.config, clamd: await listening(clamd) } }
  for (const _ of [1, 2]) await checkingOfAidDocuments.run(scanned)
  clamd.close()
  const told = await db
    .selectFrom('messages')
    .select(['beneficiary_id', 'subject', 'body'])
    .where('template', '=', 'apprentice-aid.document-infected')
    .orderBy('id')
    .execute()
  const owners = await db.selectFrom('apprentice_aid_requests').select(['id', 'beneficiary_id']).execute()
  const ownerOf = ({ id }: { id: number }) => owners.find((owner) => owner.id === id)?.beneficiary_id
  expect(told.map(({ beneficiary_id }) => beneficiary_id)).toEqual([ownerOf(bad), ownerOf(bad), ownerOf(bad)])
  expect(ownerOf(clean)).not.toBe(ownerOf(bad))
  expect(new Set(told.map(({ subject }) => subject))).toEqual(
    new Set(['votre contrat', 'votre RIB', 'votre justificatif d’hébergement'].map((what) => `Un virus a été trouvé dans ${what}`)),
  )
  expect(told[0]?.body).toContain('quand votre demande vous sera renvoyée')
})
