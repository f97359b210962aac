import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, aCourse, anAgent, aSchool, aSchoolUser, TEST_KEY } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { readFile, storeFile } from '../../../platform/files.ts'
import { openSession } from '../../../platform/sessions.ts'
import { standingOf } from '../../aid/apprentice-aid/queries.ts'
import { liveCardOf } from '../../card/cards/index.ts'
import { photoPolicy } from '../../card/photos/index.ts'
import { checkLedger } from '../../money/wallets/check.ts'
import { walletsOf } from '../../money/wallets/index.ts'
import { closingOfWallets, remindersOfClosing } from '../../money/wallets/jobs.ts'
import { accountByNumber } from '../../people/accounts/queries.ts'
import { announcementOfCampaigns, openingOfCampaigns } from '../../scheme/campaigns/jobs.ts'
import { acceptApplications } from '../card-decisions/accept.ts'
import { refuseApplications } from '../card-decisions/refuse.ts'
import { returnApplications } from '../card-decisions/return.ts'
import { type Answers, type LastYear, mayRenew, renewedAnswers, SCHOOLING, SITUATION, type State } from './application.ts'
import { handToRegion } from './hand-to-region.ts'
import { registerApplication } from './index.ts'
import { applicationToEdit, draftOf, latestOf, progressOf } from './queries.ts'
import { renewApplication } from './renew.ts'
import { saveAnswers, saveApprenticeship, savePhoto } from './save-answers.ts'
import { submitApplication } from './submit.ts'
import { withdrawDecisions } from './withdraw.ts'

// The life of the card over two campaigns: 2026-2027, then 2027-2028.

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const on = (day: string) => clock.set(new Date(`${day}T10:00:00+02:00`))

const NEXT = { applications_open_on: '2027-05-01', starts_on: '2027-07-01', prepayments_expire_on: '2028-04-23', ends_on: '2028-04-30' }

let first: Awaited<ReturnType<typeof aCampaign>>
let next: Awaited<ReturnType<typeof aCampaign>>
let school: Awaited<ReturnType<typeof aSchool>>
let courses: Record<'pupils' | 'apprentices', Awaited<ReturnType<typeof aCourse>>>
let office: Awaited<ReturnType<typeof aSchoolUser>>

beforeAll(async () => {
  await committed(async (tx) => {
    first = await aCampaign(tx)
    next = await aCampaign(tx, NEXT)
    await tx
      .updateTable('benefits')
      .set({ amount_cents: 7_000 })
      .where('campaign_id', '=', next.id)
      .where('rule', '=', 'pupil-returning')
      .execute()
    const aid = { meals_cents: 10_000, lodging_cents: 8_000, first_request_days: 45, window_months: 12, detour_factor: 1.3 }
    await tx
      .insertInto('aid_parameters')
      .values([first, next].map(({ id }) => ({ campaign_id: id, ...aid })))
      .execute()
    school = await aSchool(tx, { takes_apprentices: true })
    courses = { pupils: await aCourse(tx, school), apprentices: await aCourse(tx, school, { by_apprenticeship: true }) }
    office = await aSchoolUser(tx, school)
  })
})

const address = { kind: 'free' as const, lines: ['1 rue de Test'], postcode: '80000', town: 'AMIENS' }
const contact = { address, fixedPhone: null, mobilePhone: '0612345678' }

const apprenticeshipOf = (contractSignedOn: string, contractEndsOn: string) => ({
  cfaInRegion: true,
  school: school.id,
  typedSchool: null,
  level: courses.apprentices.level_code,
  course: courses.apprentices.code,
  scholarshipHolder: true,
  contractSignedOn,
  contractEndsOn,
  wasApprentice: false,
})

const answersOf = (situation: 'pupil' | 'apprentice'): Answers => ({
  situation: { situation },
  contact,
  ...(situation === 'pupil'
    ? {
        schooling: {
          school: school.id,
          level: courses.pupils.level_code,
          course: courses.pupils.code,
          scholarshipHolder: true,
          wasInGeneralSecondary: false,
        },
      }
    : { apprenticeship: { ...apprenticeshipOf('2026-09-01', '2027-06-30'), otherDiploma: null } }),
})

const aPhoto = (tx: Tx) => storeFile(tx, photoPolicy, Buffer.from('photo'), TEST_KEY)

