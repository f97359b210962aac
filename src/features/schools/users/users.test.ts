import { beforeAll, describe, expect, test } from 'vitest'
import { chooses, type Fields, testSite, Visitor } from '../../../../tests/support/app.ts'
import { meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, anAgent, aPartner, aPartnerUser, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { aPile } from '../../../../tests/support/pupil-application.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { SchoolRole } from '../../../spaces/school-roles.ts'
import { changePowers, closeWorkplace } from '../../people/staff/index.ts'
import { resettingOfSecondFactors } from '../../people/staff-sign-in/jobs.ts'
import { CHANGED_A_DAY, INVITED_A_DAY } from '../../people/users/index.ts'
import { inviteToSchool } from './invite.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)

beforeAll(async () => {
  await committed((tx) => aCampaign(tx))
})

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, act)
const anAddress = () => `${crypto.randomUUID()}@example.org`
const users = '/etablissement/utilisateurs'
const choice = '/professionnels/lieux'

const signedIn = ({ id }: { id: number }) => new Visitor(site).signInAs({ staffId: id })

/** A school with two heads, an office, a reader, and the browsers in which they are signed in. */
async function aStaffedSchool() {
  const made = await committed(async (tx) => {
    const school = await aSchool(tx)
    return {
      school,
      head: await aSchoolUser(tx, school, { roles: ['head'] }),
      other: await aSchoolUser(tx, school),
      office: await aSchoolUser(tx, school, { roles: ['office'] }),
      reader: await aSchoolUser(tx, school, { roles: ['reader'] }),
    }
  })
  return { ...made, atHead: await signedIn(made.head), atOther: await signedIn(made.other), atOffice: await signedIn(made.office) }
}

const placesOf = (id: number) =>
  db.selectFrom('workplaces').select(['school_id', 'roles', 'closed_at']).where('staff_id', '=', id).orderBy('school_id').execute()
const placeOf = async (id: number, schoolId: number) => (await placesOf(id)).find(({ school_id }) => school_id === schoolId)
const accountOf = (email: string) => db.selectFrom('staff').select(['id', 'name', 'closed_at']).where('email', '=', email).execute()
const emailOf = async (id: number) => (await db.selectFrom('staff').select('email').where('id', '=', id).executeTakeFirstOrThrow()).email
const mailsTo = async (staffId: number) =>
  (await db.selectFrom('messages').select('subject').where('staff_id', '=', staffId).orderBy('id').execute()).map(({ subject }) => subject)
const csrfOf = async (visitor: Visitor, path: string) => /name="_csrf" value="([^"]*)"/.exec((await visitor.get(path)).text)?.[1] as string

/** Somebody of the office of one school, and then of another too. */
async function aSharedSecretary(roles: SchoolRole[] = ['office']) {
  const first = await aStaffedSchool()
  const second = await aStaffedSchool()
  const email = await emailOf(first.office.id)
  await second.atHead.submit(`${users}/nouveau`, { name: 'Autre nom', email, 'roles[]': roles })
  return { first, second, email, person: first.office, at: await signedIn(first.office) }
}

