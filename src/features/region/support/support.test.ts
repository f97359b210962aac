import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { beforeAll, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCourse, aHolder, anAgent, anAidRequest, anApprentice, aPartner, aSchool } from '../../../../tests/support/makers.ts'
import { type Fact, record } from '../../../platform/audit.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { orderAsked } from '../../../platform/forms/paging.ts'
import { eventInWords as aidEvents } from '../../aid/apprentice-aid/index.ts'
import { payOnline } from '../../money/payments/pay-online.ts'
import { createPrepayment } from '../../money/prepayments/create.ts'
import { closeAccount } from '../../personal/personal-data/close.ts'
import { eventInWords as applicationEvents, moveToSchool } from '../../requests/card-applications/index.ts'
import { historyOf, readingsOf } from './queries.ts'
import { PEOPLE_ORDERS, peopleFound } from './search.ts'
import { lookedFor } from './support.ts'

const database = await testDatabase()
const { site } = testSite(database)

test.each([
  ['48 27 50-19.35', { by: 'number', words: '4827501935' }],
  ['jean.martin@exemple.fr', { by: 'email', words: 'jean.martin@exemple.fr' }],
  [' Jean  ', { by: 'name', words: 'Jean' }],
  ['  ', { by: 'nothing' }],
])('« %s » is looked for as what it looks like', (typed, wanted) => {
  expect(lookedFor(typed)).toEqual(wanted)
})

async function aNamed(tx: Tx, last_name: string, first_name: string) {
  const person = await aBeneficiary(tx)
  await tx.updateTable('beneficiaries').set({ last_name, first_name }).where('id', '=', person.id).execute()
  return person
}

const MOST_ALIKE = orderAsked(new URLSearchParams(), PEOPLE_ORDERS, 'ressemblance')

const found = async (tx: Tx, typed: string, schools: number[] | null = null) =>
  (await peopleFound(tx, { person: lookedFor(typed), schools, page: 1, order: MOST_ALIKE })).rows.map(
    (row) => `${row.last_name} ${row.first_name}`,
  )

test.each(['roussel stéphane', 'STEPHANE ROUSSEL', 'rousel', 'stefane', 'rousesl stephane', 'roussell', 'rouss'])(
  'Stéphane ROUSSEL is found by « %s »',
  (typed) =>
    rolledBack(database.db, async (tx) => {
      await aNamed(tx, 'ROUSSEL', 'Stéphane')
      await aNamed(tx, 'LAMBERT', 'Zoé')
      expect(await found(tx, typed)).toEqual(['ROUSSEL Stéphane'])
    }),
)

test('names that begin as typed come first, in their order; those that look like it after', () =>
  rolledBack(database.db, async (tx) => {
    await aNamed(tx, 'GARNIER', 'Hugo')
    await aNamed(tx, 'GARNIER', 'Alice')
    await aNamed(tx, 'GRANIER', 'Hugo')
    expect(await found(tx, 'garnier')).toEqual(['GARNIER Alice', 'GARNIER Hugo', 'GRANIER Hugo'])
  }))

test('somebody is found by file number, by a former card, by e-mail, by school', () =>
  rolledBack(database.db, async (tx) => {
    const { beneficiary, application, school } = await anApprentice(tx)
    const holder = await aHolder(tx)
    await tx.updateTable('cards').set({ opposed_at: tx.now }).where('id', '=', holder.card.id).execute()
    expect(await found(tx, application.file_number)).toEqual([`${beneficiary.last_name} ${beneficiary.first_name}`])
    expect(await found(tx, holder.card.number)).toHaveLength(1)
    expect(await found(tx, holder.beneficiary.email.toUpperCase().slice(0, -4))).toHaveLength(1)
    expect(await found(tx, '%@')).toEqual([])
    expect(await found(tx, '', [school?.id as number])).toEqual([`${beneficiary.last_name} ${beneficiary.first_name}`])
    expect(await found(tx, 'Lambert', [school?.id as number])).toEqual([])
    const mistyped = beneficiary.last_name.replace(/(.)(.)$/, '$2$1')
    expect(await found(tx, `${mistyped} ${beneficiary.first_name}`, [school?.id as number])).toHaveLength(1)
    expect(await found(tx, application.file_number, [school?.id as number])).toHaveLength(1)
    expect(await found(tx, application.file_number, [0])).toEqual([])
  }))

