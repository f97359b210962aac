import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, anAgent, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { aPile, applicationOf } from '../../../../tests/support/pupil-application.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { storeFile } from '../../../platform/files.ts'
import { moveToSchool, SCHOOLING, type Schooling, saveAnswers, submitApplication, withdrawDecisions } from '../card-applications/index.ts'
import { acceptApplications } from '../card-decisions/accept.ts'
import { refuseApplications } from '../card-decisions/refuse.ts'
import { returnApplications } from '../card-decisions/return.ts'
import { certificatePolicy, delayInWords, maySendCertificate } from './delay.ts'
import { forgetDelays } from './index.ts'
import { countingOfDelays, forgettingOfCertificates, remindersOfDelays, weeklyMailOfSchools } from './jobs.ts'
import { waitingOf, waitingSchools } from './queries.ts'
import { sendCertificate } from './send-certificate.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const inDays = (days: number) => clock.set(new Date(TEST_NOW.getTime() + days * 86_400_000))
const pile = async (count: number) => {
  inDays(0)
  return committed((tx) => aPile(tx, count))
}
const mailsTo = async (owner: { staff_id: number } | { beneficiary_id: number }) => {
  const [[column, id]] = Object.entries(owner) as [['staff_id' | 'beneficiary_id', number]]
  const rows = await db.selectFrom('messages').select(['subject', 'template']).where(column, '=', id).orderBy('created_at').execute()
  return rows.filter(({ template }) => template !== 'card-application.submitted').map(({ subject, template }) => subject ?? template)
}
const aPicture = async () => {
  const jpeg = await sharp({ create: { width: 900, height: 1200, channels: 3, background: '#eee' } })
    .jpeg()
    .toBuffer()
  return new File([new Uint8Array(jpeg)], 'certificat.jpg')
}

beforeAll(async () => {
  await committed((tx) => aCampaign(tx))
})

test('days count from the later of the sending and the first day of school', async () => {
  const { file_number } = await pile(1)
  const { id, campaign_id } = await applicationOf(db, file_number)
  expect(await waitingOf(db, id)).toMatchObject({ since: TEST_NOW, answered: null, reminded_at: null })
  const begin = (day: string | null) => db.updateTable('campaigns').set({ schools_begin_on: day }).where('id', '=', campaign_id).execute()
  await begin('2027-01-04')
  const waiting = await waitingOf(db, id)
  await begin(null)
  expect(waiting?.since).toEqual(new Date('2027-01-04T00:00:00+01:00'))
  expect(waiting && delayInWords(waiting, TEST_NOW)).toEqual(['Les établissements commencent à répondre le 04/01/2027, à la rentrée.'])
  expect(waiting && maySendCertificate(waiting, new Date('2027-01-18T12:00:00+01:00'))).toBe(false)
  expect(waiting && maySendCertificate(waiting, new Date('2027-01-19T12:00:00+01:00'))).toBe(true)
})

test('its owner reads since when, what is usual there and when a reminder left', () => {
  const since = new Date('2026-10-01T10:00:00+02:00')
  const waiting = {
    application_id: 1,
    since,
    schools_begin_on: '2026-09-01',
    decisions_end_on: '2027-05-30',
    certificate_days: 15,
    certificate_sent_at: null,
    handed_to_region_at: null,
    taken_over_at: null,
  }
  const now = new Date('2026-10-11T10:00:00+02:00')
  const reminded_at = new Date('2026-10-08T07:00:00+02:00')
  expect(delayInWords({ ...waiting, answered: 40, median_days: 3.6, reminded_at }, now)).toEqual([
    'Votre demande attend depuis le 01/10/2026 : 10 jours.',
    'Dans cet établissement, la moitié des demandes ont une réponse en 4 jours ou moins.',
    'Nous avons rappelé votre demande à votre établissement le 08/10/2026.',
  ])
  // A few answers say nothing.
  expect(delayInWords({ ...waiting, answered: 4, median_days: 3.6, reminded_at: null }, now)).toHaveLength(1)
})