describe('a head', () => {
  test('invites somebody, and the other heads are told, nobody else', async () => {
    const { school, other, office, atHead } = await aStaffedSchool()
    const email = anAddress()
    const nobody = await atHead.submit(`${users}/nouveau`, { name: 'Anne D.', email: 'anne' })
    expect([nobody.status, nobody.text.includes('Choisissez au moins un rôle.'), nobody.text.includes('id="email-error"')]).toEqual([
      422,
      true,
      true,
    ])
    expect((await atHead.submit(`${users}/nouveau`, { name: 'Anne D.', email, 'roles[]': 'reader' })).status).toBe(303)
    const [account] = await accountOf(email)
    expect(await placesOf(account?.id ?? 0)).toEqual([{ school_id: school.id, roles: ['reader'], closed_at: null }])
    expect(await mailsTo(account?.id ?? 0)).toEqual(['Votre compte professionnel Génération #HDF'])
    expect(await mailsTo(other.id)).toEqual(['Utilisateur Anne D. : le compte est ouvert'])
    expect(await mailsTo(office.id)).toEqual([])
    const { text } = await atHead.get(users)
    expect([text.includes('Anne D.'), text.includes('Lecture')]).toEqual([true, true])
  })

  test('limits somebody from their next page, closes them at once, and opens them again', async () => {
    const { school, head, other, office, atHead, atOffice } = await aStaffedSchool()
    const page = `${users}/${office.id}`
    expect((await atOffice.get('/etablissement/liste')).status).toBe(200)
    await atHead.submit(page, { action: 'roles', 'roles[]': 'reader' })
    expect((await placeOf(office.id, school.id))?.roles).toEqual(['reader'])
    expect((await atOffice.get('/etablissement/liste')).status).toBe(403)
    expect((await atOffice.get('/etablissement')).status).toBe(200)

    await atHead.submit(page, { action: 'close' })
    expect((await atOffice.get('/etablissement')).location).toBe('/professionnels/connexion')
    const again = await signedIn(office)
    expect((await again.get('/etablissement')).location).toBe(choice)
    expect((await again.get(choice)).text).toContain('Aucun établissement')
    await atHead.submit(page, { action: 'reopen' })
    expect((await again.get('/etablissement')).status).toBe(200)

    const told = [
      `${school.name} : vos rôles ont changé`,
      `${school.name} : votre accès est fermé`,
      `${school.name} : votre accès est rouvert`,
    ]
    expect((await mailsTo(office.id)).sort()).toEqual(told.sort())
    expect(await mailsTo(other.id)).toHaveLength(3)
    const facts = await db.selectFrom('audit_facts').select('fact').where('staff_id', '=', head.id).orderBy('id').execute()
    expect(facts.map(({ fact }) => fact)).toEqual(['staff.school-roles-changed', 'staff.school-closed', 'staff.school-reopened'])
  })

  test('does not change their own account, nor invites themselves', async () => {
    const { school, head, atHead } = await aStaffedSchool()
    const _csrf = await csrfOf(atHead, `${users}/nouveau`)
    for (const fields of [
      { action: 'roles', 'roles[]': ['head', 'office'] },
      { action: 'close' },
      { action: 'link' },
      { action: 'reopen' },
    ] as Fields[]) {
      const answer = await atHead.post(`${users}/${head.id}`, { _csrf, ...fields })
      expect([answer.status, answer.text.includes('un autre chef d’établissement')], String(fields.action)).toEqual([422, true])
    }
    const email = (await emailOf(head.id)).toUpperCase()
    for (let time = 0; time < 2; time += 1) {
      const answer = await atHead.submit(`${users}/nouveau`, { name: 'Moi', email, 'roles[]': ['head', 'office'] })
      expect([answer.status, answer.text.includes('travaille déjà dans cet établissement')]).toEqual([422, true])
    }
    expect(await placesOf(head.id)).toEqual([{ school_id: school.id, roles: ['head'], closed_at: null }])
  })

  test('sees and changes nobody of another school', async () => {
    const [{ atHead }, { office, school }] = [await aStaffedSchool(), await aStaffedSchool()]
    const _csrf = await csrfOf(atHead, `${users}/nouveau`)
    expect((await atHead.get(`${users}/${office.id}`)).status).toBe(404)
    for (const fields of [
      { action: 'roles', 'roles[]': 'reader' },
      { action: 'close' },
      { action: 'link' },
      { action: 'reopen' },
    ] as Fields[])
      expect((await atHead.post(`${users}/${office.id}`, { _csrf, ...fields })).status, String(fields.action)).toBe(404)
    expect((await atHead.get(users)).text).not.toContain(office.name)
    expect(await placesOf(office.id)).toEqual([{ school_id: school.id, roles: ['office'], closed_at: null }])
    expect(await mailsTo(office.id)).toEqual([])
  })

  test('is refused whoever has another account: a shop’s, the Region’s, one that the Region has closed; a young person may have both', async () => {
    const { atHead, school } = await aStaffedSchool()
    const [shop, agent, gone, young] = await committed(async (tx) => [
      await aPartnerUser(tx, await aPartner(tx)),
      await anAgent(tx),
      await aSchoolUser(tx, await aSchool(tx)),
      await aBeneficiary(tx),
    ])
    await db.updateTable('staff').set({ closed_at: TEST_NOW }).where('id', '=', gone.id).execute()
    for (const { id } of [shop, agent, gone]) {
      const answer = await atHead.submit(`${users}/nouveau`, { name: 'Anne D.', email: await emailOf(id), 'roles[]': 'office' })
      expect([answer.status, answer.text.includes('Un compte a déjà cette adresse')]).toEqual([422, true])
      expect(await placeOf(id, school.id)).toBeUndefined()
    }
    const { email } = await db.selectFrom('beneficiaries').select('email').where('id', '=', young.id).executeTakeFirstOrThrow()
    expect((await atHead.submit(`${users}/nouveau`, { name: 'Anne D.', email: email ?? '', 'roles[]': 'office' })).status).toBe(303)
  })

  test('opens again nobody whom the Region has closed', async () => {
    const { office, school, atHead } = await aStaffedSchool()
    const _csrf = await csrfOf(atHead, `${users}/nouveau`)
    await atHead.post(`${users}/${office.id}`, { _csrf, action: 'close' })
    await db.updateTable('staff').set({ closed_at: TEST_NOW }).where('id', '=', office.id).execute()
    const answer = await atHead.post(`${users}/${office.id}`, { _csrf, action: 'reopen' })
    expect([answer.status, answer.text.includes('La Région a fermé ce compte')]).toEqual([409, true])
    expect((await placeOf(office.id, school.id))?.closed_at).toEqual(TEST_NOW)
  })

  test('is left to one of two who close each other at the same moment', async () => {
    const { school, head, other } = await aStaffedSchool()
    const ended = await meanwhile(
      db,
      (tx) => closeWorkplace(tx, head, other.id),
      () => committed((tx) => closeWorkplace(tx, other, head.id)),
    )
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'staff.no-head', status: 403 } })
    expect(await placeOf(head.id, school.id)).toMatchObject({ closed_at: null })
  })

  test('who is none any more invites nobody, whatever they had begun', async () => {
    const { head, other } = await aStaffedSchool()
    const email = anAddress()
    const asked = { name: 'Moi encore', email, roles: ['head' as const], publicUrl: site.config.publicUrl }
    const ended = await meanwhile(
      db,
      (tx) => changePowers(tx, other, { id: head.id, roles: ['reader'] }),
      () => committed((tx) => inviteToSchool(tx, head, asked)),
    )
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'staff.no-head' } })
    expect(await accountOf(email)).toEqual([])
  })

  test('invites so many a day, those that are refused too; a name carries no address of a site', async () => {
    const { office, atHead } = await aStaffedSchool()
    const email = await emailOf(office.id)
    const invite = (name: string) => atHead.submit(`${users}/nouveau`, { name, email, 'roles[]': 'office' })
    expect((await invite('Gagnez 100 € sur gain.example')).text).toContain('sans adresse de site')
    for (let time = 0; time < INVITED_A_DAY; time += 1) expect((await invite('Anne D.')).status).toBe(422)
    expect((await invite('Anne D.')).status).toBe(429)
  })

  test('fills nobody’s letter box, and closes an account however often it was changed; nothing is sent to whoever has left', async () => {
    const { office, atHead, atOther } = await aStaffedSchool()
    const page = `${users}/${office.id}`
    const _csrf = await csrfOf(atHead, `${users}/nouveau`)
    for (let time = 0; time < CHANGED_A_DAY; time += 1) expect((await atHead.post(page, { _csrf, action: 'link' })).status).toBe(303)
    expect((await atHead.post(page, { _csrf, action: 'link' })).status).toBe(429)
    expect((await atOther.submit(page, { action: 'close' })).status).toBe(303)
    await db.deleteFrom('limits').execute()
    expect((await atHead.post(page, { _csrf, action: 'close' })).status).toBe(409)
    expect((await atHead.post(page, { _csrf, action: 'link' })).status).toBe(404)
    expect(await mailsTo(office.id)).toHaveLength(CHANGED_A_DAY + 1)
  })
})

