import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, anAgent, anApprentice, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { orderAsked } from '../../../platform/forms/paging.ts'
import { creditApplications, pay, refund } from '../../money/wallets/index.ts'
import { byDepartment, departmentOf, inAll, inDays, periodsOf, share } from './figures.ts'
import { countingOfFigures } from './jobs.ts'
import {
  countedAt,
  figuresByMonth,
  figuresBySchool,
  moneyOf,
  requestsByDay,
  SCHOOL_ORDERS,
  sharesOfPartners,
  spentByType,
} from './queries.ts'

const database = await testDatabase()
const { site } = testSite(database)

const sent = (day: string, count: number) => ({ day, state: 'validated' as const, count })

test('days without requests are on the scale; many days are counted by week, from Monday', () => {
  expect(periodsOf([])).toEqual([])
  const days = periodsOf([sent('2026-09-04', 3), sent('2026-09-01', 2)])
  expect(days.map(({ label, validated }) => `${label} ${validated}`)).toEqual([
    '01/09/2026 2',
    '02/09/2026 0',
    '03/09/2026 0',
    '04/09/2026 3',
  ])
  const weeks = periodsOf([sent('2026-09-02', 2), sent('2026-09-06', 1), sent('2026-12-01', 4)])
  expect(weeks[0]).toMatchObject({ label: 'Semaine du 31/08/2026', validated: 3 })
  expect([weeks.length, weeks.at(-1)?.validated]).toEqual([14, 4])
})

test.each([
  [{ postcode: '02100', uai: '0590001A' }, 'Aisne'],
  [{ postcode: null, uai: '0590001A' }, 'Nord'],
  [{ postcode: '75001', uai: '0750001A' }, 'Hors de la région'],
  [{ postcode: null, uai: null }, 'Hors de la région'],
])('%j is in « %s »', (school, department) => expect(departmentOf(school)).toBe(department))

test.each([
  [12, '0,5 jour'],
  [36, '1,5 jour'],
  [240, '10 jours'],
])('%i hours are %s', (hours, words) => {
  expect(inDays(hours)).toBe(words)
})

const ordered = (tri: string) => orderAsked(new URLSearchParams({ tri }), SCHOOL_ORDERS, 'ville')

test('the median of a school counts what it validated, from the last sending', () =>
  rolledBack(database.db, async (tx) => {
    const { campaign, school } = await anApprentice(tx)
    const hours = [24, 48, 240]
    for (const hour of hours) {
      const { application } = await anApprentice(tx, { campaign })
      const decided_at = new Date(tx.now.getTime() + hour * 3_600_000)
      await tx.updateTable('card_applications').set({ school_id: school?.id, decided_at }).where('id', '=', application.id).execute()
    }
    await tx
      .deleteFrom('card_applications')
      .where('school_id', '=', school?.id as number)
      .where('decided_at', '=', tx.now)
      .execute()
    const { application } = await anApprentice(tx, { campaign })
    await tx
      .updateTable('card_applications')
      .set({ school_id: school?.id, state: 'submitted', decided_at: null })
      .where('id', '=', application.id)
      .execute()
    const times = await figuresBySchool(tx, campaign.id, ordered('attente'))
    expect(times).toMatchObject([{ uai: school?.uai, median_hours: 48, validated: 3, waiting: 1, waiting_since: tx.now }])
    expect(await requestsByDay(tx, campaign.id)).toEqual([
      { day: '2026-11-23', state: 'submitted', count: 1 },
      { day: '2026-11-23', state: 'validated', count: 3 },
    ])
  }))

test('what is granted is spent, set aside or left; a refund is not spent', () =>
  rolledBack(database.db, async (tx) => {
    const { wallet, campaign } = await aHolder(tx, { balance_cents: 20_000 })
    const other = await aHolder(tx, { balance_cents: 10_000 })
    const partner = await aPartner(tx)
    const { id: made_by } = await aPartnerUser(tx, partner)
    const spending = { wallet_id: wallet.id, partner_id: partner.id, made_by }
    const { transaction_id } = await pay(tx, { ...spending, request_id: randomUUID(), amount_cents: 12_000, channel: 'qr-code' })
    await refund(tx, { ...spending, request_id: randomUUID(), payment_id: transaction_id, amount_cents: 2_000 })
    expect(await moneyOf(tx, campaign.id)).toEqual({ granted_cents: 20_000, left_cents: 10_000, reserved_cents: 0, closed_cents: 0 })
    expect(await spentByType(tx, campaign.id)).toEqual([{ label: 'Librairie', partners: 1, payments: 1, spent_cents: 10_000 }])
    expect(await spentByType(tx, other.campaign.id)).toEqual([])
  }))

const agent = new Visitor(site)

beforeAll(async () => {
  const content = await inTransaction(database.db, TEST_NOW, async (tx) => {
    const { school } = await anApprentice(tx)
    // The number of a school that is made says a department by chance.
    await tx
      .updateTable('schools')
      .set({ postcode: '75001' })
      .where('id', '=', school?.id as number)
      .execute()
    return anAgent(tx, 'content')
  })
  await agent.signInAs({ staffId: content.id })
})

