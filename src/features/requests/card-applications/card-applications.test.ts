import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, aCourse, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { type Db, inTransaction, type Tx } from '../../../platform/database/index.ts'
import { readFile, storeFile } from '../../../platform/files.ts'
import { SMS_SEPTETS, septetsOf, smsText } from '../../../platform/messages/sms.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { openSession } from '../../../platform/sessions.ts'
import { photoPolicy } from '../../card/photos/index.ts'
import { walletsOf } from '../../money/wallets/index.ts'
import { lastSchoolYear, schoolYear } from '../../scheme/campaigns/index.ts'
import { acceptApplications } from './accept.ts'
import {
  type Answers,
  type Apprenticeship,
  benefitRule,
  CHANGES,
  CONTACT,
  contractProblem,
  type Draft,
  firstOpenStep,
  hrefOf,
  IDENTITY_DOCUMENT,
  isEditable,
  mayOpen,
  PHOTO,
  SCHOOLING,
  type Schooling,
  SITUATION,
  type Situation,
  STEPS,
  type Step,
  SUMMARY,
  stages,
  stepAfter,
  stepBefore,
} from './application.ts'
import { registerApplication, stagesOf } from './index.ts'
import { applicationRefused, applicationReturned, applicationSubmitted, applicationValidated } from './messages.ts'
import { draftOf, fileOf, historyOf } from './queries.ts'
import { refuseApplications } from './refuse.ts'
import { returnApplications } from './return.ts'
import { saveAddress, saveAnswers, savePhoto } from './save-answers.ts'
import { submitApplication } from './submit.ts'

const address = {
  kind: 'free' as const,
  lines: ['1 allée Marie-Thérèse Vicot-Lhermite'],
  postcode: '59000',
  town: 'LILLE',
}

const apprenticeship: Apprenticeship = {
  cfaInRegion: true,
  school: 1,
  typedSchool: null,
  level: 'L',
  course: 'C',
  scholarshipHolder: false,
  contractSignedOn: '2026-09-01',
  contractEndsOn: '2028-08-31',
  wasApprentice: false,
  otherDiploma: null,
}

const schooling = { school: 1, level: 'L', course: 'C', scholarshipHolder: false, wasInGeneralSecondary: false }

describe('the steps', () => {
  const draft = (answers: Answers, photo_file_id: string | null = null, identity_file_id: string | null = null): Draft => ({
    answers,
    photo_file_id,
    identity_file_id,
  })
  const pupil = { situation: { situation: 'pupil' as const } }
  const apprentice = { situation: { situation: 'apprentice' as const } }
  const neither = { situation: { situation: 'neither' as const } }
  const contact = { contact: { address, fixedPhone: null, mobilePhone: '0612345678' } }
  const cases: [string, Draft, string[]][] = [
    ['nothing', draft({}), ['situation']],
    ['the situation', draft(pupil), ['situation', 'coordonnees']],
    ['an address without a phone', draft({ ...pupil, contact: { address } }), ['situation', 'coordonnees']],
    ['a phone without an address', draft({ ...pupil, contact: { mobilePhone: '0612345678' } }), ['situation', 'coordonnees']],
    ['how to be reached', draft({ ...pupil, ...contact }), ['situation', 'coordonnees', 'etablissement']],
    ['the school', draft({ ...pupil, ...contact, schooling }), ['situation', 'coordonnees', 'etablissement', 'photo']],
    ['a photo but no school', draft({ ...pupil, ...contact }, 'a-file'), ['situation', 'coordonnees', 'etablissement']],
    ['all', draft({ ...pupil, ...contact, schooling }, 'a-file'), ['situation', 'coordonnees', 'etablissement', 'photo', 'recapitulatif']],
    ['all, then apprentice', draft({ ...contact, schooling, ...apprentice }, 'a-file'), ['situation', 'coordonnees', 'etablissement']],
    ['a first contract', draft({ ...contact, ...apprentice, apprenticeship }), ['situation', 'coordonnees', 'etablissement', 'photo']],
    [
      'an apprenticeship already, of a diploma not said',
      draft({ ...contact, ...apprentice, apprenticeship: { ...apprenticeship, wasApprentice: true } }, 'a-file'),
      ['situation', 'coordonnees', 'etablissement'],
    ],
    [
      'both questions of an apprentice',
      draft({ ...contact, ...apprentice, apprenticeship: { ...apprenticeship, wasApprentice: true, otherDiploma: false } }, 'a-file'),
      ['situation', 'coordonnees', 'etablissement', 'photo', 'recapitulatif'],
    ],
    ['all, then neither', draft({ ...contact, schooling, ...neither }, 'a-file'), ['situation', 'coordonnees', 'justificatif']],
    [
      'an identity document',
      draft({ ...contact, ...neither }, null, 'a-file'),
      ['situation', 'coordonnees', 'justificatif', 'recapitulatif'],
    ],
  ]

  const lastPart = (step: Step) => hrefOf(step).split('/').at(-1)

  test.each(cases)('once %s is answered', (_, answered, open) => {
    expect(STEPS.filter((step) => mayOpen(step, answered)).map(lastPart)).toEqual(open)
    expect(lastPart(firstOpenStep(answered))).toBe(open.at(-1))
  })

  test('lead to one another', () => {
    const whole = draft({ ...pupil, ...contact, schooling }, 'a-file')
    expect([SITUATION, CONTACT, SCHOOLING, PHOTO].map((step) => stepAfter(step, whole))).toEqual([CONTACT, SCHOOLING, PHOTO, SUMMARY])
    expect([SITUATION, CONTACT, SCHOOLING, PHOTO, SUMMARY].map((step) => stepBefore(step, whole))).toEqual([
      undefined,
      SITUATION,
      CONTACT,
      SCHOOLING,
      PHOTO,
    ])
    const neitherNor = draft({ ...neither, ...contact }, null, 'a-file')
    expect([SITUATION, CONTACT, IDENTITY_DOCUMENT].map((step) => stepAfter(step, neitherNor))).toEqual([
      CONTACT,
      IDENTITY_DOCUMENT,
      SUMMARY,
    ])
    expect([IDENTITY_DOCUMENT, SUMMARY].map((step) => stepBefore(step, neitherNor))).toEqual([CONTACT, IDENTITY_DOCUMENT])
  })
})

