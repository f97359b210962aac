import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { LINE_ORDERS } from '../../src/features/aid/aid-payments/queries.ts'
import { PARTNER_ORDERS } from '../../src/features/partners/partners/manage-queries.ts'
import { STAFF_ORDERS } from '../../src/features/people/staff-member/queries.ts'
import { QUESTION_ORDERS } from '../../src/features/scheme/contact/queries.ts'
import { COURSE_ORDERS, SCHOOL_ORDERS } from '../../src/features/schools/schools/manage-queries.ts'
import { inTransaction } from '../../src/platform/database/index.ts'
import { inOrder } from '../../src/platform/database/order.ts'
import type { Orders } from '../../src/platform/forms/paging.ts'
import { ROLE_NAMES } from '../../src/spaces/roles.ts'
import { testSite, Visitor } from '../support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../support/database.ts'
import { anAgent } from '../support/makers.ts'

const database = await testDatabase()

test('every order that a list of the Region offers is a link, one way and the other', async () => {
  const { site } = testSite(database)
  const followed = new Set<string>()
  for (const role of ROLE_NAMES) {
    const agent = await inTransaction(site.db, TEST_NOW, (tx) => anAgent(tx, role))
    const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
    const { text } = await visitor.get('/region')
    const lists = [...text.matchAll(/class="menu-entry" href="([^"]+)"/g)].map(([, href]) => href as string)
    for (const list of [...lists, '/region/formations', '/region/beneficiaires?recherche=martin']) {
      const page = await visitor.get(list)
      if (page.status !== 200) continue
      const orders = [...page.text.matchAll(/class="table-order" href="([^"]+)"/g)].map(([, href]) =>
        (href as string).replaceAll('&amp;', '&'),
      )
      for (const order of orders) {
        const address = `${list.replace(/\?.*/, '')}${order}`
        if (followed.has(address)) continue
        followed.add(address)
        const sorted = await visitor.get(address)
        expect([sorted.status, /aria-sort="(?:a|de)scending"/.test(sorted.text)], address).toEqual([200, true])
        const turned = address.includes('=-') ? address.replace('=-', '=') : address.replace(/=(?=[^=]*$)/, '=-')
        expect((await visitor.get(turned)).status, turned).toBe(200)
      }
    }
  }
  expect(followed.size).toBeGreaterThan(20)
})

const indexed: [string, Orders][] = [
  ['partners p', PARTNER_ORDERS],
  ['schools', SCHOOL_ORDERS],
  ['courses c', COURSE_ORDERS],
  ['staff', { nom: STAFF_ORDERS.nom, adresse: STAFF_ORDERS.adresse }],
  ['questions_received q', QUESTION_ORDERS],
  ['aid_payment_lines l where l.batch_id = 1', { demande: LINE_ORDERS.demande, montant: LINE_ORDERS.montant }],
]

test.each(indexed)('%s: each order is read from an index, without sorting', (from, orders) =>
  rolledBack(database.db, async (tx) => {
    await sql`set local enable_sort = off`.execute(tx)
    await sql`set local enable_incremental_sort = off`.execute(tx)
    for (const [by, columns] of Object.entries(orders)) {
      for (const isReversed of [false, true]) {
        const { rows } = await sql<{ 'QUERY PLAN': string }>`
          explain (costs off) select 1 from ${sql.raw(from)} order by ${inOrder({ by, isReversed, columns })} limit 50`.execute(tx)
        expect(rows.map((row) => row['QUERY PLAN']).join('\n'), `${by} of ${from}`).not.toContain('Sort')
      }
    }
  }),
)