describe('one account for several schools', () => {
  test('is asked for by the head of the second, keeps its name and what it signs in with, and is told', async () => {
    const { first, second, email, person } = await aSharedSecretary(['reader'])
    expect(await accountOf(email)).toEqual([{ id: person.id, name: person.name, closed_at: null }])
    expect(await placesOf(person.id)).toEqual([
      { school_id: first.school.id, roles: ['office'], closed_at: null },
      { school_id: second.school.id, roles: ['reader'], closed_at: null },
    ])
    expect(await mailsTo(person.id)).toEqual([`Vous travaillez aussi pour ${second.school.name}`])
    expect(await mailsTo(second.other.id)).toEqual([`Utilisateur ${person.name} : le compte est ouvert`])
    expect(await mailsTo(first.other.id)).toEqual([])
  })

  test('chooses where it works, and may there what that school says', async () => {
    const { first, second, at } = await aSharedSecretary(['reader'])
    expect((await at.get('/professionnels/securite')).location).toBe(choice)
    // The page that they were going to is the one that they come to.
    expect((await at.get('/etablissement?etat=all')).location).toBe(choice)
    const page = (await at.get(choice)).text
    expect([page.includes(first.school.name), page.includes(second.school.name)]).toEqual([true, true])

    expect((await chooses(at, first.school)).location).toBe('/etablissement?etat=all')
    const desk = (await at.get('/etablissement')).text
    expect([desk.includes(first.school.name), desk.includes(second.school.name), desk.includes('Changer d’établissement')]).toEqual([
      true,
      false,
      true,
    ])
    expect((await at.get('/etablissement/liste')).status).toBe(200)

    expect((await chooses(at, second.school)).location).toBe('/etablissement')
    expect((await at.get('/etablissement')).text).toContain(second.school.name)
    expect((await at.get('/etablissement/liste')).status).toBe(403)
    // One school only, and nobody is asked anything.
    const alone = await signedIn(first.reader)
    expect((await alone.get('/etablissement')).text).not.toContain('Changer d’établissement')
  })

  test('works nowhere that it has no place, nor does somebody of a shop', async () => {
    const { at } = await aSharedSecretary()
    const [elsewhere, shop] = await committed(async (tx) => [
      await aSchoolUser(tx, await aSchool(tx)),
      await aPartnerUser(tx, await aPartner(tx)),
    ])
    expect((await at.submit(choice, { workplace: String(elsewhere.workplace_id) })).status).toBe(404)
    expect((await at.get('/etablissement')).location).toBe(choice)
    expect((await (await signedIn(shop)).submit(choice, { workplace: String(elsewhere.workplace_id) })).status).toBe(404)
    const write = db.updateTable('sessions').set({ workplace_id: elsewhere.workplace_id }).where('staff_id', '<>', elsewhere.id).execute()
    await expect(write).rejects.toThrow('a_session_is_at_a_workplace_of_its_owner')
  })

  test('sends nothing of one school from a page of the other that was left open', async () => {
    const { first, second, at, person } = await aSharedSecretary(['head'])
    await first.atOther.submit(`${users}/${person.id}`, { action: 'roles', 'roles[]': ['head'] })
    await chooses(at, first.school)
    const _csrf = await csrfOf(at, `${users}/nouveau`)
    await chooses(at, second.school)
    const email = anAddress()
    const stale = await at.post(`${users}/nouveau`, { _csrf, name: 'Anne D.', email, 'roles[]': 'head' })
    expect([stale.status, stale.text.includes('pour un autre de vos lieux de travail'), stale.text.includes(email)]).toEqual([
      403,
      true,
      false,
    ])
    expect((await at.get(`${users}/nouveau`)).text).not.toContain(email)
    expect((await at.post(`${users}/${second.reader.id}`, { _csrf, action: 'close' })).status).toBe(403)
    const fresh = await csrfOf(at, `${users}/nouveau`)
    expect((await at.post(`${users}/${first.reader.id}`, { _csrf: fresh, action: 'close' })).status).toBe(404)
    expect(await placeOf(second.reader.id, second.school.id)).toMatchObject({ closed_at: null })
    expect(await accountOf(email)).toEqual([])
    expect(await placeOf(first.reader.id, first.school.id)).toMatchObject({ closed_at: null })
    // Where it was typed it is there again.
    await chooses(at, first.school)
    expect((await at.get(`${users}/nouveau`)).text).toContain(email)
  })

  test('finds what it typed when its session had ended, at the school for which it was typed and at no other', async () => {
    const { first, second, at, person } = await aSharedSecretary(['head'])
    await first.atOther.submit(`${users}/${person.id}`, { action: 'roles', 'roles[]': ['head'] })
    await chooses(at, first.school)
    const [page, email, _csrf] = [`${users}/nouveau`, anAddress(), await csrfOf(at, `${users}/nouveau`)]
    await db.deleteFrom('sessions').where('staff_id', '=', person.id).execute()
    expect((await at.post(page, { _csrf, name: 'Anne D.', email, 'roles[]': 'reader' })).location).toBe('/professionnels/connexion')

    await at.signInAs({ staffId: person.id })
    expect((await at.get(page)).location).toBe(choice)
    expect((await chooses(at, second.school)).location).toBe(page)
    expect((await at.get(page)).text).not.toContain(email)
    await chooses(at, first.school)
    expect((await at.get(page)).text).toContain(email)
  })

  test('begins while somebody types for their only one: what they sent is there once they have said for which', async () => {
    const [first, second] = [await aStaffedSchool(), await aStaffedSchool()]
    const [page, email, _csrf] = [`${users}/nouveau`, anAddress(), await csrfOf(first.atHead, `${users}/nouveau`)]
    await second.atHead.submit(page, { name: 'Autre nom', email: await emailOf(first.head.id), 'roles[]': 'reader' })
    expect((await first.atHead.post(page, { _csrf, name: 'Anne D.', email, 'roles[]': 'reader' })).location).toBe(choice)
    expect((await chooses(first.atHead, first.school)).location).toBe(page)
    expect((await first.atHead.get(page)).text).toContain(email)
  })

  test('says nothing to a school of somebody who has left it, and is changed there by nobody but to come back', async () => {
    const { first, second, person } = await aSharedSecretary()
    const page = `${users}/${person.id}`
    await first.atHead.submit(page, { action: 'close' })
    const factor = { secret_encrypted: Buffer.from('secret'), enrolled_at: TEST_NOW }
    await db
      .insertInto('second_factors')
      .values({ staff_id: person.id, ...factor })
      .execute()
    expect((await second.atHead.submit(page, { action: 'reset' })).status).toBe(303)
    const { text } = await first.atHead.get(page)
    expect([text.includes('Double authentification'), text.includes('Vu pour la dernière fois')]).toEqual([false, false])

    const [_csrf, before] = [await csrfOf(first.atHead, `${users}/nouveau`), (await mailsTo(person.id)).length]
    for (const fields of [{ action: 'keep' }, { action: 'reset' }, { action: 'roles', 'roles[]': ['head', 'office'] }] as Fields[])
      expect((await first.atHead.post(page, { _csrf, ...fields })).status, String(fields.action)).toBe(404)
    expect(await mailsTo(person.id)).toHaveLength(before)
    expect(await placeOf(person.id, first.school.id)).toMatchObject({ roles: ['office'] })
    const resets = await db.selectFrom('second_factor_resets').select('staff_id').where('staff_id', '=', person.id).execute()
    expect(resets).toHaveLength(1)
  })

  test('of somebody who was invited only comes with a link, from the second school too', async () => {
    const [first, second] = [await aStaffedSchool(), await aStaffedSchool()]
    const email = anAddress()
    for (const { atHead } of [first, second]) await atHead.submit(`${users}/nouveau`, { name: 'Anne D.', email, 'roles[]': 'office' })
    const [account] = await accountOf(email)
    expect(await mailsTo(account?.id ?? 0)).toEqual(Array(2).fill('Votre compte professionnel Génération #HDF'))
  })

  test('is shown and decides nothing of one school while it works for the other', async () => {
    const { pile, office, fileNumbers } = await committed((tx) => aPile(tx, 2))
    const second = await aStaffedSchool()
    await second.atHead.submit(`${users}/nouveau`, { name: 'Anne', email: await emailOf(office.id), 'roles[]': 'office' })
    const at = await signedIn(office)
    const [number = ''] = fileNumbers
    await chooses(at, second.school)
    const _csrf = await csrfOf(at, '/etablissement/liste')
    const lists = await at.get('/etablissement?etat=all')
    expect(fileNumbers.some((one) => lists.text.includes(one))).toBe(false)
    for (const path of ['', '/photo', '/validation', '/renvoi', '/refus', '/transfert', '/inscription'])
      expect((await at.get(`/etablissement/demandes/${number}${path}`)).status, path).toBe(404)
    for (const path of ['validation', 'renvoi', 'refus'])
      expect((await at.post(`/etablissement/demandes/${number}/${path}`, { _csrf, reason: 'Non' })).status, path).toBe(404)
    expect((await at.post(`/etablissement/refus?numeros[]=${number}`, { _csrf, reason: 'Non' })).status).toBe(404)
    const states = await db.selectFrom('card_applications').select('state').where('file_number', 'in', fileNumbers).execute()
    expect(states).toEqual(pile.map(() => ({ state: 'submitted' })))

    await chooses(at, { name: office.school_name })
    expect((await at.get(`/etablissement/demandes/${number}`)).status).toBe(200)
  })

  test('is in the journal at the school for which it worked, and at no other', async () => {
    const { school, office, fileNumbers } = await committed((tx) => aPile(tx, 1))
    const second = await aStaffedSchool()
    await second.atHead.submit(`${users}/nouveau`, { name: 'Anne', email: await emailOf(office.id), 'roles[]': 'office' })
    const at = await signedIn(office)
    await chooses(at, school)
    await at.get(`/etablissement/demandes/${fileNumbers[0]}`)
    const read = db.selectFrom('audit_facts').select('school_id').where('staff_id', '=', office.id)
    expect(await read.where('fact', '=', 'card-application.read').execute()).toEqual([{ school_id: school.id }])
    const administrator = await signedIn(await committed((tx) => anAgent(tx, 'administrator')))
    const { text } = await administrator.get('/region/journal?evenement=card-application.read')
    expect(text).toContain(`${office.name}, ${school.name}<`)
    expect(text).not.toContain(second.school.name)
  })

  test('closed at one school, works at the other; an open session acts there no more', async () => {
    const { first, second, at, person } = await aSharedSecretary()
    const elsewhere = await signedIn(person)
    await chooses(elsewhere, second.school)
    await chooses(at, first.school)
    const _csrf = await csrfOf(at, '/etablissement/liste')
    await first.atHead.submit(`${users}/${person.id}`, { action: 'close' })
    expect((await at.get('/etablissement')).location).toBe('/professionnels/connexion')
    expect((await at.post('/etablissement/liste', { _csrf })).location).toBe('/professionnels/connexion')
    expect((await elsewhere.get('/etablissement')).text).toContain(second.school.name)
    expect((await (await signedIn(person)).get('/etablissement')).text).toContain(second.school.name)
    expect((await elsewhere.submit(choice, { workplace: String(person.workplace_id) })).status).toBe(404)
    // A session that would have stayed is at none of its schools any more.
    await db.updateTable('sessions').set({ workplace_id: person.workplace_id }).where('staff_id', '=', person.id).execute()
    expect((await elsewhere.get('/etablissement')).location).toBe(choice)
  })
})

