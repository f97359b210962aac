import { describe, expect, test } from 'vitest'
import { type Answer, testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, anAgent, anAidCampaign, aSchool, aWallet } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { creditApplications } from '../../money/wallets/index.ts'
import { aidForm, aYearLater, datesForm } from './campaign.ts'
import { openingOfCampaigns } from './jobs.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const agent = await committed((tx) => anAgent(tx))
const visitor = await new Visitor(site).signInAs({ staffId: agent.id })

/** Everything that the form of a page holds, as a browser would send it again. */
function formOn({ text }: Answer): Record<string, string> {
  const main = text.slice(text.indexOf('<main'))
  const fields: Record<string, string> = {}
  for (const [input] of main.matchAll(/<input[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1]
    if (name && !input.includes('type="radio"')) fields[name] = (/value="([^"]*)"/.exec(input)?.[1] ?? '').replaceAll('&amp;', '&')
  }
  for (const [select, name = ''] of main.matchAll(/<select[^>]*name="([^"]*)".*?<\/select>/gs))
    fields[name] = /<option value="([^"]*)" selected/.exec(select)?.[1] ?? ''
  return fields
}

/** Types a change, goes on to the page that checks it. */
async function typed(path: string, change: Record<string, string>) {
  const answer = await visitor.post(path, { ...formOn(await visitor.get(path)), ...change })
  return { answer, check: answer.location ?? '' }
}

/** What is asked of a running campaign, another administrator agrees to. */
async function save(check: string) {
  const answer = await visitor.post(check, formOn(await visitor.get(check)))
  const [, id, part] = /campagnes\/(\d+)\/([a-z-]+)\//.exec(check) ?? []
  const kind = { dates: 'campaign.dates', montants: 'campaign.benefits', 'aide-thr': 'campaign.aid' }[part ?? '']
  if (kind && id && answer.location?.endsWith('fait=demande')) await committed((tx) => agreedTo(tx, kind, id))
  return answer
}