/** Somebody who asked for the card in November 2026; their request is in that state. */
async function applied(tx: Tx, { situation = 'pupil', state = 'validated' }: { situation?: 'pupil' | 'apprentice'; state?: State } = {}) {
  const { actor, ...beneficiary } = await aBeneficiary(tx)
  const file_number = await registerApplication(tx, beneficiary.id)
  await tx
    .updateTable('card_applications')
    .set({ answers: JSON.stringify(answersOf(situation)), photo_file_id: await aPhoto(tx) })
    .where('file_number', '=', file_number)
    .execute()
  if (state !== 'draft') await submitApplication(tx, actor, { notifiedBy: 'email' })
  if (state === 'validated') await acceptApplications(tx, office, { fileNumbers: [file_number] })
  if (state === 'refused') await refuseApplications(tx, office, { fileNumbers: [file_number], reason: 'Inconnu.' })
  return { actor, beneficiary, file_number }
}

const inNovember = <T>(act: (tx: Tx) => Promise<T>) => {
  clock.set(TEST_NOW)
  return committed(act)
}

const latest = async (tx: Tx, id: number) => latestOf(tx, id).executeTakeFirstOrThrow()

const visitorFor = async (beneficiaryId: number) =>
  new Visitor(site).withSession(await committed((tx) => openSession(tx, { beneficiaryId }, undefined)))

const plain = (text: string) => text.replace(/\s/g, ' ')

describe('a request is renewed', () => {
  const campaign = { id: 2, ends_on: '2028-04-30' }
  const days = { ends_on: '2027-04-30', decisions_end_on: '2027-05-30' }
  const cases: [string, State, string, boolean][] = [
    ['validated', 'validated', '2027-05-02', true],
    ['refused', 'refused', '2027-05-02', true],
    ['not decided on, while its campaign goes on', 'submitted', '2027-04-30', false],
    ['not decided on, while it may be still', 'submitted', '2027-05-30', false],
    ['to be corrected, while it may be still', 'returned', '2027-05-30', false],
    ['not decided on, once it is too late', 'submitted', '2027-05-31', true],
    ['a draft, once its campaign is over', 'draft', '2027-05-01', true],
    ['validated, once the new campaign is over too', 'validated', '2028-05-01', false],
  ]
  test.each(cases)('when it is %s', (_, state, today, may) => {
    expect(mayRenew({ campaign_id: 1, state, ...days }, campaign, today)).toBe(may)
    expect(mayRenew({ campaign_id: 2, state, ends_on: '2028-04-30', decisions_end_on: '2028-05-30' }, campaign, today)).toBe(false)
  })

  test('a contract that goes on is shown again, one that is over is asked for', () => {
    const answers = (contractEndsOn: string): Answers => ({
      ...answersOf('apprentice'),
      apprenticeship: { ...apprenticeshipOf('2026-09-01', contractEndsOn), otherDiploma: null },
    })
    const shown = (contractEndsOn: string): LastYear['apprenticeship'] =>
      renewedAnswers(answers(contractEndsOn), {}, NEXT).lastYear?.apprenticeship
    expect(shown('2028-08-31')).toMatchObject({ contractSignedOn: '2026-09-01', contractEndsOn: '2028-08-31', school: school.id })
    expect(shown('2027-06-30')).not.toHaveProperty('contractEndsOn')
    expect(shown('2028-08-31')).not.toHaveProperty('scholarshipHolder')
    expect(shown('2028-08-31')).not.toHaveProperty('wasApprentice')
  })
})

