import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, anAgent, anAidRequest, anApprentice, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { settleAll } from '../../../../tests/support/settling.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { pay } from '../../money/wallets/index.ts'
import { messagesNotSent, schoolsInDistress, waitsAtTheDesks, waitsForFinance, waitsForPartners } from './waiting.ts'

const database = await testDatabase()
const { site } = testSite(database)

test('what waits for the Region, and since when: what falls to a school or is done does not', () =>
  rolledBack(database.db, async (tx) => {
    const agent = await anAgent(tx)
    const before = await waitsAtTheDesks(tx, tx.now)
    const elsewhere = { school_elsewhere: { name: 'CFA', town: 'Paris' } }
    const yesterday = new Date(tx.now.getTime() - 86_400_000)
    for (const apprentice of [await anApprentice(tx, elsewhere), await anApprentice(tx)]) {
      await tx
        .updateTable('card_applications')
        .set({ state: 'submitted', submitted_at: yesterday, decided_at: null })
        .where('id', '=', apprentice.application.id)
        .execute()
    }
    const question = { name: 'Ana', email: 'ana@example.org', subject: 'Carte', body: 'Où ?', received_at: yesterday }
    await tx
      .insertInto('questions_received')
      .values([question, { ...question, ended_at: tx.now, ended_by: agent.id }])
      .execute()
    await aHolder(tx)
    expect(await waitsAtTheDesks(tx, tx.now)).toEqual({
      applications: before.applications + 1,
      applications_since: yesterday,
      contract_changes: 0,
      contract_changes_since: null,
      questions: before.questions + 1,
      questions_since: yesterday,
      cards: before.cards + 1,
      batches_to_make: 0,
      batches_to_ship: 0,
      joining: 0,
      joining_since: null,
      agreements: 0,
    })

    for (const state of ['awaiting-school', 'awaiting-region', 'accepted', 'accepted', 'refused'])
      await anAidRequest(tx, { set: { state } })
    expect(await waitsForFinance(tx)).toMatchObject({ to_check: 1, to_check_since: tx.now, to_pay: 2, to_pay_cents: 50_000, unanswered: 0 })
  }))

test('what is due to partners is as old as its oldest line; a school is in distress once a request has waited for fourteen days', () =>
  rolledBack(database.db, async (tx) => {
    const { wallet, campaign } = await aHolder(tx, { balance_cents: 20_000 })
    const partner = await aPartner(tx)
    const { id: made_by } = await aPartnerUser(tx, partner)
    const spending = { wallet_id: wallet.id, partner_id: partner.id, made_by, channel: 'qr-code' } as const
    await pay(tx, { ...spending, request_id: randomUUID(), amount_cents: 5_000 })
    await settleAll(tx, await anAgent(tx, 'preparer'))
    expect(await waitsForPartners(tx)).toMatchObject({ partners: 0, due_cents: 0, due_since: null })
    await pay(tx, { ...spending, request_id: randomUUID(), amount_cents: 3_000 })
    expect(await waitsForPartners(tx)).toMatchObject({
      partners: 1,
      due_cents: 3_000,
      due_since: tx.now,
      to_release: 1,
      to_release_since: tx.now,
      to_transfer: 0,
    })

    const sent = async (days: number) => {
      const { application } = await anApprentice(tx, { campaign })
      const submitted_at = new Date(tx.now.getTime() - days * 86_400_000)
      await tx
        .updateTable('card_applications')
        .set({ state: 'submitted', submitted_at, decided_at: null })
        .where('id', '=', application.id)
        .execute()
      return submitted_at
    }
    await sent(13)
    expect(await schoolsInDistress(tx, tx.now)).toEqual({ count: 0, since: null, requests: 0 })
    const since = await sent(14)
    expect(await schoolsInDistress(tx, tx.now)).toEqual({ count: 1, since, requests: 1 })
    await tx.updateTable('campaigns').set({ starts_on: '2026-11-20' }).where('id', '=', campaign.id).execute()
    expect(await schoolsInDistress(tx, tx.now)).toMatchObject({ count: 0 })
    expect((await messagesNotSent(tx)).failed.count).toBe(0)
  }))

test.each([
  ['helpline', ['Questions', 'Messages']],
  ['eligibility', ['Demandes', 'Établissements en difficulté', 'Questions', 'Cartes']],
  ['preparer', ['Aides THR', 'Reversements']],
  ['approver', ['Reversements']],
  ['content', ['Contenus']],
  ['reader', ['Reversements']],
  ['dpo', ['Protection des données']],
  ['administrator', []],
] as const)('the Region’s home tells %s what is theirs to do', async (role, titles) => {
  const { id } = await inTransaction(database.db, TEST_NOW, (tx) => anAgent(tx, role))
  const { text } = await (await new Visitor(site).signInAs({ staffId: id })).get('/region')
  expect([...text.matchAll(/<h2[^>]*>([^<]+)</g)].map(([, title]) => title)).toEqual(titles)
})