test('a school reads each Monday what waits, and is reminded once at 7 days, once at 14; then its young people hear of the certificate', async () => {
  const { office, beneficiary, pile: sent, file_number } = await pile(2)
  const reader = await committed((tx) => aSchoolUser(tx, { id: office.school_id, name: office.school_name }, { roles: ['reader'] }))
  const { id } = await applicationOf(db, file_number)
  // TEST_NOW is a Monday; the mail leaves on the next.
  for (const day of [3, 7]) {
    inDays(day)
    await weeklyMailOfSchools.run(site)
  }
  expect(await mailsTo({ staff_id: office.id })).toEqual(['2 demandes de carte attendent votre réponse'])
  for (const day of [6, 7, 8]) {
    inDays(day)
    await remindersOfDelays.run(site)
  }
  const atSeven = 'Rappel : 2 demandes de carte attendent depuis 7 jours'
  expect((await mailsTo({ staff_id: office.id })).slice(1)).toEqual([atSeven])
  expect(await mailsTo({ staff_id: reader.id })).toEqual([])
  expect((await waitingOf(db, id))?.reminded_at).toEqual(new Date(TEST_NOW.getTime() + 7 * 86_400_000))
  // Sent again, it waits anew.
  await db
    .updateTable('card_applications')
    .set({ submitted_at: clock.now() })
    .where('beneficiary_id', '=', sent[1]?.id as number)
    .execute()
  for (const day of [14, 15, 15, 16]) {
    inDays(day)
    await remindersOfDelays.run(site)
  }
  expect((await mailsTo({ staff_id: office.id })).slice(2)).toEqual([
    'Rappel : une demande de carte attend depuis 14 jours',
    'Rappel : une demande de carte attend depuis 7 jours',
  ])
  expect(await mailsTo({ beneficiary_id: beneficiary.id })).toEqual(['Votre établissement n’a pas encore répondu'])
  expect(await mailsTo({ beneficiary_id: sent[1]?.id as number })).toEqual([])
})

test('the days, and the day of the mail, are those of the campaign', async () => {
  const { office, beneficiary, file_number } = await pile(1)
  const { id, campaign_id } = await applicationOf(db, file_number)
  const change = (days: Partial<Record<'first_reminder_days' | 'second_reminder_days' | 'certificate_days' | 'weekly_mail_on', number>>) =>
    db.updateTable('campaigns').set(days).where('id', '=', campaign_id).execute()
  await change({ first_reminder_days: 2, second_reminder_days: 4, certificate_days: 5, weekly_mail_on: 3 })
  for (const day of [1, 2, 3, 4, 5]) {
    inDays(day)
    await weeklyMailOfSchools.run(site)
    await remindersOfDelays.run(site)
  }
  const [late] = (await waitingSchools(db, clock.now())).filter((school) => school.id === office.school_id)
  const waiting = await waitingOf(db, id)
  await change({ first_reminder_days: 7, second_reminder_days: 14, certificate_days: 15, weekly_mail_on: 1 })
  expect(await mailsTo({ staff_id: office.id })).toEqual([
    'Une demande de carte attend votre réponse',
    'Rappel : une demande de carte attend depuis 2 jours',
    'Rappel : une demande de carte attend depuis 4 jours',
  ])
  expect(await mailsTo({ beneficiary_id: beneficiary.id })).toEqual(['Votre établissement n’a pas encore répondu'])
  expect([late?.late, waiting && maySendCertificate(waiting, clock.now())]).toEqual([1, true])
})

test('where nobody has an account nobody is reminded, and nobody reads that they were', async () => {
  const { office, file_number } = await pile(1)
  const { id, school_id } = await applicationOf(db, file_number)
  await db.updateTable('staff').set({ closed_at: clock.now() }).where('id', '=', office.id).execute()
  inDays(7)
  await remindersOfDelays.run(site)
  expect((await waitingOf(db, id))?.reminded_at).toBeNull()
  expect((await waitingSchools(db, clock.now())).find((school) => school.id === school_id)?.reminded_at).toBeNull()
  expect((await waitingSchools(db, new Date('2099-01-01'))).find((school) => school.id === school_id)).toBeUndefined()
})