test('a closed account is found by nothing', () =>
  rolledBack(database.db, async (tx) => {
    const person = await aNamed(tx, 'QUENTINOT', 'Zoé')
    await closeAccount(tx, person.actor, { key: site.ibanKey })
    expect(await found(tx, 'compte clos')).toEqual([])
    expect(await found(tx, 'quentinot')).toEqual([])
  }))

test('many are found: a hundred are listed, and one more is known to be there', () =>
  rolledBack(database.db, async (tx) => {
    await sql`
      insert into beneficiaries (civility, last_name, first_name, birth_date, email, created_at)
      select 'M', 'MARTIN', 'Jean', date '2005-01-01' + n, 'x@example.org', ${tx.now} from generate_series(1, 150) n
    `.execute(tx)
    const first = await peopleFound(tx, { person: lookedFor('martin'), schools: null, page: 1, order: MOST_ALIKE })
    expect([first.rows.length, first.total]).toEqual([20, 101])
    expect((await peopleFound(tx, { person: lookedFor('martni jean'), schools: null, page: 5, order: MOST_ALIKE })).rows).toHaveLength(20)
    expect((await peopleFound(tx, { person: lookedFor('martin'), schools: null, page: 6, order: MOST_ALIKE })).rows).toEqual([])
  }))

test('a request goes to another school with its reason; only to one that teaches the course', () =>
  rolledBack(database.db, async (tx) => {
    const agent = await anAgent(tx, 'helpline')
    const { beneficiary, application, school } = await anApprentice(tx)
    const other = await aSchool(tx, { name: 'CFA du Beffroi' })
    const course = await aCourse(tx, other)
    const move = { beneficiaryId: beneficiary.id, school: other.id, course: course.code, reason: 'Déménagement' }
    await expect(moveToSchool(tx, agent, move)).rejects.toMatchObject({ code: 'application.not-taught' })
    await tx.updateTable('schools').set({ takes_apprentices: true }).where('id', '=', other.id).execute()
    await tx.updateTable('school_courses').set({ by_apprenticeship: true }).where('school_id', '=', other.id).execute()
    await moveToSchool(tx, agent, move)
    const moved = await tx.selectFrom('card_applications').selectAll().where('id', '=', application.id).executeTakeFirstOrThrow()
    expect(moved).toMatchObject({ school_id: other.id, course_code: course.code, state: 'validated', cfa_in_region: true })
    expect(moved.answers).toMatchObject({ apprenticeship: { school: other.id, course: course.code, cfaInRegion: true } })
    const events = await tx
      .selectFrom('application_events')
      .select(['event', 'reason'])
      .where('application_id', '=', application.id)
      .execute()
    expect(events).toEqual([{ event: 'moved', reason: `${school?.name} → CFA du Beffroi. Déménagement` }])
    await expect(moveToSchool(tx, agent, move)).rejects.toMatchObject({ code: 'application.same-school' })
    await tx.updateTable('card_applications').set({ state: 'returned' }).where('id', '=', application.id).execute()
    await expect(moveToSchool(tx, agent, move)).rejects.toMatchObject({ code: 'application.not-movable' })
  }))

const support = new Visitor(site)
let person: Awaited<ReturnType<typeof aHolder>>['beneficiary']

