import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, aHolder, anAgent, aPartner, aPartnerUser, aSchool } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { freezeWallet } from '../freezes/freeze.ts'
import { unfreezeWallet } from '../freezes/unfreeze.ts'
import { createPrepayment } from '../prepayments/create.ts'
import { redeemPrepayment } from '../prepayments/redeem.ts'
import { checkLedger } from '../wallets/check.ts'
import { remindersOfClosing } from '../wallets/jobs.ts'
import { moveForm, whyNotThen } from './deadline.ts'
import { messagesOfMovedDeadlines, movingOfDeadlines } from './jobs.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const administrator = await committed((tx) => anAgent(tx, 'administrator'))
const desk = await new Visitor(site).signInAs({ staffId: administrator.id })

const days = (closesOn: string) => {
  const [year = '', month = '', day = ''] = closesOn.split('-')
  return { 'closesOn.day': day, 'closesOn.month': month, 'closesOn.year': year }
}
const WHY = { reason: 'outage', comment: 'Le site a été fermé trois jours.' }

/** Drafts a move as an administrator does. */
const drafted = (campaign: { id: number }, closesOn: string, whose: Record<string, string> = { scope: 'campaign' }, visitor = desk) =>
  visitor.submit(`/region/campagnes/${campaign.id}/derniers-jours/nouveau`, { ...days(closesOn), ...WHY, ...whose })

/** Asks for it, has somebody else agree, and lets the clock do it. */
async function moved(campaign: { id: number }, closesOn: string, whose?: Record<string, string>, visitor = desk) {
  const { location } = await drafted(campaign, closesOn, whose, visitor)
  if (!location) throw new Error('refused')
  expect((await visitor.submit(location, {})).location).toMatch(/fait=demande$/)
  const id = Number(location.split('/').at(-1))
  await committed((tx) => agreedTo(tx, 'deadline.move', id))
  await movingOfDeadlines.run(site, 2)
  return id
}

const walletNow = (id: number) =>
  db.selectFrom('wallets').select(['closes_on', 'prepayments_expire_on', 'balance_cents']).where('id', '=', id).executeTakeFirstOrThrow()
const saidTo = async (beneficiaryId: number) =>
  (await db.selectFrom('messages').select(['body', 'template']).where('beneficiary_id', '=', beneficiaryId).execute()).filter(
    ({ template }) => template === 'wallet.last-day-moved',
  )

async function withATicket(tx: Tx, holder: Awaited<ReturnType<typeof aHolder>>) {
  const partner = await aPartner(tx)
  const spending = { partnerId: partner.id, walletId: holder.wallet.id, amount: 5_000, _id: randomUUID(), again: false }
  const { ticket } = await createPrepayment(tx, holder.beneficiary.actor, spending as never)
  return { ticket, partner }
}

