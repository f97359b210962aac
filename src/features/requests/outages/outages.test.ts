import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, anAgent, aSchoolUser } from '../../../../tests/support/makers.ts'
import { aPile, applicationOf, aWholeDraft } from '../../../../tests/support/pupil-application.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { watchOfTheHour } from '../../region/vigilance/jobs.ts'
import { handOver, moveToSchool, submitApplication, withdrawDecisions } from '../card-applications/index.ts'
import { acceptApplications } from '../card-decisions/accept.ts'
import { remindersOfDelays, weeklyMailOfSchools } from '../delays/jobs.ts'
import { waitingSchools } from '../delays/queries.ts'
import { askToGiveBack, givingBack } from './give-back.ts'
import { messagesOfOutages } from './jobs.ts'
import { subjectOf, type Taken } from './outage.ts'
import { askToTakeOver, takingOver } from './take-over.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const inDays = (days: number) => clock.set(new Date(TEST_NOW.getTime() + days * 86_400_000))

let first: Agent
let second: Agent
beforeAll(async () => {
  await committed(async (tx) => {
    await aCampaign(tx)
    first = await anAgent(tx, 'eligibility')
    second = await anAgent(tx, 'eligibility')
  })
})

/** A school of its own department, so that no test takes over the schools of another. */
async function aSchoolIn(department: '002' | '059' | '060' | '062' | '080', count = 1) {
  inDays(0)
  const made = await committed((tx) => aPile(tx, count))
  const uai = uaiIn(department, made.school.id)
  await db.updateTable('schools').set({ uai }).where('id', '=', made.school.id).execute()
  return made
}

/** Somebody at work, now. */
const at = ({ id }: { id: number }) => new Visitor(site).signInAs({ staffId: id })

/** What waits to be said of all outages. */
async function tellEverybody() {
  for (let time = 0; time < 12; time += 1) await messagesOfOutages.run(site, 2)
}

const uaiIn = (department: string, id: number): string => {
  const number = `${department}${String(9000 + id).slice(-4)}`
  return `${number}${'ABCDEFGHJKLMNPRSTUVWXYZ'[Number(number) % 23]}`
}

const of = (given: Partial<Taken>): Taken => ({ scope: 'school', department: null, school: null, reason: 'Réseau coupé.', ...given })

/** One agent asks and another agrees: the number of the outage. */
async function takenOver(input: Taken): Promise<number> {
  await committed(async (tx) => {
    await askToTakeOver(tx, first, input)
    await agreedTo(tx, takingOver.kind, subjectOf(input))
  })
  return (await db.selectFrom('outages').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()).id
}

const givenBack = (id: number) =>
  committed(async (tx) => {
    await askToGiveBack(tx, first, { id, reason: 'Réseau revenu.' })
    await agreedTo(tx, givingBack.kind, id)
  })

const saidTo = async (owner: { staff_id: number } | { beneficiary_id: number }) => {
  const [[column, id]] = Object.entries(owner) as [['staff_id' | 'beneficiary_id', number]]
  const rows = await db.selectFrom('messages').select('template').where(column, '=', id).orderBy('created_at').execute()
  return rows.map(({ template }) => template).filter((template) => template !== 'card-application.submitted')
}

const aCertificate = async () => {
  const jpeg = await sharp({ create: { width: 900, height: 1200, channels: 3, background: '#eee' } })
    .jpeg()
    .toBuffer()
  return new File([new Uint8Array(jpeg)], 'certificat.jpg')
}

