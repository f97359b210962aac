import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, anAgent, aPartner, aPartnerUser, worksAt } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { UserError } from '../../../platform/errors.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Role } from '../../../spaces/roles.ts'
import { settlePartners } from '../../money/settlements/settle.ts'
import { sumUp } from '../../money/sums/index.ts'
import { pay } from '../../money/wallets/index.ts'
import { foundOrCounted } from '../../money/wrong-numbers/index.ts'

const { site } = testSite(await testDatabase())
const { db } = site
const withRole = async (role: Role) => {
  const { id } = await inTransaction(db, TEST_NOW, (tx) => anAgent(tx, role))
  return new Visitor(site).signInAs({ staffId: id })
}

test('the helpline reads of a shop what it is owed, its statements, its last lines, its users and their wrong numbers; no customer', async () => {
  const { shop, cashier, other, holder } = await inTransaction(db, TEST_NOW, async (tx) => {
    const shop = await aPartner(tx)
    const [cashier, other] = [await aPartnerUser(tx, shop, { roles: ['cashier'] }), await aPartner(tx)]
    await worksAt(tx, cashier.id, other, { roles: ['cashier'] })
    await aPartnerUser(tx, shop)
    return { shop, cashier, other, holder: await aHolder(tx) }
  })
  const spend = (amount_cents: number) =>
    inTransaction(db, TEST_NOW, (tx) =>
      pay(tx, {
        ...{ request_id: randomUUID(), wallet_id: holder.wallet.id, partner_id: shop.id, amount_cents, made_by: cashier.id },
        channel: 'qr-code',
      }),
    )
  const first = await spend(1_234)
  await sumUp(db)
  const settlement = await inTransaction(db, TEST_NOW, async (tx) => settlePartners(tx, await anAgent(tx, 'preparer')))
  const { transaction_id } = await spend(567)
  const refusal = new UserError('no-card', 'Aucune carte.')
  for (const _ of [1, 2])
    await expect(foundOrCounted(db, cashier, TEST_NOW, { find: async () => undefined, refusal })).rejects.toBe(refusal)

  const helpline = await withRole('helpline')
  const { text: list } = await helpline.search('/region/commerces', { recherche: shop.code, etat: '' })
  expect(list).toContain(`href="/region/commerces/${shop.id}"`)
  const { text } = await helpline.get(`/region/commerces/${shop.id}`)
  const shown = [
    frenchEuros(567),
    frenchEuros(1_234),
    `n° ${settlement}`,
    'préparé',
    `${transaction_id}`,
    cashier.name,
    'Caissier',
    '2 sur 30',
    '2 sur 300',
  ]
  expect(shown.filter((words) => !text.includes(words))).toEqual([])
  expect([holder.beneficiary.first_name, holder.beneficiary.last_name].filter((name) => text.includes(name))).toEqual([])
  // Where its cashier works too.
  expect(text).toContain(other.name)
  expect(text).not.toContain(`/region/partenaires/${shop.id}"`)

  const line = (await helpline.get(`/region/transactions/${first.transaction_id}`)).text
  const followed = [frenchEuros(1_234), shop.name, cashier.name, 'Attribution', frenchEuros(20_000), `n° ${settlement}, en préparation`]
  expect(followed.filter((words) => !line.includes(words))).toEqual([])
  expect([line.includes(holder.beneficiary.last_name), line.includes(`/region/beneficiaires/${holder.beneficiary.id}"`)]).toEqual([
    false,
    true,
  ])
  expect((await helpline.get(`/region/transactions/${transaction_id}`)).text).toContain('Pas encore')
  const reader = (await (await withRole('reader')).get(`/region/transactions/${first.transaction_id}`)).text
  expect([reader.includes('en préparation'), reader.includes('/region/beneficiaires/')]).toEqual([true, false])

  // Let out is not paid: it may wait for an account.
  await inTransaction(db, TEST_NOW, (tx) => agreedTo(tx, 'settlement.release', settlement))
  expect((await helpline.get(`/region/commerces/${shop.id}`)).text).toMatch(/validé le [\d/]+, pas encore payé/)

  expect((await (await withRole('partners')).get(`/region/commerces/${shop.id}`)).text).toContain(`/region/partenaires/${shop.id}"`)
  for (const role of ['content', 'eligibility'] as const)
    expect((await (await withRole(role)).get(`/region/commerces/${shop.id}`)).status, role).toBe(403)
  expect((await helpline.get('/region/commerces/999999')).status).toBe(404)
})