beforeAll(async () => {
  const made = await inTransaction(database.db, TEST_NOW, async (tx) => ({
    agent: await anAgent(tx, 'helpline', 'eligibility'),
    holder: await aHolder(tx),
  }))
  person = made.holder.beneficiary
  // Like no other name that the makers give.
  await database.db.updateTable('beneficiaries').set({ last_name: 'VANDERMEERSCH' }).where('id', '=', person.id).execute()
  await support.signInAs({ staffId: made.agent.id })
})

test('the file shows its history, and each reading of it is written down and shown to its owner', async () => {
  const { status, text } = await support.get(`/region/beneficiaires/${person.id}`)
  expect(status).toBe(200)
  expect(text).toContain(person.email)
  const again = await support.get(`/region/beneficiaires/${person.id}`)
  expect(again.text).toContain('Lecture d’un dossier de bénéficiaire')
  const owner = await new Visitor(site).signInAs({ beneficiaryId: person.id })
  expect((await owner.get('/espace/consultations')).text).toContain('Lecture de votre dossier')
  expect((await support.get('/region/beneficiaires/999999999')).status).toBe(404)
})

test.each([
  ['application_events', applicationEvents],
  ['apprentice_aid_events', aidEvents],
])('whatever %s may hold has its words', async (table, words) => {
  const { rows } = await sql<{ said: string }>`
    select pg_get_constraintdef(oid) as said from pg_constraint
    where conname = 'an_event_is_known' and conrelid = ${table}::regclass`.execute(database.db)
  const events = [...(rows[0]?.said ?? '').matchAll(/'([a-z-]+)'/g)].map(([, event]) => event)
  expect(events.sort()).toEqual(Object.keys(words).sort())
})

test('what happened to an aid is said in words', async () => {
  const id = await inTransaction(database.db, TEST_NOW, async (tx) => {
    const request = await anAidRequest(tx)
    await tx.insertInto('apprentice_aid_events').values({ request_id: request.id, at: tx.now, event: 'taken-out-of-payment' }).execute()
    return request.beneficiary_id
  })
  expect((await support.get(`/region/beneficiaires/${id}`)).text).toContain('Lot de virements annulé, aide de nouveau à payer')
})

test('a search is written down, what was typed is not', async () => {
  const { text } = await support.search('/region/beneficiaires', { recherche: 'vandermersch', etablissement: '' })
  expect(text).toContain(`/region/beneficiaires/${person.id}`)
  const facts = await database.db.selectFrom('audit_facts').select('details').where('fact', '=', 'beneficiary.searched').execute()
  expect(facts).toEqual([{ details: { by: 'name', in_schools: null, found: 1 } }])
})

test('no address shows whom one looks for: it is read by the session that looked, and by no other, nor with words of one’s own', async () => {
  const search = '/region/beneficiaires'
  const led = await support.post(`${search}?chercher`, { recherche: person.email, etablissement: '', page: '1', other: person.email })
  expect([led.status, led.location?.startsWith(`${search}?`)]).toEqual([303, true])
  const words = [person.email, encodeURIComponent(person.email), person.last_name].map((word) => word.toLowerCase())
  const hides = (text: string) => words.every((word) => !text.toLowerCase().includes(word))
  const isFound = (text: string) => text.includes(`${search}/${person.id}"`)
  expect(hides(led.location as string)).toBe(true)
  const found = await support.get(led.location as string)
  expect(isFound(found.text)).toBe(true)
  expect(found.text).toContain(`value="${person.email}"`)
  const addresses = [...found.text.matchAll(/(?:href|action|src)="([^"]*)"/g)].map(([, address]) => address as string)
  expect(addresses.length).toBeGreaterThan(10)
  for (const address of addresses) expect(hides(address), address).toBe(true)

  const colleague = await inTransaction(database.db, TEST_NOW, (tx) => anAgent(tx))
  const elsewhere = await new Visitor(site).signInAs({ staffId: colleague.id })
  expect(isFound((await elsewhere.get(led.location as string)).text)).toBe(false)
  expect(isFound((await elsewhere.search(search, { recherche: person.email })).text)).toBe(true)
  expect(isFound((await support.get(`${search}?recherche=${encodeURIComponent(person.email)}`)).text)).toBe(false)
  const nobody = await new Visitor(site).post(`${search}?chercher`, { recherche: person.email })
  expect([nobody.status, nobody.location]).toEqual([303, '/professionnels/connexion'])
})