test('the schools of a department: asked, agreed, decided from a certificate, given back, and everybody told', async () => {
  const { school, office, beneficiary, pile, file_number } = await aSchoolIn('080', 2)
  const [, other] = pile as [unknown, { id: number; file_number: string }]
  inDays(1)
  let one = await at(first)
  const form = '/region/prises-en-charge/nouvelle'
  const wrong = await one.submit(form, { scope: 'department' })
  expect(wrong.status).toBe(422)
  expect(wrong.text).toContain('Choisissez le département.')
  expect(wrong.text).toContain('Expliquez pourquoi')
  const { location } = await one.submit(form, { scope: 'department', department: '080', reason: 'Réseau coupé.' })
  expect((await one.submit(location as string, { action: 'agree' })).status).toBe(403)
  let two = await at(second)
  const asked = await two.get(location as string)
  expect(asked.text).toContain('Les établissements du département Somme')
  expect(asked.text).toContain('Réseau coupé.')
  expect((await one.get(`/region/demandes/${file_number}`)).status).toBe(404)
  await two.submit(location as string, { action: 'agree' })
  const { id } = await db.selectFrom('outages').selectAll().where('department', '=', '080').executeTakeFirstOrThrow()

  // The school reads, and decides on nothing.
  let desk = await at(office)
  expect((await desk.get('/etablissement')).text).toContain('La Région décide à la place de votre établissement')
  const seen = await desk.get(`/etablissement/demandes/${file_number}`)
  expect(seen.text).toContain('La Région décide à la place de votre établissement')
  expect(seen.text).not.toContain('Valider la demande')
  expect(seen.text).not.toContain('Transmettre à un autre établissement')
  expect((await desk.submit(`/etablissement/demandes/${file_number}/validation`)).status).toBe(409)
  await expect(committed((tx) => handOver(tx, office, { fileNumber: file_number, school: 1, reason: 'Erreur.' }))).rejects.toMatchObject({
    code: 'school.taken-over',
  })

  // Nobody is reminded of what they may not do, and it is no school that lets wait.
  inDays(20)
  await weeklyMailOfSchools.run(site)
  await remindersOfDelays.run(site)
  expect(await saidTo({ staff_id: office.id })).toEqual([])
  expect((await waitingSchools(db, clock.now())).map((slow) => slow.id)).not.toContain(school.id)

  // Everybody is told by the clock, once.
  inDays(1)
  await tellEverybody()
  expect(await saidTo({ staff_id: office.id })).toEqual(['outage.school-taken-over'])
  expect(await saidTo({ beneficiary_id: beneficiary.id })).toEqual(['outage.region-decides'])
  expect(await saidTo({ beneficiary_id: other.id })).toEqual(['outage.region-decides'])

  // A certificate may be sent at once, and the Region decides from it.
  const young = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  const home = await young.get('/espace')
  expect(home.text).toContain('La Région répond à la place de votre établissement')
  expect(home.text).not.toContain('Votre établissement vérifie')
  expect((await young.submit('/espace/demande/certificat', { certificate: await aCertificate() })).status).toBe(303)
  const list = await one.get('/region/demandes?motif=a-la-place')
  expect(list.text).toContain(file_number)
  const file = await one.get(`/region/demandes/${file_number}`)
  expect(file.text).toContain('La Région décide à la place de cet établissement')
  expect(file.text).toContain(`src="/region/demandes/${file_number}/certificat"`)
  await one.submit(`/region/demandes/${file_number}/validation`)
  expect((await applicationOf(db, file_number)).state).toBe('validated')

  // Whoever validates many of them is looked at.
  await db.updateTable('vigilance_thresholds').set({ noticed: 0, mailed: 5 }).where('kind', '=', 'decided-for-schools').execute()
  await watchOfTheHour.run(site)
  const alerts = await db.selectFrom('alerts').select(['times', 'staff_id']).where('kind', '=', 'decided-for-schools').execute()
  expect(alerts).toEqual([{ times: 1, staff_id: first.id }])

  // Given back by two, what was decided stays, and the school decides on the rest.
  inDays(2)
  one = await at(first)
  two = await at(second)
  desk = await at(office)
  const page = `/region/prises-en-charge/${id}`
  expect((await one.get(page)).text).toContain('Demandes décidées pendant ce temps')
  const back = await one.submit(page, { reason: 'Réseau revenu.' })
  expect((await desk.submit(`/etablissement/demandes/${other.file_number}/validation`)).status).toBe(409)
  await two.submit(back.location as string, { action: 'agree' })
  expect((await one.get(page)).text).toContain('Rendus le')
  expect((await one.get('/region/prises-en-charge')).text).toContain('Somme')
  expect((await one.get(`/region/demandes/${other.file_number}`)).status).toBe(404)
  await tellEverybody()
  expect((await saidTo({ staff_id: office.id })).at(-1)).toBe('outage.school-given-back')
  expect(await saidTo({ beneficiary_id: other.id })).toEqual(['outage.region-decides', 'outage.school-decides-again'])
  expect(await saidTo({ beneficiary_id: beneficiary.id })).toEqual(['outage.region-decides', 'card-application.validated'])
  expect((await desk.submit(`/etablissement/demandes/${other.file_number}/validation`)).status).toBe(303)
  const facts = await db.selectFrom('audit_facts').select('fact').where('fact', 'like', 'schools.%').orderBy('id').execute()
  expect(facts.map(({ fact }) => fact)).toEqual(['schools.taken-over', 'schools.given-back'])
})

test('a school is taken over once: a department takes the others, and each is given back by its own', async () => {
  const one = await aSchoolIn('002')
  const other = await aSchoolIn('002')
  const alone = await takenOver(of({ school: one.school.id }))
  const department = await takenOver(of({ scope: 'department', department: '002' }))
  const schoolsOf = async (outage_id: number) =>
    (await db.selectFrom('outage_schools').select('school_id').where('outage_id', '=', outage_id).execute()).map(
      ({ school_id }) => school_id,
    )
  expect(await schoolsOf(alone)).toEqual([one.school.id])
  expect(await schoolsOf(department)).toEqual([other.school.id])
  await expect(committed((tx) => askToTakeOver(tx, first, of({ scope: 'department', department: '002' })))).rejects.toMatchObject({
    code: 'outage.nothing',
  })
  await givenBack(department)
  const accept = ({ office, file_number }: typeof one) => committed((tx) => acceptApplications(tx, office, { fileNumbers: [file_number] }))
  await accept(other)
  await expect(accept(one)).rejects.toMatchObject({ code: 'school.taken-over' })
  await givenBack(alone)
  await accept(one)
  await expect(committed((tx) => askToGiveBack(tx, first, { id: alone, reason: 'Encore.' }))).rejects.toMatchObject({ code: 'outage.over' })
})

