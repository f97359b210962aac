import { randomInt, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { ledgerIsClean } from '../../../../tests/support/ledger-model.ts'
import {
  aBeneficiary,
  aCampaign,
  aCourse,
  anAgent,
  aPartner,
  aPartnerUser,
  aSchool,
  aSchoolUser,
  TEST_KEY,
} from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { storeFile } from '../../../platform/files.ts'
import { photoPolicy } from '../../card/photos/index.ts'
import { askToWaive } from '../../money/corrections/waive-debt.ts'
import { createPrepayment } from '../../money/prepayments/create.ts'
import { creditApplications, pay, refund, walletsOf } from '../../money/wallets/index.ts'
import { handToRegion } from '../card-applications/index.ts'
import { acceptApplications } from '../card-decisions/accept.ts'
import { askToWithdraw, validationWithdrawal } from './two-people.ts'
import { withdrawOwnValidation, withdrawValidations } from './withdraw.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const at = <T>(now: Date, run: (tx: Tx) => Promise<T>) => inTransaction(db, now, run)
const act = <T>(run: (tx: Tx) => Promise<T>) => at(TEST_NOW, run)
const later = (hours: number) => new Date(TEST_NOW.getTime() + hours * 3_600_000)
const refused = (code: string) => expect.objectContaining({ code })
const OWN = '/etablissement/retraits'
const why = { reason: 'by-mistake', comment: 'Vu avec le secrétariat.' } as const

const { campaign, school, office, course, eligibility, partner, seller } = await act(async (tx) => {
  const school = await aSchool(tx)
  const partner = await aPartner(tx)
  return {
    campaign: await aCampaign(tx),
    school,
    office: await aSchoolUser(tx, school),
    course: await aCourse(tx, school),
    eligibility: await anAgent(tx, 'eligibility'),
    partner,
    seller: await aPartnerUser(tx, partner),
  }
})

/** A request of a pupil, sent, of that campaign. */
async function sent(tx: Tx, beneficiaryId: number, campaignId = campaign.id) {
  const number = String(randomInt(1_000_000_000, 9_999_999_999))
  const photo_file_id = await storeFile(tx, photoPolicy, Buffer.from('x'), TEST_KEY)
  await tx
    .insertInto('card_applications')
    .values({
      ...{ beneficiary_id: beneficiaryId, campaign_id: campaignId, file_number: number, state: 'submitted', situation: 'pupil' },
      ...{ school_id: school.id, course_code: course.code, photo_file_id, benefit_rule: 'pupil-first-time' },
      ...{ created_at: tx.now, submitted_at: tx.now },
    })
    .execute()
  return number
}

/** Somebody whose request their school has just validated: 100.00 €. */
const validated = (now = TEST_NOW) =>
  at(now, async (tx) => {
    const { actor: jean } = await aBeneficiary(tx)
    const number = await sent(tx, jean.id)
    await acceptApplications(tx, office, { fileNumbers: [number] })
    const [wallet] = await walletsOf(tx, jean.id, tx.now)
    if (!wallet) throw new Error('No wallet')
    return { jean, number, wallet }
  })
type Validated = Awaited<ReturnType<typeof validated>>

const spent = ({ wallet }: Validated, amount_cents: number) =>
  act((tx) =>
    pay(tx, {
      request_id: randomUUID(),
      wallet_id: wallet.id,
      partner_id: partner.id,
      amount_cents,
      channel: 'qr-code',
      made_by: seller.id,
    }),
  )
const setAside = ({ jean, wallet }: Validated, amount: number) =>
  act((tx) => createPrepayment(tx, jean, { partnerId: partner.id, walletId: wallet.id, amount, _id: randomUUID() }))
const byRegion = async (...of: Validated[]) => {
  const numbers = of.map(({ number }) => number).sort()
  await act((tx) => askToWithdraw(tx, eligibility, { numbers, ...why }))
  await act((tx) => agreedTo(tx, 'card-application.withdrawal', numbers.join(',')))
}
const stateOf = async ({ number }: Validated) =>
  (await db.selectFrom('card_applications').select('state').where('file_number', '=', number).executeTakeFirstOrThrow()).state
const balanceOf = async ({ jean, wallet }: Validated) => (await walletsOf(db, jean.id, TEST_NOW)).find(({ id }) => id === wallet.id)
const debtsOf = ({ jean }: Validated) =>
  db.selectFrom('debts_owed').select(['id', 'owed_cents', 'left_cents']).where('beneficiary_id', '=', jean.id).orderBy('id').execute()
const kindsOf = async ({ wallet }: Validated) =>
  (await db.selectFrom('transactions').select(['kind', 'amount_cents']).where('wallet_id', '=', wallet.id).orderBy('id').execute()).map(
    ({ kind, amount_cents }) => `${kind} ${amount_cents}`,
  )

test('its school takes back a validation that nobody used: nothing is left, the request waits, the card is not made', async () => {
  const given = await validated()
  await act((tx) => withdrawOwnValidation(tx, office, { number: given.number, ...why }))
  expect([await stateOf(given), await debtsOf(given)]).toEqual(['submitted', []])
  expect(await balanceOf(given)).toMatchObject({ balance_cents: 0, granted_cents: 0 })
  expect(
    (await db.selectFrom('waiting_cards').select('beneficiary_id').execute()).filter(
      ({ beneficiary_id }) => beneficiary_id === given.jean.id,
    ),
  ).toEqual([])
  await act((tx) => acceptApplications(tx, office, { fileNumbers: [given.number] }))
  expect(await balanceOf(given)).toMatchObject({ balance_cents: 10_000, granted_cents: 10_000 })
  expect(await kindsOf(given)).toEqual(['grant 10000', 'withdrawal 10000', 'grant 10000'])
  expect(
    (await db.selectFrom('waiting_cards').select('beneficiary_id').execute()).filter(
      ({ beneficiary_id }) => beneficiary_id === given.jean.id,
    ),
  ).toHaveLength(1)
  await ledgerIsClean(db)
})

test('after its end, a wallet that is given again lives its days: what a partner gives back prolongs it no more', async () => {
  const given = await validated()
  const { id: wallet_id } = given.wallet
  const line = { wallet_id, partner_id: partner.id, amount_cents: 1_000, made_by: seller.id }
  const on = (day: string) => new Date(`${day}T10:00:00+02:00`)
  const paid = (now: Date) => at(now, (tx) => pay(tx, { ...line, request_id: randomUUID(), channel: 'qr-code' }))
  const givenBack = (now: Date, payment_id: number) => at(now, (tx) => refund(tx, { ...line, request_id: randomUUID(), payment_id }))
  const first = await paid(TEST_NOW)
  const late = { closed_on: '2027-04-30', spendable_until: '2027-06-01' }
  expect((await givenBack(on('2027-05-02'), first.transaction_id)).late).toEqual(late)

  await at(on('2027-05-05'), async (tx) => {
    await withdrawValidations(tx, eligibility, { numbers: [given.number], ...why })
    await acceptApplications(tx, office, { fileNumbers: [given.number] })
  })
  const second = await paid(on('2027-06-03'))
  expect((await givenBack(on('2027-06-03'), second.transaction_id)).late).toBeNull()
  expect(await balanceOf(given)).toMatchObject({ balance_cents: 10_000, closes_on: '2027-06-04' })
  await ledgerIsClean(db)
})

test('once nobody can validate any more, whoever takes one back, and whose it is, read that nobody can give it again', async () => {
  const lastDay = new Date('2027-05-30T10:00:00+02:00')
  const [one, other] = [await validated(lastDay), await validated(lastDay)]
  const after = testSite(database)
  after.clock.set(new Date('2027-05-31T10:00:00+02:00'))
  const secretary = await new Visitor(after.site).signInAs({ staffId: office.id })
  expect((await secretary.get(`/etablissement/demandes/${one.number}/retrait`)).text).toContain('Personne ne pourra la valider à nouveau')
  const listed = (await secretary.get(OWN)).text
  expect(listed).toContain('Ne pourra plus être validée')

  const { effects } = await validationWithdrawal.shown(db, { numbers: [one.number, other.number], ...why }, after.clock.now())
  expect(effects.join(' ')).toContain('le temps de valider est passé pour 2 d’entre elles')

  await at(after.clock.now(), (tx) => withdrawOwnValidation(tx, office, { number: one.number, ...why }))
  const { body } = await db
    .selectFrom('messages')
    .select('body')
    .where('beneficiary_id', '=', one.jean.id)
    .where('template', '=', 'validation-withdrawn')
    .executeTakeFirstOrThrow()
  expect(body).toContain('jusqu’au 30/05/2027 : la vôtre ne peut plus l’être')
  expect(body).not.toContain('en cours de vérification')
})

test('not after its hours, not once something is spent or set aside, and not another school’s', async () => {
  const [late, spender, saver] = [await validated(), await validated(), await validated()]
  const own = ({ number }: Validated, now = TEST_NOW) => at(now, (tx) => withdrawOwnValidation(tx, office, { number, ...why }))
  await expect(own(late, later(24.1))).rejects.toEqual(refused('withdrawal.too-late'))
  await spent(spender, 100)
  await expect(own(spender)).rejects.toEqual(refused('withdrawal.spent'))
  await setAside(saver, 100)
  await expect(own(saver)).rejects.toEqual(refused('withdrawal.spent'))
  expect([await stateOf(spender), await balanceOf(saver)]).toMatchObject(['validated', { balance_cents: 9_900, reserved_cents: 100 }])
  const stranger = await act(async (tx) => aSchoolUser(tx, await aSchool(tx)))
  await expect(act((tx) => withdrawOwnValidation(tx, stranger, { number: late.number, ...why }))).rejects.toEqual(refused('not-found'))
  await own(late, later(23.9))
})

test('its school takes back several at once; what was spent or is too old stays, and says why', async () => {
  const old = await validated(later(-30))
  const [one, other, spender] = [await validated(), await validated(), await validated()]
  await spent(spender, 100)
  const secretary = await new Visitor(site).signInAs({ staffId: office.id })
  const page = await secretary.get(OWN)
  for (const { number } of [one, other, spender]) expect(page.text).toContain(number)
  expect(page.text).not.toContain(old.number)

  const nobody = await secretary.submit(OWN, { reason: 'by-mistake', comment: 'Mauvaise classe.' })
  expect([nobody.status, nobody.text.includes('Vous n’avez choisi personne')]).toEqual([422, true])
  const chosen = { 'numeros[]': [one, other, spender, old].map(({ number }) => number) }
  const wrong = await secretary.submit(OWN, { ...chosen, comment: 'Mauvaise classe.' })
  expect([wrong.status, wrong.text.includes('Mauvaise classe.'), (wrong.text.match(/ checked/g) ?? []).length]).toEqual([422, true, 3])

  const { location } = await secretary.submit(OWN, { ...chosen, reason: 'by-mistake', comment: 'Mauvaise classe.' })
  const { text } = await secretary.get(location as string)
  for (const words of [
    'Les validations choisies sont retirées',
    '2 validations ne sont pas retirées',
    'déjà été dépensée',
    'Vous pouviez retirer',
  ])
    expect(text).toContain(words)
  expect(await Promise.all([one, other, spender, old].map(stateOf))).toEqual(['submitted', 'submitted', 'validated', 'validated'])
  const facts = await db
    .selectFrom('audit_facts')
    .select(['beneficiary_id', 'staff_id'])
    .where('fact', '=', 'card-application.withdrawn')
    .where(
      'beneficiary_id',
      'in',
      [one, other, spender, old].map(({ jean }) => jean.id),
    )
    .execute()
  expect(facts.map(({ beneficiary_id }) => beneficiary_id).sort()).toEqual([one.jean.id, other.jean.id].sort())
  await ledgerIsClean(db)
})

test('the Region takes back several, whatever was spent: tickets end, what is left goes back, the rest is owed and nothing is below zero', async () => {
  const [one, other] = [await validated(), await validated()]
  await spent(one, 3_000)
  const { ticket } = await setAside(one, 2_000)
  await byRegion(one, other)
  expect([await stateOf(one), await stateOf(other)]).toEqual(['submitted', 'submitted'])
  expect(await kindsOf(one)).toEqual(['grant 10000', 'payment 3000', 'reservation 2000', 'cancellation 2000', 'withdrawal 7000'])
  expect([await debtsOf(one), await debtsOf(other)]).toMatchObject([[{ owed_cents: 3_000 }], []])
  expect(await balanceOf(one)).toMatchObject({ balance_cents: 0, reserved_cents: 0, granted_cents: 3_000 })
  const prepayment = await db.selectFrom('prepayments').select('state').where('ticket', '=', ticket).executeTakeFirst()
  expect(prepayment).toEqual({ state: 'cancelled' })
  const told = await db
    .selectFrom('messages')
    .select('body')
    .where('beneficiary_id', '=', one.jean.id)
    .where('template', '=', 'validation-withdrawn')
    .executeTakeFirstOrThrow()
  expect(told.body.replace(/\s+/g, ' ')).toMatch(/70,00 €.*20,00 €.*30,00 €/)
  await ledgerIsClean(db)
})

test('what is owed is deducted from the next grant, of this campaign or of another, and never twice', async () => {
  const given = await validated()
  await spent(given, 3_000)
  await byRegion(given)
  await act((tx) => acceptApplications(tx, office, { fileNumbers: [given.number] }))
  expect(await balanceOf(given)).toMatchObject({ balance_cents: 7_000 })
  expect(await debtsOf(given)).toMatchObject([{ owed_cents: 3_000, left_cents: 0 }])
  expect((await kindsOf(given)).at(-1)).toBe('deduction 3000')

  // Taken back again, what was deducted is owed again.
  await byRegion(given)
  expect(await debtsOf(given)).toMatchObject([{ left_cents: 0 }, { owed_cents: 3_000, left_cents: 3_000 }])
  const next = await act(async (tx) => {
    const campaign = await aCampaign(tx)
    const number = await sent(tx, given.jean.id, campaign.id)
    await tx.updateTable('card_applications').set({ state: 'validated', decided_at: tx.now }).where('file_number', '=', number).execute()
    await creditApplications(tx, { campaign_id: campaign.id, application_ids: null })
    return campaign
  })
  const { rows } = await sql<{ balance_cents: number }>`
    select balance_cents from wallets where beneficiary_id = ${given.jean.id} and campaign_id = ${next.id}`.execute(db)
  expect(rows).toEqual([{ balance_cents: 7_000 }])
  expect(await debtsOf(given)).toMatchObject([{ left_cents: 0 }, { left_cents: 0 }])
  await ledgerIsClean(db)
})

test('what is owed is waived by two people, even in the database', async () => {
  const given = await validated()
  await spent(given, 3_000)
  await byRegion(given)
  const [debt] = await debtsOf(given)
  const id = debt?.id as number
  const forged = `update debts set waived_at = now(), waived_asked_by = ${eligibility.id}, waived_by = ${eligibility.id}, waived_reason = 'x' where id = ${id}`
  await expect(asOwner(database.url, forged)).rejects.toThrow('whoever_asks_to_waive_a_debt_does_not_agree_to_it')
  await act((tx) => askToWaive(tx, eligibility, { id, reason: 'good-faith', comment: 'Erreur du lycée.' }))
  await act((tx) => agreedTo(tx, 'debt.waiver', id))
  expect(await debtsOf(given)).toMatchObject([{ left_cents: 0 }])
  await expect(act((tx) => askToWaive(tx, eligibility, { id, reason: 'good-faith', comment: 'Encore.' }))).rejects.toEqual(
    refused('debt.none'),
  )
  await act((tx) => acceptApplications(tx, office, { fileNumbers: [given.number] }))
  expect(await balanceOf(given)).toMatchObject({ balance_cents: 10_000 })
  await ledgerIsClean(db)
})

test('what comes back of what was spent pays what is owed of it: nobody spends twice, nobody owes what was given back', async () => {
  const given = await validated()
  const { transaction_id } = await spent(given, 3_000)
  await byRegion(given)
  const giveBack = (amount_cents: number) =>
    act((tx) =>
      refund(tx, {
        request_id: randomUUID(),
        wallet_id: given.wallet.id,
        partner_id: partner.id,
        payment_id: transaction_id,
        amount_cents,
        made_by: seller.id,
      }),
    )
  expect(await giveBack(1_000)).toMatchObject({ balance_after_cents: 0 })
  expect([await balanceOf(given), await debtsOf(given)]).toMatchObject([{ balance_cents: 0 }, [{ left_cents: 2_000 }]])
  await ledgerIsClean(db)

  // What was waived was asked of nobody: it is not theirs to spend either.
  const [debt] = await debtsOf(given)
  await act((tx) => askToWaive(tx, eligibility, { id: debt?.id as number, reason: 'good-faith', comment: 'Erreur du lycée.' }))
  await act((tx) => agreedTo(tx, 'debt.waiver', debt?.id as number))
  await giveBack(2_000)
  expect(await balanceOf(given)).toMatchObject({ balance_cents: 0 })
  await ledgerIsClean(db)

  // Granted again, spent and taken back again, all that was spent is owed.
  await act((tx) => acceptApplications(tx, office, { fileNumbers: [given.number] }))
  await spent(given, 10_000)
  await byRegion(given)
  expect(await debtsOf(given)).toMatchObject([{ left_cents: 0 }, { owed_cents: 10_000, left_cents: 10_000 }])
  await ledgerIsClean(db)
})

test('the Region’s page names what is not validated and keeps what was typed; the second person sees names and sums', async () => {
  const [one, other] = [await validated(), await validated()]
  await spent(one, 3_000)
  const desk = await new Visitor(site).signInAs({ staffId: eligibility.id })
  const wrong = await desk.submit('/region/retraits', { numbers: `${one.number}\n1234567890`, ...why })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('Le dossier 1234567890 n’est pas')
  expect(wrong.text).toContain(why.comment)
  const { location } = await desk.submit('/region/retraits', { numbers: `${one.number}, ${other.number}`, ...why })
  const approver = await act((tx) => anAgent(tx, 'approver'))
  const second = await new Visitor(site).signInAs({ staffId: approver.id })
  const shown = (await second.get(location as string)).text
  for (const words of [one.jean.last_name, other.jean.last_name, '170,00', '30,00', 'Validée par erreur']) expect(shown).toContain(words)
  expect((await desk.submit(location as string, { action: 'agree' })).status).toBe(403)
  expect(await stateOf(one)).toBe('validated')
  expect((await second.submit(location as string, { action: 'agree' })).status).toBe(303)
  expect([await stateOf(one), await stateOf(other)]).toEqual(['submitted', 'submitted'])
  expect((await desk.get(`/region/beneficiaires/${one.jean.id}`)).text).toContain('Sommes dues')
})

test('a school is led there from the request, and told what it will do', async () => {
  const given = await validated()
  const desk = await new Visitor(site).signInAs({ staffId: office.id })
  const path = `/etablissement/demandes/${given.number}`
  expect((await desk.get(path)).text).toContain(`${path}/retrait`)
  expect((await desk.get(`${path}/retrait`)).text).toContain('100,00')
  expect((await desk.submit(`${path}/retrait`, why)).location).toBe(`${path}?fait=retrait`)
  expect((await desk.get(`${path}?fait=retrait`)).text).toContain('La validation est retirée')
})

test('what the Region decided in the place of a school, the school does not take back', async () => {
  const number = await act(async (tx) => {
    const { actor: jean } = await aBeneficiary(tx)
    const number = await sent(tx, jean.id)
    const { id } = await tx.selectFrom('card_applications').select('id').where('file_number', '=', number).executeTakeFirstOrThrow()
    await handToRegion(tx, jean, school.id, id)
    await acceptApplications(tx, eligibility, { fileNumbers: [number] })
    return number
  })
  await expect(act((tx) => withdrawOwnValidation(tx, office, { number, ...why }))).rejects.toEqual(refused('withdrawal.by-region'))
  const secretary = await new Visitor(site).signInAs({ staffId: office.id })
  expect((await secretary.get(`/etablissement/demandes/${number}/retrait`)).text).toContain('C’est la Région qui a validé cette demande')
})
