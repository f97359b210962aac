import { randomUUID } from 'node:crypto'
import { inflateRawSync } from 'node:zlib'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase, waitingIn } from '../../../../tests/support/database.ts'
import {
  aBeneficiary,
  aCampaign,
  aCourse,
  aHolder,
  anAgent,
  aPartner,
  aPartnerUser,
  aSchool,
  aSchoolUser,
  TEST_KEY,
} from '../../../../tests/support/makers.ts'
import { record } from '../../../platform/audit.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { storeFile } from '../../../platform/files.ts'
import type { Letter } from '../../../platform/messages/deliver.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { makeSecret } from '../../../secrets.ts'
import { cardByNumber, liveCardOf } from '../../card/cards/index.ts'
import { photoPolicy } from '../../card/photos/index.ts'
import { createPrepayment } from '../../money/prepayments/create.ts'
import { redeemPrepayment } from '../../money/prepayments/redeem.ts'
import { creditApplications } from '../../money/wallets/index.ts'
import { addBeneficiary } from '../../people/beneficiaries/index.ts'
import { forgettingOfMarks } from '../../people/beneficiaries/jobs.ts'
import { identityPolicy } from '../../requests/application-form/identity-document.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { facts as applications } from '../../requests/card-decisions/facts.ts'
import { closingOfUnusedAccounts, forgettingOfLastMessages, forgettingOfOldMessages } from './jobs.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const PASSWORD = 'Beffroi2026'
const passwordHash = await hashPassword(PASSWORD)
const CLOSING = '/espace/mes-donnees/fermeture'
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const signedIn = (id: number) => new Visitor(site).signInAs({ beneficiaryId: id })
const campaign = await committed((tx) => aCampaign(tx))

/** Somebody with a card, a request, a prepayment, a mail, an address and a photo of their own. */
async function aWholePerson() {
  return committed(async (tx) => {
    const of = await aHolder(tx, { campaign })
    const { id, actor } = of.beneficiary
    const fileNumber = await registerApplication(tx, id)
    await tx
      .updateTable('card_applications')
      .set({ answers: JSON.stringify({ contact: { address: { kind: 'free', lines: ['3 quai Bélu'] } } }), photo_file_id: of.photo.id })
      .where('file_number', '=', fileNumber)
      .execute()
    await tx
      .updateTable('beneficiaries')
      .set({
        address: JSON.stringify({ kind: 'free', postcode: '80000', town: 'Amiens', lines: ['3 quai Bélu'] }),
        mobile_phone: '0612345678',
      })
      .where('id', '=', id)
      .execute()
    await tx.insertInto('passwords').values({ beneficiary_id: id, password_hash: passwordHash }).execute()
    const partner = await aPartner(tx)
    const spending = { walletId: of.wallet.id, partnerId: partner.id, town: partner.town, amount: 12_000, _id: randomUUID() }
    const { ticket } = await createPrepayment(tx, actor, spending)
    return { ...of, fileNumber, ticket, partner }
  })
}

