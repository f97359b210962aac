import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { testDatabase } from '../../../../tests/support/database.ts'
import { siecleXml } from '../../../../tests/support/enrolment-files.ts'
import { aCampaign, anAgent, aSchoolUser } from '../../../../tests/support/makers.ts'
import { aPile, applicationOf } from '../../../../tests/support/pupil-application.ts'
import { brokenConstraint, inTransaction, type Tx } from '../../../platform/database/index.ts'
import { forgettingOfLists } from '../../schools/enrolment-lists/jobs.ts'
import { acceptingOfFoundAtOnce } from '../card-decisions/jobs.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const [first, second] = await committed(async (tx) => {
  await aCampaign(tx)
  return [await anAgent(tx, 'eligibility'), await anAgent(tx, 'eligibility')] as const
})
const agent = await new Visitor(site).signInAs({ staffId: first.id })
const other = await new Visitor(site).signInAs({ staffId: second.id })

const as = (bytes: Buffer, name: string) => ({ file: new File([new Uint8Array(bytes)], name) })

/** A school where DURIEZ Léa asked, and its list as SIECLE writes it. */
async function aSchoolWithItsList() {
  const { school, office, file_number, beneficiary } = await committed((tx) => aPile(tx, 1))
  await committed((tx) =>
    tx
      .updateTable('beneficiaries')
      .set({ last_name: 'DURIEZ', first_name: 'Léa', birth_date: '2010-06-17', namesake: beneficiary.id })
      .where('id', '=', beneficiary.id)
      .execute(),
  )
  const { uai } = await db.selectFrom('schools').select('uai').where('id', '=', school.id).executeTakeFirstOrThrow()
  const path = `/region/etablissements/${school.id}/listes`
  const list = (at?: string) => as(siecleXml([{ name: 'DURIEZ', first: 'Léa', class: 'TG4' }], { uai, ...(at && { at }) }), 'eleves.xml')
  const answer = async () => {
    const { id } = await applicationOf(db, file_number)
    return (await db.selectFrom('enrolment_answers').select('answer').where('application_id', '=', id).executeTakeFirst())?.answer
  }
  const states = () =>
    db.selectFrom('enrolment_lists').select(['state', 'is_by_region']).where('school_id', '=', school.id).orderBy('id').execute()
  const secretary = await new Visitor(site).signInAs({ staffId: office.id })
  return { school, office, path, list, answer, states, secretary, file_number }
}
type School = Awaited<ReturnType<typeof aSchoolWithItsList>>

/** The first agent tries it, and asks somebody else. */
async function offered({ path, list }: School, at?: string) {
  const { location } = await agent.submit(path, list(at))
  const asked = await agent.submit(location as string, { action: 'offer' })
  return { report: location as string, act: asked.location as string, id: Number(/\d+$/.exec(location as string)) }
}

test('a list that an agent puts in for a school is in use once another agent agrees, and accepts nothing by itself', async () => {
  const school = await aSchoolWithItsList()
  await db.updateTable('campaigns').set({ enrolment_acceptance: 'at-once' }).execute()
  const { location } = await agent.submit(school.path, school.list())
  const { text } = await agent.get(location as string)
  for (const words of ['Rien n’est encore fait', 'Demander à une seconde personne']) expect(text).toContain(words)
  expect(text).toMatch(/Demandes trouvées, sans différence<\/dt><dd>1<\/dd>/)
  // The school does not see what the Region only tries.
  expect((await school.secretary.get('/etablissement/liste')).text).not.toContain('eleves.xml')

  const { location: act } = await agent.submit(location as string, { action: 'offer' })
  expect((await agent.submit(act as string, { action: 'agree' })).status).toBe(403)
  expect(await school.answer()).toBeUndefined()
  expect((await other.get(act as string)).text).toMatch(/Demandes trouvées, sans différence<\/dt><dd>1<\/dd>/)
  expect((await other.submit(act as string, { action: 'agree' })).location).toBe('/region/a-valider?fait=accord')
  expect(await school.answer()).toBe('found')
  expect(await school.states()).toEqual([{ state: 'in-use', is_by_region: true }])

  await acceptingOfFoundAtOnce.run(site)
  expect((await applicationOf(db, school.file_number)).state).toBe('submitted')
  await db.updateTable('campaigns').set({ enrolment_acceptance: 'by-hand' }).execute()
})

