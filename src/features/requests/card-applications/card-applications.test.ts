import { beforeAll, describe, expect, test } from 'vitest'
import { testSite } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, TEST_KEY } from '../../../../tests/support/makers.ts'
import { address, aNewcomer, aPhoto, applicationOf, aWholeDraft } from '../../../../tests/support/pupil-application.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { readFile } from '../../../platform/files.ts'
import { lastSchoolYear, schoolYear } from '../../scheme/campaigns/index.ts'
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
  SITUATION,
  STEPS,
  type Step,
  SUMMARY,
  stages,
  stepAfter,
  stepBefore,
} from './application.ts'
import { draftOf, stagesOf } from './queries.ts'
import { saveAddress, saveAnswers, savePhoto } from './save-answers.ts'
import { submitApplication } from './submit.ts'

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
const { clock } = testSite(database)

let campaign: Awaited<ReturnType<typeof aCampaign>>
beforeAll(async () => {
  campaign = await committed((tx) => aCampaign(tx))
})

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const messagesTo = async (tx: Tx, beneficiaryId: number) =>
  (await tx.selectFrom('messages').select(['template', 'channel', 'body']).where('beneficiary_id', '=', beneficiaryId).execute()).sort(
    (a, b) => a.template.localeCompare(b.template),
  )

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
    expect(await readFile(tx, first, { ibanKey: TEST_KEY })).toBeUndefined()
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

  inTx('there is no SMS without a mobile phone', async (tx) => {
    const { actor } = await aWholeDraft(tx)
    await saveAnswers(tx, actor, CONTACT, ({ contact }) => ({ contact: { ...contact, fixedPhone: '0322970000', mobilePhone: null } }))
    await expect(submitApplication(tx, actor, { notifiedBy: 'sms' })).rejects.toEqual(refused('application.no-mobile'))
  })
})

test('the campaign names its years', () => {
  expect([schoolYear(campaign), lastSchoolYear(campaign)]).toEqual(['2026/2027', '2025/2026'])
})