test('somebody leaves a school by themselves: its heads are told; its last head stays', async () => {
  const { first, second, person, at } = await aSharedSecretary()
  const leaving = async (id: number, school: { id: number }) => {
    const place = db.selectFrom('workplaces').select('id').where('staff_id', '=', id).where('school_id', '=', school.id)
    return `${choice}/${(await place.executeTakeFirstOrThrow()).id}/depart`
  }
  expect((await at.submit(await leaving(person.id, second.school))).location).toBe(`${choice}?fait=depart`)
  expect((await placeOf(person.id, second.school.id))?.closed_at).toEqual(TEST_NOW)
  expect((await at.get('/etablissement')).text).toContain(first.school.name)
  const subject = `${person.name} dit ne pas travailler pour ${second.school.name}`
  for (const { id } of [second.head, second.other]) expect(await mailsTo(id)).toContain(subject)
  const fact = await db
    .selectFrom('audit_facts')
    .select('details')
    .where('staff_id', '=', person.id)
    .where('fact', '=', 'staff.school-left')
    .execute()
  expect(fact).toEqual([{ details: { account_id: person.id, school_id: second.school.id } }])

  expect((await first.atOther.submit(await leaving(first.other.id, first.school))).status).toBe(303)
  const last = await first.atHead.get(await leaving(first.head.id, first.school))
  expect(last.text).toContain('Vous êtes le seul chef d’établissement')
  expect((await first.atHead.post(await leaving(first.head.id, first.school), { _csrf: await csrfOf(first.atHead, choice) })).status).toBe(
    409,
  )
})