describe('a deadline that is moved', () => {
  test('moves wallets and pending tickets once another administrator agreed; the old paper pays until the new day', async () => {
    const campaign = await committed((tx) => aCampaign(tx))
    const [first, second, third] = await committed(async (tx) => [
      await aHolder(tx, { campaign }),
      await aHolder(tx, { campaign }),
      await aHolder(tx, { campaign, balance_cents: 0 }),
    ])
    if (!first || !second || !third) throw new Error('none')
    const { ticket, partner } = await committed((tx) => withATicket(tx, first))

    const { location } = await drafted(campaign, '2027-06-30')
    const shown = (await desk.get(location ?? '')).text.replace(/\s+/g, ' ').replace(/<[^>]+>/g, '|')
    expect(shown).toContain('3 porte-monnaie pourront servir plus longtemps')
    expect(shown).toContain('2 personnes sont prévenues')
    expect(shown).toMatch(/Ce qu’ils contiennent\|+350,00/)
    expect(shown).toMatch(/Prépaiements en attente\|+1, pour 50,00/)
    await desk.submit(location ?? '', {})
    await movingOfDeadlines.run(site)
    expect((await walletNow(first.wallet.id)).closes_on).toBe('2027-04-30')

    const id = Number(location?.split('/').at(-1))
    await committed((tx) => agreedTo(tx, 'deadline.move', id))
    await movingOfDeadlines.run(site, 2)
    for (const { wallet } of [first, second, third]) {
      expect(await walletNow(wallet.id)).toMatchObject({ closes_on: '2027-06-30', prepayments_expire_on: '2027-06-23' })
    }
    const move = await db.selectFrom('deadline_moves').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(move).toMatchObject({ wallets: 3, balance_cents: 35_000, prepayments: 1 })
    expect((await checkLedger(db)).differences).toEqual([])

    await messagesOfMovedDeadlines.run(site, 2)
    await messagesOfMovedDeadlines.run(site, 2)
    await messagesOfMovedDeadlines.run(site, 2)
    const [told] = await saidTo(first.beneficiary.id)
    expect(told?.body).toContain('jusqu’au 30/06/2027 inclus (au lieu du 30/04/2027)')
    expect(told?.body).toContain(`n° ${ticket}`)
    expect(told?.body).toContain('jusqu’au 23/06/2027 inclus')
    for (const [{ beneficiary }, times] of [
      [first, 1],
      [second, 1],
      [third, 0],
    ] as const) {
      expect(await saidTo(beneficiary.id)).toHaveLength(times)
    }
    const facts = await db
      .selectFrom('audit_facts')
      .select(['fact', 'details'])
      .where('beneficiary_id', '=', second.beneficiary.id)
      .execute()
    expect(facts).toContainEqual({
      fact: 'deadline.moved-for-owner',
      details: { move: id, closed_on: '2027-04-30', closes_on: '2027-06-30' },
    })

    // The paper says the 23rd of April.
    clock.set(new Date('2027-06-20T10:00:00Z'))
    await committed(async (tx) => redeemPrepayment(tx, await aPartnerUser(tx, partner), { ticket, _id: randomUUID() }))
    const row = await db.selectFrom('prepayments').select('state').where('ticket', '=', ticket).executeTakeFirstOrThrow()
    expect(row.state).toBe('redeemed')
    clock.set(TEST_NOW)
  })

  test('of a school or a department moves the wallets of its own, and no other', async () => {
    const campaign = await committed((tx) => aCampaign(tx))
    const { near, far } = await committed(async (tx) => {
      const schools = [await aSchool(tx), await aSchool(tx)]
      const holders = []
      for (const school of schools) {
        const holder = await aHolder(tx, { campaign })
        await validatedAt(tx, holder, school)
        holders.push({ ...holder, school })
      }
      const [near, far] = holders
      if (!near || !far) throw new Error('none')
      await tx.updateTable('schools').set({ uai: '0590001F' }).where('id', '=', near.school.id).execute()
      await tx.updateTable('schools').set({ uai: '0800001S' }).where('id', '=', far.school.id).execute()
      return { near, far }
    })
    const dates = async () => [(await walletNow(near.wallet.id)).closes_on, (await walletNow(far.wallet.id)).closes_on]
    await moved(campaign, '2027-05-15', { scope: 'school', school: String(near.school.id) })
    expect(await dates()).toEqual(['2027-05-15', '2027-04-30'])
    await moved(campaign, '2027-05-20', { scope: 'department', department: '080' })
    expect(await dates()).toEqual(['2027-05-15', '2027-05-20'])
  })

  test('of a list takes numbers of files and cards, and names those that are nobody’s', async () => {
    const campaign = await committed((tx) => aCampaign(tx))
    const [one, other] = await committed(async (tx) => [await aHolder(tx, { campaign }), await aHolder(tx, { campaign })])
    if (!one || !other) throw new Error('none')
    const refused = await drafted(campaign, '2027-05-15', { scope: 'people', people: `${one.card.number}\n00000000\nabc` })
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('abc')
    const unknown = await drafted(campaign, '2027-05-15', { scope: 'people', people: `${one.card.number}\n00000000` })
    expect(unknown.text).toContain('« 00000000 » : aucune carte')
    expect(unknown.text).toContain(one.card.number)
    await moved(campaign, '2027-05-15', { scope: 'people', people: one.card.number.replace(/(.{4})/, '$1 ') })
    expect((await walletNow(one.wallet.id)).closes_on).toBe('2027-05-15')
    expect((await walletNow(other.wallet.id)).closes_on).toBe('2027-04-30')
  })

  test('never revives a wallet that has closed, and never takes a day from a ticket', async () => {
    const { campaign, past, holder, ticket } = await committed(async (tx) => {
      const campaign = await aCampaign(tx)
      const holder = await aHolder(tx, { campaign })
      const past = await aHolder(tx, { campaign: { id: campaign.id, ends_on: '2026-11-20' } })
      return { campaign, past, holder, ...(await withATicket(tx, holder)) }
    })
    await moved(campaign, '2026-12-31')
    expect((await walletNow(past.wallet.id)).closes_on).toBe('2026-11-20')
    expect((await walletNow(holder.wallet.id)).closes_on).toBe('2026-12-31')
    const row = await db.selectFrom('prepayments').select('expires_on').where('ticket', '=', ticket).executeTakeFirstOrThrow()
    expect(row.expires_on).toBe('2027-04-23')
    expect((await drafted(campaign, '2026-12-31')).text).toContain('Aucun porte-monnaie ouvert ne changerait')
    expect((await drafted(campaign, '2026-12-01')).text).toContain('au moins 15 jours')
  })

  test('that is shortened leaves a day to make a ticket, and says which papers are good for longer than the wallet', async () => {
    const { campaign, ticket } = await committed(async (tx) => {
      const campaign = await aCampaign(tx)
      await tx.updateTable('campaigns').set({ prepayments_expire_on: '2027-03-31' }).where('id', '=', campaign.id).execute()
      return { campaign, ...(await withATicket(tx, await aHolder(tx, { campaign }))) }
    })
    const refused = await drafted(campaign, '2026-12-20')
    expect([refused.status, refused.text.includes('Choisissez le 23/12/2026, ou un jour plus tard')]).toEqual([422, true])
    const { location } = await drafted(campaign, '2026-12-31')
    const { text } = await desk.get(location as string)
    expect(text).toContain('Un nouveau prépaiement est possible jusqu’au 01/12/2026 inclus')
    expect(text).toContain('1 prépaiement restera bon après le 31/12/2026')
    // What waited until that day is past is not agreed to.
    await desk.submit(location as string, {})
    clock.set(new Date('2026-12-02T10:00:00+01:00'))
    const id = Number((location as string).split('/').at(-1))
    await expect(committed((tx) => agreedTo(tx, 'deadline.move', id))).rejects.toMatchObject({ code: 'deadline.not-then' })
    clock.set(TEST_NOW)
    const row = await db.selectFrom('prepayments').select('expires_on').where('ticket', '=', ticket).executeTakeFirstOrThrow()
    expect(row.expires_on).toBe('2027-03-31')
    // Who gains days may be out of time for a ticket: it is said.
    const late = await committed(async (tx) => {
      const ends = { id: campaign.id, ends_on: '2026-11-24' }
      return aHolder(tx, { campaign: ends })
    })
    const number = late.card.number
    const page = await desk.get((await drafted(campaign, '2026-12-05', { scope: 'people', people: number })).location as string)
    expect(page.text).toContain('Aucun nouveau prépaiement n’est possible : ils s’arrêtent le 05/11/2026, qui est passé')
  })

  test('moves what was frozen while it was open, though its day has passed; thawed, it gets its days back besides', async () => {
    const { campaign, frozen, late } = await committed(async (tx) => {
      const { id } = await aCampaign(tx)
      const ended = { id, ends_on: '2026-11-20' }
      return { campaign: { id }, frozen: await aHolder(tx, { campaign: ended }), late: await aHolder(tx, { campaign: ended }) }
    })
    const keeper = await committed((tx) => anAgent(tx, 'helpline'))
    const why = { reason: 'phone-lost', comment: 'Téléphone volé.' }
    const freezing = ({ wallet }: typeof frozen, at: string) =>
      inTransaction(db, new Date(`${at}T10:00:00+01:00`), (tx) => freezeWallet(tx, keeper, { id: wallet.id, ...why }))
    await freezing(frozen, '2026-11-10')
    // It had closed already: it stays so.
    await freezing(late, '2026-11-22')
    const { location } = await drafted(campaign, '2026-12-31')
    const { text } = await desk.get(location as string)
    for (const words of ['1 porte-monnaie gelé suit aussi', '1 porte-monnaie déjà clôturé le reste']) expect(text).toContain(words)
    await moved(campaign, '2026-12-31')
    const ends = () => Promise.all([frozen, late].map(async ({ wallet }) => (await walletNow(wallet.id)).closes_on))
    expect(await ends()).toEqual(['2026-12-31', '2026-11-20'])
    await committed(async (tx) => unfreezeWallet(tx, await anAgent(tx, 'helpline'), { id: frozen.wallet.id, answer: 'Retrouvé.' }))
    expect(await ends()).toEqual(['2027-01-13', '2026-11-20'])
    expect((await checkLedger(db)).differences).toEqual([])
  })

  test('reminds again of the new day whoever was reminded of the former one', async () => {
    const campaign = await committed((tx) => aCampaign(tx))
    const holder = await committed((tx) => aHolder(tx, { campaign }))
    const reminded = async () =>
      (
        await db
          .selectFrom('messages')
          .select('id')
          .where('beneficiary_id', '=', holder.beneficiary.id)
          .where('template', '=', 'wallet-will-close')
          .execute()
      ).length
    clock.set(new Date('2027-04-20T10:00:00Z'))
    await remindersOfClosing.run(site)
    expect(await reminded()).toBe(1)
    await moved(campaign, '2027-07-31', undefined, await new Visitor(site).signInAs({ staffId: administrator.id }))
    await remindersOfClosing.run(site)
    expect(await reminded()).toBe(1)
    clock.set(new Date('2027-07-20T10:00:00Z'))
    await remindersOfClosing.run(site)
    expect(await reminded()).toBe(2)
    clock.set(TEST_NOW)
  })

  test('is agreed to by somebody else, in the database too', async () => {
    const campaign = await committed((tx) => aCampaign(tx))
    await committed((tx) => aHolder(tx, { campaign }))
    const { location } = await drafted(campaign, '2027-05-15')
    await desk.submit(location ?? '', {})
    const id = Number(location?.split('/').at(-1))
    const act = await db
      .selectFrom('acts_of_two')
      .select('id')
      .where('kind', '=', 'deadline.move')
      .where('subject', '=', String(id))
      .executeTakeFirstOrThrow()
    expect((await desk.submit(`/region/a-valider/${act.id}`, { action: 'agree' })).status).toBe(403)
    const forged = db
      .updateTable('deadline_moves')
      .set({ agreed_by: administrator.id, agreed_at: clock.now() })
      .where('id', '=', id)
      .execute()
    await expect(forged).rejects.toThrow('who_asks_for_a_moved_deadline_does_not_agree_to_it')
  })

  test('lets a till pay from a wallet that is being moved, once it has moved', async () => {
    const holder = await committed((tx) => aHolder(tx))
    const paid = await inTransaction(db, clock.now(), async (tx) => {
      await sql`select * from move_last_days(${[holder.wallet.id]}::bigint[], '2027-06-30', '2027-06-23', ${tx.now})`.execute(tx)
      const partner = await committed((other) => aPartner(other))
      return {
        partner,
        waiting:
          sql`select * from post_transaction(${randomUUID()}, 'payment', ${holder.wallet.id}, 100, ${new Date('2027-05-02T10:00:00Z')}, ${partner.id}, null, 'qr-code')`.execute(
            db,
          ),
      }
    })
    await paid.waiting
    expect(await walletNow(holder.wallet.id)).toMatchObject({ closes_on: '2027-06-30', balance_cents: 19_900 })
  })
})

