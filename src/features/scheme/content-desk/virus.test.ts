import { expect, test } from 'vitest'
import { testSite } from '../../../../tests/support/app.ts'
import { clamdOf, EICAR, listening } from '../../../../tests/support/clamd.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent } from '../../../../tests/support/makers.ts'
import { unscanned } from '../../../platform/antivirus.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { checkingOfDocuments } from './jobs.ts'
import { saveDocument } from './save-document.ts'

test('those who write the contents are told which document was erased, and nobody else', async () => {
  const { site } = testSite(await testDatabase())
  const { db } = site
  const { writer } = await inTransaction(db, TEST_NOW, async (tx) => {
    const writer = await anAgent(tx, 'content')
    await anAgent(tx, 'helpline')
    const save = (name: string, content: string) =>
      saveDocument(tx, writer, {
        id: null,
        input: { name, publishedFrom: null, publishedUntil: null },
        file: Buffer.from(`%PDF-${content}`),
      })
    await unscanned.run(true, async () => {
      await save('Guide', '')
      await save('Règlement', EICAR)
    })
    return { writer }
  })
  const clamd = clamdOf()
  const scanned = { ...site, config: { ...site.config, clamd: await listening(clamd) } }
  for (const _ of [1, 2]) await checkingOfDocuments.run(scanned)
  clamd.close()
  const told = await db.selectFrom('messages').select(['staff_id', 'subject']).where('template', '=', 'document.infected').execute()
  expect(told).toEqual([{ staff_id: writer.id, subject: 'Un virus a été trouvé dans le document « Règlement »' }])
})