test('after 15 days a certificate goes to the Region, which may decide then; another agent may not read it, nor another person', async () => {
  const { actor, beneficiary, office, file_number } = await pile(1)
  const { id } = await applicationOf(db, file_number)
  inDays(14)
  const young = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  expect((await young.get('/espace/demande/certificat')).location).toBe('/espace')
  inDays(15)
  const again = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  expect((await again.get('/espace')).text).toContain('Envoyer un certificat de scolarité')
  for (const status of [303, 303])
    expect((await again.submit('/espace/demande/certificat', { certificate: await aPicture() })).status).toBe(status)
  expect((await again.get('/espace/demande/certificat/image')).status).toBe(200)
  const files = await db
    .selectFrom('files')
    .select(['id', 'is_encrypted', 'media_type'])
    .where('policy', '=', 'enrolment-certificate')
    .execute()
  expect(files).toMatchObject([{ is_encrypted: true, media_type: 'image/jpeg' }])

  const agent = await committed((tx) => anAgent(tx, 'eligibility'))
  const desk = await new Visitor(site).signInAs({ staffId: agent.id })
  const path = `/region/demandes/${file_number}`
  expect((await desk.get(path)).text).toContain(`src="${path}/certificat"`)
  expect((await desk.get(`${path}/certificat`)).status).toBe(200)
  const other = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx, 'content'))).id })
  expect((await other.get(`${path}/certificat`)).status).toBe(403)
  const school = await new Visitor(site).signInAs({ staffId: office.id })
  expect((await school.get(`/etablissement/demandes/${file_number}`)).text).toContain('La Région peut aussi répondre')

  expect((await desk.submit(`${path}/validation`)).location).toBe(`${path}?fait=validation`)
  expect((await applicationOf(db, file_number)).state).toBe('validated')
  const facts = await db.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', beneficiary.id).orderBy('id').execute()
  expect(facts.map(({ fact }) => fact)).toEqual(
    expect.arrayContaining(['certificate.sent', 'card-application.handed', 'certificate.read', 'card-application.validated']),
  )

  inDays(45)
  await forgettingOfCertificates.run(site)
  expect(await db.selectFrom('enrolment_certificates').select('application_id').where('application_id', '=', id).execute()).toHaveLength(1)
  inDays(46)
  await forgettingOfCertificates.run(site)
  expect(await db.selectFrom('files').select('id').where('policy', '=', 'enrolment-certificate').execute()).toEqual([])
  await committed((tx) => forgetDelays(tx, actor))
})

test('the Region reminds a school once a day, and the way to decide in its place is filled in', async () => {
  const { school, office } = await pile(1)
  inDays(16)
  const desk = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx, 'eligibility'))).id })
  expect((await desk.get('/region/attentes')).text).toContain(school.name)
  const path = `/region/attentes/${school.id}`
  expect((await desk.submit(path)).location).toBe(`${path}?fait=rappel`)
  expect(await mailsTo({ staff_id: office.id })).toEqual(['Rappel : une demande de carte attend depuis 16 jours'])
  expect((await desk.submit(path)).status).toBe(409)
  const way = `/region/prises-en-charge/nouvelle?etablissement=${school.id}`
  expect((await desk.get(path)).text).toContain(`href="${way}"`)
  expect((await desk.get(way)).text).toMatch(new RegExp(`<option value="${school.id}" selected`))
})

test('what is usual at a school is the median of what it answered', async () => {
  const { school, fileNumbers } = await pile(3)
  for (const [at, number] of fileNumbers.entries())
    await db
      .updateTable('card_applications')
      .set({ state: 'refused', decided_at: new Date(TEST_NOW.getTime() + ([1, 3, 9][at] as number) * 86_400_000) })
      .where('file_number', '=', number)
      .execute()
  await countingOfDelays.run(site)
  const delays = await db.selectFrom('school_delays').select(['answered', 'median_days']).where('school_id', '=', school.id).execute()
  expect(delays).toEqual([{ answered: 3, median_days: 3 }])
})

/** A school whose only request waits for so many days; a second school that teaches the same; two agents. */
const aSlowSchool = async (days: number) => {
  const made = await pile(1)
  inDays(days)
  const [other, agents] = await committed(async (tx) => {
    const other = await aSchool(tx)
    await tx.insertInto('school_courses').values({ school_id: other.id, course_code: made.course.code, by_apprenticeship: false }).execute()
    return [other, [await anAgent(tx, 'eligibility'), await anAgent(tx, 'eligibility')]] as const
  })
  const young = await new Visitor(site).signInAs({ beneficiaryId: made.beneficiary.id })
  const secretary = await new Visitor(site).signInAs({ staffId: made.office.id })
  const desk = await new Visitor(site).signInAs({ staffId: agents[0].id })
  const { id } = await applicationOf(db, made.file_number)
  return { ...made, id, other, agents, young, secretary, desk }
}
const CERTIFICATE = '/espace/demande/certificat'

test('a validation that is taken back waits anew: its days are not those of the sending', async () => {
  const { office, file_number, id, young } = await aSlowSchool(20)
  await committed((tx) => acceptApplications(tx, office, { fileNumbers: [file_number] }))
  await committed((tx) => withdrawDecisions(tx, office, { fileNumbers: [file_number], reason: 'Validée par erreur', comment: 'Vue.' }))
  expect((await waitingOf(db, id))?.since).toEqual(clock.now())
  expect((await young.get(CERTIFICATE)).location).toBe('/espace')
})