/** Somebody whose application was validated under this rule. */
async function validated(tx: Tx, campaign: { id: number }, given: { state?: string; benefit_rule?: string } = {}) {
  const beneficiary = await aBeneficiary(tx)
  const school = await aSchool(tx)
  const level = `N${beneficiary.id}`
  await tx.insertInto('levels').values({ code: level, label: level }).execute()
  await tx.insertInto('courses').values({ code: level, level_code: level, label: level }).execute()
  const file = `photo-${beneficiary.id}`
  await tx
    .insertInto('files')
    .values({ id: file, policy: 'photo', media_type: 'image/jpeg', bytes: Buffer.from('x'), created_at: tx.now })
    .execute()
  const application = await tx
    .insertInto('card_applications')
    .values({
      file_number: String(1_000_000_000 + beneficiary.id),
      beneficiary_id: beneficiary.id,
      campaign_id: campaign.id,
      state: 'validated',
      situation: 'pupil',
      benefit_rule: 'pupil-first-time',
      school_id: school.id,
      course_code: level,
      photo_file_id: file,
      created_at: tx.now,
      submitted_at: tx.now,
      ...given,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return { beneficiary, application }
}

const balanceOf = (beneficiaryId: number, campaignId: number) =>
  db
    .selectFrom('wallets')
    .select(['balance_cents', 'closes_on'])
    .where('beneficiary_id', '=', beneficiaryId)
    .where('campaign_id', '=', campaignId)
    .executeTakeFirst()

describe('an amount', () => {
  test('is shown before and after, then counts for what is validated from then on, and not before', async () => {
    const campaign = await committed((tx) => aCampaign(tx))
    const before = await committed(async (tx) => {
      const person = await validated(tx, campaign)
      await creditApplications(tx, { campaign_id: campaign.id, application_ids: [person.application.id] })
      return person
    })
    const path = `/region/campagnes/${campaign.id}/montants`
    const { check } = await typed(path, { pupilFirstTimeAmount: '120' })
    expect(check).toContain(`${path}/verification?`)
    const shown = (await visitor.get(check)).text.replace(/\s/g, ' ')
    expect(shown).toContain('100,00 € : première entrée au lycée')
    expect(shown).toContain('120,00 € : première entrée au lycée')
    expect(shown).not.toContain('55,00 €')
    expect(shown).toContain('1 porte-monnaie déjà accordé ne change pas')
    const given = () =>
      db.selectFrom('benefits').select('amount_cents').where('campaign_id', '=', campaign.id).where('rule', '=', 'pupil-first-time')
    expect((await given().executeTakeFirst())?.amount_cents).toBe(10_000)

    expect((await save(check)).location).toBe(`/region/campagnes/${campaign.id}?fait=demande`)
    const after = await committed(async (tx) => {
      const person = await validated(tx, campaign)
      await creditApplications(tx, { campaign_id: campaign.id, application_ids: null })
      return person
    })
    expect((await balanceOf(before.beneficiary.id, campaign.id))?.balance_cents).toBe(10_000)
    expect((await balanceOf(after.beneficiary.id, campaign.id))?.balance_cents).toBe(12_000)
    const fact = await db.selectFrom('audit_facts').selectAll().where('fact', '=', 'campaign.benefits-changed').executeTakeFirstOrThrow()
    expect(JSON.stringify(fact.details).replace(/\s/g, ' ')).toContain('120,00')
    const people = await db
      .selectFrom('acts_of_two')
      .select(['started_by', 'finished_by'])
      .where('subject', '=', String(campaign.id))
      .executeTakeFirst()
    expect(people).toEqual({ started_by: agent.id, finished_by: fact.staff_id })
  })

  test('may become nothing; what is not an amount is refused at its field', async () => {
    const campaign = await committed((tx) => aCampaign(tx))
    const path = `/region/campagnes/${campaign.id}/montants`
    const refused = await typed(path, { neitherAmount: '-5' })
    expect([refused.answer.status, refused.answer.text.includes('id="neitherAmount-error"')]).toEqual([422, true])
    const { check } = await typed(path, { pupilReturningAmount: '0' })
    expect((await save(check)).status).toBe(303)
    const row = await db
      .selectFrom('benefits')
      .selectAll()
      .where('campaign_id', '=', campaign.id)
      .where('rule', '=', 'pupil-returning')
      .executeTakeFirst()
    expect([row?.amount_cents, row?.wallet_kind]).toEqual([0, null])
  })

  test('that somebody else changed meanwhile is not overwritten', async () => {
    const campaign = await committed((tx) => aCampaign(tx))
    const path = `/region/campagnes/${campaign.id}/montants`
    const { check } = await typed(path, { pupilFirstTimeAmount: '120' })
    const form = formOn(await visitor.get(check))
    await save((await typed(path, { pupilFirstTimeAmount: '130' })).check)
    const answer = await visitor.post(check, form)
    expect([answer.status, answer.text.includes('vient d’être modifiée')]).toEqual([409, true])
  })
})

describe('dates and the limit', () => {
  test('must follow each other', () => {
    const typedDay = (day: string) => ({ year: day.slice(0, 4), month: day.slice(5, 7), day: day.slice(8) })
    const [opens, starts, expire, ends] = ['2027-05-01', '2027-07-01', '2028-04-23', '2028-04-30']
    const wrong = (given: Record<string, string>) => {
      const days = { applicationsOpenOn: opens, startsOn: starts, prepaymentsExpireOn: expire, endsOn: ends }
      const typed = Object.fromEntries(Object.entries(days).map(([name, day]) => [name, typedDay(given[name] ?? day)]))
      return datesForm
        .safeParse({
          name: '2027-2028',
          reminderDays: '30',
          refundDays: '30',
          invitationDays: '7',
          withdrawalHours: '24',
          firstReminderDays: '7',
          secondReminderDays: '14',
          certificateDays: '15',
          decisionDays: '30',
          spendingDays: '30',
          weeklyMailOn: '1',
          bankAccountHours: '48',
          enrolmentAcceptance: 'by-hand',
          dailyCap: '150',
          assentAbove: '30',
          smsFrom: '30',
          ...given,
          ...typed,
        })
        .error?.issues.map(({ path }) => path[0])
    }
    expect(wrong({})).toBeUndefined()
    expect(wrong({ certificateDays: '30' })).toEqual(['decisionDays'])
    expect(wrong({ decisionDays: '61' })).toEqual(['decisionDays'])
    expect(wrong({ certificateDays: '60', decisionDays: '60' })).toEqual(['certificateDays'])
    expect(wrong({ applicationsOpenOn: '2027-07-02' })).toEqual(['startsOn'])
    expect(wrong({ secondReminderDays: '7' })).toEqual(['secondReminderDays'])
    expect(wrong({ bankAccountHours: '23' })).toEqual(['bankAccountHours'])
    expect(wrong({ endsOn: '2027-06-30' })).toEqual(['endsOn', 'prepaymentsExpireOn'])
    expect(wrong({ prepaymentsExpireOn: ends })).toEqual(['prepaymentsExpireOn'])
  })

  test('a wallet that is there keeps its last day; the limit is for all', async () => {
    const { campaign, beneficiary } = await committed(async (tx) => {
      const campaign = await aCampaign(tx)
      const beneficiary = await aBeneficiary(tx)
      await aWallet(tx, { beneficiary_id: beneficiary.id, campaign, balance_cents: 5_000 })
      return { campaign, beneficiary }
    })
    const path = `/region/campagnes/${campaign.id}/dates`
    const figures = {
      reminderDays: '21',
      refundDays: '0',
      invitationDays: '14',
      dailyCap: '200',
      assentAbove: '40',
      smsFrom: '45,50',
      bankAccountHours: '72',
      certificateDays: '20',
      decisionDays: '45',
      spendingDays: '21',
    }
    const { check } = await typed(path, { 'endsOn.day': '15', 'endsOn.month': '5', ...figures })
    const shown = (await visitor.get(check)).text
    expect(shown).toContain('1 porte-monnaie déjà accordé garde sa date')
    expect(shown).toContain('dès le prochain paiement')
    for (const words of ['À dépenser dans les 30 jours', 'Revient à la Région']) expect(shown).toContain(words)
    expect((await save(check)).status).toBe(303)
    const now = await db.selectFrom('campaigns').selectAll().where('id', '=', campaign.id).executeTakeFirstOrThrow()
    expect([
      now.ends_on,
      now.closing_reminder_days,
      now.refund_days,
      now.invitation_days,
      now.card_number_daily_cap_cents,
      now.assent_above_cents,
      now.sms_from_cents,
      now.bank_account_hours,
      now.certificate_days,
      now.decision_days,
      now.spending_days,
    ]).toEqual(['2027-05-15', 21, 0, 14, 20_000, 4_000, 4_550, 72, 20, 45, 21])
    expect((await balanceOf(beneficiary.id, campaign.id))?.closes_on).toBe('2027-04-30')
  })

  test('a first day that is put off credits, when it comes, what is validated meanwhile', async () => {
    const campaign = await committed((tx) => aCampaign(tx))
    await openingOfCampaigns.run(site)
    const opened = () => db.selectFrom('campaigns').select('opened_at').where('id', '=', campaign.id).executeTakeFirstOrThrow()
    expect((await opened()).opened_at).toEqual(clock.now())
    const path = `/region/campagnes/${campaign.id}/dates`
    await save((await typed(path, { 'startsOn.day': '1', 'startsOn.month': '12' })).check)
    expect((await opened()).opened_at).toBeNull()
    const { beneficiary } = await committed((tx) => validated(tx, campaign))
    clock.set(new Date('2026-12-01T00:10:00+01:00'))
    await openingOfCampaigns.run(site)
    clock.set(TEST_NOW)
    expect((await balanceOf(beneficiary.id, campaign.id))?.balance_cents).toBe(10_000)
  })
})

describe('the apprentice aid', () => {
  const path = (id: number) => `/region/campagnes/${id}/aide-thr`
  const aid = { meals: '100', lodging: '80', firstRequestDays: '45', windowMonths: '12', detourFactor: '1,3' }

  test('its bands are typed, shown and kept', async () => {
    const campaign = await committed((tx) => aCampaign(tx))
    const bands = {
      from1: '0',
      included1: 'yes',
      amount1: '0',
      from2: '10',
      included2: 'yes',
      amount2: '100',
      from3: '100',
      included3: 'no',
      amount3: '200',
    }
    const { check } = await typed(path(campaign.id), { ...aid, ...bands })
    expect((await visitor.get(check)).text.replace(/\s/g, ' ')).toContain('À partir de 100 km (non compris) : 200,00 €')
    expect((await save(check)).status).toBe(303)
    const kept = await db.selectFrom('aid_bands').selectAll().where('campaign_id', '=', campaign.id).orderBy('from_km').execute()
    expect(kept.map(({ from_km, from_included, amount_cents }) => [from_km, from_included, amount_cents])).toEqual([
      [0, true, 0],
      [10, true, 10_000],
      [100, false, 20_000],
    ])
    const again = await typed(path(campaign.id), { amount2: '110', included3: 'no' })
    expect((await visitor.get(again.check)).text.match(/<tr role="row">/g)).toHaveLength(2)
  })

  test('begins at 0 km, and no two bands begin alike', () => {
    const issues = (given: Record<string, string | string[]>) =>
      aidForm.safeParse({ ...aid, ...given }).error?.issues.map(({ path }) => path[0])
    expect(issues({ from1: '0', amount1: '0' })).toBeUndefined()
    expect(issues({ from1: '5', amount1: '0' })).toEqual(['from1'])
    expect(issues({ from1: '0', amount1: '0', from2: '0,0', amount2: '5' })).toEqual(['from2'])
    expect(issues({ from1: '0', amount1: '0', from2: '10' })).toEqual(['amount2'])
    // Whoever sends a field twice sends a list.
    expect(issues({ from1: ['0', '0'], amount1: '0' })).toEqual(['from1'])
  })
})

describe('the next campaign', () => {
  test('is a copy with other dates; on its first day it credits what was validated before, once', async () => {
    const latest = await committed((tx) => aCampaign(tx))
    const answer = await visitor.submit('/region/campagnes/nouvelle', {
      ...formOn(await visitor.get('/region/campagnes/nouvelle')),
      name: '2027-2028',
    })
    const id = Number(/\/region\/campagnes\/(\d+)\?fait=preparation/.exec(answer.location ?? '')?.[1])
    const next = await db.selectFrom('campaigns').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect([next.starts_on, next.ends_on]).toEqual([aYearLater(latest.starts_on), aYearLater(latest.ends_on)])
    const rules = await db.selectFrom('benefits').select('rule').where('campaign_id', '=', id).execute()
    expect(rules).toHaveLength(6)

    const { beneficiary } = await committed((tx) => validated(tx, next))
    const waiting = await committed((tx) => validated(tx, next, { state: 'submitted' }))
    await openingOfCampaigns.run(site)
    expect(await balanceOf(beneficiary.id, id)).toBeUndefined()

    clock.set(new Date('2027-07-01T00:30:00+02:00'))
    for (const _ of [1, 2]) await openingOfCampaigns.run(site)
    clock.set(TEST_NOW)
    expect((await balanceOf(beneficiary.id, id))?.balance_cents).toBe(10_000)
    expect(await balanceOf(waiting.beneficiary.id, id)).toBeUndefined()
    const grants = await db
      .selectFrom('transactions as t')
      .innerJoin('wallets as w', 'w.id', 't.wallet_id')
      .select('t.id')
      .where('w.campaign_id', '=', id)
      .execute()
    expect(grants).toHaveLength(1)
  })

  test('has a name of its own', async () => {
    const { name } = await committed((tx) => aCampaign(tx))
    const page = '/region/campagnes/nouvelle'
    const answer = await visitor.post(page, { ...formOn(await visitor.get(page)), name })
    expect([answer.status, answer.text.includes('porte déjà ce nom')]).toEqual([422, true])
  })
})

describe('the scheme, for anybody', () => {
  test('says who is entitled to what, and when, as the current campaign does', async () => {
    const campaign = await committed(async (tx) => {
      const campaign = await anAidCampaign(tx)
      await tx
        .updateTable('campaigns')
        .set({ applications_open_on: '2026-11-20', starts_on: '2026-11-21' })
        .where('id', '=', campaign.id)
        .execute()
      await tx
        .updateTable('benefits')
        .set({ amount_cents: 12_345 })
        .where('campaign_id', '=', campaign.id)
        .where('rule', '=', 'pupil-returning')
        .execute()
      return campaign
    })
    const { text } = await new Visitor(site).get('/le-dispositif')
    const said = text.replace(/<[^>]+>/g, ' ').replace(/[\s\u00a0\u202f]+/g, ' ')
    expect(said).toContain('Lycéen, déjà au lycée l’an dernier poursuite au lycée 123,45 €')
    expect(said).toContain('de 0,00 € à 200,00 €')
    expect(said).toContain('20/11/2026 : les demandes ouvrent')
    expect(said).toContain(
      `${campaign.ends_on.split('-').reverse().join('/')} : dernier jour pour envoyer une demande, et pour utiliser le porte-monnaie`,
    )
    for (const stage of ['Inscription', 'Demande', 'Validation', 'Fabrication', 'Expédition'])
      expect(text).toContain(`<strong>${stage}</strong>`)
    for (const href of ['/faq', '/ou-utiliser-ma-carte', '/inscription']) expect(text).toContain(`href="${href}"`)
  })

  test('is linked from the home page, which offers who is signed in the way to their space', async () => {
    const someone = await committed((tx) => aBeneficiary(tx))
    const anybody = (await new Visitor(site).get('/')).text
    expect(anybody).toContain('href="/le-dispositif"')
    expect(anybody).toContain('<span>Se connecter</span>')
    const known = (await (await new Visitor(site).signInAs({ beneficiaryId: someone.id })).get('/')).text
    expect(known).not.toContain('<span>Se connecter</span>')
    expect(known).toMatch(/href="\/espace"><span>Aller dans mon espace/)
    expect((await visitor.get('/')).text).toMatch(/href="\/region"><span>Aller dans mon espace/)
  })
})

test('one that opens later is not opened at once by one person', async () => {
  const campaign = await committed((tx) => aCampaign(tx))
  const set = { applications_open_on: '2027-05-01', starts_on: '2027-07-01', prepayments_expire_on: '2028-04-23', ends_on: '2028-04-30' }
  await db.updateTable('campaigns').set(set).where('id', '=', campaign.id).execute()
  const path = `/region/campagnes/${campaign.id}/dates`
  const opensOn = (day: string, month: string, year: string) =>
    typed(path, { 'applicationsOpenOn.day': day, 'applicationsOpenOn.month': month, 'applicationsOpenOn.year': year })
  const { check } = await opensOn('23', '11', '2026')
  const answer = await visitor.post(check, formOn(await visitor.get(check)))
  expect(answer.location).toBe(`/region/campagnes/${campaign.id}?fait=demande`)
  const later = await opensOn('02', '05', '2027')
  expect((await visitor.post(later.check, formOn(await visitor.get(later.check)))).location).toContain('fait=enregistrement')
})