describe('« Tout télécharger »', () => {
  test('asks for the password again, which opens it for five minutes, in that session alone', async () => {
    const { beneficiary } = await aWholePerson()
    const [data, archive] = ['/espace/mes-donnees', '/espace/mes-donnees/mes-donnees.zip']
    const [visitor, other] = [await signedIn(beneficiary.id), await signedIn(beneficiary.id)]
    expect((await visitor.get(archive)).location).toBe(data)
    expect((await visitor.get(data)).text).not.toContain(archive)
    expect((await visitor.submit(data, { password: 'Mauvais0mot' })).status).toBe(422)
    expect((await visitor.get(archive)).location).toBe(data)
    const given = await visitor.submit(data, { password: PASSWORD })
    expect(given.location).toBe(`${data}?fait=archive`)
    expect((await visitor.get(given.location as string)).text).toContain(`href="${archive}"`)
    expect((await visitor.get(archive)).headers.get('content-type')).toBe('application/zip')
    expect((await other.get(archive)).location).toBe(data)
    clock.set(new Date(clock.now().getTime() + 5 * 60_000))
    expect((await visitor.get(archive)).location).toBe(data)
    clock.set(TEST_NOW)
  })

  test('holds all that is kept of somebody, in French words, and the files they gave; nothing of another', async () => {
    const [mine, theirs] = [await aWholePerson(), await aWholePerson()]
    await letters()
    const school = await committed(async (tx) => aSchoolUser(tx, await aSchool(tx, { name: 'Lycée Condorcet' })))
    await record(db, {
      at: TEST_NOW,
      fact: applications['card-application.read'],
      staff_id: school.id,
      beneficiary_id: mine.beneficiary.id,
    })
    const visitor = await signedIn(mine.beneficiary.id)
    await visitor.submit('/espace/mes-donnees', { password: PASSWORD })
    const answer = await visitor.get('/espace/mes-donnees/mes-donnees.zip')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="mes-donnees.zip"')
    const files = unzipped(answer.bytes)
    expect([...files.keys()].sort()).toEqual(['data.json', 'fichiers/photo-1.jpg'])
    expect(files.get('fichiers/photo-1.jpg')?.toString()).toBe('photo')
    const data = JSON.parse(files.get('data.json')?.toString('utf8') as string)
    expect(data.identité).toMatchObject({
      nom: mine.beneficiary.last_name,
      'e-mail': mine.beneficiary.email,
      'date de naissance': '2010-06-17',
    })
    expect(data.cartes).toMatchObject([{ numéro: mine.card.number }])
    expect(data['demandes de carte']).toMatchObject([{ 'numéro de dossier': mine.fileNumber, état: 'en cours de saisie' }])
    expect(data['porte-monnaie']).toMatchObject([{ accordé: 200, solde: 80, réservé: 120 }])
    expect(data.transactions).toMatchObject([
      { nature: 'crédit', montant: 200 },
      { nature: 'prépaiement', montant: 120 },
    ])
    expect(data.prépaiements).toMatchObject([{ état: 'en attente', montant: 120 }])
    expect(data['messages reçus'].length).toBe(1)
    expect(data['consultations du dossier']).toMatchObject([{ par: 'Lycée Condorcet', quoi: 'Lecture de votre demande de carte' }])
    const whole = files.get('data.json')?.toString('utf8') as string
    for (const other of [theirs.beneficiary.last_name, theirs.card.number, theirs.fileNumber, passwordHash])
      expect(whole).not.toContain(other)
  })
})