test('what the Region may decide at one school is not what it decides at the next that its author chooses', async () => {
  const { actor, file_number, other, agents, young, desk } = await aSlowSchool(15)
  await young.submit(CERTIFICATE, { certificate: await aPicture() })
  await committed((tx) => returnApplications(tx, agents[0], { fileNumbers: [file_number], reason: 'Votre établissement a changé.' }))
  const sentTo = (school: number) =>
    committed(async (tx) => {
      await saveAnswers(tx, actor, SCHOOLING, ({ schooling }) => ({ schooling: { ...(schooling as Schooling), school } }))
      await submitApplication(tx, actor, { notifiedBy: 'email' })
    })
  await sentTo((await applicationOf(db, file_number)).school_id as number)
  expect((await desk.get(`/region/demandes/${file_number}`)).status).toBe(200)
  await committed((tx) => returnApplications(tx, agents[0], { fileNumbers: [file_number], reason: 'Votre établissement a changé.' }))
  await sentTo(other.id)
  expect((await desk.get(`/region/demandes/${file_number}`)).status).toBe(404)
  expect((await young.get('/espace')).text).not.toContain('Voir le certificat envoyé à la Région')
})

test('a school that hands over a request does not take it out of the hands of the Region', async () => {
  const { file_number, other, young, secretary, desk } = await aSlowSchool(15)
  await young.submit(CERTIFICATE, { certificate: await aPicture() })
  await secretary.submit(`/etablissement/demandes/${file_number}/transfert`, { school: String(other.id), reason: 'Inscrit chez vous.' })
  expect((await applicationOf(db, file_number)).school_id).toBe(other.id)
  expect((await desk.get(`/region/demandes/${file_number}/certificat`)).status).toBe(200)
})

test('a certificate that arrives while the school decides is not kept', async () => {
  const { actor, office, file_number, id } = await aSlowSchool(15)
  const certificate = await committed((tx) => storeFile(tx, certificatePolicy, Buffer.from('x'), site.ibanKey))
  const now = clock.now()
  const ended = await meanwhile(
    db,
    (tx) => refuseApplications(tx, office, { fileNumbers: [file_number], reason: 'Inconnu ici.' }),
    () => inTransaction(db, now, (tx) => sendCertificate(tx, actor, certificate)),
  )
  expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'certificate.too-early' } })
  expect(await db.selectFrom('enrolment_certificates').select('application_id').where('application_id', '=', id).execute()).toEqual([])
})

test('nobody reads that their school was reminded when nobody works there', async () => {
  const { office, beneficiary } = await aSlowSchool(15)
  const reminded = await aSlowSchool(15)
  await db.updateTable('staff').set({ closed_at: clock.now() }).where('id', '=', office.id).execute()
  await remindersOfDelays.run(site)
  const toldTo = (owner: { id: number }) =>
    db
      .selectFrom('messages')
      .select('body')
      .where('beneficiary_id', '=', owner.id)
      .where('template', '=', 'card-application.certificate-possible')
      .executeTakeFirstOrThrow()
  expect((await toldTo(beneficiary)).body).not.toContain('rappelée')
  expect((await toldTo(reminded.beneficiary)).body).toContain('rappelée')
})

test('before the first day of school no school lets anybody wait, and none is taken over', async () => {
  const { school, id, desk } = await aSlowSchool(16)
  const { campaign_id } = await db.selectFrom('card_applications').select('campaign_id').where('id', '=', id).executeTakeFirstOrThrow()
  await db.updateTable('campaigns').set({ schools_begin_on: '2027-01-04' }).where('id', '=', campaign_id).execute()
  expect((await desk.get('/region/attentes')).text).not.toContain(school.name)
  expect((await desk.get(`/region/attentes/${school.id}`)).status).toBe(404)
  await db.updateTable('campaigns').set({ schools_begin_on: null }).where('id', '=', campaign_id).execute()
  expect((await desk.get(`/region/attentes/${school.id}`)).status).toBe(200)
})

test('whoever comes too late reads who decided, and not who gave the request to another school since', async () => {
  const { beneficiary, office, file_number, other, course, agents } = await aSlowSchool(1)
  const there = await committed((tx) => aSchoolUser(tx, other))
  await committed((tx) => acceptApplications(tx, office, { fileNumbers: [file_number] }))
  await committed((tx) =>
    moveToSchool(tx, agents[0], { beneficiaryId: beneficiary.id, school: other.id, course: course.code, reason: 'Il a changé.' }),
  )
  await expect(committed((tx) => refuseApplications(tx, there, { fileNumbers: [file_number], reason: 'Inconnu ici.' }))).rejects.toThrow(
    `décidée par ${office.name}`,
  )
})