test('a pupil of two campaigns: the same card, a second wallet by the second campaign’s rules, and both file numbers sign in', async () => {
  const { actor, beneficiary, file_number } = await inNovember((tx) => applied(tx))
  const card = await liveCardOf(db, actor.id)
  const pupil = await visitorFor(actor.id)
  expect((await pupil.get('/espace')).text).not.toContain('Renouveler ma demande')
  expect((await pupil.submit('/espace/demande/renouvellement')).status).toBe(409)

  // They have moved since, and their account says so.
  const moved = { ...address, lines: ['2 rue Neuve'] }
  await committed((tx) =>
    tx
      .updateTable('beneficiaries')
      .set({ address: JSON.stringify(moved) })
      .where('id', '=', actor.id)
      .execute(),
  )

  on('2027-05-02')
  const again = await visitorFor(actor.id)
  const home = plain((await again.get('/espace')).text)
  expect(home).toContain(`La campagne ${next.name} est ouverte`)
  expect(home).toContain(`Ma demande de carte, campagne ${first.name}`)
  expect(home).toContain('Renouveler ma demande')
  expect((await again.get('/espace/demande/renouvellement')).text).toContain('l’ancien vous connecte toujours')
  expect((await again.submit('/espace/demande/renouvellement')).location).toBe('/espace/demande/situation')

  const draft = await draftOf(db, actor)
  expect(draft.campaign_id).toBe(next.id)
  expect(draft.file_number).not.toBe(file_number)
  expect(draft.answers).toEqual({
    situation: { situation: 'pupil' },
    contact: { ...contact, address: moved },
    lastYear: { schooling: { school: school.id, level: courses.pupils.level_code, course: courses.pupils.code } },
  })
  const step = (await again.get('/espace/demande/etablissement')).text
  expect(step).toContain('Repris de votre dernière demande')
  expect(step).toContain(`<option value="${courses.pupils.code}" selected`)
  expect(step).not.toMatch(/name="(wasInGeneralSecondary|scholarshipHolder)"[^>]*checked/)
  expect((await again.get('/espace/demande/recapitulatif')).location).toBe('/espace/demande/etablissement')

  const chosen = { school: String(school.id), level: courses.pupils.level_code, course: courses.pupils.code, wasInGeneralSecondary: 'yes' }
  expect((await again.submit('/espace/demande/etablissement', chosen)).location).toBe('/espace/demande/photo')
  expect((await again.submit('/espace/demande/recapitulatif', { notifiedBy: 'email' })).location).toBe('/espace?fait=envoi')

  on('2027-09-02')
  await committed((tx) => acceptApplications(tx, office, { fileNumbers: [draft.file_number] }))
  const wallets = (await walletsOf(db, actor.id, clock.now())).map(({ balance_cents, campaign_name, is_open }) => [
    campaign_name,
    balance_cents,
    is_open,
  ])
  expect(wallets).toEqual([
    [next.name, 7_000, true],
    [first.name, 10_000, false],
  ])
  expect(await liveCardOf(db, actor.id)).toMatchObject({ number: card?.number, id: card?.id })
  expect(await db.selectFrom('cards').selectAll().where('beneficiary_id', '=', actor.id).execute()).toHaveLength(1)
  const { body } = await db
    .selectFrom('messages')
    .select('body')
    .where('beneficiary_id', '=', actor.id)
    .where('template', '=', 'card-application.validated')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  expect(body).toContain('Votre carte reste la même : gardez-la.')
  expect(body).not.toContain('fabriquée')
  for (const number of [file_number, draft.file_number, card?.number as string]) {
    expect((await accountByNumber(db, clock.now(), number))?.id).toBe(beneficiary.id)
  }
})

test('asked twice at once, it is opened once', async () => {
  const { actor } = await inNovember((tx) => applied(tx, { state: 'refused' }))
  on('2027-05-02')
  await Promise.all(Array.from({ length: 4 }, () => committed((tx) => renewApplication(tx, actor))))
  const rows = await db.selectFrom('card_applications').select('campaign_id').where('beneficiary_id', '=', actor.id).orderBy('id').execute()
  expect(rows.map(({ campaign_id }) => campaign_id)).toEqual([first.id, next.id])
})

test('the photo goes on; another one leaves that of the card in place until the school has checked it', async () => {
  const { actor } = await inNovember((tx) => applied(tx))
  const before = (await liveCardOf(db, actor.id))?.photo_file_id as string
  on('2027-09-02')
  await committed(async (tx) => {
    await renewApplication(tx, actor)
    expect((await applicationToEdit(tx, actor)).photo_file_id).toBe(before)
    const { lastYear, ...answers } = answersOf('pupil')
    await saveAnswers(tx, actor, SCHOOLING, () => answers)
    await savePhoto(tx, actor, await aPhoto(tx))
  })
  const { photo_file_id, file_number } = await draftOf(db, actor)
  expect(await readFile(db, before, { ibanKey: TEST_KEY })).toBeDefined()
  expect((await liveCardOf(db, actor.id))?.photo_file_id).toBe(before)
  await committed(async (tx) => {
    await submitApplication(tx, actor, { notifiedBy: 'email' })
    await acceptApplications(tx, office, { fileNumbers: [file_number] })
  })
  expect((await liveCardOf(db, actor.id))?.photo_file_id).toBe(photo_file_id)
})