describe('the rules', () => {
  test('a first-time entrant was in no general or technological class last year', () => {
    const pupil = { situation: { situation: 'pupil' as const } }
    expect(benefitRule({ ...pupil, schooling })).toBe('pupil-first-time')
    expect(benefitRule({ ...pupil, schooling: { ...schooling, wasInGeneralSecondary: true } })).toBe('pupil-returning')
  })

  test.each([
    [false, null, 'apprentice-first-or-other-diploma'],
    // Said before the first answer changed.
    [false, false, 'apprentice-first-or-other-diploma'],
    [true, true, 'apprentice-first-or-other-diploma'],
    [true, false, 'apprentice-same-diploma'],
  ] as const)('an apprentice already: %s, another diploma: %s', (wasApprentice, otherDiploma, rule) => {
    const answers = { apprenticeship: { ...apprenticeship, wasApprentice, otherDiploma }, schooling }
    expect(benefitRule({ ...answers, situation: { situation: 'apprentice' } })).toBe(rule)
    expect(benefitRule({ ...answers, situation: { situation: 'neither' } })).toBe('neither')
  })

  const TODAY = '2026-11-23'
  const dates: [string, string, string, 'contractSignedOn' | 'contractEndsOn' | undefined][] = [
    ['the guide’s own, moved to this campaign', '2026-01-03', '2026-08-30', undefined],
    ['signed today', TODAY, '2027-08-31', undefined],
    ['signed tomorrow', '2026-11-24', '2027-08-31', 'contractSignedOn'],
    ['signed in a year that was mistyped', '2062-09-01', '2064-08-31', 'contractSignedOn'],
    ['ended the day it was signed', '2026-09-01', '2026-09-01', 'contractEndsOn'],
    ['ended a day later', '2026-09-01', '2026-09-02', undefined],
    ['ended before it was signed', '2026-09-01', '2025-08-31', 'contractEndsOn'],
    ['ended the day the campaign began', '2024-09-01', '2026-07-01', undefined],
    ['ended the day before', '2024-09-01', '2026-06-30', 'contractEndsOn'],
    ['four years to the day', '2026-09-01', '2030-09-01', undefined],
    ['a day more', '2026-09-01', '2030-09-02', 'contractEndsOn'],
    ['four years from a 29 February', '2024-02-29', '2028-02-29', undefined],
    ['forty years', '2026-09-01', '2066-08-31', 'contractEndsOn'],
  ]
  test.each(dates)('a contract %s', (_, contractSignedOn, contractEndsOn, field) => {
    const campaign = { starts_on: '2026-07-01', ends_on: '2027-04-30' }
    expect(contractProblem({ contractSignedOn, contractEndsOn }, campaign, TODAY)?.field).toBe(field)
  })

  test('a contract signed once the campaign is over is another campaign’s', () => {
    const contract = { contractSignedOn: '2027-05-02', contractEndsOn: '2028-08-31' }
    expect(contractProblem(contract, { starts_on: '2026-07-01', ends_on: '2027-04-30' }, '2027-05-03')?.field).toBe('contractSignedOn')
  })

  test('nothing leaves a decision but a returned application', () => {
    expect(CHANGES.filter(({ from }) => from === 'validated' || from === 'refused')).toEqual([])
    expect((['draft', 'submitted', 'returned', 'validated', 'refused'] as const).filter((state) => isEditable({ state }))).toEqual([
      'draft',
      'returned',
    ])
  })

  test('the five stages are dated once reached', () => {
    const dates = { created_at: TEST_NOW, submitted_at: TEST_NOW, decided_at: TEST_NOW, made_at: null, shipped_at: null }
    const at = { ...dates, answers: {}, keeps_card: false }
    const states = (reached: Parameters<typeof stages>[0]) =>
      stages(reached).map(({ label, on, state }) => `${label} ${on ?? '—'} ${state}`)
    expect(states({ ...at, state: 'draft', submitted_at: null, decided_at: null })).toEqual([
      'Inscription 2026-11-23 done',
      'Demande — current',
      'Validation — to-come',
      'Fabrication — to-come',
      'Expédition — to-come',
    ])
    expect(states({ ...at, state: 'returned' })[1]).toBe('Demande — current')
    expect(states({ ...at, state: 'validated', made_at: TEST_NOW }).slice(2)).toEqual([
      'Validation 2026-11-23 done',
      'Fabrication 2026-11-23 done',
      'Expédition — current',
    ])
    expect(states({ ...at, state: 'refused' }).filter((stage) => stage.endsWith('current'))).toEqual([])
    expect(states({ ...at, state: 'validated', keeps_card: true }).at(-1)).toBe('Validation 2026-11-23 done')
    expect(states({ ...at, state: 'validated', answers: { situation: { situation: 'neither' } } })).toEqual([
      'Inscription 2026-11-23 done',
      'Demande 2026-11-23 done',
      'Validation 2026-11-23 done',
    ])
  })
})

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)

