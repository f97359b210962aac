import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase, waitingIn } from '../../../../tests/support/database.ts'
import { siecleXml } from '../../../../tests/support/enrolment-files.ts'
import { aBeneficiary, aCampaign, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { aPile, applicationOf } from '../../../../tests/support/pupil-application.ts'
import { until } from '../../../../tests/support/until.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { firstSheetOf } from '../../../platform/import/workbook.ts'
import { filesInZip } from '../../../platform/import/zip.ts'
import { acceptApplications } from './accept.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const { id: campaign_id } = await committed((tx) => aCampaign(tx))
const { decisions_end_on } = await db
  .selectFrom('campaign_calendar')
  .select('decisions_end_on')
  .where('id', '=', campaign_id)
  .executeTakeFirstOrThrow()

const DESK = '/etablissement'

let desks = 0
/** A school with a list, and requests: who is found in one of two classes, who differs by the birth date, who is on no list. */
async function aDesk() {
  const made = await committed((tx) => aPile(tx, 4))
  // One account for a person: other people at each desk.
  desks += 1
  const month = String(desks).padStart(2, '0')
  const people = [
    { last_name: 'AUBERT', first_name: 'Léa', birth_date: `2010-${month}-01` },
    { last_name: 'BLANC', first_name: 'Noé', birth_date: `2010-${month}-02` },
    { last_name: 'COLIN', first_name: 'Zoé', birth_date: `2010-${month}-03` },
    { last_name: 'DURAND', first_name: 'Tom', birth_date: `2010-${month}-04` },
  ]
  for (const [at, person] of people.entries())
    await db
      .updateTable('beneficiaries')
      .set(person)
      .where('id', '=', made.pile[at]?.id as number)
      .execute()
  const { uai } = await db.selectFrom('schools').select('uai').where('id', '=', made.school.id).executeTakeFirstOrThrow()
  const secretary = await new Visitor(site).signInAs({ staffId: made.office.id })
  const bytes = siecleXml(
    [
      { name: 'AUBERT', first: 'Léa', born: `01/${month}/2010`, class: '2GT1' },
      { name: 'BLANC', first: 'Noé', born: `02/${month}/2010`, class: '2GT2' },
      { name: 'COLIN', first: 'Zoé', born: `03/${month}/2010`, class: '2GT1', status: 'AP' },
    ],
    { uai },
  )
  const { location } = await secretary.submit(`${DESK}/liste`, { file: new File([new Uint8Array(bytes)], 'liste.xml') })
  await secretary.submit(location as string, { action: 'take' })
  return { ...made, secretary }
}

/** The names of a list or of a sheet, in its order. */
const namesIn = (text: string): string[] =>
  [...text.matchAll(/href="\/etablissement\/demandes\/\d{10}">([A-Z]+) /g)].map(([, name]) => name as string)

const isUnseen = async (number: string | undefined) => (await applicationOf(db, number as string)).is_photo_unseen

test('the list is narrowed by class, by what the list says and by what differs, and sorted by every column', async () => {
  const { secretary, course } = await aDesk()
  const shown = async (query: string) => namesIn((await secretary.get(`${DESK}?${query}`)).text)
  expect(await shown('tri=nom')).toEqual(['AUBERT', 'BLANC', 'COLIN', 'DURAND'])
  expect(await shown('tri=nom&classe=2GT1')).toEqual(['AUBERT', 'COLIN'])
  expect(await shown('tri=nom&classe=2GT1&inscription=trouvee')).toEqual(['AUBERT'])
  expect(await shown('difference=status')).toEqual(['COLIN'])
  expect(await shown('inscription=non-trouvee')).toEqual(['DURAND'])
  expect(await shown(`tri=nom&formation=${encodeURIComponent(course.label)}&etat=all`)).toHaveLength(4)
  expect(await shown('niveau=inconnu&tri=-nom')).toEqual(['DURAND', 'COLIN', 'BLANC', 'AUBERT'])

  const { text } = await secretary.get(DESK)
  const orders = [...text.matchAll(/class="table-order" href="([^"]+)"/g)].map(([, href]) => href as string)
  expect(orders).toHaveLength(7)
  for (const order of orders) {
    const sorted = await secretary.get(`${DESK}${order.replaceAll('&amp;', '&')}`)
    expect([sorted.status, /aria-sort=/.test(sorted.text)], order).toEqual([200, true])
  }
  expect(text).toContain('value="2GT2"')
})

test('on the contact sheet several are accepted at once; a photo that was not shown to who accepts stays unseen', async () => {
  const { secretary, office, fileNumbers } = await aDesk()
  const [first, second, third] = fileNumbers
  const none = await secretary.submit(`${DESK}/planche?tri=nom`, { action: 'validation' })
  expect([none.status, none.text.includes('Cochez au moins une photo')]).toEqual([422, true])
  expect(namesIn(none.text)).toEqual(['AUBERT', 'BLANC', 'COLIN', 'DURAND'])

  expect((await secretary.get(`${DESK}/demandes/${first}/photo`)).status).toBe(200)
  // What a colleague looked at is not what this person saw.
  const colleague = await committed((tx) => aSchoolUser(tx, { id: office.school_id, name: office.school_name }))
  await (await new Visitor(site).signInAs({ staffId: colleague.id })).get(`${DESK}/demandes/${second}/photo`)
  const done = await secretary.submit(`${DESK}/planche?tri=nom`, { action: 'validation', 'numeros[]': [first, second] as string[] })
  expect(done.location).toBe(`${DESK}/planche?fait=validation&tri=nom`)
  expect(namesIn((await secretary.get(done.location as string)).text)).toEqual(['COLIN', 'DURAND'])
  expect([await isUnseen(first), await isUnseen(second)]).toEqual([false, true])

  const led = await secretary.submit(`${DESK}/planche`, { action: 'renvoi', 'numeros[]': [third] as string[] })
  expect(led.location).toBe(`${DESK}/renvoi?${new URLSearchParams({ 'numeros[]': third as string })}`)
  expect((await applicationOf(db, third as string)).state).toBe('submitted')
})

test('what a list accepted waits for somebody to look at its photo, who must have been shown it', async () => {
  const { secretary, office, fileNumbers } = await aDesk()
  const [first, second] = fileNumbers as [string, string]
  await committed((tx) => acceptApplications(tx, office, { fileNumbers: [first, second], unseen: [first, second] }))
  expect((await secretary.get(DESK)).text).toContain('Photos à regarder : validées d’après votre liste (2)')
  await secretary.get(`${DESK}/demandes/${first}/photo`)
  const done = await secretary.submit(`${DESK}/photos`, { action: 'photos', 'numeros[]': [first, second] })
  expect(namesIn((await secretary.get(done.location as string)).text)).toEqual(['BLANC'])
  expect([await isUnseen(first), await isUnseen(second)]).toEqual([false, true])

  const elsewhere = await committed(async (tx) => aSchoolUser(tx, await aSchool(tx)))
  const stranger = await new Visitor(site).signInAs({ staffId: elsewhere.id })
  expect((await stranger.get(`${DESK}/demandes/${second}/photo`)).status).toBe(404)
  await stranger.submit(DESK, {})
  expect(await isUnseen(second)).toBe(true)
})

test('the list is taken out as it is narrowed, as CSV and as a workbook; it is written down of each', async () => {
  const { secretary, office, pile } = await aDesk()
  const page = await secretary.search(DESK, { recherche: 'aubert', etat: 'all', inscription: 'trouvee' })
  const links = [...page.text.matchAll(/href="(\/etablissement\/demandes\.(?:csv|xlsx)[^"]*)"/g)].map(([, href]) =>
    (href as string).replaceAll('&amp;', '&'),
  )
  expect(links).toHaveLength(2)
  // Names stand in no address.
  expect(links.join(' ').toLowerCase()).not.toContain('aubert')
  const csv = await secretary.get(links[0] as string)
  expect(csv.text.split('\r\n').map((line) => line.split(';').slice(0, 5).join(';'))).toEqual([
    '\ufeff"Nom";"Prénom";"Né(e) le";"Classe";"Inscription"',
    expect.stringMatching(/^"AUBERT";"Léa";"01\/0\d\/2010";"2GT1";"Trouvée"$/),
    '',
  ])
  const workbook = await secretary.get(`${DESK}/demandes.xlsx?tri=nom`)
  const rows = await firstSheetOf(await filesInZip(workbook.bytes))
  expect(rows.map(({ cells }) => cells[0])).toEqual(['Nom', 'AUBERT', 'BLANC', 'COLIN', 'DURAND'])
  const facts = await db
    .selectFrom('audit_facts')
    .select('beneficiary_id')
    .where('fact', '=', 'card-application.exported')
    .where('staff_id', '=', office.id)
    .execute()
  expect(facts.map(({ beneficiary_id }) => beneficiary_id)).toEqual([pile[0]?.id, ...pile.map(({ id }) => id)])
})

