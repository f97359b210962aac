import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { siecleXml } from '../../../../tests/support/enrolment-files.ts'
import { aCampaign, anAgent, aPartner, aPartnerUser, aSchoolUser } from '../../../../tests/support/makers.ts'
import { aPile, applicationOf } from '../../../../tests/support/pupil-application.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { storeFile } from '../../../platform/files.ts'
import { giveCards, issueQrCode } from '../../card/cards/index.ts'
import { photoPolicy } from '../../card/photos/index.ts'
import { walletsOf } from '../../money/wallets/index.ts'
import { forgettingOfLists } from '../../schools/enrolment-lists/jobs.ts'
import { historyOf, withdrawDecisions } from '../card-applications/index.ts'
import { askToTakeOver, takingOver } from '../outages/take-over.ts'
import { acceptApplications } from './accept.ts'
import { acceptingOfFoundAtOnce, acceptingOfFoundByNight } from './jobs.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const campaign = await committed((tx) => aCampaign(tx))
const says = (enrolment_acceptance: string) =>
  db.updateTable('campaigns').set({ enrolment_acceptance }).where('id', '=', campaign.id).execute()

let day = 0
/** A school whose list has these, and requests by people of these names. */
async function aSchoolWith(asked: [string, string][], listed: Parameters<typeof siecleXml>[0]) {
  const pile = await committed((tx) => aPile(tx, asked.length))
  day += 1
  const [date, month] = [String((day % 28) + 1).padStart(2, '0'), '03']
  for (const [at, [last_name, first_name]] of asked.entries())
    await db
      .updateTable('beneficiaries')
      .set({ last_name, first_name, birth_date: `2010-${month}-${date}` })
      .where('id', '=', pile.pile[at]?.id as number)
      .execute()
  const { uai } = await db.selectFrom('schools').select('uai').where('id', '=', pile.school.id).executeTakeFirstOrThrow()
  const secretary = await new Visitor(site).signInAs({ staffId: pile.office.id })
  const bytes = siecleXml(
    listed.map((one) => ({ born: `${date}/${month}/2010`, ...one })),
    { uai },
  )
  const { location } = await secretary.submit('/etablissement/liste', { file: new File([new Uint8Array(bytes)], 'liste.xml') })
  return { ...pile, secretary, tried: location as string }
}

const statesOf = async (fileNumbers: readonly string[]) =>
  Promise.all(fileNumbers.map(async (number) => (await applicationOf(db, number)).state))

test('requests that are found are accepted when the campaign says so, by the act, the journal and the message of a person; no other is', async () => {
  const school = await aSchoolWith(
    [
      ['DURIEZ', 'Léa'],
      ['PETIT', 'Hugo'],
      ['LEROY', 'Inès'],
      ['ABSENT', 'Noé'],
      ['MARTIN', 'Zoé'],
      ['GONE', 'Ana'],
    ],
    [
      { name: 'DURIEZ', first: 'Léa' },
      { name: 'PETIT', first: 'Hugo', status: 'AP' },
      { name: 'LEROI', first: 'Inès' },
      { name: 'MARTIN', first: 'Zoé' },
      { name: 'MARTIN', first: 'Zoe' },
      { name: 'GONE', first: 'Ana', left: '01/09/2026' },
    ],
  )
  const waiting = ['submitted', 'submitted', 'submitted', 'submitted', 'submitted', 'submitted']
  await says('by-hand')
  await school.secretary.submit(school.tried, { action: 'take' })
  await acceptingOfFoundAtOnce.run(site)
  await acceptingOfFoundByNight.run(site)
  expect(await statesOf(school.fileNumbers)).toEqual(waiting)

  await says('by-night')
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(school.fileNumbers)).toEqual(waiting)
  await acceptingOfFoundByNight.run(site)
  expect(await statesOf(school.fileNumbers)).toEqual(['validated', ...waiting.slice(1)])

  const { id, beneficiary_id } = await applicationOf(db, school.file_number)
  expect((await walletsOf(db, beneficiary_id, clock.now())).map(({ balance_cents }) => balance_cents)).toEqual([10_000])
  expect((await historyOf(db, id)).at(-1)).toMatchObject({
    event: 'validated',
    staff_name: school.office.name,
    reason: 'Inscription trouvée sur la liste de l’établissement',
  })
  const messages = await db.selectFrom('messages').select('template').where('beneficiary_id', '=', beneficiary_id).execute()
  expect(messages.map(({ template }) => template)).toContain('card-application.validated')
  const facts = await db.selectFrom('audit_facts').select(['fact', 'staff_id']).where('beneficiary_id', '=', beneficiary_id).execute()
  expect(facts).toContainEqual({ fact: 'card-application.validated', staff_id: school.office.id })
})