let campaign: Awaited<ReturnType<typeof aCampaign>>
beforeAll(async () => {
  campaign = await committed((tx) => aCampaign(tx))
})

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

/** A pupil who has just signed up, and a school with a course for them. */
async function aNewcomer(tx: Tx) {
  const school = await aSchool(tx)
  const course = await aCourse(tx, school)
  const { actor, ...beneficiary } = await aBeneficiary(tx)
  const file_number = await registerApplication(tx, beneficiary.id)
  return { school, course, beneficiary, actor: { ...actor, has_card: false }, file_number, office: await aSchoolUser(tx, school) }
}

type Newcomer = Awaited<ReturnType<typeof aNewcomer>>

/** Answers everything but « Envoyer ». */
async function fillIn(tx: Tx, { actor, school, course }: Pick<Newcomer, 'actor' | 'school' | 'course'>, given: Partial<Schooling> = {}) {
  const chosen = { school: school.id, level: course.level_code, course: course.code, scholarshipHolder: true, wasInGeneralSecondary: false }
  await saveAnswers(tx, actor, SITUATION, () => ({ situation: { situation: 'pupil' } }))
  await saveAddress(tx, actor, address)
  await saveAnswers(tx, actor, CONTACT, ({ contact }) => ({ contact: { ...contact, fixedPhone: null, mobilePhone: '0612345678' } }))
  await saveAnswers(tx, actor, SCHOOLING, () => ({ schooling: { ...chosen, ...given } }))
  await savePhoto(tx, actor, await aPhoto(tx))
}

const aPhoto = (tx: Tx) => storeFile(tx, photoPolicy, Buffer.from('photo'))

/** A pupil whose draft has every answer. */
async function aWholeDraft(tx: Tx, given: Partial<Schooling> = {}) {
  const newcomer = await aNewcomer(tx)
  await fillIn(tx, newcomer, given)
  return newcomer
}

/** Applications that wait for the decision of one school. */
async function aPile(tx: Tx, count: number) {
  const first = await aWholeDraft(tx)
  await submitApplication(tx, first.actor, { notifiedBy: 'email' })
  const pile = [{ id: first.beneficiary.id, file_number: first.file_number }]
  while (pile.length < count) {
    const { actor, id } = await aBeneficiary(tx)
    const file_number = await registerApplication(tx, id)
    await fillIn(tx, { ...first, actor })
    await submitApplication(tx, actor, { notifiedBy: 'sms' })
    pile.push({ id, file_number })
  }
  return { ...first, pile, fileNumbers: pile.map((sent) => sent.file_number) }
}