describe('closing an account', () => {
  test('asks for the password again, and counts the wrong ones', async () => {
    const { beneficiary } = await aWholePerson()
    const person = await signedIn(beneficiary.id)
    expect((await person.submit(CLOSING)).status).toBe(422)
    const wrong = await person.submit(CLOSING, { password: 'Wrong0abc' })
    expect([wrong.status, wrong.text.includes('Ce n’est pas votre mot de passe.')]).toEqual([422, true])
    for (let time = 0; time < 9; time++) await person.submit(CLOSING, { password: 'Wrong0abc' })
    expect((await person.submit(CLOSING, { password: PASSWORD })).status).toBe(429)
    expect(
      (await db.selectFrom('beneficiaries').select('closed_at').where('id', '=', beneficiary.id).executeTakeFirst())?.closed_at,
    ).toBeNull()
  })

  test('ends the sign-in and the card, gives pending prepayments back, and leaves nothing that says whose it was', async () => {
    const of = await aWholePerson()
    const { id } = of.beneficiary
    const person = await signedIn(id)
    const elsewhere = await signedIn(id)
    const question = { name: of.beneficiary.first_name, subject: 'Ma carte', message: `Où est la carte de ${of.beneficiary.last_name} ?` }
    await person.submit('/contact', { ...question, email: of.beneficiary.email.toUpperCase() })
    await new Visitor(site).submit('/contact', {
      ...question,
      name: 'Sa mère',
      message: 'Bonjour',
      email: 'mere@example.org',
      fileNumber: `${of.fileNumber.slice(0, 4)} ${of.fileNumber.slice(4)}`,
    })
    expect((await person.submit(CLOSING, { password: PASSWORD })).location).toBe('/connexion/compte-ferme')

    for (const visitor of [person, elsewhere]) expect((await visitor.get('/espace')).location).toBe('/connexion')
    for (const number of [of.fileNumber, of.card.number]) {
      expect((await new Visitor(site).submit('/connexion', { number, password: PASSWORD })).status).toBe(401)
    }
    expect([await cardByNumber(db, of.card.number), await liveCardOf(db, id)]).toEqual([undefined, undefined])

    // The ledger stays, whole.
    expect(await db.selectFrom('prepayments').select('state').where('beneficiary_id', '=', id).execute()).toEqual([{ state: 'cancelled' }])
    const wallet = await db.selectFrom('wallets').selectAll().where('id', '=', of.wallet.id).executeTakeFirstOrThrow()
    expect([wallet.balance_cents, wallet.reserved_cents]).toEqual([20_000, 0])
    expect(
      (await db.selectFrom('transactions').select('kind').where('wallet_id', '=', wallet.id).orderBy('id').execute()).map(
        ({ kind }) => kind,
      ),
    ).toEqual(['grant', 'reservation', 'cancellation'])

    expect(await db.selectFrom('questions_received').select(['name', 'file_number']).execute()).toEqual([
      { name: 'Sa mère', file_number: null },
    ])
    const told = (await letters()).filter(({ to }) => to.toLowerCase() === of.beneficiary.email.toLowerCase())
    expect(told.map(({ subject }) => subject)).toEqual(['Votre compte Génération #HDF est fermé'])
    await forgettingOfLastMessages.run(site)
    expect(
      await namesLeft(
        [of.beneficiary.last_name, of.beneficiary.first_name, of.beneficiary.email, '0612345678', 'quai Bélu', '2010-06-17'],
        id,
      ),
    ).toEqual([])
    expect((await db.selectFrom('files').select('bytes').where('id', '=', of.photo.id).executeTakeFirst())?.bytes.length).toBe(0)
    const facts = await db.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', id).execute()
    expect(facts).toContainEqual({ fact: 'beneficiary.account-closed' })
  })

  test('lets several close theirs, and the same person come back as somebody new', async () => {
    const people = [await aWholePerson(), await aWholePerson()] as const
    for (const { beneficiary } of people) await (await signedIn(beneficiary.id)).submit(CLOSING, { password: PASSWORD })
    const { civility, last_name, first_name, birth_date, email } = people[0].beneficiary
    const id = await committed((tx) =>
      addBeneficiary(tx, { civility, lastName: last_name, firstName: first_name, birthDate: birth_date, email, key: site.ibanKey }),
    )
    expect(id).toBeGreaterThan(people[1].beneficiary.id)
  })

  test('while a shop is redeeming one of two prepayments neither waits for the other for ever', async () => {
    const of = await aWholePerson()
    const { actor } = of.beneficiary
    const till = await committed((tx) => aPartnerUser(tx, of.partner))
    const spending = { walletId: of.wallet.id, partnerId: of.partner.id, town: of.partner.town, amount: 3_000, _id: randomUUID() }
    const second = await committed((tx) => createPrepayment(tx, actor, spending))
    const person = await signedIn(actor.id)
    const [{ promise: locked, resolve: isLocked }, { promise: goOn, resolve: mayGoOn }] = [
      Promise.withResolvers<void>(),
      Promise.withResolvers<void>(),
    ]
    const redeeming = committed(async (tx) => {
      await tx.selectFrom('prepayments').select('id').where('ticket', '=', second.ticket).forUpdate().execute()
      isLocked()
      await goOn
      await redeemPrepayment(tx, till, { ticket: second.ticket, _id: randomUUID() })
    })
    await locked
    const closing = person.submit(CLOSING, { password: PASSWORD })
    await expect.poll(() => waitingIn(db)).toBe(1)
    mayGoOn()
    await redeeming
    expect((await closing).location).toBe('/connexion/compte-ferme')
    const states = await db.selectFrom('prepayments').select('state').where('beneficiary_id', '=', actor.id).orderBy('id').execute()
    expect(states).toEqual([{ state: 'cancelled' }, { state: 'redeemed' }])
  })

  test('gives nothing twice to whoever comes back in the same campaign, and says so to all', async () => {
    const { school, course, secretary } = await committed(async (tx) => {
      const school = await aSchool(tx)
      return { school, course: await aCourse(tx, school), secretary: await aSchoolUser(tx, school) }
    })
    const office = await new Visitor(site).signInAs({ staffId: secretary.id })
    const sent = async (beneficiaryId: number) => {
      const photo = { media_type: 'image/jpeg', bytes: Buffer.from('photo') }
      const request = { situation: 'pupil', school_id: school.id, course_code: course.code, benefit_rule: 'pupil-first-time' }
      await db
        .updateTable('card_applications')
        .set({
          ...request,
          state: 'submitted',
          submitted_at: TEST_NOW,
          photo_file_id: await committed((tx) => storeFile(tx, photoPolicy, photo.bytes, TEST_KEY)),
        })
        .where('beneficiary_id', '=', beneficiaryId)
        .execute()
      const { file_number } = await db
        .selectFrom('card_applications')
        .select('file_number')
        .where('beneficiary_id', '=', beneficiaryId)
        .executeTakeFirstOrThrow()
      return `/etablissement/demandes/${file_number}`
    }
    const names = { lastName: 'Leclercq', firstName: 'Émilie-Rose' }
    const signedUp = async (given: Record<string, string>) => {
      const birth = { 'birthDate.day': '17', 'birthDate.month': '6', 'birthDate.year': '2010' }
      const person = { civility: 'Mme', email: 'emilie@example.org', conditions: 'on', ...names, ...birth, ...given }
      expect((await new Visitor(site).submit('/inscription', person)).status).toBe(303)
      return db.selectFrom('beneficiaries').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
    }
    const grants = async (id: number) =>
      (await db.selectFrom('wallets').select('granted_cents').where('beneficiary_id', '=', id).execute()).map(
        (wallet) => wallet.granted_cents,
      )

    const first = await signedUp({})
    await db.insertInto('passwords').values({ beneficiary_id: first.id, password_hash: passwordHash }).execute()
    const accept = async (path: string) => {
      const { text } = await office.get(path)
      const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] as string
      expect((await office.post(`${path}/validation`, { _csrf })).status).toBe(303)
      return text
    }
    expect(await accept(await sent(first.id))).not.toContain('déjà été versé')
    expect(await grants(first.id)).toEqual([10_000])
    await (await signedIn(first.id)).submit(CLOSING, { password: PASSWORD })

    // As people are compared: without accents, capitals or hyphens.
    const again = await signedUp({ lastName: 'LECLERCQ', firstName: 'Emilie Rose', email: 'other@example.org' })
    expect(again.id).not.toBe(first.id)
    const fileAgain = await sent(again.id)
    expect(await accept(fileAgain)).toContain('a déjà été versé')
    expect(await grants(again.id)).toEqual([])
    expect((await office.get(fileAgain)).text).toContain('Déjà versé')
    const told = await db.selectFrom('messages').select('body').where('beneficiary_id', '=', again.id).execute()
    expect(told.some(({ body }) => body.includes('avec le compte que vous avez fermé'))).toBe(true)
    expect(await liveCardOf(db, again.id)).toBeDefined()

    // Nor at the opening of the campaign, nor to somebody closed; a namesake born another day is somebody else.
    await committed((tx) => creditApplications(tx, { campaign_id: campaign.id, application_ids: null }))
    expect(await grants(again.id)).toEqual([])
    const namesake = await signedUp({ 'birthDate.day': '18', email: 'namesake@example.org' })
    await accept(await sent(namesake.id))
    expect(await grants(namesake.id)).toEqual([10_000])

    const markOf = async () =>
      (await db.selectFrom('beneficiaries').select('fingerprint').where('id', '=', first.id).executeTakeFirstOrThrow()).fingerprint
    await forgettingOfMarks.run(site)
    expect(await markOf()).not.toBeNull()
    await forgettingOfMarks.run({ ...site, clock: { now: () => new Date(`${campaign.ends_on}T12:00:00Z`) } })
    expect(await markOf()).not.toBeNull()
    await forgettingOfMarks.run({ ...site, clock: { now: () => new Date('2027-05-01T12:00:00Z') } })
    expect(await markOf()).toBeNull()
  })

  test('takes back a request that its school has not answered', async () => {
    const { beneficiary, fileNumber } = await aWholePerson()
    const secretary = await committed(async (tx) => {
      const school = await aSchool(tx)
      const course = await aCourse(tx, school)
      const sent = {
        situation: 'pupil',
        school_id: school.id,
        course_code: course.code,
        benefit_rule: 'pupil-returning',
        submitted_at: TEST_NOW,
      }
      await tx
        .updateTable('card_applications')
        .set({ state: 'submitted', ...sent })
        .where('file_number', '=', fileNumber)
        .execute()
      return aSchoolUser(tx, school)
    })
    const office = await new Visitor(site).signInAs({ staffId: secretary.id })
    const file = `/etablissement/demandes/${fileNumber}`
    expect((await office.get(file)).status).toBe(200)
    await (await signedIn(beneficiary.id)).submit(CLOSING, { password: PASSWORD })
    expect((await office.get(file)).status).toBe(404)
  })
})