test('what a school took back is never accepted by itself again', async () => {
  await says('at-once')
  const school = await aSchoolWith([['CARON', 'Léo']], [{ name: 'CARON', first: 'Léo' }])
  expect((await school.secretary.get(school.tried)).text).toContain('Des demandes seront validées en votre nom')
  await school.secretary.submit(school.tried, { action: 'take' })
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(school.fileNumbers)).toEqual(['validated'])
  await committed((tx) => withdrawDecisions(tx, school.office, { fileNumbers: school.fileNumbers, reason: 'Erreur', comment: '' }))
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(school.fileNumbers)).toEqual(['submitted'])
})

test('what a list accepts goes on while the Region decides in the place of the school', async () => {
  await says('at-once')
  const { school, office, fileNumbers, secretary, tried } = await aSchoolWith([['DUPREZ', 'Eva']], [{ name: 'DUPREZ', first: 'Eva' }])
  await secretary.submit(tried, { action: 'take' })
  await committed(async (tx) => {
    const about = { scope: 'school', department: null, school: school.id, reason: 'Réseau coupé.' } as const
    await askToTakeOver(tx, await anAgent(tx, 'eligibility'), about)
    await agreedTo(tx, takingOver.kind, `school ${school.id}`)
  })
  await expect(committed((tx) => acceptApplications(tx, office, { fileNumbers }))).rejects.toMatchObject({ code: 'school.taken-over' })
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(fileNumbers)).toEqual(['validated'])
})

test('in the place of schools the Region accepts several at once by their photos: those whom lists find, and nobody else', async () => {
  await says('by-hand')
  const { school, fileNumbers, secretary, tried } = await aSchoolWith(
    [
      ['PAQUET', 'Eva'],
      ['PRUVOT', 'Ali'],
      ['POTIER', 'Max'],
      ['PARENT', 'Lou'],
    ],
    [
      { name: 'PAQUET', first: 'Eva' },
      { name: 'PRUVOT', first: 'Ali' },
      { name: 'POTIER', first: 'Max', status: 'AP' },
    ],
  )
  await secretary.submit(tried, { action: 'take' })
  const agent = await committed((tx) => anAgent(tx, 'eligibility'))
  const atWork = await new Visitor(site).signInAs({ staffId: agent.id })
  const [first, second, differing, absent] = fileNumbers as [string, string, string, string]
  const sheet = async () => {
    const { text } = await atWork.get('/region/planche')
    return fileNumbers.filter((number) => text.includes(`/region/demandes/${number}/photo`))
  }
  const sends = (numbers: string[]) => atWork.submit('/region/planche', { action: 'validation', 'numeros[]': numbers })
  // The school decides still.
  expect(await sheet()).toEqual([])
  expect((await sends([first])).status).toBe(409)

  await committed(async (tx) => {
    const about = { scope: 'school', department: null, school: school.id, reason: 'Réseau coupé.' } as const
    await askToTakeOver(tx, await anAgent(tx, 'eligibility'), about)
    await agreedTo(tx, takingOver.kind, `school ${school.id}`)
  })
  expect((await atWork.get('/region/demandes')).text).toContain('trouvées sur les listes des établissements remplacés (2)')
  expect(await sheet()).toEqual([first, second])
  for (const other of [differing, absent]) expect((await sends([first, other])).status).toBe(409)
  expect(await statesOf(fileNumbers)).toEqual(['submitted', 'submitted', 'submitted', 'submitted'])

  expect((await atWork.get(`/region/demandes/${first}/photo`)).status).toBe(200)
  expect((await sends([first, second])).location).toBe('/region/planche?fait=validation')
  expect(await statesOf(fileNumbers)).toEqual(['validated', 'validated', 'submitted', 'submitted'])
  const accepted = await Promise.all([first, second].map((number) => applicationOf(db, number)))
  expect(accepted.map(({ is_photo_unseen }) => is_photo_unseen)).toEqual([false, true])
  expect((await walletsOf(db, accepted[0]?.beneficiary_id as number, clock.now()))[0]?.balance_cents).toBe(10_000)
  expect((await historyOf(db, accepted[0]?.id as number)).at(-1)).toMatchObject({ event: 'validated', staff_name: agent.name })
  // One of them who is decided on meanwhile: nothing of the others either.
  expect((await sends([first, second])).status).toBe(409)
})