const applicationOf = (reader: Db, file_number: string) =>
  reader.selectFrom('card_applications').selectAll().where('file_number', '=', file_number).executeTakeFirstOrThrow()

const messagesTo = async (tx: Tx, beneficiaryId: number) =>
  (await tx.selectFrom('messages').select(['template', 'channel', 'body']).where('beneficiary_id', '=', beneficiaryId).execute()).sort(
    (a, b) => a.template.localeCompare(b.template),
  )

const walletsAndCardsOf = async (reader: Db, beneficiaryId: number) => ({
  wallets: (await walletsOf(reader, beneficiaryId, TEST_NOW)).map(({ balance_cents }) => balance_cents),
  cards: (await reader.selectFrom('cards').selectAll().where('beneficiary_id', '=', beneficiaryId).execute()).length,
})

const refused = (code: string, status?: number) => expect.objectContaining(status ? { code, status } : { code })

describe('the acts', () => {
  const inTx = (name: string, act: (tx: Tx) => Promise<void>) => test(name, () => rolledBack(db, act))

  inTx('a file number has ten digits, the last of which checks the others', async (tx) => {
    const { file_number } = await aNewcomer(tx)
    const luhn = [...file_number].reverse().map((digit, index) => Number(digit) * (index % 2 === 1 ? 2 : 1))
    expect(file_number).toMatch(/^[1-9]\d{9}$/)
    expect(luhn.reduce((sum, value) => sum + (value > 9 ? value - 9 : value), 0) % 10).toBe(0)
  })

  inTx('a step that is not open keeps nothing', async (tx) => {
    const { actor } = await aNewcomer(tx)
    await expect(saveAddress(tx, actor, address)).rejects.toEqual(refused('application.step-closed', 409))
    await expect(savePhoto(tx, actor, await aPhoto(tx))).rejects.toEqual(refused('application.step-closed'))
    await expect(submitApplication(tx, actor, { notifiedBy: 'email' })).rejects.toEqual(refused('application.step-closed'))
    expect((await draftOf(tx, actor)).answers).toEqual({})
  })

  inTx('a change of situation keeps the other answers', async (tx) => {
    const { actor } = await aWholeDraft(tx)
    const before = await draftOf(tx, actor)
    await saveAnswers(tx, actor, SITUATION, () => ({ situation: { situation: 'apprentice' } }))
    await expect(submitApplication(tx, actor, { notifiedBy: 'email' })).rejects.toEqual(refused('application.step-closed'))
    await saveAnswers(tx, actor, SITUATION, () => ({ situation: { situation: 'pupil' } }))
    expect(await draftOf(tx, actor)).toEqual(before)
  })

  inTx('another photo replaces the first, which is forgotten', async (tx) => {
    const { actor } = await aWholeDraft(tx)
    const first = (await draftOf(tx, actor)).photo_file_id as string
    await savePhoto(tx, actor, await aPhoto(tx))
    expect((await draftOf(tx, actor)).photo_file_id).not.toBe(first)
    expect(await readFile(tx, first)).toBeUndefined()
  })

  inTx('sending copies what was answered, and tells what comes next by the channel chosen', async (tx) => {
    const { actor, beneficiary, school, course, file_number } = await aWholeDraft(tx, { wasInGeneralSecondary: true })
    await submitApplication(tx, actor, { notifiedBy: 'sms' })

    expect(await applicationOf(tx, file_number)).toMatchObject({
      state: 'submitted',
      situation: 'pupil',
      school_id: school.id,
      course_code: course.code,
      scholarship_holder: true,
      benefit_rule: 'pupil-returning',
      submitted_at: TEST_NOW,
    })
    const person = await tx.selectFrom('beneficiaries').selectAll().where('id', '=', beneficiary.id).executeTakeFirstOrThrow()
    expect(person).toMatchObject({ address, fixed_phone: null, mobile_phone: '0612345678', notified_by: 'sms' })
    expect(await messagesTo(tx, beneficiary.id)).toMatchObject([{ template: 'card-application.submitted', channel: 'sms' }])
    expect((await stagesOf(tx, beneficiary.id)).map(({ on }) => on)).toEqual(['2026-11-23', '2026-11-23', null, null, null])
    await expect(submitApplication(tx, actor, { notifiedBy: 'sms' })).rejects.toEqual(refused('application.sent', 409))
  })

  inTx('sending checks again that the school teaches the course', async (tx) => {
    const { actor, course, school } = await aWholeDraft(tx)
    await tx.updateTable('courses').set({ open: false }).where('code', '=', course.code).execute()
    await expect(submitApplication(tx, actor, { notifiedBy: 'email' })).rejects.toEqual(refused('application.not-taught'))
    await tx.updateTable('courses').set({ open: true }).where('code', '=', course.code).execute()
    await tx.updateTable('schools').set({ open: false }).where('id', '=', school.id).execute()
    await expect(submitApplication(tx, actor, { notifiedBy: 'email' })).rejects.toEqual(refused('application.not-taught'))
  })

  test('what closed meanwhile leads from the summary to the step that mends it', async () => {
    const { actor, course } = await committed((tx) => aWholeDraft(tx))
    await committed((tx) => tx.updateTable('courses').set({ open: false }).where('code', '=', course.code).execute())
    const pupil = await new Visitor(site).signInAs({ beneficiaryId: actor.id })
    const refused = await pupil.submit('/espace/demande/recapitulatif', { notifiedBy: 'email' })
    expect(refused.status).toBe(422)
    const [, href = ''] = /<a href="([^"]*)">Cette formation n’est pas proposée/.exec(refused.text) ?? []
    expect(href).toBe('/espace/demande/etablissement?retour=recapitulatif#course')
    expect((await pupil.get(href.split('#')[0] as string)).status).toBe(200)
  })

  inTx('there is no SMS without a mobile phone', async (tx) => {
    const { actor } = await aWholeDraft(tx)
    await saveAnswers(tx, actor, CONTACT, ({ contact }) => ({ contact: { ...contact, fixedPhone: '0322970000', mobilePhone: null } }))
    await expect(submitApplication(tx, actor, { notifiedBy: 'sms' })).rejects.toEqual(refused('application.no-mobile'))
  })

  inTx('accepted at once, several pupils have their money and their card', async (tx) => {
    const { office, pile, fileNumbers } = await aPile(tx, 3)
    await acceptApplications(tx, office, { fileNumbers })
    for (const { id, file_number } of pile) {
      expect(await applicationOf(tx, file_number)).toMatchObject({ state: 'validated', decided_at: TEST_NOW })
      expect(await walletsAndCardsOf(tx, id)).toEqual({ wallets: [10_000], cards: 1 })
      expect((await messagesTo(tx, id)).map(({ template }) => template)).toEqual([
        'card-application.submitted',
        'card-application.validated',
      ])
    }
    const facts = await tx.selectFrom('audit_facts').select(['fact', 'staff_id']).where('staff_id', '=', office.id).execute()
    expect(facts).toEqual(pile.map(() => ({ fact: 'card-application.validated', staff_id: office.id })))
  })

  inTx('the file shows what was granted, whatever the campaign grants afterwards', async (tx) => {
    const { office, fileNumbers } = await aPile(tx, 2)
    const [accepted, waiting] = fileNumbers as [string, string]
    await acceptApplications(tx, office, { fileNumbers: [accepted] })
    await tx.updateTable('benefits').set({ amount_cents: 12_000 }).where('rule', '=', 'pupil-first-time').execute()
    expect((await fileOf(tx, office, accepted)).amount_cents).toBe(10_000)
    expect((await fileOf(tx, office, waiting)).amount_cents).toBe(12_000)
  })

  inTx('a decision is all or nothing, once, and only of their own school', async (tx) => {
    const { office, fileNumbers } = await aPile(tx, 2)
    const elsewhere = await aSchoolUser(tx, await aSchool(tx))
    await expect(acceptApplications(tx, elsewhere, { fileNumbers })).rejects.toEqual(refused('not-found', 404))
    await expect(acceptApplications(tx, office, { fileNumbers: [...fileNumbers, '1234567890'] })).rejects.toEqual(refused('not-found', 404))

    await refuseApplications(tx, office, { fileNumbers: fileNumbers.slice(0, 1), reason: 'Élève inconnu.' })
    await expect(acceptApplications(tx, office, { fileNumbers })).rejects.toEqual(refused('application.decided', 409))
    expect((await applicationOf(tx, fileNumbers[1] as string)).state).toBe('submitted')
  })

  inTx('a draft is not the business of any school', async (tx) => {
    const { office, file_number } = await aWholeDraft(tx)
    await expect(acceptApplications(tx, office, { fileNumbers: [file_number] })).rejects.toEqual(refused('not-found', 404))
  })

  inTx('a returned application is corrected and sent again, its history kept', async (tx) => {
    const { office, actor, beneficiary, file_number } = await aPile(tx, 1)
    await returnApplications(tx, office, { fileNumbers: [file_number], reason: 'La photo est floue.' })
    await expect(acceptApplications(tx, office, { fileNumbers: [file_number] })).rejects.toEqual(refused('application.decided'))
    await savePhoto(tx, actor, await aPhoto(tx))
    await submitApplication(tx, actor, { notifiedBy: 'email' })
    await acceptApplications(tx, office, { fileNumbers: [file_number] })

    const { id } = await applicationOf(tx, file_number)
    expect((await historyOf(tx, id)).map(({ event, staff_name, reason }) => [event, staff_name, reason])).toEqual([
      ['registered', null, null],
      ['submitted', null, null],
      ['returned', office.name, 'La photo est floue.'],
      ['submitted', null, null],
      ['validated', office.name, null],
    ])
    expect(await walletsAndCardsOf(tx, beneficiary.id)).toEqual({ wallets: [10_000], cards: 1 })
  })

  test('of two decisions at the same moment, one counts', async () => {
    const { office, beneficiary, file_number } = await committed((tx) => aPile(tx, 1))
    // Connections that are open already start together.
    await Promise.all(Array.from({ length: 8 }, () => sql`select pg_sleep(0.05)`.execute(db)))
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, (_, index) =>
        committed((tx) =>
          index % 2 === 0
            ? acceptApplications(tx, office, { fileNumbers: [file_number] })
            : refuseApplications(tx, office, { fileNumbers: [file_number], reason: 'Élève inconnu.' }),
        ),
      ),
    )
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toEqual(refused('application.decided', 409))
    }
    const { state } = await applicationOf(db, file_number)
    expect(await walletsAndCardsOf(db, beneficiary.id)).toEqual(
      state === 'validated' ? { wallets: [10_000], cards: 1 } : { wallets: [], cards: 0 },
    )
  })
})