test('whose card was posted has nothing made again', async () => {
  const { actor } = await inNovember(async (tx) => {
    const person = await applied(tx)
    const batch = await tx
      .insertInto('card_batches')
      .values({ created_at: tx.now, created_by: (await anAgent(tx)).id, made_at: tx.now, shipped_at: tx.now })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.updateTable('cards').set({ batch_id: batch.id }).where('beneficiary_id', '=', person.actor.id).execute()
    return person
  })
  expect((await progressOf(db, actor.id))?.keeps_card).toBe(false)
  on('2027-05-02')
  await committed((tx) => renewApplication(tx, actor))
  expect((await progressOf(db, actor.id))?.keeps_card).toBe(true)
  expect((await (await visitorFor(actor.id)).get('/espace')).text).not.toContain('Expédition')
})

test('an apprentice with a new contract asks for the aid of that contract', async () => {
  const { actor } = await inNovember((tx) => applied(tx, { situation: 'apprentice' }))
  expect((await standingOf(db, actor.id, clock.now()))?.apprenticeship.contract_signed_on).toBe('2026-09-01')

  on('2027-09-10')
  await committed(async (tx) => {
    await renewApplication(tx, actor)
    await saveAnswers(tx, actor, SITUATION, ({ situation }) => ({ ...(situation && { situation }) }))
    await saveApprenticeship(tx, actor, { ...apprenticeshipOf('2027-09-01', '2029-08-31'), wasApprentice: false })
    await submitApplication(tx, actor, { notifiedBy: 'email' })
    const { file_number } = await latest(tx, actor.id)
    await acceptApplications(tx, office, { fileNumbers: [file_number] })
  })
  expect(await standingOf(db, actor.id, clock.now())).toMatchObject({
    mayBegin: false,
    opening: { window: { year: 1, opens_on: '2027-10-16' } },
  })
  on('2027-10-16')
  expect(await standingOf(db, actor.id, clock.now())).toMatchObject({
    mayBegin: true,
    campaign_id: next.id,
    apprenticeship: { contract_signed_on: '2027-09-01' },
  })
})

test('those of the campaign before are told once that the next one is open', async () => {
  const people = await inNovember(async (tx) => ({
    validated: await applied(tx),
    waiting: await applied(tx, { state: 'submitted' }),
    begun: await applied(tx, { state: 'draft' }),
    renewed: await applied(tx),
  }))
  const told = async () =>
    (await db.selectFrom('messages').select('beneficiary_id').where('template', '=', 'campaign.open').execute()).map(
      ({ beneficiary_id }) => beneficiary_id,
    )
  await announcementOfCampaigns.run(site)
  expect(await told()).toEqual([])

  on('2027-05-01')
  await committed((tx) => renewApplication(tx, people.renewed.actor))
  const newcomer = await committed(async (tx) => {
    const { id } = await aBeneficiary(tx)
    await registerApplication(tx, id)
    return id
  })
  for (const _ of [1, 2]) await announcementOfCampaigns.run(site)
  const ids = await told()
  for (const { actor } of [people.validated, people.waiting, people.begun]) expect(ids.filter((id) => id === actor.id)).toHaveLength(1)
  for (const id of [people.renewed.actor.id, newcomer]) expect(ids).not.toContain(id)
})