test('an account that nobody ever came into is closed after six months, and what was said is forgotten after a year', async () => {
  const { unused, used, sent } = await committed(async (tx) => {
    const [unused, used, sent] = [await aBeneficiary(tx), await aBeneficiary(tx), await aBeneficiary(tx)]
    for (const { id } of [unused, used, sent]) await registerApplication(tx, id)
    await tx.insertInto('passwords').values({ beneficiary_id: used.id, password_hash: passwordHash }).execute()
    const request = { state: 'submitted', situation: 'neither', benefit_rule: 'neither', submitted_at: tx.now, identity_file_id: null }
    const identity_file_id = await storeFile(tx, identityPolicy, Buffer.from('card'), TEST_KEY)
    await tx
      .updateTable('card_applications')
      .set({ ...request, identity_file_id })
      .where('beneficiary_id', '=', sent.id)
      .execute()
    for (const { id } of [unused, used]) await notify(tx, id, { template: 'test', subject: 'un', paragraphs: ['Bonjour.'] })
    return { unused, used, sent }
  })
  await letters()
  const later = (days: number) => ({ ...site, clock: { now: () => new Date(TEST_NOW.getTime() + days * 86_400_000) } })
  const closed = async () =>
    (
      await db
        .selectFrom('beneficiaries')
        .select(['id', 'closed_at'])
        .where('id', 'in', [unused.id, used.id, sent.id])
        .orderBy('id')
        .execute()
    ).map(({ closed_at }) => closed_at !== null)
  await closingOfUnusedAccounts.run(later(179))
  expect(await closed()).toEqual([false, false, false])
  await closingOfUnusedAccounts.run(later(181))
  expect(await closed()).toEqual([true, false, false])
  expect(await namesLeft([unused.last_name, unused.first_name, unused.email, '2010-06-17'], unused.id)).toEqual([])

  const said = async () => (await db.selectFrom('messages').select('id').where('beneficiary_id', '=', used.id).execute()).length
  await forgettingOfOldMessages.run(later(364))
  expect(await said()).toBe(1)
  await forgettingOfOldMessages.run(later(366))
  expect(await said()).toBe(0)
})