test('messages by SMS fit in one, and say who decided', () => {
  const situations: Situation[] = ['pupil', 'apprentice', 'neither']
  for (const situation of situations) {
    const said = {
      situation,
      reason: 'La photo est floue.',
      decider: 'Votre établissement, Lycée Marie Curie,',
      starts_on: null,
      keepsCard: false,
    }
    const sent = { situation, file_number: '4827501935', starts_on: '2027-07-01', hasCard: false }
    const messages = [
      applicationSubmitted({ ...sent, school_name: 'Lycée Marie Curie' }),
      applicationSubmitted({ ...sent, school_name: null }),
      applicationValidated({ ...said, amount_cents: 20_000, benefit_label: 'première entrée au lycée', given_before: false }),
      applicationValidated({
        ...said,
        amount_cents: 20_000,
        benefit_label: 'première entrée au lycée',
        given_before: false,
        starts_on: '2027-07-01',
      }),
      applicationValidated({ ...said, amount_cents: 0, benefit_label: 'même diplôme que l’an dernier', given_before: false }),
      applicationValidated({ ...said, amount_cents: 10_000, benefit_label: 'première entrée au lycée', given_before: true }),
      applicationReturned(said),
      applicationRefused(said),
    ]
    for (const { sms = '', template } of messages)
      expect(septetsOf(smsText(sms)), `${situation} ${template}`).toBeLessThanOrEqual(SMS_SEPTETS)
  }
})