test('a school that takes out many people says why first, and then gets what it asked for', async () => {
  const { secretary } = await aDesk()
  await db.updateTable('vigilance_thresholds').set({ noticed: 3, mailed: 3 }).where('kind', '=', 'people-exported').execute()
  const path = `${DESK}/demandes.csv?tri=nom`
  const asked = await secretary.get(path)
  expect(asked.location).toBe(`${DESK}/motif/fichier?${new URLSearchParams({ vers: path })}`)
  const given = await secretary.submit(asked.location as string, { reason: 'Liste pour le conseil de classe.' })
  expect((await secretary.get(given.location as string)).text).toContain(`href="${path}"`)
  expect((await secretary.get(path)).status).toBe(200)
  expect(
    (await secretary.submit(`${DESK}/motif/fichier?vers=${encodeURIComponent('/region/vigilance')}`, { reason: 'Rien.' })).location,
  ).toBe(DESK)
})

test('a school hands over a request that was sent to it by mistake: the other one decides, and its author is told', async () => {
  const { secretary, office, course, pile, fileNumbers } = await aDesk()
  const [number] = fileNumbers as [string]
  const path = `${DESK}/demandes/${number}`
  expect((await secretary.get(`${path}/transfert`)).text).toContain('Aucun autre établissement de la région ne propose cette formation')
  const { other, stranger } = await committed(async (tx) => {
    const other = await aSchool(tx, { in_region: true })
    await tx.insertInto('school_courses').values({ school_id: other.id, course_code: course.code, by_apprenticeship: false }).execute()
    return { other, stranger: await aSchoolUser(tx, other) }
  })
  const there = await new Visitor(site).signInAs({ staffId: stranger.id })
  expect((await there.get(path)).status).toBe(404)
  expect((await there.submit(DESK, {})).status).not.toBe(303)
  const done = await secretary.submit(`${path}/transfert`, { school: String(other.id), reason: 'Inscrite chez vous.' })
  expect(done.location).toBe(`${DESK}?fait=transfert`)
  expect((await secretary.get(done.location as string)).text).toContain('La demande est transmise')
  expect((await secretary.get(path)).status).toBe(404)
  expect((await there.get(path)).text).toContain('Inscrite chez vous.')
  const told = await db
    .selectFrom('messages')
    .select('template')
    .where('beneficiary_id', '=', pile[0]?.id as number)
    .execute()
  expect(told.map(({ template }) => template)).toContain('card-application.moved')
  await committed((tx) => acceptApplications(tx, office, { fileNumbers: [fileNumbers[1] as string] }))
  const late = await secretary.submit(`${DESK}/demandes/${fileNumbers[1]}/transfert`, { school: String(other.id), reason: 'Erreur.' })
  expect(late.status).toBe(409)
})