test('the school agrees instead, told by mail; what waited for a second agent is over', async () => {
  const school = await aSchoolWithItsList()
  const { act, id } = await offered(school)
  const mails = await db.selectFrom('messages').select('subject').where('staff_id', '=', school.office.id).execute()
  expect(mails.map(({ subject }) => subject)).toEqual(['La Région a donné une liste pour votre établissement'])
  const own = `/etablissement/liste/${id}`
  expect((await school.secretary.get(own)).text).toContain('La Région a donné cette liste')
  expect((await school.secretary.submit(own, { action: 'take' })).location).toBe('/etablissement/liste?fait=liste')
  expect(await school.answer()).toBe('found')
  expect((await other.submit(act, { action: 'agree' })).status).toBe(409)
})

test('the school forgets it, or gives a newer one of its own: nobody puts it in use any more', async () => {
  const school = await aSchoolWithItsList()
  const { act, id } = await offered(school, '10/09/2026 08:00:00')
  expect((await school.secretary.submit(`/etablissement/liste/${id}`, { action: 'give-up' })).location).toBe(
    '/etablissement/liste?fait=abandon',
  )
  expect((await other.submit(act, { action: 'agree' })).status).toBe(409)

  const again = await offered(school, '10/09/2026 08:00:00')
  const { location } = await school.secretary.submit('/etablissement/liste', school.list('11/09/2026 08:00:00'))
  await school.secretary.submit(location as string, { action: 'take' })
  const late = await other.submit(again.act, { action: 'agree' })
  expect([late.status, late.text.includes('est plus récente')]).toEqual([422, true])
  expect(await school.states()).toEqual([
    { state: 'tried', is_by_region: true },
    { state: 'in-use', is_by_region: false },
  ])
})

test('it lives as long as anybody can agree to it, and no longer', async () => {
  const school = await aSchoolWithItsList()
  const { act } = await offered(school)
  const now = clock.now()
  try {
    for (const [days, left] of [
      [13, 1],
      [15, 0],
    ] as const) {
      clock.set(new Date(now.getTime() + days * 86_400_000))
      await forgettingOfLists.run(site)
      expect(await school.states()).toHaveLength(left)
      const late = await new Visitor(site).signInAs({ staffId: second.id })
      expect((await late.get(act)).text.includes('value="agree"')).toBe(left === 1)
    }
  } finally {
    clock.set(now)
  }
})

test('is refused as the school’s own is, its columns are pointed at apart, and its school’s list in use stays', async () => {
  const school = await aSchoolWithItsList()
  const wrong = as(siecleXml([{ name: 'DURIEZ', first: 'Léa' }], { uai: '0590001A' }), 'eleves.xml')
  const { status, text } = await agent.submit(school.path, wrong)
  expect([status, text.includes('Cette liste est celle de l’établissement 0590001A')]).toEqual([422, true])

  const table = () => as(Buffer.from('Nom;Prénom;Né le\nDURIEZ;Léa;17/06/2010\n'), 'liste.csv')
  const { location } = await agent.submit(school.path, table())
  expect(location).toBe(`${school.path}/colonnes`)
  await agent.submit(location as string, { lastName: 'nom', firstName: 'prenom', birthDate: 'ne_le' })
  expect((await agent.submit(school.path, table())).location).toMatch(/listes\/\d+$/)
  expect((await school.secretary.submit('/etablissement/liste', table())).location).toBe('/etablissement/liste/colonnes')
})

test('the database refuses that whoever puts a list in for a school puts it in use', async () => {
  const school = await aSchoolWithItsList()
  const { id } = await offered(school)
  const alone = db
    .updateTable('enrolment_lists')
    .set({ state: 'in-use', taken_at: clock.now(), taken_by: first.id })
    .where('id', '=', id)
    .execute()
  await expect(alone.catch(brokenConstraint)).resolves.toBe('whoever_puts_a_list_in_for_a_school_does_not_put_it_in_use')
})

test('another school’s office sees none of it', async () => {
  const school = await aSchoolWithItsList()
  const { id } = await offered(school)
  const elsewhere = await aSchoolWithItsList()
  const reader = await committed((tx) => aSchoolUser(tx, { id: school.school.id, name: school.school.name }, { roles: ['reader'] }))
  const readers = await new Visitor(site).signInAs({ staffId: reader.id })
  expect((await elsewhere.secretary.get(`/etablissement/liste/${id}`)).status).toBe(404)
  expect((await readers.get(`/etablissement/liste/${id}`)).status).toBe(403)
})
