import { expect, test } from 'vitest'
import { testSite } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent } from '../../../../tests/support/makers.ts'
import { record } from '../../../platform/audit.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { checkSeals } from '../../money/seals/check.ts'
import { sealingOfJournals } from '../../money/seals/jobs.ts'
import { facts as support } from '../support/facts.ts'
import { forgettingOfFacts } from './jobs.ts'
import { JOURNAL_DAYS } from './retention.ts'

test('a line ends after its years, its hash stays, and the seals after it hold', async () => {
  const database = await testDatabase()
  const { site } = testSite(database)
  await inTransaction(database.db, TEST_NOW, async (tx) => {
    const { id: staff_id } = await anAgent(tx, 'helpline')
    for (const [found, days] of [JOURNAL_DAYS + 2, JOURNAL_DAYS + 1, JOURNAL_DAYS - 1, 0].entries()) {
      const at = new Date(tx.now.getTime() - days * 86_400_000)
      await record(tx, { at, fact: support['beneficiary.searched'], staff_id, details: { found } })
    }
  })
  await sealingOfJournals.run(site)
  await forgettingOfFacts.run(site, 1)
  const left = await database.db.selectFrom('audit_facts').select('details').orderBy('id').execute()
  expect(left.map(({ details }) => details)).toEqual([{ found: 2 }, { found: 3 }])
  expect((await checkSeals(database.db, site.sealKey, [])).differences).toEqual([])
})
