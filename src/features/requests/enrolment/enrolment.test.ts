import { sql } from 'kysely'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { siecleXml, workbookOf, zipOf } from '../../../../tests/support/enrolment-files.ts'
import { aCampaign, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { aPile, applicationOf } from '../../../../tests/support/pupil-application.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { dataOf } from '../../personal/personal-data/data.ts'
import { forgettingOfLists } from '../../schools/enrolment-lists/jobs.ts'
import { isAnotherCourse } from './enrolment.ts'
import { forgetEnrolment, giveNumber } from './index.ts'
import { forgettingOfJudgements, lookingForNewRequests } from './jobs.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

let campaign: { id: number }
beforeAll(async () => {
  campaign = await committed((tx) => aCampaign(tx))
})

const LISTS = '/etablissement/liste'

/** A school's office, and requests by people of these names, born on the same day unless told. */
async function aSchoolWith(...names: [last: string, first: string, born?: string][]) {
  const pile = await committed((tx) => aPile(tx, names.length))
  await committed(async (tx) => {
    for (const [at, [last_name, first_name, birth_date = '2010-06-17']] of names.entries())
      await tx
        .updateTable('beneficiaries')
        .set({ last_name, first_name, birth_date, namesake: pile.pile[at]?.id as number })
        .where('id', '=', pile.pile[at]?.id as number)
        .execute()
  })
  const { uai } = await db.selectFrom('schools').select('uai').where('id', '=', pile.school.id).executeTakeFirstOrThrow()
  const secretary = await new Visitor(site).signInAs({ staffId: pile.office.id })
  const give = (bytes: Buffer, name = 'liste.xml') => secretary.submit(LISTS, { file: new File([new Uint8Array(bytes)], name) })
  return { ...pile, uai, secretary, give }
}
type School = Awaited<ReturnType<typeof aSchoolWith>>

/** Gives a list, and puts it in use. */
async function using({ give, secretary }: School, bytes: Buffer): Promise<number> {
  const { location } = await give(bytes)
  expect((await secretary.submit(location as string, { action: 'take' })).location).toBe(`${LISTS}?fait=liste`)
  return Number(/\d+$/.exec(location as string))
}

const answersOf = async ({ fileNumbers }: School) =>
  Promise.all(
    fileNumbers.map(async (file_number) => {
      const { id } = await applicationOf(db, file_number)
      const row = await db.selectFrom('enrolment_answers').selectAll().where('application_id', '=', id).executeTakeFirst()
      return row && [row.answer, row.why, ...row.differs].filter(Boolean).join(' ')
    }),
  )

describe('a list', () => {
  test('is tried, says what it would say, changes nothing; then is in use, and requests say it', async () => {
    const school = await aSchoolWith(['DURIEZ', 'Léa'], ['PETIT', 'Hugo'], ['LEROY', 'Inès'], ['CARON', 'Zoé'], ['ABSENT', 'Noé'])
    const { location } = await school.give(
      siecleXml(
        [
          { name: 'Duriez', first: 'Lea', class: 'TG4', ine: '070812345KD' },
          { name: 'PETIT', first: 'Hugo', class: '2A', status: 'AP' },
          { name: 'LEROI', first: 'Inès', class: '1B' },
          { name: 'CARON', first: 'Zoé', class: '1B', left: '01/09/2026' },
          { name: 'AUTRE', first: 'Ana', class: '1B' },
        ],
        { uai: school.uai },
      ),
    )
    const { text } = await school.secretary.get(location as string)
    for (const words of ['Rien n’est encore fait', 'Différence : statut', 'À comparer', 'LEROI Inès, 1B', 'Sortie', 'ABSENT Noé'])
      expect(text).toContain(words)
    for (const [label, value] of [
      ['Demandes trouvées, sans différence', 1],
      ['Demandes trouvées, avec une différence', 1],
      ['Demandes à comparer vous-même', 1],
      ['Demandes qui ne sont pas sur la liste', 2],
      ['Élèves présents sans demande', 1],
    ])
      expect(text).toMatch(new RegExp(`${label}</dt><dd>${value}</dd>`))
    expect(await answersOf(school)).toEqual([undefined, undefined, undefined, undefined, undefined])

    expect((await school.secretary.submit(location as string, { action: 'take' })).location).toBe(`${LISTS}?fait=liste`)
    expect(await answersOf(school)).toEqual(['found', 'found status', 'unknown close', 'not-found left', 'not-found'])
    expect((await school.secretary.submit(location as string, { action: 'take' })).status).toBe(409)
    const { text: list } = await school.secretary.get('/etablissement?tri=classe')
    for (const words of ['Trouvée', 'TG4', '17/06/2010', 'Différente', 'À comparer', 'Non trouvée']) expect(list).toContain(words)
    const found = await school.secretary.get('/etablissement?inscription=trouvee&etat=all&tri=-inscription')
    expect([found.text.includes('DURIEZ'), found.text.includes('PETIT')]).toEqual([true, false])
    const { text: file } = await school.secretary.get(`/etablissement/demandes/${school.fileNumbers[0]}`)
    expect(file).toContain('Comparer avec votre liste')
  })

  test('gives a letter to print to those who are there and have not asked, by class', async () => {
    const school = await aSchoolWith(['DURIEZ', 'Léa'])
    const id = await using(
      school,
      siecleXml(
        [
          { name: 'DURIEZ', first: 'Léa', class: 'TG4' },
          { name: 'AUTRE', first: 'Ana', class: 'TG4' },
          { name: 'DUPUIS', first: 'Max', class: '1B' },
          { name: 'PARTI', first: 'Tom', class: '1B', left: '01/09/2026' },
        ],
        { uai: school.uai },
      ),
    )
    expect((await school.secretary.get(`${LISTS}/${id}`)).text).toContain(`${LISTS}/${id}/lettres`)
    const letters = async (asked = '') => {
      const { text } = await school.secretary.get(`${LISTS}/${id}/lettres${asked}`)
      return [...text.matchAll(/<article class="panel letter">.*?<strong>(.*?)<\/strong>/gs)].map(([, name]) => name)
    }
    expect(await letters()).toEqual(['Ana AUTRE', 'Max DUPUIS'])
    expect(await letters('?classe=1B')).toEqual(['Max DUPUIS'])
    // After its last day the list still serves to decide, and asks nobody to ask by a day that is past.
    const after = testSite(database, new Date('2027-05-02T10:00:00+02:00'))
    const secretary = await new Visitor(after.site).signInAs({ staffId: school.office.id })
    const { text: late } = await secretary.get(`${LISTS}/${id}/lettres`)
    expect([late.includes('panel letter'), late.includes('terminée le 30/04/2027')]).toEqual([false, true])
    const reader = await committed((tx) => aSchoolUser(tx, { id: school.school.id, name: school.school.name }, { roles: ['reader'] }))
    const readers = await new Visitor(site).signInAs({ staffId: reader.id })
    expect((await readers.get(`${LISTS}/${id}/lettres`)).status).toBe(403)
    // Once another is in use, this one knows nobody any more: it says no more that all have asked.
    await using(school, siecleXml([{ name: 'AUTRE', first: 'Ana', class: 'TG4' }], { uai: school.uai }))
    expect((await school.secretary.get(`${LISTS}/${id}/lettres`)).location).toBe(LISTS)
  })

  test('is another school’s, another year’s, or older: refused in words, and nothing changes', async () => {
    const school = await aSchoolWith(['DURIEZ', 'Léa'])
    const pupils = [{ name: 'DURIEZ', first: 'Léa' }]
    const kept = await using(school, siecleXml(pupils, { uai: school.uai, at: '10/09/2026 08:00:00' }))
    for (const [options, words] of [
      [{ uai: '0590001A' }, 'Cette liste est celle de l’établissement 0590001A'],
      [{ uai: school.uai, year: '2025' }, 'année scolaire 2025-2026'],
      [{ uai: school.uai, at: '09/09/2026 08:00:00' }, 'Cette liste est du 09/09/2026 à 08 h 00'],
    ] as const) {
      const { status, text } = await school.give(siecleXml(pupils, options))
      expect([status, text.includes(words), text.includes('id="file-error"')]).toEqual([422, true, true])
    }
    expect((await school.give(siecleXml([], { uai: school.uai }))).text).toContain('ne contient aucun élève')
    expect(await db.selectFrom('enrolment_lists').select(['id', 'state']).where('school_id', '=', school.school.id).execute()).toEqual([
      { id: kept, state: 'in-use' },
    ])
    // The same again is no older.
    await using(school, siecleXml(pupils, { uai: school.uai, at: '10/09/2026 08:00:00' }))
  })

  test('with days, hours and letters that no database keeps is read or refused in words', async () => {
    const school = await aSchoolWith(['DURIEZ', 'Léa'])
    const { uai } = school
    const pupil = { name: 'DURIEZ', first: 'Léa' }
    const table = (name: string, born: string) => Buffer.from(`Nom;Prénom;Né le\n${name};Léa;${born}\n`)
    expect((await school.give(siecleXml([pupil], { uai, at: '07/09/2026 99:99:99' }))).status).toBe(303)
    expect((await school.give(siecleXml([pupil, { ...pupil, born: '01/01/0000' }], { uai }))).status).toBe(303)
    expect((await school.give(siecleXml([{ ...pupil, left: '01/01/0000' }], { uai }))).status).toBe(303)
    await school.give(table('X', '17/06/2010'), 'liste.csv')
    await school.secretary.submit(`${LISTS}/colonnes`, { lastName: 'nom', firstName: 'prenom', birthDate: 'ne_le' })
    const { location } = await school.give(table(`${'A'.repeat(99)}𠮷`, '17/06/2010'), 'liste.csv')
    expect(location).toMatch(/liste\/\d+$/)
    expect((await school.secretary.get(location as string)).status).toBe(200)
  })

  test('that says it was exported on a day to come is refused: no other would ever be newer', async () => {
    const school = await aSchoolWith(['DURIEZ', 'Léa'])
    const { status, text } = await school.give(
      siecleXml([{ name: 'DURIEZ', first: 'Léa' }], { uai: school.uai, at: '07/09/2062 08:00:00' }),
    )
    expect([status, text.includes('Cette liste est du 07/09/2062 à 08 h 00, qui est à venir')]).toEqual([422, true])
  })

  test('of columns that nobody knows is pointed at once, and remembered', async () => {
    const school = await aSchoolWith(['LE GOFF', 'Anne', '2010-03-15'])
    const bytes = await workbookOf([
      ['Élève', 'Prénom usuel', 'Né le', 'Classe', 'Tél. parents'],
      ['LEGOFF', 'Anne', 40252, '2nde 1', '0600000000'],
    ])
    const { location } = await school.give(bytes, 'pronote.xlsx')
    expect(location).toBe(`${LISTS}/colonnes`)
    const page = `${LISTS}/colonnes`
    expect((await school.secretary.submit(page, { lastName: 'eleve', firstName: 'eleve' })).status).toBe(422)
    expect((await school.secretary.submit(page, { lastName: 'x', firstName: 'prenom_usuel', birthDate: 'ne_le' })).status).toBe(422)
    const pointed = await school.secretary.submit(page, {
      lastName: 'eleve',
      firstName: 'prenom_usuel',
      birthDate: 'ne_le',
      class: 'classe',
    })
    expect(pointed.location).toBe(`${LISTS}?fait=colonnes`)
    await using(school, bytes)
    expect(await answersOf(school)).toEqual(['found'])
  })

  test('is forgotten when it was only tried, or given up; another school sees nothing of it', async () => {
    const school = await aSchoolWith(['DURIEZ', 'Léa'])
    const { location } = await school.give(siecleXml([{ name: 'DURIEZ', first: 'Léa' }], { uai: school.uai }))
    const elsewhere = await committed(async (tx) => aSchoolUser(tx, await aSchool(tx)))
    const other = await new Visitor(site).signInAs({ staffId: elsewhere.id })
    expect((await other.get(location as string)).status).toBe(404)
    expect((await other.get(`/etablissement/demandes/${school.fileNumbers[0]}/inscription`)).status).toBe(404)
    expect((await school.secretary.submit(location as string, { action: 'give-up' })).location).toBe(`${LISTS}?fait=abandon`)
    expect((await school.secretary.get(location as string)).status).toBe(404)
  })
})

describe('a newer list', () => {
  test('takes the place of the one before, whose pupils go; what somebody judged is not asked again', async () => {
    const school = await aSchoolWith(['DURIEX', 'Léa'], ['PETIT', 'Hugo'])
    const pupils = [
      { name: 'DURIEZ', first: 'Léa', ine: '070812345KD' },
      { name: 'PETI', first: 'Hugo', ine: '070812346KD' },
    ]
    await using(school, siecleXml(pupils, { uai: school.uai }))
    expect(await answersOf(school)).toEqual(['unknown close', 'unknown close'])
    const comparison = (at: number) => `/etablissement/demandes/${school.fileNumbers[at]}/inscription`
    const pupilAt = async (at: number) =>
      /name="pupil" value="(\d+)"/.exec((await school.secretary.get(comparison(at))).text)?.[1] as string
    expect((await school.secretary.get(comparison(0))).text).toContain('DURIEZ')
    const same = await school.secretary.submit(comparison(0), { pupil: await pupilAt(0), action: 'same' })
    expect((await school.secretary.get(same.location as string)).text).toContain('c’est la même personne')
    await school.secretary.submit(comparison(1), { pupil: await pupilAt(1), action: 'other' })
    expect(await answersOf(school)).toEqual(['found name', 'not-found'])

    await using(school, siecleXml(pupils.toReversed(), { uai: school.uai, at: '08/09/2026 09:00:00' }))
    expect(await answersOf(school)).toEqual(['found name', 'not-found'])
    const rows = await db
      .selectFrom('enrolled_pupils as p')
      .innerJoin('enrolment_lists as l', 'l.id', 'p.list_id')
      .select(['l.state', 'p.last_name'])
      .where('l.school_id', '=', school.school.id)
      .execute()
    expect(rows.map(({ state }) => state)).toEqual(['in-use', 'in-use'])
    expect((await school.secretary.submit(comparison(0), { pupil: '999999', action: 'same' })).status).toBe(404)
  })

  test('says of whom the answer changed, and who reads it is written down', async () => {
    const school = await aSchoolWith(['DURIEZ', 'Léa'])
    const id = await using(school, siecleXml([{ name: 'DURIEZ', first: 'Léa' }], { uai: school.uai }))
    await using(school, siecleXml([{ name: 'DURIEZ', first: 'Léa' }], { uai: school.uai }))
    await school.secretary.get(`/etablissement/demandes/${school.fileNumbers[0]}/inscription`)
    const of = (beneficiary_id: number | null) =>
      db
        .selectFrom('audit_facts')
        .select('fact')
        .where('staff_id', '=', school.office.id)
        .where('beneficiary_id', beneficiary_id === null ? 'is' : '=', beneficiary_id)
        .orderBy('id')
        .execute()
    expect(await of(school.beneficiary.id)).toEqual([{ fact: 'enrolment.compared' }, { fact: 'enrolment.read' }])
    const [tried, read, taken] = await of(null)
    expect([tried?.fact, read?.fact, taken?.fact, id > 0]).toEqual([
      'enrolment-list.tried',
      'enrolment-list.read',
      'enrolment-list.taken',
      true,
    ])
    const owner = await new Visitor(site).signInAs({ beneficiaryId: school.beneficiary.id })
    const { text } = await owner.get('/espace/consultations')
    expect(text).toContain('Comparaison de votre demande avec la liste des élèves')
  })
})

test('whoever asks later, or whose name is corrected, is looked for within the minute', async () => {
  const school = await aSchoolWith(['DURIEZ', 'Léa'])
  await using(school, siecleXml([{ name: 'MARTIN', first: 'Léa', class: 'TG1' }], { uai: school.uai }))
  expect(await answersOf(school)).toEqual(['unknown close'])
  await db.updateTable('beneficiaries').set({ last_name: 'Martin' }).where('id', '=', school.beneficiary.id).execute()
  expect(await answersOf(school)).toEqual([undefined])
  await lookingForNewRequests.run(site)
  expect(await answersOf(school)).toEqual(['found'])
})

test('whoever leaves on a day that the list said is found until that day', async () => {
  const school = await aSchoolWith(['DURIEZ', 'Léa'])
  await using(school, siecleXml([{ name: 'DURIEZ', first: 'Léa', left: '30/11/2026' }], { uai: school.uai }))
  await lookingForNewRequests.run(site)
  expect(await answersOf(school)).toEqual(['found'])
  clock.set(new Date('2026-11-30T08:00:00Z'))
  await lookingForNewRequests.run(site)
  expect(await answersOf(school)).toEqual(['not-found left'])
  clock.set(TEST_NOW)
})

describe('a national number that is given', () => {
  const INE = '070812345KD'
  const asksFor = (enrolment_acceptance: string) =>
    db.updateTable('campaigns').set({ enrolment_acceptance }).where('id', '=', campaign.id).execute()
  afterEach(() => asksFor('by-hand'))

  const give = (of: { file_number: string; id: number }, ine: string | null, forgetsIne = false) =>
    committed(async (tx) => giveNumber(tx, of, await applicationOf(db, of.file_number), { ine, forgetsIne }, site.ibanKey))

  test('confirms, or makes a difference that a person looks at; the school sees only which of the two', async () => {
    await asksFor('at-once')
    const school = await aSchoolWith(['DURIEX', 'Léa'], ['PETIT', 'Hugo'], ['LEROY', 'Inès'])
    const [duriex, petit] = school.pile as [School['pile'][number], School['pile'][number]]
    const pupils = [
      { name: 'DURIEZ', first: 'Léa', ine: INE },
      { name: 'PETIT', first: 'Hugo', ine: '070812346KD' },
      { name: 'LEROY', first: 'Inès', ine: '070812347KD' },
    ]
    await using(school, siecleXml(pupils, { uai: school.uai }))
    expect(await answersOf(school)).toEqual(['unknown close', 'found', 'found'])
    await give(duriex, INE)
    await give(petit, INE)
    await lookingForNewRequests.run(site)
    expect(await answersOf(school)).toEqual(['found name', 'found number', 'found'])
    const pageOf = async (number: string) => (await school.secretary.get(`/etablissement/demandes/${number}/inscription`)).text
    const compared = await pageOf(petit.file_number)
    expect([compared.includes('Différence : INE.'), compared.includes('Un autre que dans la demande'), compared.includes(INE)]).toEqual([
      true,
      true,
      false,
    ])
    expect(await pageOf(duriex.file_number)).toContain('Le même que dans la demande')
    expect(await pageOf(school.fileNumbers[2] as string)).not.toContain('INE')

    await give(petit, null)
    await lookingForNewRequests.run(site)
    expect((await answersOf(school))[1]).toBe('found number')
    await give(petit, null, true)
    await lookingForNewRequests.run(site)
    expect((await answersOf(school))[1]).toBe('found')
  })

  test('is nowhere in the database in clear, is said in « Mes données », and goes with the account or the campaign', async () => {
    await asksFor('by-night')
    const school = await aSchoolWith(['DURIEZ', 'Léa'], ['PETIT', 'Hugo'])
    const [lea, hugo] = school.pile as [School['pile'][number], School['pile'][number]]
    await give(lea, '070812399ZZ')
    await give(hugo, '070812398ZZ')
    const all = await everything()
    for (const ine of ['070812399ZZ', '070812398ZZ']) expect(all.includes(ine), ine).toBe(false)
    const given = async () => {
      const ids = await Promise.all([lea, hugo].map(async ({ file_number }) => (await applicationOf(db, file_number)).id))
      const rows = await db.selectFrom('national_numbers').select('application_id').where('application_id', 'in', ids).execute()
      return rows.length
    }
    const data = await dataOf(db, { ...school.actor, id: lea.id }, site.facts)
    expect(data['identifiant national (INE) donné']).toMatchObject([{ 'donné le': clock.now() }])
    await committed((tx) => forgetEnrolment(tx, lea))
    expect(await given()).toBe(1)
    await forgettingOfJudgements.run(site)
    expect(await given()).toBe(1)
    clock.set(new Date('2027-05-31T12:00:00Z'))
    await forgettingOfJudgements.run(site)
    clock.set(TEST_NOW)
    expect(await given()).toBe(0)
  })

  test('is not kept where the campaign asks for none, nor for the request of somebody else', async () => {
    const school = await aSchoolWith(['DURIEZ', 'Léa'], ['PETIT', 'Hugo'])
    const [lea, hugo] = school.pile as [School['pile'][number], School['pile'][number]]
    await give(lea, INE)
    await asksFor('at-once')
    await give({ ...lea, id: hugo.id }, INE)
    const { id } = await applicationOf(db, lea.file_number)
    expect(await db.selectFrom('national_numbers').selectAll().where('application_id', '=', id).execute()).toEqual([])
  })
})

test('a closed account is on no list any more', async () => {
  const school = await aSchoolWith(['DURIEX', 'Léa'])
  await using(school, siecleXml([{ name: 'DURIEZ', first: 'Léa' }], { uai: school.uai }))
  await committed((tx) => forgetEnrolment(tx, school.beneficiary))
  const { id } = await applicationOf(db, school.file_number)
  expect(await db.selectFrom('enrolments').selectAll().where('application_id', '=', id).execute()).toEqual([])
})

/** Every row of the database as a text, the bytes too. */
async function everything(): Promise<string> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname = 'public' order by 1`.execute(db)
  const texts = await Promise.all(
    tables.map(async ({ name }) => JSON.stringify((await sql`select * from ${sql.raw(name)}`.execute(db)).rows)),
  )
  expect(tables.length).toBeGreaterThan(70)
  return texts.join('\n')
}

test('nothing of parents, addresses, scholarship, health, nor any INE, is anywhere in the database, whatever becomes of the file', async () => {
  const school = await aSchoolWith(['DURIEZ', 'Léa'])
  const secret = 'NEVERKEPT'
  const file = siecleXml([{ name: 'DURIEZ', first: 'Léa', ine: '070812345KD', secret }], { uai: school.uai })
  await using(school, await zipOf({ 'ElevesAvecAdresses.xml': file, 'Responsables.xml': `<BEE_RESPONSABLES>${secret}</BEE_RESPONSABLES>` }))
  const table = Buffer.from(`nom;prenom;ne le;adresse;bourse\nDURIEZ;Léa;17/06/2010;${secret};${secret}\n`)
  await school.give(table, 'tout.csv')
  // Refused, cut short, sent after the session ended.
  await school.give(Buffer.from(`<BEE_RESPONSABLES><NOM>${secret}</NOM></BEE_RESPONSABLES>`))
  await school.give(file.subarray(0, file.length - 40))
  const { text } = await school.secretary.get(LISTS)
  const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? ''
  await db.deleteFrom('sessions').where('staff_id', '=', school.office.id).execute()
  const late = await school.secretary.post(LISTS, { _csrf, file: new File([new Uint8Array(table)], 'tout.csv') })
  expect(late.status).toBe(303)
  const all = await everything()
  expect(all).toContain('DURIEZ')
  for (const word of [secret, '070812345KD', Buffer.from(secret).toString('hex')]) expect(all.includes(word), word).toBe(false)
  const kept = await db.selectFrom('kept_forms').select(sql<number>`octet_length(sealed)`.as('bytes')).execute()
  expect(kept.every(({ bytes }) => bytes < 300)).toBe(true)
})

test('a list goes on its day: after its campaign, or a week after it was tried', async () => {
  const school = await aSchoolWith(['DURIEX', 'Léa'])
  const bytes = siecleXml([{ name: 'DURIEZ', first: 'Léa' }], { uai: school.uai })
  await using(school, bytes)
  const comparison = `/etablissement/demandes/${school.fileNumbers[0]}/inscription`
  const pupil = /name="pupil" value="(\d+)"/.exec((await school.secretary.get(comparison)).text)?.[1] as string
  await school.secretary.submit(comparison, { pupil, action: 'same' })
  await school.give(bytes)
  const states = async () =>
    (await db.selectFrom('enrolment_lists').select('state').where('school_id', '=', school.school.id).orderBy('state').execute()).map(
      ({ state }) => state,
    )
  const forget = async () => {
    await forgettingOfLists.run(site)
    await forgettingOfJudgements.run(site)
  }
  await forget()
  expect(await states()).toEqual(['in-use', 'tried'])
  clock.set(new Date(TEST_NOW.getTime() + 8 * 86_400_000))
  await forget()
  expect(await states()).toEqual(['in-use'])
  clock.set(new Date('2027-05-31T12:00:00Z'))
  await forget()
  expect(await states()).toEqual([])
  expect(await db.selectFrom('enrolled_pupils').select('id').where('last_name', '=', 'DURIEZ').execute()).toEqual([])
  const { id } = await applicationOf(db, school.file_number)
  expect(await db.selectFrom('enrolment_judgements').select('id').where('application_id', '=', id).execute()).toEqual([])
  clock.set(TEST_NOW)
})

test('by the database, a school has one list in use, and a pupil is found for one request', async () => {
  const school = await aSchoolWith(['DURIEZ', 'Léa'], ['PETIT', 'Hugo'])
  const id = await using(school, siecleXml([{ name: 'DURIEZ', first: 'Léa' }], { uai: school.uai }))
  const again = `insert into enrolment_lists (school_id, campaign_id, state, family, file_name, given_at, given_by, taken_at, taken_by, pupils, elsewhere, told, dropped)
    select school_id, ${campaign.id}, state, family, file_name, given_at, given_by, taken_at, taken_by, pupils, elsewhere, told, dropped from enrolment_lists where id = ${id}`
  await expect(asOwner(database.url, again)).rejects.toThrow('a_school_has_one_list_in_use')
  const twice = `update enrolments set answer = 'found', pupil_id = (select pupil_id from enrolments where list_id = ${id} and answer = 'found') where list_id = ${id}`
  await expect(asOwner(database.url, twice)).rejects.toThrow('a_pupil_is_found_for_one_request')
})

test('codes of courses are compared where they can be', () => {
  expect(isAnotherCourse('2021001911', '20210019110')).toBe(false)
  expect(isAnotherCourse('2021001911', '20110019110')).toBe(true)
  expect(isAnotherCourse('40033404', '24733404 311'.replace(' ', ''))).toBe(false)
  expect(isAnotherCourse('40025523', '24733404311')).toBe(true)
  expect(isAnotherCourse('40025523', 'MEF1')).toBe(false)
  expect(isAnotherCourse(null, '20210019110')).toBe(false)
})