test('by school, by department and by month: what was asked, given and spent; the part of each partner', () =>
  rolledBack(database.db, async (tx) => {
    const { campaign, school, beneficiary } = await anApprentice(tx)
    const other = await anApprentice(tx, { campaign })
    await tx
      .updateTable('schools')
      .set({ postcode: '59000' })
      .where('id', '=', school?.id as number)
      .execute()
    await tx
      .updateTable('schools')
      .set({ postcode: '75001' })
      .where('id', '=', other.school?.id as number)
      .execute()
    await creditApplications(tx, { campaign_id: campaign.id, application_ids: null })
    const wallet = await tx.selectFrom('wallets_held').selectAll().where('beneficiary_id', '=', beneficiary.id).executeTakeFirstOrThrow()
    const partners = [await aPartner(tx), await aPartner(tx)] as const
    for (const [index, partner] of partners.entries()) {
      const { id: made_by } = await aPartnerUser(tx, partner)
      const amount_cents = index === 0 ? 3_000 : 1_000
      await pay(tx, { request_id: randomUUID(), wallet_id: wallet.id, partner_id: partner.id, made_by, amount_cents, channel: 'qr-code' })
    }
    const schools = await figuresBySchool(tx, campaign.id, ordered('-depense'))
    expect(schools.map(({ uai, holders, users, spent_cents }) => [uai, holders, users, spent_cents])).toEqual([
      [school?.uai, 1, 1, 4_000],
      [other.school?.uai, 1, 0, 0],
    ])
    const departments = byDepartment(schools).filter(({ counted }) => counted.sent > 0)
    expect(departments.map(({ name, counted }) => [name, counted.spent_cents])).toEqual([
      ['Nord', 4_000],
      ['Hors de la région', 0],
    ])
    expect(inAll(schools)).toMatchObject({ sent: 2, validated: 2, holders: 2, users: 1, granted_cents: wallet.granted_cents * 2 })
    expect(await figuresByMonth(tx, campaign.id)).toMatchObject([{ month: '2026-11-01', sent: 2, validated: 2, spent_cents: 4_000 }])
    const shares = await sharesOfPartners(tx, campaign.id, null)
    expect(shares.map(({ code, spent_cents }) => `${code} ${share(spent_cents, 4_000)}`)).toEqual([
      `${partners[0].code} 75 %`,
      `${partners[1].code} 25 %`,
    ])
    expect(await sharesOfPartners(tx, campaign.id, 1)).toMatchObject([{ code: partners[0].code, partners: 2, all_spent_cents: 4_000 }])
  }))

test('what counts everybody is counted by the clock, and pages say when: what is paid since is in the next count', async () => {
  const later = new Date(TEST_NOW.getTime() + 600_000)
  const { campaign, wallet, spending } = await inTransaction(database.db, TEST_NOW, async (tx) => {
    const { campaign, beneficiary } = await anApprentice(tx)
    await creditApplications(tx, { campaign_id: campaign.id, application_ids: null })
    const wallet = await tx.selectFrom('wallets_held').selectAll().where('beneficiary_id', '=', beneficiary.id).executeTakeFirstOrThrow()
    const partner = await aPartner(tx)
    const { id: made_by } = await aPartnerUser(tx, partner)
    return { campaign, wallet, spending: { wallet_id: wallet.id, partner_id: partner.id, made_by, channel: 'qr-code' as const } }
  })
  const paid = (amount_cents: number) =>
    inTransaction(database.db, TEST_NOW, (tx) => pay(tx, { ...spending, request_id: randomUUID(), amount_cents }))
  const read = async () => {
    const [live, months, days, [school]] = await Promise.all([
      countedAt(database.db, campaign.id),
      figuresByMonth(database.db, campaign.id),
      requestsByDay(database.db, campaign.id),
      figuresBySchool(database.db, campaign.id, ordered('ville')),
    ])
    return { at: live, months, days, school }
  }
  await paid(1_200)
  const asRead = await read()
  expect([asRead.at, asRead.school?.spent_cents, asRead.months[0]?.spent_cents]).toEqual([undefined, 1_200, 1_200])

  await countingOfFigures.run(site)
  expect(await read()).toEqual({ ...asRead, at: TEST_NOW })
  await paid(800)
  expect(await read()).toEqual({ ...asRead, at: TEST_NOW })
  expect(await moneyOf(database.db, campaign.id)).toMatchObject({ left_cents: wallet.balance_cents - 2_000 })
  const page = (path = '') => agent.get(`/region/chiffres${path}?campagne=${campaign.id}`)
  for (const { text } of [await page(), await page('/etablissements')]) expect(text).toContain('comptés le 23/11/2026 à 10:00')

  await countingOfFigures.run(testSite(database, later).site)
  expect(await read()).toMatchObject({ at: later, months: [{ spent_cents: 2_000 }], school: { spent_cents: 2_000, users: 1 } })
  await database.db.deleteFrom('kept_figures').execute()
})

test('every agent sees the figures, drawn and in tables', async () => {
  const { status, text } = await agent.get('/region/chiffres')
  expect(status).toBe(200)
  expect(text.match(/<svg class="chart"/g)).toHaveLength(4)
  expect(text).not.toContain('NaN')
})

test.each([
  ['demandes.csv', '"23/11/2026";"Validées";1'],
  ['delais.csv', '"Amiens";0;"";1;0'],
  ['etablissements.csv', '"Amiens";"Hors de la région";1;1;0'],
  ['departements.csv', '"Hors de la région";1;1;0'],
  ['mois.csv', '"novembre 2026";1;1'],
  ['parts.csv', '"Part en %"'],
  ['argent.csv', '"Accordé";0'],
  ['partenaires.csv', '"Dépensé en euros"'],
])('%s is a file', async (name, line) => {
  const { headers, text } = await agent.get(`/region/chiffres/${name}`)
  expect(headers.get('content-disposition')).toContain(name)
  expect(text).toContain(line)
})