test('what no button of the sheet says is not taken for an acceptance', async () => {
  const { secretary, fileNumbers } = await aDesk()
  const answer = await secretary.submit(`${DESK}/planche`, { action: 'photos', 'numeros[]': fileNumbers })
  expect([answer.status, (await applicationOf(db, fileNumbers[0] as string)).state]).toEqual([422, 'submitted'])
})

test('the contact sheet says who may be somebody else, as the page of a decision does', async () => {
  const { secretary, pile } = await aDesk()
  const { last_name, birth_date } = await db
    .selectFrom('beneficiaries')
    .select(['last_name', 'birth_date'])
    .where('id', '=', pile[0]?.id as number)
    .executeTakeFirstOrThrow()
  expect((await secretary.get(`${DESK}/planche`)).text).not.toContain('À comparer avant de décider')
  await committed((tx) => aBeneficiary(tx, { last_name: `${last_name}E`, first_name: 'Léa', birth_date }))
  expect((await secretary.get(`${DESK}/planche`)).text).toContain('À comparer avant de décider')
})

test('whoever accepts several holds the oldest first, whatever they were shown: two who accept the same never wait for each other', async () => {
  const { secretary, fileNumbers } = await aDesk()
  const [first, second] = fileNumbers as [string, string]
  await secretary.get(`${DESK}/demandes/${second}/photo`)
  const held = (tx: Tx, number: string) =>
    tx.selectFrom('card_applications').select('id').where('file_number', '=', number).forUpdate().skipLocked().executeTakeFirst()
  const done = await db.transaction().execute(async (transaction) => {
    const tx = Object.assign(transaction, { now: clock.now() })
    await held(tx, first)
    const accepted = secretary.submit(`${DESK}/planche`, { action: 'validation', 'numeros[]': [first, second] })
    await until('the second waits', async () => (await waitingIn(db)) > 0)
    expect(await held(tx, second)).toBeDefined()
    return () => accepted
  })
  expect((await done()).status).toBe(303)
  expect([await isUnseen(first), await isUnseen(second)]).toEqual([true, false])
})