describe('the Region', () => {
  test('closes a place at once; other roles there, or a place opened again, take a second agent, and are told', async () => {
    const { school, head, office } = await aStaffedSchool()
    const [first, second] = await committed(async (tx) => [await anAgent(tx, 'eligibility'), await anAgent(tx, 'eligibility')] as const)
    const [agent, other] = [await signedIn(first), await signedIn(second)]
    const page = `/region/comptes/${office.id}/etablissements/${school.id}`
    expect((await agent.get(`/region/comptes/${office.id}`)).text).toContain(page)
    const asked = async (fields: Fields) => {
      expect((await agent.submit(page, fields)).location).toBe(`${page}?fait=demande`)
      return (await db.selectFrom('acts_of_two').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()).id
    }
    expect((await agent.submit(page, { action: 'roles' })).status).toBe(422)
    const roles = await asked({ action: 'roles', 'roles[]': ['head', 'reader'] })
    expect((await agent.submit(`/region/a-valider/${roles}`, { action: 'agree' })).status).toBe(403)
    expect((await placeOf(office.id, school.id))?.roles).toEqual(['office'])
    expect((await other.get(`/region/a-valider/${roles}`)).text).toContain('Chef d’établissement, Lecture')
    await other.submit(`/region/a-valider/${roles}`, { action: 'agree' })
    expect((await placeOf(office.id, school.id))?.roles).toEqual(['head', 'reader'])

    expect((await agent.submit(page, { action: 'close' })).location).toBe(`${page}?fait=fermeture`)
    expect((await placeOf(office.id, school.id))?.closed_at).toEqual(TEST_NOW)
    const reopening = await asked({ action: 'reopen' })
    expect((await placeOf(office.id, school.id))?.closed_at).toEqual(TEST_NOW)
    await other.submit(`/region/a-valider/${reopening}`, { action: 'agree' })
    expect((await placeOf(office.id, school.id))?.closed_at).toBeNull()
    expect(await mailsTo(office.id)).toHaveLength(3)
    expect(await mailsTo(head.id)).toHaveLength(3)
  })

  test('changes nothing where its role is another, nor of a place that is none', async () => {
    const { school, office } = await aStaffedSchool()
    const helpline = await signedIn(await committed((tx) => anAgent(tx, 'helpline')))
    expect((await helpline.get(`/region/comptes/${office.id}/etablissements/${school.id}`)).status).toBe(403)
    const agent = await signedIn(await committed((tx) => anAgent(tx, 'eligibility')))
    const elsewhere = await aStaffedSchool()
    expect((await agent.get(`/region/comptes/${office.id}/etablissements/${elsewhere.school.id}`)).status).toBe(404)
  })
})