describe('« Mes connexions »', () => {
  const PAGE = '/espace/mes-connexions'
  test('names the device, and closes one or all the others; nobody else’s', async () => {
    const [{ beneficiary, fileNumber }, stranger] = [await aWholePerson(), await aWholePerson()] as const
    const here = new Visitor(site)
    await here.submit('/connexion', { number: fileNumber, password: PASSWORD })
    const [one, two] = [await signedIn(beneficiary.id), await signedIn(beneficiary.id)]
    const theirs = await signedIn(stranger.beneficiary.id)
    const theirId = await sessionIds(stranger.beneficiary.id)
    const [, first] = await sessionIds(beneficiary.id)
    const shown = (await here.get(PAGE)).text
    expect(shown.match(/Cet appareil/g)?.length).toBe(1)
    const closed = (await here.submit(PAGE, { session: String(first) })).location as string
    expect((await here.get(closed)).text).toContain('La connexion est fermée')
    await here.submit(PAGE, { session: String(theirId[0]) })
    expect([(await one.get(PAGE)).status, (await two.get(PAGE)).status, (await theirs.get(PAGE)).status]).toEqual([303, 200, 200])
    const others = (await here.submit(PAGE, { others: 'on' })).location as string
    expect((await here.get(others)).text).toContain('Toutes les autres connexions sont fermées')
    expect([(await here.get(PAGE)).status, (await two.get(PAGE)).status, (await theirs.get(PAGE)).status]).toEqual([200, 303, 200])
  })
})