test('in the place of schools nobody accepts several at once of whom one was taken back, or may be somebody else', async () => {
  await says('by-hand')
  const { school, office, fileNumbers, secretary, tried } = await aSchoolWith(
    [
      ['BOUTIN', 'Lise'],
      ['LEMAIRE', 'Stéphanie'],
      ['LEMAIR', 'Stephanie'],
      ['TAVERNE', 'Luc'],
    ],
    [
      { name: 'BOUTIN', first: 'Lise' },
      { name: 'LEMAIRE', first: 'Stéphanie' },
      { name: 'LEMAIR', first: 'Stephanie' },
      { name: 'TAVERNE', first: 'Luc' },
    ],
  )
  await secretary.submit(tried, { action: 'take' })
  const [takenBack, alike, , other] = fileNumbers as [string, string, string, string]
  await committed(async (tx) => {
    await acceptApplications(tx, office, { fileNumbers: [takenBack] })
    await withdrawDecisions(tx, office, { fileNumbers: [takenBack], reason: 'Soupçon de fraude', comment: '' })
    const about = { scope: 'school', department: null, school: school.id, reason: 'Réseau coupé.' } as const
    await askToTakeOver(tx, await anAgent(tx, 'eligibility'), about)
    await agreedTo(tx, takingOver.kind, `school ${school.id}`)
  })
  const agent = await committed((tx) => anAgent(tx, 'eligibility'))
  const atWork = await new Visitor(site).signInAs({ staffId: agent.id })
  const sends = (numbers: string[]) => atWork.submit('/region/planche', { action: 'validation', 'numeros[]': numbers })

  expect((await atWork.get('/region/planche')).text).not.toContain(`/region/demandes/${takenBack}/photo`)
  expect((await sends([takenBack, other])).status).toBe(409)
  const refused = await sends([alike, other])
  expect([refused.status, refused.text.includes('À comparer d’abord : LEMAIRE Stéphanie')]).toEqual([409, true])
  expect(await statesOf(fileNumbers)).toEqual(['submitted', 'submitted', 'submitted', 'submitted'])
  expect((await sends([other])).status).toBe(303)
  expect(await statesOf(fileNumbers)).toEqual(['submitted', 'submitted', 'submitted', 'validated'])
})

test('what the State says otherwise waits for a person', async () => {
  await says('at-once')
  const asked: [string, string][] = [
    ['LECLERCQ', 'Tom'],
    ['DELATTRE', 'Lou'],
    ['BAILLEUL', 'Max'],
    ['COUSIN', 'Nina'],
  ]
  const { fileNumbers, secretary, tried } = await aSchoolWith(
    asked,
    asked.map(([name, first]) => ({ name, first })),
  )
  const [notFound, otherSchool, tooEarly] = fileNumbers
  for (const [number, answer, why] of [
    [notFound, 'not-found', null],
    [otherSchool, 'unknown', 'other-school'],
    [tooEarly, 'unknown', 'too-early'],
  ] as const)
    await sql`
      insert into state_enrolments (application_id, asked_as, answer, why, asked_at)
      select id, asked_as, ${answer}, ${why}, ${clock.now()} from enrolment_requests where file_number = ${number}`.execute(db)
  await secretary.submit(tried, { action: 'take' })
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(fileNumbers)).toEqual(['submitted', 'submitted', 'validated', 'validated'])
})

test('that the State does not find somebody stops no list of an agricultural school; that it says another thing stops every one', async () => {
  await says('at-once')
  const asked: [string, string][] = [
    ['HERMANT', 'Paul'],
    ['FLAMENT', 'Rose'],
  ]
  const { fileNumbers, secretary, tried, school } = await aSchoolWith(
    asked,
    asked.map(([name, first]) => ({ name, first })),
  )
  // As FREGATA's file would be: read like the others, by enrolment-lists.
  await db.updateTable('enrolment_lists').set({ family: 'agricultural' }).where('school_id', '=', school.id).execute()
  for (const [number, answer, why] of [
    [fileNumbers[0], 'not-found', null],
    [fileNumbers[1], 'unknown', 'other-school'],
  ] as const)
    await sql`
      insert into state_enrolments (application_id, asked_as, answer, why, asked_at)
      select id, asked_as, ${answer}, ${why}, ${clock.now()} from enrolment_requests where file_number = ${number}`.execute(db)
  await secretary.submit(tried, { action: 'take' })
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(fileNumbers)).toEqual(['validated', 'submitted'])
})