describe('the pages', () => {
  const visitorFor = async (owner: { beneficiaryId: number } | { staffId: number }) =>
    new Visitor(site).withSession(await committed((tx) => openSession(tx, owner, undefined)))

  test('a pupil goes from step to step, leaves, comes back, and sends', async () => {
    const { beneficiary, actor, school, course, file_number } = await committed(aNewcomer)
    const pupil = await visitorFor({ beneficiaryId: beneficiary.id })
    expect((await pupil.get('/espace')).text).toContain('href="/espace/demande/situation"')

    expect((await pupil.submit('/espace/demande/situation')).status).toBe(422)
    expect((await pupil.submit('/espace/demande/situation', { situation: 'pupil' })).location).toBe('/espace/demande/coordonnees')

    const noAddress = await pupil.submit('/espace/demande/coordonnees', { fixedPhone: '03 22 97 00 00' })
    expect(noAddress.status).toBe(422)
    expect(noAddress.text).toContain('value="03 22 97 00 00"')
    await committed((tx) => saveAddress(tx, actor, address))
    expect((await pupil.submit('/espace/demande/coordonnees')).text).toContain('Saisissez au moins un numéro de téléphone')
    expect((await pupil.submit('/espace/demande/coordonnees', { mobilePhone: '+33 6 12 34 56 78' })).location).toBe(
      '/espace/demande/etablissement',
    )

    // School, then level, then course, without JavaScript.
    expect((await pupil.get('/espace/demande/etablissement')).text).toContain(`<option value="${school.id}">`)
    expect((await pupil.get(`/espace/demande/etablissement?etablissement=${school.id}`)).text).toContain(course.label)
    await committed((tx) => aCourse(tx, school))
    expect((await pupil.get(`/espace/demande/etablissement?etablissement=${school.id}`)).text).toContain(
      `<option value="${course.level_code}">`,
    )
    for (const asked of ['?etablissement=', `?etablissement=${school.id}&niveau=`]) {
      const refused = await pupil.get(`/espace/demande/etablissement${asked}`)
      expect([refused.status, refused.text.includes('<title>Erreur — Étape 3 / 5')]).toEqual([422, true])
    }
    const there = `/espace/demande/etablissement?etablissement=${school.id}&niveau=${course.level_code}`
    expect((await pupil.get(there)).text).toContain(course.label)
    const chosen = { school: String(school.id), level: course.level_code, course: course.code }
    expect((await pupil.submit(there, chosen)).status).toBe(422)
    expect((await pupil.submit(there, { ...chosen, course: 'NONE', wasInGeneralSecondary: 'no' })).text).toContain('n’est pas proposée')
    expect((await pupil.submit(there, { ...chosen, wasInGeneralSecondary: 'no' })).location).toBe('/espace/demande/photo')
    await committed(async (tx) => savePhoto(tx, actor, await aPhoto(tx)))

    const summary = await pupil.get('/espace/demande/recapitulatif')
    for (const answer of [
      'VICOT',
      '06 12 34 56 78',
      school.name.toUpperCase(),
      course.label,
      `${frenchEuros(10_000)} : première entrée au lycée`,
    ]) {
      expect(summary.text.toUpperCase()).toContain(answer.toUpperCase())
    }
    expect((await pupil.get('/espace')).text).toContain('href="/espace/demande/recapitulatif"')
    const changed = await pupil.submit('/espace/demande/coordonnees?retour=recapitulatif', { mobilePhone: '0612345679' })
    expect(changed.location).toBe('/espace/demande/recapitulatif')

    expect((await pupil.submit('/espace/demande/recapitulatif', { notifiedBy: 'sms' })).location).toBe('/espace?fait=envoi')
    expect((await pupil.get('/espace?fait=envoi')).text).toContain('Votre demande est envoyée')
    expect((await applicationOf(db, file_number)).state).toBe('submitted')
    for (const step of ['situation', 'coordonnees', 'etablissement', 'recapitulatif']) {
      expect((await pupil.get(`/espace/demande/${step}`)).status).toBe(409)
    }
  })

  test('a step that is not open leads to the first that is, and a forged form changes nothing', async () => {
    const { beneficiary, school, course, file_number } = await committed(aNewcomer)
    const pupil = await visitorFor({ beneficiaryId: beneficiary.id })
    const { text } = await pupil.get('/espace/demande/situation')
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? ''
    const forged = {
      coordonnees: { mobilePhone: '0612345678' },
      etablissement: { school: String(school.id), level: course.level_code, course: course.code, wasInGeneralSecondary: 'no' },
      recapitulatif: { notifiedBy: 'email' },
    }
    expect((await pupil.get('/espace/demande/coordonnees/adresse')).status).toBe(409)
    for (const [step, fields] of Object.entries(forged)) {
      expect((await pupil.get(`/espace/demande/${step}`)).location).toBe('/espace/demande/situation')
      const answer = await pupil.post(`/espace/demande/${step}`, { _csrf, ...fields })
      expect([answer.status, answer.location]).toEqual([303, '/espace/demande/situation'])
    }
    expect(await applicationOf(db, file_number)).toMatchObject({ state: 'draft', answers: {} })
  })

  test('what is typed before the address is kept, and one comes back to the summary through it', async () => {
    const { beneficiary, actor } = await committed((tx) => aWholeDraft(tx))
    const pupil = await visitorFor({ beneficiaryId: beneficiary.id })
    const there = '/espace/demande/coordonnees?retour=recapitulatif'
    const left = await pupil.submit(there, { fixedPhone: '', mobilePhone: '06 99 99 99 99', goTo: 'address' })
    expect(left.location).toBe('/espace/demande/coordonnees/adresse?retour=recapitulatif')
    expect((await draftOf(db, actor)).answers.contact?.mobilePhone).toBe('0699999999')
    const free = { kind: 'free', line1: '2 rue de la Gare', freePostcode: '80000', freeTown: 'Amiens' }
    expect((await pupil.submit(left.location as string, free)).location).toBe(
      '/espace/demande/coordonnees?fait=adresse&retour=recapitulatif',
    )
    expect((await pupil.submit(there, { mobilePhone: '0699999999' })).location).toBe('/espace/demande/recapitulatif')

    const nothing = await pupil.submit('/espace/demande/coordonnees', { fixedPhone: '', mobilePhone: '', goTo: 'address' })
    expect(nothing.location).toBe('/espace/demande/coordonnees/adresse')
    const wrong = await pupil.submit('/espace/demande/coordonnees', { mobilePhone: '0322970000', goTo: 'address' })
    expect([wrong.status, wrong.text.includes('value="0322970000"')]).toEqual([422, true])
  })

  test('a school reads its files, decides, and every reading is written down', async () => {
    const { office, beneficiary, pile, fileNumbers } = await committed((tx) => aPile(tx, 3))
    const secretary = await visitorFor({ staffId: office.id })
    const list = await secretary.get('/etablissement')
    expect(list.text).toContain('À traiter (3)')
    for (const number of fileNumbers) expect(list.text).toContain(`value="${number}"`)
    const found = await secretary.get(`/etablissement?search=${beneficiary.last_name.toLowerCase()}`)
    expect(found.text).toContain('À traiter (1)')
    expect((await secretary.get('/etablissement?search=%25&state=all')).status).toBe(200)

    const [first, second, third] = fileNumbers as [string, string, string]
    expect((await secretary.get(`/etablissement/demandes/${first}`)).text).toContain('Valider la demande')
    const read = await db.selectFrom('audit_facts').select('fact').where('staff_id', '=', office.id).execute()
    expect(read).toEqual([{ fact: 'card-application.read' }])

    expect((await secretary.submit(`/etablissement/demandes/${first}/refus`)).status).toBe(422)
    const returned = await secretary.submit(`/etablissement/demandes/${first}/renvoi`, { reason: 'La photo est floue.' })
    expect(returned.location).toBe(`/etablissement/demandes/${first}?done=renvoi`)
    expect((await secretary.get(returned.location as string)).text).toContain('La photo est floue.')
    const late = await secretary.submit(`/etablissement/demandes/${first}/refus`, { reason: 'Élève inconnu.' })
    expect([late.status, late.text.includes('a déjà été décidée par')]).toEqual([409, true])

    const pupil = await visitorFor({ beneficiaryId: beneficiary.id })
    expect((await pupil.get('/espace')).text).toContain('La photo est floue.')

    expect((await secretary.get('/etablissement/validation')).status).toBe(422)
    const both = `/etablissement/validation?numbers[]=${second}&numbers[]=${third}`
    expect((await secretary.submit(both)).location).toBe('/etablissement?done=validation')
    expect((await secretary.get('/etablissement?state=validated')).text).toContain('Validée (2)')
    const holder = await visitorFor({ beneficiaryId: (pile[1] as { id: number }).id })
    expect((await holder.get('/espace')).text).toContain(frenchEuros(10_000))
  })

  test('another school finds nothing', async () => {
    const { file_number } = await committed((tx) => aPile(tx, 1))
    const elsewhere = await committed(async (tx) => aSchoolUser(tx, await aSchool(tx)))
    const stranger = await visitorFor({ staffId: elsewhere.id })
    expect((await stranger.get('/etablissement')).text).not.toContain(file_number)
    const { text } = await stranger.get('/etablissement')
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? ''
    for (const path of ['', '/validation', '/renvoi', '/refus', '/photo']) {
      expect((await stranger.get(`/etablissement/demandes/${file_number}${path}`)).status).toBe(404)
    }
    expect((await stranger.post(`/etablissement/demandes/${file_number}/validation`, { _csrf })).status).toBe(404)
    expect((await stranger.post(`/etablissement/validation?numbers[]=${file_number}`, { _csrf })).status).toBe(404)
    expect((await applicationOf(db, file_number)).state).toBe('submitted')
  })

  test('the campaign names its years', () => {
    expect([schoolYear(campaign), lastSchoolYear(campaign)]).toEqual(['2026/2027', '2025/2026'])
  })
})