test('a link for a password goes to the known address, five times an hour at most', async () => {
  const path = `/region/beneficiaires/${person.id}/mot-de-passe`
  for (let time = 1; time <= 5; time++) expect((await support.submit(path)).status).toBe(303)
  expect((await support.submit(path)).status).toBe(429)
  const messages = await database.db
    .selectFrom('messages')
    .select(['address', 'body', 'secret'])
    .where('beneficiary_id', '=', person.id)
    .execute()
  expect(messages).toHaveLength(5)
  expect(messages[0]).toMatchObject({ address: person.email, secret: 'reset-link' })
  expect(messages[0]?.body).toContain('••••••••')
})

test('civility, name and birth date are corrected in one form', async () => {
  const { id } = await inTransaction(database.db, TEST_NOW, (tx) => aBeneficiary(tx))
  const page = `/region/beneficiaires/${id}/identite`
  const birthDate = { 'birthDate.day': '18', 'birthDate.month': '6', 'birthDate.year': '2010' }
  const typed = { civility: 'Mme', lastName: 'DUPRÉ-SMET', firstName: 'Zoé', ...birthDate, reason: 'Pièce vue' }
  const wrong = await support.submit(page, { ...typed, 'birthDate.day': '31' })
  expect([wrong.status, wrong.text.includes('Cette date n’existe pas')]).toEqual([422, true])
  expect((await support.submit(page, typed)).location).toBe(`/region/beneficiaires/${id}?fait=identite`)
  const { text } = await support.get(`/region/beneficiaires/${id}?fait=identite`)
  for (const words of ['L’identité est corrigée', 'DUPRÉ-SMET', '18/06/2010', '17/06/2010', 'Identité corrigée'])
    expect(text).toContain(words)
})

test('a reason is asked for', async () => {
  const path = `/region/beneficiaires/${person.id}/blocage`
  expect((await support.submit(path, { reason: ' ' })).status).toBe(422)
  expect((await support.submit(path, { reason: 'Carte prêtée' })).location).toBe(`/region/beneficiaires/${person.id}?fait=blocage`)
  expect((await support.get(`/region/beneficiaires/${person.id}`)).text).toContain('Carte prêtée')
})

test('a lost card is stopped from the file, after a page that says what that does', async () => {
  const { beneficiary, card } = await inTransaction(database.db, TEST_NOW, (tx) => aHolder(tx))
  const file = `/region/beneficiaires/${beneficiary.id}`
  expect((await support.get(file)).text).toContain(`href="${file}/carte"`)
  expect((await support.submit(`${file}/carte`, { reason: '' })).status).toBe(422)
  expect((await support.submit(`${file}/carte`, { reason: 'lost' })).location).toBe(`${file}/carte/perdue`)
  expect((await support.get(`${file}/carte/fondue`)).status).toBe(404)
  expect((await support.get(`${file}/carte/perdue`)).text).toContain('refusés en caisse')
  expect((await support.get(`${file}/carte/jamais-recue`)).text).toContain('n’est pas encore partie')
  const answer = await support.submit(`${file}/carte/perdue`, { reason: 'lost', card: card.number })
  expect(answer.location).toBe(`${file}?fait=carte`)
  const { text } = await support.get(`${file}?fait=carte`)
  expect(text).toContain('La carte est arrêtée et remplacée')
  expect(text).toContain('Carte arrêtée par un agent')
  const owner = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  expect((await owner.get('/espace/consultations')).text).toContain('Arrêt et remplacement de votre carte')
  const finance = new Visitor(site)
  await finance.signInAs({ staffId: (await inTransaction(database.db, TEST_NOW, (tx) => anAgent(tx, 'preparer'))).id })
  expect((await finance.get(`${file}/carte`)).status).toBe(403)
})