describe('once the campaign is over', () => {
  /** The last minutes of 30 April 2027, and the first of 1 May. */
  const LAST = new Date('2027-04-30T23:50:00+02:00')
  const AFTER = new Date('2027-05-01T00:10:00+02:00')
  /** The same of the last day on which what was sent is decided. */
  const LAST_DECISIONS = new Date('2027-05-30T23:50:00+02:00')
  const TOO_LATE = new Date('2027-05-31T00:10:00+02:00')
  const tooLate = expect.objectContaining({ code: 'campaign.over', status: 409 })

  test('nothing is sent any more, and what is typed for nothing is refused at once', async () => {
    const { actor } = await inNovember((tx) => applied(tx, { state: 'draft' }))
    clock.set(AFTER)
    await expect(committed((tx) => submitApplication(tx, actor, { notifiedBy: 'email' }))).rejects.toEqual(tooLate)
    await expect(committed((tx) => saveAnswers(tx, actor, SITUATION, () => ({})))).rejects.toEqual(tooLate)
    const late = await visitorFor(actor.id)
    for (const step of ['situation', 'coordonnees', 'etablissement', 'photo', 'recapitulatif']) {
      expect((await late.get(`/espace/demande/${step}`)).location, step).toBe('/espace')
    }
    expect((await late.get('/espace')).text).not.toContain('Poursuivre ma demande')
    clock.set(LAST)
    await committed((tx) => submitApplication(tx, actor, { notifiedBy: 'email' }))
    expect((await committed((tx) => latest(tx, actor.id))).state).toBe('submitted')
  })

  test('what was sent in the last minute is decided the day after: its wallet can be spent, and all that says until when', async () => {
    const { actor } = await inNovember((tx) => applied(tx, { state: 'draft' }))
    clock.set(LAST)
    await committed((tx) => submitApplication(tx, actor, { notifiedBy: 'email' }))
    const { file_number } = await committed((tx) => latest(tx, actor.id))
    clock.set(AFTER)
    const home = plain((await (await visitorFor(actor.id)).get('/espace')).text)
    expect(home).toContain(
      'votre demande a été envoyée à temps : elle peut encore être validée jusqu’au <strong>30/05/2027</strong> inclus',
    )
    expect(home).not.toContain('Renouveler ma demande')
    const secretary = await new Visitor(site).signInAs({ staffId: office.id })
    expect((await secretary.search('/etablissement', { recherche: file_number })).text).toContain('À traiter')
    expect((await secretary.submit(`/etablissement/demandes/${file_number}/validation`)).status).toBe(303)

    const [wallet] = await walletsOf(db, actor.id, AFTER)
    expect(wallet).toMatchObject({ balance_cents: 10_000, is_open: true, closes_on: '2027-05-31', prepayments_expire_on: '2027-05-24' })
    const said = await db
      .selectFrom('messages')
      .select('body')
      .where('beneficiary_id', '=', actor.id)
      .where('template', '=', 'card-application.validated')
      .executeTakeFirstOrThrow()
    expect(plain(said.body)).toContain('à dépenser jusqu’au 31/05/2027 inclus')
    // Nobody is reminded the same day of what they have just read.
    await remindersOfClosing.run(site)
    expect(
      await db
        .selectFrom('messages')
        .select('id')
        .where('beneficiary_id', '=', actor.id)
        .where('template', '=', 'wallet-will-close')
        .execute(),
    ).toEqual([])
    expect(plain((await (await visitorFor(actor.id)).get('/espace')).text)).toContain('31/05/2027')
    await closingOfWallets.run(site)
    expect((await walletsOf(db, actor.id, AFTER))[0]?.balance_cents).toBe(10_000)
  })

  test('the Region decides too on what was sent in time', async () => {
    const { actor, file_number } = await inNovember((tx) => applied(tx, { state: 'submitted' }))
    clock.set(LAST_DECISIONS)
    const agent = await committed(async (tx) => {
      await handToRegion(tx, actor, school.id, (await latest(tx, actor.id)).id)
      return anAgent(tx)
    })
    const desk = await new Visitor(site).signInAs({ staffId: agent.id })
    expect((await desk.search('/region/demandes', { recherche: file_number })).text).toContain('À traiter')
    expect((await desk.submit(`/region/demandes/${file_number}/validation`)).status).toBe(303)
    expect((await walletsOf(db, actor.id, LAST_DECISIONS))[0]).toMatchObject({ balance_cents: 10_000, closes_on: '2027-06-29' })
  })

  test('what comes back for correction after the end is corrected until the last day of decisions', async () => {
    const { actor, file_number } = await inNovember((tx) => applied(tx, { state: 'submitted' }))
    clock.set(AFTER)
    await committed((tx) => returnApplications(tx, office, { fileNumbers: [file_number], reason: 'Photo floue.' }))
    const home = plain((await (await visitorFor(actor.id)).get('/espace')).text)
    expect(home).toContain('elle peut encore être corrigée et validée jusqu’au <strong>30/05/2027</strong>')
    clock.set(TOO_LATE)
    await expect(committed((tx) => submitApplication(tx, actor, { notifiedBy: 'email' }))).rejects.toEqual(tooLate)
    clock.set(LAST_DECISIONS)
    await committed((tx) => submitApplication(tx, actor, { notifiedBy: 'email' }))
    await committed((tx) => acceptApplications(tx, office, { fileNumbers: [file_number] }))
    expect((await walletsOf(db, actor.id, LAST_DECISIONS))[0]).toMatchObject({ balance_cents: 10_000, closes_on: '2027-06-29' })
  })

  test('a validation that is taken back after the end is given again: what it gives can be spent as long', async () => {
    const { actor, file_number } = await inNovember((tx) => applied(tx))
    const decided = { fileNumbers: [file_number] }
    clock.set(AFTER)
    await closingOfWallets.run(site)
    await committed((tx) => withdrawDecisions(tx, office, { ...decided, reason: 'Autre élève.', comment: '' }))
    const [{ id } = { id: 0 }] = await walletsOf(db, actor.id, AFTER)
    await committed((tx) => sql`select withdraw_wallets(${[id]}::bigint[], ${tx.now}, ${office.id})`.execute(tx))
    await committed((tx) => acceptApplications(tx, office, decided))
    expect((await walletsOf(db, actor.id, AFTER))[0]).toMatchObject({ balance_cents: 10_000, closes_on: '2027-05-31', is_open: true })
    expect((await checkLedger(db)).differences).toEqual([])
  })

  test('after the last day of decisions nothing is validated or returned: no card, no wallet, no message; it can be refused', async () => {
    const { actor, file_number } = await inNovember((tx) => applied(tx, { state: 'submitted' }))
    const decided = { fileNumbers: [file_number] }
    clock.set(TOO_LATE)
    await expect(committed((tx) => acceptApplications(tx, office, decided))).rejects.toEqual(tooLate)
    await expect(committed((tx) => returnApplications(tx, office, { ...decided, reason: 'Photo floue.' }))).rejects.toEqual(tooLate)
    expect(await walletsOf(db, actor.id, TOO_LATE)).toEqual([])
    expect(await liveCardOf(db, actor.id)).toBeUndefined()
    const said = await db.selectFrom('messages').select('template').where('beneficiary_id', '=', actor.id).execute()
    expect(said.map(({ template }) => template)).toEqual(['card-application.submitted'])

    const secretary = await new Visitor(site).signInAs({ staffId: office.id })
    const file = plain((await secretary.get(`/etablissement/demandes/${file_number}`)).text)
    expect(file).toContain('pouvaient être validées jusqu’au 30/05/2027 : cette demande ne peut plus être validée')
    expect(file).not.toContain('Valider la demande')
    expect((await secretary.search('/etablissement', { recherche: file_number })).text).toContain('Campagne terminée')
    expect((await secretary.get(`/etablissement/validation?numeros[]=${file_number}`)).text).not.toContain('<button>Valider')
    const home = plain((await (await visitorFor(actor.id)).get('/espace')).text)
    expect(home).toContain('s’est terminée le 30/04/2027 avant la réponse')
    expect(home).not.toContain('Vous n’avez rien à faire')

    await committed((tx) => refuseApplications(tx, office, { ...decided, reason: 'Trop tard.' }))
    expect((await committed((tx) => latest(tx, actor.id))).state).toBe('refused')
  })

  test('until its last day it is validated and credited', async () => {
    const { actor, file_number } = await inNovember((tx) => applied(tx, { state: 'submitted' }))
    clock.set(LAST)
    await committed((tx) => acceptApplications(tx, office, { fileNumbers: [file_number] }))
    expect(await walletsOf(db, actor.id, LAST)).toHaveLength(1)
  })

  test('an account is made all the same; its request goes on in the next campaign, whose day the home page says', async () => {
    // The next one opens later than this one ends.
    await committed((tx) => tx.updateTable('campaigns').set({ applications_open_on: '2027-06-01' }).where('id', '=', next.id).execute())
    clock.set(AFTER)
    const actor = await committed(async (tx) => {
      const { actor } = await aBeneficiary(tx)
      await registerApplication(tx, actor.id)
      return actor
    })
    const visitor = await visitorFor(actor.id)
    const home = plain((await visitor.get('/espace')).text)
    expect(home).toContain(`La campagne ${first.name} s’est terminée le 30/04/2027.`)
    expect(home).toContain(`Vous pourrez faire votre demande de la campagne ${next.name} à partir du 01/06/2027`)
    expect(home).not.toContain('Poursuivre ma demande')
    on('2027-06-01')
    const then = await visitorFor(actor.id)
    expect((await then.submit('/espace/demande/renouvellement')).location).toBe('/espace/demande/situation')
    expect((await draftOf(db, actor)).campaign_id).toBe(next.id)
    await committed((tx) => tx.updateTable('campaigns').set({ applications_open_on: '2027-05-01' }).where('id', '=', next.id).execute())
  })
})