test('a day that is past, or years away, is refused in words', () => {
  const why = (closesOn: string, losers: number, ticketsUntil: string) =>
    whyNotThen(closesOn, { today: '2026-11-23', losers, ticketsUntil })
  expect(why('2026-11-23', 0, '2026-11-16')).toContain('à venir')
  expect(why('2062-05-01', 0, '2062-04-24')).toContain('l’année')
  expect(why('2026-11-24', 0, '2026-11-17')).toBeUndefined()
  expect(why('2026-12-20', 1, '2026-11-20')).toContain('Choisissez le 23/12/2026')
  expect(why('2026-12-23', 1, '2026-11-23')).toBeUndefined()
})

test('a form says all that is missing for whom it is about', () => {
  const wrong = (typed: Record<string, unknown>) =>
    moveForm.safeParse({ closesOn: { day: '1', month: '6', year: '2027' }, ...WHY, ...typed }).error?.issues.map(({ path }) => path[0])
  expect(wrong({ scope: 'department' })).toEqual(['department'])
  expect(wrong({ scope: 'school', school: 'x' })).toEqual(['school'])
  expect(wrong({ scope: 'people', people: ' \n' })).toEqual(['people'])
  expect(wrong({ scope: 'campaign' })).toBeUndefined()
})

/** Their request was validated at that school. */
async function validatedAt(tx: Tx, { beneficiary, campaign, photo }: Awaited<ReturnType<typeof aHolder>>, school: { id: number }) {
  const code = `N${beneficiary.id}`
  await tx.insertInto('levels').values({ code, label: code }).execute()
  await tx.insertInto('courses').values({ code, level_code: code, label: code }).execute()
  await tx
    .insertInto('card_applications')
    .values({
      file_number: String(1_000_000_000 + beneficiary.id),
      beneficiary_id: beneficiary.id,
      campaign_id: campaign.id,
      state: 'validated',
      situation: 'pupil',
      benefit_rule: 'pupil-first-time',
      school_id: school.id,
      course_code: code,
      photo_file_id: photo.id,
      created_at: tx.now,
      submitted_at: tx.now,
    })
    .execute()
}