test('whoever may be somebody else is looked at by a person', async () => {
  await says('at-once')
  const school = await aSchoolWith(
    [
      ['VASSEUR', 'Stéphanie'],
      ['VASEUR', 'Stephanie'],
    ],
    [
      { name: 'VASSEUR', first: 'Stéphanie' },
      { name: 'VASEUR', first: 'Stephanie' },
    ],
  )
  await school.secretary.submit(school.tried, { action: 'take' })
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(school.fileNumbers)).toEqual(['submitted', 'submitted'])
})

test('until the card is made, a photo that nobody has seen is said at the till, and a typed number does not pay', async () => {
  await says('at-once')
  const school = await aSchoolWith([['HURET', 'Maé']], [{ name: 'HURET', first: 'Maé' }])
  await school.secretary.submit(school.tried, { action: 'take' })
  await acceptingOfFoundAtOnce.run(site)
  const { beneficiary_id } = await applicationOf(db, school.fileNumbers[0] as string)
  const { shop, agent } = await committed(async (tx) => ({ shop: await aPartnerUser(tx, await aPartner(tx)), agent: await anAgent(tx) }))
  const till = await new Visitor(site).signInAs({ staffId: shop.id })
  const shows = (code: string) => till.submit('/partenaire/encaissement', { code })
  const card = await db.selectFrom('cards').select(['id', 'number']).where('beneficiary_id', '=', beneficiary_id).executeTakeFirstOrThrow()
  const typed = await shows(card.number)
  expect([typed.status, typed.text.includes('son numéro ne suffit pas')]).toEqual([409, true])
  const { text } = await committed((tx) => issueQrCode(tx, card.id, tx.now))
  const shown = await shows(text)
  expect((await till.get(shown.location as string)).text).toContain('Cette photo n’a pas encore été vérifiée')

  const made_at = clock.now()
  const { id } = await db
    .insertInto('card_batches')
    .values({ created_at: made_at, created_by: agent.id, made_at })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db.updateTable('cards').set({ batch_id: id }).where('id', '=', card.id).execute()
  const once = await shows(card.number)
  expect(once.status).toBe(303)
  expect((await till.get(once.location as string)).text).toContain('Vérifiez que la photo est celle de la personne devant vous')
})

test('nothing is accepted in the name of whoever is not of the office of that school any more', async () => {
  await says('at-once')
  const school = await aSchoolWith([['BERNARD', 'Éva']], [{ name: 'BERNARD', first: 'Éva' }])
  await school.secretary.submit(school.tried, { action: 'take' })
  const { taken_by } = await db
    .selectFrom('enrolment_lists')
    .select('taken_by')
    .where('school_id', '=', school.school.id)
    .where('state', '=', 'in-use')
    .executeTakeFirstOrThrow()
  const put = (set: { roles?: string[]; closed_at?: Date | null }) =>
    db
      .updateTable('workplaces')
      .set(set)
      .where('staff_id', '=', taken_by as number)
      .execute()
  for (const set of [{ roles: ['head', 'reader'] }, { roles: ['office'], closed_at: clock.now() }]) {
    await put(set)
    await acceptingOfFoundAtOnce.run(site)
    expect(await statesOf(school.fileNumbers)).toEqual(['submitted'])
  }
  await put({ closed_at: null })
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(school.fileNumbers)).toEqual(['validated'])
})

test('whom only a person recognised is accepted by a person, never in the name of a colleague', async () => {
  await says('at-once')
  const school = await aSchoolWith([['BERNARD', 'Éva']], [{ name: 'DUPONT', first: 'Éva' }])
  await school.secretary.submit(school.tried, { action: 'take' })
  const colleague = await committed((tx) => aSchoolUser(tx, school.school))
  const dishonest = await new Visitor(site).signInAs({ staffId: colleague.id })
  const comparison = `/etablissement/demandes/${school.fileNumbers[0]}/inscription`
  const pupil = /name="pupil" value="(\d+)"/.exec((await dishonest.get(comparison)).text)?.[1] as string
  await dishonest.submit(comparison, { pupil, action: 'same' })
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(school.fileNumbers)).toEqual(['submitted'])
  expect((await dishonest.get(comparison)).text).toContain('Différence : nom')
})