test('a head asks for the lost second factor of another to be reset; not where they work at another school too, and as long as they are one', async () => {
  const { first, second, person } = await aSharedSecretary()
  const lost = async (...ids: number[]) => {
    for (const id of ids)
      await db
        .insertInto('second_factors')
        .values({ staff_id: id, secret_encrypted: Buffer.from('secret'), enrolled_at: TEST_NOW })
        .execute()
  }
  await lost(person.id, first.reader.id, first.other.id)
  const resets = async (...ids: number[]) =>
    (await db.selectFrom('second_factor_resets').select('staff_id').where('staff_id', 'in', ids).orderBy('staff_id').execute()).map(
      ({ staff_id }) => staff_id,
    )
  const ask = (id: number) => first.atHead.submit(`${users}/${id}`, { action: 'reset' })

  const shared = await ask(person.id)
  expect([shared.status, shared.text.includes('travaille aussi pour un autre établissement')]).toEqual([409, true])
  expect((await second.atHead.get(`${users}/${first.reader.id}`)).status).toBe(404)
  expect((await ask(first.reader.id)).status).toBe(303)
  expect((await ask(first.other.id)).status).toBe(303)
  expect(await mailsTo(first.reader.id)).toEqual(['Votre double authentification va être réinitialisée'])
  expect(await resets(person.id, first.reader.id, first.other.id)).toEqual([first.other.id, first.reader.id].toSorted((a, b) => a - b))

  // One works elsewhere too by then.
  await second.atHead.submit(`${users}/nouveau`, { name: 'Lecture', email: await emailOf(first.reader.id), 'roles[]': 'reader' })
  await resettingOfSecondFactors.run({ ...site, clock: { now: () => new Date(TEST_NOW.getTime() + 25 * 3_600_000) } })
  const kept = await db.selectFrom('second_factors').select('staff_id').where('staff_id', 'in', [first.reader.id, first.other.id]).execute()
  expect(kept).toEqual([{ staff_id: first.reader.id }])
})