test('photos that were not shown are not noted as looked at, and that is said', async () => {
  const { secretary, office, fileNumbers } = await aDesk()
  await committed((tx) => acceptApplications(tx, office, { fileNumbers, unseen: fileNumbers }))
  const answer = await secretary.submit(`${DESK}/photos`, { action: 'photos', 'numeros[]': fileNumbers })
  expect([answer.status, answer.text.includes('Aucune de ces photos ne s’est affichée')]).toEqual([422, true])
  expect(await isUnseen(fileNumbers[0])).toBe(true)
})

test('a request is handed over to who can have it only, as long as it can be decided', async () => {
  const { secretary, course, school, fileNumbers } = await aDesk()
  const path = `${DESK}/demandes/${fileNumbers[0]}/transfert`
  const [noPupils, other] = await committed(async (tx) => {
    const schools = [await aSchool(tx, { takes_pupils: false, takes_apprentices: true }), await aSchool(tx)] as const
    for (const { id } of schools)
      await tx.insertInto('school_courses').values({ school_id: id, course_code: course.code, by_apprenticeship: false }).execute()
    return schools
  })
  const { text } = await secretary.get(path)
  expect([text.includes(`value="${other.id}"`), text.includes(`value="${noPupils.id}"`)]).toEqual([true, false])
  clock.set(new Date(`${decisions_end_on}T23:00:00Z`))
  try {
    const late = await new Visitor(site).signInAs({ staffId: (await committed((tx) => aSchoolUser(tx, school))).id })
    expect((await late.submit(path, { school: String(other.id), reason: 'Inscrite chez vous.' })).status).toBe(409)
    expect((await late.get(path)).text).not.toContain('Transmettre la demande</')
  } finally {
    clock.set(TEST_NOW)
  }
})