test('a browser stays known after one has signed out, until one has it forgotten; to others who use it, it stays so', async () => {
  const [one, other] = [await aWholePerson(), await aWholePerson()] as const
  const browser = new Visitor(site)
  const comesIn = async ({ fileNumber }: typeof one) =>
    void (await browser.submit('/connexion', { number: fileNumber, password: PASSWORD }))
  const isKnown = async () => (await browser.get('/espace/mes-connexions')).text.includes('Ce navigateur est reconnu')
  const stranger = await signedIn(one.beneficiary.id)
  expect((await stranger.get('/espace/mes-connexions')).text).not.toContain('Ce navigateur est reconnu')
  await comesIn(other)
  await comesIn(one)
  expect(await isKnown()).toBe(true)
  const said = (await browser.submit('/espace/mes-connexions', { browser: 'forget' })).location as string
  expect((await browser.get(said)).text).toContain('Ce navigateur est oublié')
  expect(await isKnown()).toBe(false)
  await browser.submit('/deconnexion')
  await browser.signInAs({ beneficiaryId: other.beneficiary.id })
  expect(await isKnown()).toBe(true)
})

describe('« Qui a consulté mon dossier »', () => {
  test('says every reading by a school, a till and the Region, by place and newest first; never who', async () => {
    const { beneficiary, card, ticket, partner } = await aWholePerson()
    const { till, agent } = await committed(async (tx) => ({ till: await aPartnerUser(tx, partner), agent: await anAgent(tx) }))
    const shop = await new Visitor(site).signInAs({ staffId: till.id })
    await shop.submit('/partenaire/encaissement', { code: card.number })
    await shop.get(`/partenaire/prepaiements/${ticket}`)
    const desk = await new Visitor(site).signInAs({ staffId: agent.id })
    const { location } = await desk.submit('/region/cartes', { atMost: '500' })
    await desk.get(`${location}/archive.zip`)
    const { text } = await (await signedIn(beneficiary.id)).get('/espace/consultations')
    const rows = [...text.matchAll(/<tr role="row">(.*?)<\/tr>/gs)].map(([, row]) => row as string)
    for (const words of ['présentée en caisse', 'prépaiement présenté', 'atelier qui fabrique', partner.name, 'Région Hauts-de-France']) {
      expect(text, words).toContain(words)
    }
    expect(rows.length).toBe(4)
    for (const name of [till.name, agent.name]) expect(text).not.toContain(name)
    const other = await aWholePerson()
    expect((await (await signedIn(other.beneficiary.id)).get('/espace/consultations')).text).toContain(
      'Personne n’a consulté votre dossier.',
    )
  })
})

async function letters(): Promise<Letter[]> {
  const sent: Letter[] = []
  await sendMessages(site, async (letter) => void sent.push(letter), makeSecret)
  return sent
}

const sessionIds = async (beneficiaryId: number) =>
  (await db.selectFrom('sessions').select('id').where('beneficiary_id', '=', beneficiaryId).orderBy('id').execute()).map(({ id }) => id)

/** The tables, and words among these, where a row of the person still says them. */
async function namesLeft(words: string[], beneficiaryId: number): Promise<string[]> {
  const { rows: tables } = await sql<{ table_name: string; own: string }>`
    select table_name, column_name as own from information_schema.columns
    where table_schema = 'public' and ((table_name = 'beneficiaries' and column_name = 'id') or column_name = 'beneficiary_id')`.execute(db)
  const left: string[] = []
  for (const { table_name, own } of tables) {
    const { rows } = await sql<{ row: string }>`
      select t::text as row from ${sql.table(table_name)} t where ${sql.ref(own)} = ${beneficiaryId}`.execute(db)
    for (const word of words) if (rows.some(({ row }) => row.includes(word))) left.push(`${table_name}: ${word}`)
  }
  expect(tables.length).toBeGreaterThan(8)
  return left
}

/** The files of a ZIP, by name. */
function unzipped(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  let at = zip.readUInt32LE(zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1')) + 16)
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [method, size] = [zip.readUInt16LE(at + 10), zip.readUInt32LE(at + 20)]
    const [nameLength, extra, comment] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)]
    const local = zip.readUInt32LE(at + 42)
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    const packed = zip.subarray(from, from + size)
    files.set(zip.toString('utf8', at + 46, at + 46 + nameLength), method === 0 ? packed : inflateRawSync(packed))
    at += 46 + nameLength + extra + comment
  }
  return files
}