test('a page past the last one leads to the first, of the same search', async () => {
  const { location } = await support.post('/region/beneficiaires?chercher', { recherche: person.last_name })
  const answer = await support.get(`${location}&page=9`)
  expect([answer.status, answer.location]).toEqual([303, location?.replace('/region/beneficiaires', '')])
})

test('telephones, address and e-mail are changed from the file, each with a reason', async () => {
  const file = `/region/beneficiaires/${person.id}`
  const reason = 'Elle a changé de numéro'
  const none = await support.submit(`${file}/telephones`, { fixedPhone: '', mobilePhone: '', reason })
  expect([none.status, none.text.includes('au moins un numéro')]).toEqual([422, true])
  expect((await support.submit(`${file}/telephones`, { mobilePhone: '0699887766', reason: '' })).status).toBe(422)
  expect((await support.submit(`${file}/telephones`, { mobilePhone: '0699887766', reason })).location).toBe(`${file}?fait=telephones`)
  const home = { line1: '2 rue des Augustins', freePostcode: '80000', freeTown: 'Amiens' }
  expect((await support.submit(`${file}/adresse`, { ...home, freePostcode: '8000', reason })).text).toContain('code postal à 5 chiffres')
  expect((await support.submit(`${file}/adresse`, { ...home, reason })).location).toBe(`${file}?fait=adresse`)
  const sent = await support.submit(`${file}/adresse-email`, { email: 'retrouvee@example.org', reason: 'Boîte perdue' })
  expect(sent.location).toBe(`${file}?fait=adresse-email`)
  const { text } = await support.get(file)
  for (const words of [
    '06 99 88 77 66',
    '2 rue des Augustins',
    'Nouvelle adresse, à confirmer',
    'Téléphones changés par un agent',
    'Boîte perdue',
    person.email,
  ]) {
    expect(text).toContain(words)
  }
})

test('who read a file is told from who decided on it', () =>
  rolledBack(database.db, async (tx) => {
    const agent = await anAgent(tx, 'helpline')
    const { beneficiary } = await aHolder(tx)
    const about = { at: tx.now, staff_id: agent.id, beneficiary_id: beneficiary.id }
    const acts = ['card-application.validated', 'beneficiary.sign-in-blocked', 'aid-request.paid', 'card.set-aside']
    for (const name of [...acts, 'card-application.photo-read', 'checkout.opened']) {
      await record(tx, { ...about, fact: site.facts.get(name) as Fact })
    }
    expect((await readingsOf(tx, beneficiary.id, site.facts)).map(({ fact }) => fact).sort()).toEqual([
      'card-application.photo-read',
      'checkout.opened',
    ])
    expect((await historyOf(tx, beneficiary.id, site.facts)).map(({ event }) => event).sort()).toEqual([
      'beneficiary.sign-in-blocked',
      'card.set-aside',
    ])
  }))

test('the number of a card finds its owner alone, though a transaction has it too', async () => {
  await asOwner(database.url, 'alter table transactions alter column id restart with 45000000')
  const { owner, stranger, number } = await inTransaction(database.db, TEST_NOW, async (tx) => {
    const [owner, stranger] = [await aHolder(tx), await aHolder(tx)]
    const spent = { partnerId: (await aPartner(tx)).id, walletId: stranger.wallet.id, amount: 700, _id: randomUUID() }
    const { transaction_id } = await payOnline(tx, stranger.beneficiary.actor, spent)
    return { owner: owner.beneficiary.id, stranger: stranger.beneficiary.id, number: String(transaction_id) }
  })
  const find = async () => {
    const { text } = await support.search('/region/beneficiaires', { recherche: number, etablissement: '' })
    return [owner, stranger]
      .map((id) => text.includes(`href="/region/beneficiaires/${id}"`))
      .concat(text.includes('Transaction de ce numéro'))
  }
  expect(await find()).toEqual([false, true, true])
  await database.db.updateTable('cards').set({ number }).where('beneficiary_id', '=', owner).execute()
  expect(await find()).toEqual([true, false, false])
})

