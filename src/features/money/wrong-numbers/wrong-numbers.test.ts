import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { countTry } from '../../../platform/limits.ts'
import { ofPartner, ofUser } from './wrong-numbers.ts'

const PAGE = '/partenaire/numeros-faux'
const database = await testDatabase()
const { db } = database
const { site } = testSite(database)

test('a manager lets a user of their own shop try again, once a day; the count of the shop stays', async () => {
  const { partner, manager, cashier, stranger } = await inTransaction(db, TEST_NOW, async (tx) => {
    const partner = await aPartner(tx)
    const cashier = await aPartnerUser(tx, partner, { roles: ['cashier'] })
    return { partner, manager: await aPartnerUser(tx, partner), cashier, stranger: await aPartnerUser(tx, await aPartner(tx)) }
  })
  const wrong = async () => {
    for (let time = 0; time < 30; time += 1) await countTry(db, [ofUser(cashier.id), ofPartner(partner.id)], TEST_NOW)
  }
  const till = await new Visitor(site).signInAs({ staffId: cashier.id })
  const desk = await new Visitor(site).signInAs({ staffId: manager.id })
  await wrong()
  expect((await till.submit('/partenaire/encaissement', { code: '12345678' })).status).toBe(429)
  expect((await desk.get(PAGE)).text).toContain('30 sur 30 : bloqué')

  const _csrf = /name="_csrf" value="([^"]*)"/.exec((await desk.get(PAGE)).text)?.[1] as string
  expect((await desk.post(PAGE, { _csrf, userId: String(stranger.id) })).status).toBe(404)
  expect((await desk.post(PAGE, { _csrf, userId: String(cashier.id) })).location).toBe(`${PAGE}?fait=remise`)
  expect((await till.submit('/partenaire/encaissement', { code: '12345678' })).status).toBe(422)
  expect((await desk.get(PAGE)).text).toContain('31 sur 300')

  await wrong()
  expect((await desk.post(PAGE, { _csrf, userId: String(cashier.id) })).status).toBe(429)
  expect((await till.submit('/partenaire/encaissement', { code: '12345678' })).status).toBe(429)
  const forged = /name="_csrf" value="([^"]*)"/.exec((await till.get('/partenaire/encaissement')).text)?.[1] as string
  expect((await till.post(PAGE, { _csrf: forged, userId: String(cashier.id) })).status).toBe(403)
  const facts = await db.selectFrom('audit_facts').select(['staff_id']).where('fact', '=', 'till.user-limit-lifted').execute()
  expect(facts).toEqual([{ staff_id: manager.id }])
})