test('a school that decides at the moment of being taken over is first, or is told that the Region decides', async () => {
  const faster = await aSchoolIn('059', 2)
  const [one, other] = faster.fileNumbers as [string, string]
  const input = of({ school: faster.school.id })
  const act = await committed((tx) => askToTakeOver(tx, first, input))
  const two = await at(second)
  const ended = await meanwhile(
    db,
    (tx) => acceptApplications(tx, faster.office, { fileNumbers: [one] }),
    () => two.submit(`/region/a-valider/${act}`, { action: 'agree' }),
  )
  expect(ended).toMatchObject({ status: 'fulfilled', value: { status: 303 } })
  expect((await applicationOf(db, one)).state).toBe('validated')
  await expect(committed((tx) => acceptApplications(tx, faster.office, { fileNumbers: [other] }))).rejects.toMatchObject({
    code: 'school.taken-over',
  })
  const withdrawal = { fileNumbers: [one], reason: 'Erreur', comment: 'Erreur.' }
  await expect(committed((tx) => withdrawDecisions(tx, faster.office, withdrawal))).rejects.toMatchObject({ code: 'school.taken-over' })

  const slower = await aSchoolIn('062')
  const now = clock.now()
  const late = await meanwhile(
    db,
    async (tx) => {
      await askToTakeOver(tx, first, of({ school: slower.school.id }))
      await agreedTo(tx, takingOver.kind, `school ${slower.school.id}`)
    },
    () => inTransaction(db, now, (tx) => acceptApplications(tx, slower.office, { fileNumbers: [slower.file_number] })),
  )
  expect(late).toMatchObject({ status: 'rejected', reason: { code: 'school.taken-over' } })
  expect((await applicationOf(db, slower.file_number)).state).toBe('submitted')
})

test('who sends a request meanwhile reads who answers; who was not told that it began is not told late', async () => {
  const { school, beneficiary, course } = await aSchoolIn('060')
  const outage = await takenOver(of({ school: school.id }))
  const sent = await committed(async (tx) => {
    const draft = await aWholeDraft(tx, { school: school.id, course: course.code })
    await submitApplication(tx, draft.actor, { notifiedBy: 'email' })
    return draft
  })
  const { body } = await db
    .selectFrom('messages')
    .select('body')
    .where('beneficiary_id', '=', sent.beneficiary.id)
    .executeTakeFirstOrThrow()
  expect(body).toContain('à la place de votre établissement')
  await givenBack(outage)
  await tellEverybody()
  expect(await saidTo({ beneficiary_id: beneficiary.id })).toEqual(['outage.school-decides-again'])
})

test('all the schools of the Region: another user of a school taken over reads that the Region decides too', async () => {
  const { school, fileNumbers } = await aSchoolIn('059')
  const outage = await takenOver(of({ scope: 'all' }))
  const reader = await committed((tx) => aSchoolUser(tx, { id: school.id, name: school.name }, { roles: ['reader'] }))
  const desk = await at(reader)
  expect((await desk.get(`/etablissement/demandes/${fileNumbers[0]}`)).text).toContain('La Région décide à la place')
  const administrator = await at(await committed((tx) => anAgent(tx)))
  expect((await administrator.get('/region')).text).toContain('Établissements à la place desquels la Région décide')
  const page = await administrator.get(`/region/prises-en-charge/${outage}`)
  const href = /href="(\/region\/campagnes\/\d+\/derniers-jours\/nouveau[^"]*)"/.exec(page.text)?.[1]?.replaceAll('&amp;', '&') as string
  const filled = await administrator.get(href)
  expect(filled.text).toMatch(/value="campaign" checked/)
  expect(filled.text).toMatch(/<option value="outage" selected/)
  const agent = await at(first)
  expect((await agent.get(`/region/prises-en-charge/${outage}`)).text).toContain('Demandez-le à un administrateur.')
  await givenBack(outage)
})

test('an agent who moved a request to a school taken over does not validate it there: somebody else does', async () => {
  const from = await aSchoolIn('060')
  const to = await aSchoolIn('060')
  const outage = await takenOver(of({ school: to.school.id }))
  const { beneficiary, file_number } = from
  const move = { beneficiaryId: beneficiary.id, school: to.school.id, course: to.course.code, reason: 'Inscrit ailleurs.' }
  await committed((tx) => moveToSchool(tx, first, move))
  const [mover, other] = [await at(first), await at(second)]
  const path = `/region/demandes/${file_number}/validation`
  const refused = await mover.submit(path)
  expect([refused.status, refused.text.includes('une autre personne de la Région')]).toEqual([403, true])
  expect((await applicationOf(db, file_number)).state).toBe('submitted')
  expect((await other.submit(path)).status).toBe(303)
  expect((await applicationOf(db, file_number)).state).toBe('validated')
  await givenBack(outage)
})