test('the number of a transaction or of a ticket finds the person and the shop', async () => {
  const { beneficiary, shop, paid, ticket } = await inTransaction(database.db, TEST_NOW, async (tx) => {
    const { beneficiary, wallet } = await aHolder(tx)
    const shop = await aPartner(tx)
    const spent = (amount: number) => ({ partnerId: shop.id, walletId: wallet.id, amount, _id: randomUUID() })
    const { transaction_id } = await payOnline(tx, beneficiary.actor, spent(1_250))
    return { beneficiary, shop, paid: transaction_id, ticket: (await createPrepayment(tx, beneficiary.actor, spent(500))).ticket }
  })
  for (const recherche of [String(paid), ticket]) {
    const { text } = await support.search('/region/beneficiaires', { recherche, etablissement: '' })
    for (const said of [`${beneficiary.last_name} ${beneficiary.first_name}`, `${shop.name} (${shop.code})`]) expect(text).toContain(said)
  }
  const { location } = await support.post('/region/beneficiaires?chercher', { recherche: ticket, etablissement: '' })
  expect(location).not.toContain(ticket)
  expect((await support.search('/region/beneficiaires', { recherche: '999999999999999999', etablissement: '' })).text).not.toContain(
    'de ce numéro',
  )
})

test('who reads payments by their numbers, one after the other, is told to their owners, and says why as of files', async () => {
  const made = await inTransaction(database.db, TEST_NOW, async (tx) => {
    const shop = await aPartner(tx)
    const paid = []
    for (let time = 0; time < 3; time += 1) {
      const { beneficiary, wallet } = await aHolder(tx)
      const spent = { partnerId: shop.id, walletId: wallet.id, amount: 1_250, _id: randomUUID() }
      paid.push({ owner: beneficiary.id, number: String((await payOnline(tx, beneficiary.actor, spent)).transaction_id) })
    }
    return { paid, agent: await anAgent(tx, 'helpline') }
  })
  const { noticed } = await database.db
    .selectFrom('vigilance_thresholds')
    .select('noticed')
    .where('kind', '=', 'files-opened')
    .executeTakeFirstOrThrow()
  const set = (most: number) =>
    database.db.updateTable('vigilance_thresholds').set({ noticed: most }).where('kind', '=', 'files-opened').execute()
  await set(2)
  const desk = await new Visitor(site).signInAs({ staffId: made.agent.id })
  const looked = (recherche: string) => desk.search('/region/beneficiaires', { recherche, etablissement: '' })
  for (const { number } of made.paid.slice(0, 2)) expect((await looked(number)).text).toContain('Transaction de ce numéro')
  const read = database.db.selectFrom('audit_facts').select('beneficiary_id').where('staff_id', '=', made.agent.id)
  const owners = (await read.where('beneficiary_id', 'is not', null).orderBy('id').execute()).map(({ beneficiary_id }) => beneficiary_id)
  expect(owners).toEqual(made.paid.slice(0, 2).map(({ owner }) => owner))

  const asked = await looked(made.paid[2]?.number ?? '')
  expect([asked.status, asked.location?.startsWith('/region/vigilance/motif/dossiers?vers=')]).toEqual([303, true])
  const { location } = await desk.submit(asked.location ?? '', { reason: 'Litige d’un commerce.' })
  expect((await desk.get(location ?? '')).text).toContain('Transaction de ce numéro')
  await set(noticed)
})