test('whom a person chose of two pupils that no name tells apart is accepted by a person too', async () => {
  await says('at-once')
  const twins = [
    { name: 'ROUX', first: 'Lou', ine: '120000001AA' },
    { name: 'ROUX', first: 'Lou', ine: '120000002BB' },
  ]
  const school = await aSchoolWith([['ROUX', 'Lou']], twins)
  await school.secretary.submit(school.tried, { action: 'take' })
  const comparison = `/etablissement/demandes/${school.fileNumbers[0]}/inscription`
  const pupil = /name="pupil" value="(\d+)"/.exec((await school.secretary.get(comparison)).text)?.[1] as string
  await school.secretary.submit(comparison, { pupil, action: 'same' })
  expect(
    await db
      .selectFrom('enrolment_answers')
      .select('answer')
      .where('application_id', '=', (await applicationOf(db, school.fileNumbers[0] as string)).id)
      .execute(),
  ).toEqual([{ answer: 'found' }])
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(school.fileNumbers)).toEqual(['submitted'])
})

test('nothing is accepted in the name of somebody whose account is closed', async () => {
  await says('by-hand')
  const school = await aSchoolWith([['LEBRUN', 'Tom']], [{ name: 'LEBRUN', first: 'Tom' }])
  await school.secretary.submit(school.tried, { action: 'take' })
  await db.updateTable('staff').set({ closed_at: clock.now() }).where('id', '=', school.office.id).execute()
  await says('at-once')
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(school.fileNumbers)).toEqual(['submitted'])
})

test('a card that is made keeps the photo that was seen, at the till too', async () => {
  await says('at-once')
  const school = await aSchoolWith([['DELOBEL', 'Yan']], [{ name: 'DELOBEL', first: 'Yan' }])
  const id = school.pile[0]?.id as number
  const former = await committed(async (tx) => {
    const photo_file_id = await storeFile(tx, photoPolicy, Buffer.from('seen'), site.ibanKey)
    await giveCards(tx, [{ beneficiary_id: id, photo_file_id }])
    const agent = await anAgent(tx)
    const batch = await tx
      .insertInto('card_batches')
      .values({ created_at: tx.now, created_by: agent.id, made_at: tx.now })
      .returning('id')
      .executeTakeFirstOrThrow()
    await tx.updateTable('cards').set({ batch_id: batch.id }).where('beneficiary_id', '=', id).execute()
    return photo_file_id
  })
  await school.secretary.submit(school.tried, { action: 'take' })
  await acceptingOfFoundAtOnce.run(site)
  expect(await statesOf(school.fileNumbers)).toEqual(['validated'])
  const card = await db.selectFrom('live_cards').select(['id', 'photo_file_id']).where('beneficiary_id', '=', id).executeTakeFirstOrThrow()
  expect(card.photo_file_id).toBe(former)
  const shown = await db.selectFrom('photos_at_till').select(['photo_file_id', 'is_unseen']).where('card_id', '=', card.id).execute()
  expect(shown).toEqual([{ photo_file_id: former, is_unseen: false }])
})

test('by night, the list accepts after the last day of the campaign what was sent by then: it is kept as long as anything can be decided', async () => {
  await says('by-night')
  const school = await aSchoolWith([['ULTIME', 'Ada']], [{ name: 'ULTIME', first: 'Ada' }])
  expect((await school.secretary.submit(school.tried, { action: 'take' })).status).toBe(303)
  const lists = async () => (await db.selectFrom('enrolment_lists').select('id').where('school_id', '=', school.school.id).execute()).length
  try {
    for (const [at, state] of [
      ['2027-04-30T23:50:00+02:00', 'submitted'],
      ['2027-05-01T02:20:00+02:00', 'validated'],
    ] as const) {
      clock.set(new Date(at))
      if (state === 'validated') await acceptingOfFoundByNight.run(site)
      await forgettingOfLists.run(site)
      expect(await statesOf(school.fileNumbers)).toEqual([state])
    }
    expect(await lists()).toBe(1)
    clock.set(new Date('2027-05-31T03:35:00+02:00'))
    await forgettingOfLists.run(site)
    expect(await lists()).toBe(0)
  } finally {
    clock.set(TEST_NOW)
  }
})