describe('what is validated before the campaign starts', () => {
  const BEFORE = new Date('2027-06-30T23:50:00+02:00')
  const FIRST_DAY = new Date('2027-07-01T00:10:00+02:00')
  const spring = async () => {
    on('2027-05-03')
    return committed((tx) => applied(tx, { state: 'submitted' }))
  }
  const heldBy = async (id: number) => (await walletsOf(db, id, clock.now())).map(({ balance_cents }) => balance_cents)
  const toldTo = async (id: number, template: string) =>
    (await db.selectFrom('messages').select('body').where('beneficiary_id', '=', id).where('template', '=', template).execute()).map(
      ({ body }) => plain(body),
    )

  test('is credited on its first day, not before, and everybody reads that day', async () => {
    const { actor, file_number } = await spring()
    const secretary = await new Visitor(site).signInAs({ staffId: office.id })
    expect(plain((await secretary.get(`/etablissement/demandes/${file_number}`)).text)).toContain('elle sera créditée le 01/07/2027')
    expect(plain((await secretary.get(`/etablissement/demandes/${file_number}/validation`)).text)).toContain(
      'Sa carte sera créditée le 01/07/2027',
    )
    expect((await toldTo(actor.id, 'card-application.submitted'))[0]).toContain('à partir du 01/07/2027')

    clock.set(BEFORE)
    await committed((tx) => acceptApplications(tx, office, { fileNumbers: [file_number] }))
    await openingOfCampaigns.run(site)
    expect(await heldBy(actor.id)).toEqual([])
    const [said] = await toldTo(actor.id, 'card-application.validated')
    expect(said).toContain('100,00 € seront sur votre carte le 01/07/2027')
    expect(said).not.toContain('dès maintenant')
    const pupil = await visitorFor(actor.id)
    const home = plain((await pupil.get('/espace')).text)
    expect(home).toContain('seront sur votre carte le 01/07/2027')
    expect(home).toContain('sera utilisable du')
    const card = plain((await pupil.get('/espace/ma-carte')).text)
    expect(card).toContain('sera crédité de <strong>100,00 €</strong> le 01/07/2027')
    expect(card).not.toContain('n’a pas de porte-monnaie')

    clock.set(FIRST_DAY)
    for (const _ of [1, 2]) await openingOfCampaigns.run(site)
    expect(await heldBy(actor.id)).toEqual([10_000])
    const then = await visitorFor(actor.id)
    expect(plain((await then.get('/espace')).text)).toContain('est utilisable du')
    expect(plain((await then.get('/espace/ma-carte')).text)).not.toContain('sera crédité de')
  })

  test('from that day on it is credited at once, once, whether the clock has come by or not', async () => {
    const { actor, file_number } = await spring()
    await committed((tx) => tx.updateTable('campaigns').set({ opened_at: null }).where('id', '=', next.id).execute())
    clock.set(FIRST_DAY)
    const secretary = await new Visitor(site).signInAs({ staffId: office.id })
    expect(plain((await secretary.get(`/etablissement/demandes/${file_number}`)).text)).toContain('elle est créditée aussitôt')
    await committed((tx) => acceptApplications(tx, office, { fileNumbers: [file_number] }))
    expect(await heldBy(actor.id)).toEqual([10_000])
    expect((await toldTo(actor.id, 'card-application.validated'))[0]).toContain('Vous pouvez l’utiliser dès maintenant')
    await openingOfCampaigns.run(site)
    expect(await heldBy(actor.id)).toEqual([10_000])
  })
})
