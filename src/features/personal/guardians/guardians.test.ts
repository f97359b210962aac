import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, aGuardian, anAgent, aPartner, follows } from '../../../../tests/support/makers.ts'
import { facts } from '../../../facts.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Letter } from '../../../platform/messages/deliver.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { openSession } from '../../../platform/sessions.ts'
import { makeSecret } from '../../../secrets.ts'
import { tellGuardians } from '../../money/alerts/index.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { closeAccount } from '../personal-data/close.ts'
import { dataOf } from '../personal-data/data.ts'
import { endingOfGuardians, forgettingOfGuardians } from './jobs.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const PASSWORD = 'Beffroi2026'
const GUARDIANS = '/espace/responsables'
const password_hash = await hashPassword(PASSWORD)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const days = (count: number) => new Date(TEST_NOW.getTime() + count * 86_400_000)

await committed((tx) => aCampaign(tx))

/** What the post brings since the last time. */
async function letters(): Promise<Letter[]> {
  const sent: Letter[] = []
  await sendMessages(site, async (letter) => void sent.push(letter), makeSecret)
  return sent
}

/** Somebody of 14, who is signed in. */
async function aMinor(birth_date = '2012-06-17') {
  clock.set(TEST_NOW)
  const minor = await committed(async (tx) => {
    const person = await aBeneficiary(tx, { birth_date })
    await registerApplication(tx, person.id)
    await tx.insertInto('passwords').values({ beneficiary_id: person.id, password_hash }).execute()
    return person
  })
  await letters()
  return { minor, young: await new Visitor(site).signInAs({ beneficiaryId: minor.id }) }
}

let mails = 0
/** A letter box that nobody has named before. */
const aMail = () => {
  mails += 1
  return `parent-${mails}@example.net`
}

const tiesOf = (id: number) => db.selectFrom('guardians').selectAll().where('beneficiary_id', '=', id).orderBy('id').execute()

/** The link of the mail to that address. */
const linkTo = (sent: Letter[], email: string) =>
  /\/responsable\/invitation\/\S+/.exec(sent.find(({ to }) => to === email)?.text ?? '')?.[0] as string

async function named(young: Visitor, email: string): Promise<string> {
  expect((await young.submit(GUARDIANS, { action: 'name', email })).location).toBe(`${GUARDIANS}?fait=ajout`)
  return linkTo(await letters(), email)
}

/** What a form of that page would carry. */
const csrfOn = async (visitor: Visitor, path: string) => /name="_csrf" value="([^"]*)"/.exec((await visitor.get(path)).text)?.[1] as string

const opening = { action: 'open', name: 'Claire DURAND', newPassword: 'Peuplier-12-lune', confirmation: 'Peuplier-12-lune' }

/** Signs in as a person does: address, password, then the code of the mail. */
async function signedIn(email: string, password = opening.newPassword): Promise<Visitor> {
  const visitor = new Visitor(site)
  expect((await visitor.submit('/responsable/connexion', { email, password })).location).toBe('/professionnels/connexion/code')
  const code = /^Code de connexion : (\d{6})$/m.exec((await letters()).find(({ to }) => to === email)?.text ?? '')?.[1] as string
  expect((await visitor.submit('/professionnels/connexion/code', { code })).location).toMatch(/^\/responsable/)
  return visitor
}

async function followed(birth_date?: string) {
  const { minor, young } = await aMinor(birth_date)
  const { guardian, tie } = await committed(async (tx) => {
    const account = await aGuardian(tx, { email: aMail(), name: 'Claire DURAND' })
    return { guardian: account, tie: await follows(tx, account, minor) }
  })
  const parent = await new Visitor(site).signInAs({ staffId: guardian.id })
  return { minor, young, guardian, tie, parent, page: `/responsable/jeunes/${tie.id}` }
}

describe('naming and confirming', () => {
  test('a minor names a guardian, who confirms by the link, then signs in with a code and follows', async () => {
    const { minor, young } = await aMinor()
    const email = aMail()
    const link = await named(young, email)
    const page = await new Visitor(site).get(link)
    expect(page.text).toContain(`${minor.first_name} ${minor.last_name.slice(0, 1)}. vous indique comme responsable légal`)
    expect(page.text).not.toContain(minor.last_name)
    const stranger = new Visitor(site)
    const wrong = await stranger.submit(link, { ...opening, name: '', confirmation: 'Autre-chose-12' })
    for (const sentence of ['Saisissez votre prénom et votre nom.', 'Les deux mots de passe sont différents'])
      expect([wrong.status, wrong.text.includes(sentence)]).toEqual([422, true])
    expect((await stranger.submit(link, opening)).location).toBe('/responsable/connexion/mot-de-passe-choisi')
    // The link opened nothing, and opens nothing more.
    expect((await stranger.get('/responsable')).location).toBe('/responsable/connexion')
    expect((await stranger.get(link)).status).toBe(404)
    expect((await letters()).find(({ to }) => to === minor.email)?.text).toContain('Claire DURAND a confirmé être votre responsable légal')

    const parent = await signedIn(email)
    const home = await parent.get('/responsable')
    expect(home.text).toContain(`${minor.first_name} ${minor.last_name}`)
    const [tie] = await tiesOf(minor.id)
    const shown = (await parent.get(`/responsable/jeunes/${tie?.id}`)).text
    for (const words of ['La demande est commencée', 'Pas encore de carte.', `${minor.first_name} n’a rien demandé.`])
      expect(shown).toContain(words)
    expect(shown).not.toContain(minor.email)
    expect((await young.get('/espace/consultations')).text).toContain('Lecture de votre suivi')
    expect((await young.get(GUARDIANS)).text).toContain('Claire DURAND')
  })

  test('keeps the hash of a link only, which is of use for seven days, once, and not once another was sent', async () => {
    const { minor, young } = await aMinor()
    const email = aMail()
    const first = await named(young, email)
    const token = first.split('/').at(-1) as string
    const [tie] = await tiesOf(minor.id)
    expect(tie?.token_hash?.toString('base64url')).not.toBe(token)
    await young.submit(GUARDIANS, { action: 'link', id: String(tie?.id) })
    const second = linkTo(await letters(), email)
    expect((await new Visitor(site).get(first)).status).toBe(404)
    expect((await new Visitor(site).get(second)).status).toBe(200)
    const visitor = new Visitor(site)
    const typed = { ...opening, _csrf: await csrfOn(visitor, second) }
    clock.set(days(7))
    expect((await visitor.get(second)).status).toBe(404)
    expect((await visitor.post(second, typed)).status).toBe(404)
    clock.set(TEST_NOW)
    expect((await visitor.post(second, typed)).status).toBe(303)
    expect((await visitor.post(second, typed)).status).toBe(404)
  })

  test('two at most, never the own address, never the same twice, and nobody once of age', async () => {
    const { minor, young } = await aMinor()
    const email = aMail()
    await named(young, email)
    for (const [typed, sentence] of [
      [minor.email.toUpperCase(), 'C’est votre adresse.'],
      [email.toUpperCase(), 'Vous avez déjà indiqué cette adresse.'],
      ['pas-une-adresse', 'Saisissez une adresse e-mail complète'],
    ] as const) {
      const refused = await young.submit(GUARDIANS, { action: 'name', email: typed })
      expect([refused.status, refused.text.includes(sentence), refused.text.includes(`value="${typed}"`)]).toEqual([422, true, true])
    }
    await named(young, aMail())
    const third = await young.submit(GUARDIANS, { action: 'name', email: aMail() })
    expect([third.status, third.text.includes('Retirez-en un d’abord')]).toEqual([409, true])
    const { young: adult } = await aMinor('2008-11-23')
    expect((await adult.get(GUARDIANS)).text).toContain('Vous avez 18 ans')
    expect((await adult.submit('/espace/mon-compte', {})).status).toBe(422)
    expect((await adult.post(GUARDIANS, { _csrf: await csrfOn(adult, '/espace/mon-compte'), action: 'name', email: aMail() })).status).toBe(
      409,
    )
  })

  test('one account follows several; whoever is signed in with another address is refused', async () => {
    const email = aMail()
    const { young } = await aMinor()
    await new Visitor(site).submit(await named(young, email), opening)
    const { minor, young: sibling } = await aMinor()
    const link = await named(sibling, email)
    const other = await committed(async (tx) => aGuardian(tx, { email: aMail() }))
    const thief = await new Visitor(site).signInAs({ staffId: other.id })
    expect((await thief.get(link)).text).toContain('Vous avez déjà un compte')
    expect((await thief.post(link, { _csrf: await csrfOn(thief, '/responsable'), action: 'follow' })).text).toContain(
      'Rien n’est confirmé.',
    )
    const nobody = new Visitor(site)
    expect((await nobody.post(link, { ...opening, _csrf: await csrfOn(nobody, '/responsable/connexion') })).status).toBe(409)
    const parent = await signedIn(email)
    expect((await parent.submit(link, { action: 'follow' })).location).toBe('/responsable?fait=confirmation')
    expect((await parent.get('/responsable')).text.match(/Voir son dossier/g)).toHaveLength(2)
    expect(await tiesOf(minor.id)).toMatchObject([{ email, ended_at: null, token_hash: null }])
  })

  test('says nothing of whether an address has an account, also to a shop’s user or an agent of that address', async () => {
    const { young } = await aMinor()
    const email = aMail()
    await letters()
    await committed((tx) => aGuardian(tx, { email }))
    const [known, unknown] = [
      await young.submit(GUARDIANS, { action: 'name', email }),
      await young.submit(GUARDIANS, { action: 'name', email: aMail() }),
    ]
    expect([known.status, known.location]).toEqual([unknown.status, unknown.location])
    const bodies = (await letters()).map(({ text }) => text.replace(/invitation\/\S+/, ''))
    expect(bodies[0]).toBe(bodies[1])
    const forgotten = async (typed: string) =>
      (await new Visitor(site).submit('/responsable/mot-de-passe-oublie', { email: typed })).location
    expect(await forgotten(email)).toBe(await forgotten(aMail()))
    expect((await letters()).map(({ to }) => to)).toEqual([email])
    // An agent of the same address is somebody else at the other door.
    const agent = await committed((tx) => anAgent(tx))
    await db.updateTable('staff').set({ email: 'both@example.net', password_hash }).where('id', '=', agent.id).execute()
    const atOtherDoor = await new Visitor(site).submit('/responsable/connexion', { email: 'both@example.net', password: PASSWORD })
    expect(atOtherDoor.status).toBe(401)
  })

  test('a letter box is not filled: by one who types, nor by many', async () => {
    const email = aMail()
    for (let time = 0; time < 8; time += 1) {
      const { young } = await aMinor()
      await young.submit(GUARDIANS, { action: 'name', email })
    }
    expect(await db.selectFrom('messages').select('id').where('address', '=', email).execute()).toHaveLength(6)
    const { young } = await aMinor()
    const statuses: number[] = []
    for (let time = 0; time < 7; time += 1)
      statuses.push((await young.submit(GUARDIANS, { action: 'name', email: 'pas-bon@example' })).status)
    await young.submit(GUARDIANS, { action: 'name', email: aMail() })
    const [tie] = await db.selectFrom('guardians').select('id').orderBy('id', 'desc').limit(1).execute()
    const again: number[] = []
    for (let time = 0; time < 7; time += 1) again.push((await young.submit(GUARDIANS, { action: 'link', id: String(tie?.id) })).status)
    expect([statuses.every((status) => status === 422), again.at(0), again.at(-1)]).toEqual([true, 303, 429])
  })
})

describe('signing in', () => {
  test('takes the code of the last mail, once, and no passkey without it', async () => {
    const email = aMail()
    await committed((tx) => aGuardian(tx, { email, password_hash }))
    const [first, second] = [new Visitor(site), new Visitor(site)]
    await first.submit('/responsable/connexion', { email, password: PASSWORD })
    const letter = (await letters()).find(({ to }) => to === email)
    const code = /^Code de connexion : (\d{6})$/m.exec(letter?.text ?? '')?.[1] as string
    expect((await first.get('/professionnels/connexion/cle/ajout')).status).toBe(303)
    expect((await first.get('/professionnels/connexion/double-authentification')).status).toBe(303)
    const wrong = await first.submit('/professionnels/connexion/code', { code: code === '000000' ? '000001' : '000000' })
    expect([wrong.status, wrong.text.includes('Recopiez celui du dernier mail reçu')]).toEqual([422, true])
    // Begun elsewhere with the stolen password: the code of the first opens nothing there.
    await second.submit('/responsable/connexion', { email, password: PASSWORD })
    expect((await second.submit('/professionnels/connexion/code', { code })).status).toBe(422)
    expect((await first.submit('/professionnels/connexion/code', { code })).location).toBe('/responsable')
    expect((await first.get('/responsable')).status).toBe(200)
    expect(await db.selectFrom('messages').select('body').where('body', 'like', `%${code}%`).execute()).toEqual([])
    expect((await first.submit('/deconnexion')).location).toBe('/responsable/connexion')
  })

  test('adds an application like staff, which is asked from then on', async () => {
    const { parent } = await followed()
    const page = await parent.get('/professionnels/securite')
    expect([page.status, page.text.includes('Code par mail'), page.text.includes('Ajouter une application')]).toEqual([200, true, true])
    for (const path of ['/region', '/etablissement', '/partenaire', '/espace']) expect((await parent.get(path)).status).toBe(403)
  })

  test('is among neither the accounts that agents manage nor those that close for want of use', async () => {
    const { guardian } = await followed()
    const agent = await committed((tx) => anAgent(tx))
    const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
    expect((await visitor.get(`/region/comptes/${guardian.id}`)).status).toBe(404)
    expect((await visitor.get('/region/comptes')).text).not.toContain('Claire DURAND')
  })
})

describe('what a guardian reads', () => {
  test('is their own minors’ alone, and ends with the tie in a session that is open', async () => {
    const { young, parent, page, tie } = await followed()
    const { parent: other } = await followed()
    expect((await parent.get(page)).status).toBe(200)
    expect((await other.get(page)).status).toBe(404)
    expect((await other.post(page, { _csrf: await csrfOn(other, '/responsable'), action: 'leave' })).status).toBe(404)
    const removed = await young.submit(GUARDIANS, { action: 'remove', id: String(tie.id) })
    expect(removed.location).toBe(`${GUARDIANS}?fait=retrait`)
    expect((await parent.get(page)).status).toBe(404)
    expect((await parent.get('/responsable')).text).toContain('Vous ne suivez personne')
    expect((await letters()).map(({ subject }) => subject).join()).toContain('Vous ne suivez plus')
  })

  test('shows neither the other’s address nor anything that pays', async () => {
    const { minor, parent, page } = await followed()
    const second = await committed(async (tx) => {
      const account = await aGuardian(tx, { email: 'second-parent@example.net', name: 'Paul MARTEL' })
      await follows(tx, account, minor, 2)
      const photo = await tx
        .insertInto('files')
        .values({ id: `photo-${minor.id}`, policy: 'photo', media_type: 'image/jpeg', bytes: Buffer.from('photo'), created_at: tx.now })
        .returning('id')
        .executeTakeFirstOrThrow()
      await tx
        .insertInto('cards')
        .values({ number: '40404040', beneficiary_id: minor.id, photo_file_id: photo.id, created_at: tx.now })
        .execute()
      return account
    })
    const shown = (await parent.get(page)).text
    expect(shown).toContain('Carte à fabriquer.')
    for (const secret of ['40404040', 'second-parent@example.net', second.name, minor.email]) expect(shown).not.toContain(secret)
  })

  test('a guardian leaves by themselves, and the young person is told', async () => {
    const { minor, parent, page } = await followed()
    expect((await parent.submit(page, { action: 'leave' })).location).toBe('/responsable?fait=fin')
    expect((await letters()).find(({ to }) => to === minor.email)?.text).toContain('Claire DURAND a mis fin à son suivi')
    expect(await tiesOf(minor.id)).toMatchObject([{ ended_by: 'guardian' }])
  })
})

describe('consents', () => {
  const consentsOf = async (id: number) => {
    const { good_deals_consent_at, newsletters_consent_at } = await db
      .selectFrom('beneficiaries')
      .select(['good_deals_consent_at', 'newsletters_consent_at'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return [good_deals_consent_at !== null, newsletters_consent_at !== null]
  }
  const account = (email: string, ticks: Record<string, string> = {}) => ({
    email,
    fixedPhone: '',
    mobilePhone: '0612345678',
    notifiedBy: 'email',
    password: PASSWORD,
    ...ticks,
  })

  test('under 15 wait for a guardian, who gives them and may end them; the young person ends them alone', async () => {
    const { minor, young, parent, page } = await followed()
    await young.submit('/espace/mon-compte', account(minor.email, { goodDeals: 'on', newsletters: 'on' }))
    expect(await consentsOf(minor.id)).toEqual([false, false])
    expect((await letters()).map(({ subject }) => subject)).toContain(`${minor.first_name} demande votre accord`)
    expect((await young.get('/espace/mon-compte')).text).toContain('l’accord d’un responsable légal est attendu')
    expect((await parent.submit(page, { action: 'give', consent: 'good-deals' })).location).toBe(`${page}?fait=accord`)
    expect((await parent.submit(page, { action: 'refuse', consent: 'newsletters' })).location).toBe(`${page}?fait=refus`)
    expect(await consentsOf(minor.id)).toEqual([true, false])
    // Saved again as it stands: what was given stays, and nothing is asked twice.
    await letters()
    await young.submit('/espace/mon-compte', account(minor.email, { goodDeals: 'on' }))
    expect([await consentsOf(minor.id), (await letters()).length]).toEqual([[true, false], 0])
    await young.submit('/espace/mon-compte', account(minor.email))
    expect(await consentsOf(minor.id)).toEqual([false, false])
    expect((await parent.submit(page, { action: 'give', consent: 'good-deals' })).status).toBe(404)
  })

  test('a no stands for thirty days, whatever box is ticked and whoever is removed; then it is asked again', async () => {
    const { minor, young, parent, page, tie } = await followed()
    const saves = (at: typeof young, ticks: Record<string, string> = {}) => at.submit('/espace/mon-compte', account(minor.email, ticks))
    await saves(young, { newsletters: 'on' })
    await parent.submit(page, { action: 'refuse', consent: 'newsletters' })
    // The box is empty since: saving another thing does not forget the no.
    await saves(young)
    const again = await saves(young, { newsletters: 'on' })
    expect([again.status, again.text.includes('Vous pourrez le redemander à partir du 23/12/2026')]).toEqual([422, true])
    await young.submit(GUARDIANS, { action: 'remove', id: String(tie.id) })
    expect((await saves(young, { newsletters: 'on' })).status).toBe(422)
    const other = await committed(async (tx) => {
      const second = await aGuardian(tx, { email: aMail() })
      return { second, tie: await follows(tx, second, minor, 2) }
    })
    const another = await new Visitor(site).signInAs({ staffId: other.second.id })
    const says = { action: 'give', consent: 'newsletters' }
    expect((await another.submit(`/responsable/jeunes/${other.tie.id}`, says)).status).toBe(409)

    clock.set(new Date(TEST_NOW.getTime() + 30 * 86_400_000))
    try {
      const later = await new Visitor(site).withSession(await committed((tx) => openSession(tx, { beneficiaryId: minor.id }, undefined)))
      expect((await saves(later, { newsletters: 'on' })).status).toBe(303)
      const then = await new Visitor(site).signInAs({ staffId: other.second.id })
      expect((await then.submit(`/responsable/jeunes/${other.tie.id}`, says)).status).toBe(303)
      expect(await consentsOf(minor.id)).toEqual([false, true])
    } finally {
      clock.set(TEST_NOW)
    }
  })

  test('one no ends what another agreed to, and only whoever said it takes it back', async () => {
    const { minor, young, parent, page } = await followed()
    const { tie, other } = await committed(async (tx) => {
      const second = await aGuardian(tx, { email: aMail() })
      return { other: second, tie: await follows(tx, second, minor, 2) }
    })
    const against = await new Visitor(site).signInAs({ staffId: other.id })
    await young.submit('/espace/mon-compte', account(minor.email, { goodDeals: 'on' }))
    await parent.submit(page, { action: 'give', consent: 'good-deals' })
    await against.submit(`/responsable/jeunes/${tie.id}`, { action: 'refuse', consent: 'good-deals' })
    expect(await consentsOf(minor.id)).toEqual([false, false])
    expect((await parent.submit(page, { action: 'give', consent: 'good-deals' })).status).toBe(409)
    await against.submit(`/responsable/jeunes/${tie.id}`, { action: 'give', consent: 'good-deals' })
    expect(await consentsOf(minor.id)).toEqual([true, false])
    // Removed, what they agreed to is asked again.
    await young.submit(GUARDIANS, { action: 'remove', id: String(tie.id) })
    expect(await consentsOf(minor.id)).toEqual([false, false])
    await parent.submit(page, { action: 'give', consent: 'good-deals' })
    expect(await consentsOf(minor.id)).toEqual([true, false])
  })

  test('ticked and unticked all day, are asked on the page and do not fill a letter box', async () => {
    const { minor, young, parent, page, guardian } = await followed()
    for (let time = 0; time < 5; time += 1) {
      await young.submit('/espace/mon-compte', account(minor.email))
      await young.submit('/espace/mon-compte', account(minor.email, { goodDeals: 'on' }))
    }
    const asking = await db
      .selectFrom('messages')
      .select('id')
      .where('staff_id', '=', guardian.id)
      .where('template', '=', 'guardian.consent-asked')
      .execute()
    expect(asking).toHaveLength(3)
    expect((await parent.get(page)).text).toContain('sans réponse')
    await letters()
  })

  test('from 15 on are given alone', async () => {
    const { minor, young, parent, page } = await followed('2011-11-23')
    await young.submit('/espace/mon-compte', account(minor.email, { goodDeals: 'on' }))
    expect(await consentsOf(minor.id)).toEqual([true, false])
    const refused = await parent.submit(page, { action: 'refuse', consent: 'good-deals' })
    expect([refused.status, await consentsOf(minor.id)]).toEqual([409, [true, false]])
  })
})

test('a guardian hears of payments only once the young person said so', async () => {
  const { minor, young } = await followed()
  const partner = await committed((tx) => aPartner(tx))
  const paid = { beneficiary_id: minor.id, at: TEST_NOW, amount_cents: 4_500, partner_name: partner.name }
  await committed((tx) => tellGuardians(tx, [paid]))
  expect(await letters()).toEqual([])
  expect((await young.submit(GUARDIANS, { action: 'alerts', alerts: 'on' })).location).toBe(`${GUARDIANS}?fait=alertes`)
  await committed((tx) => tellGuardians(tx, [paid]))
  expect((await letters()).map(({ subject }) => subject.replace(/\s/g, ' '))).toEqual([
    `${minor.first_name} a payé 45,00 € chez ${partner.name}`,
  ])
  await young.submit(GUARDIANS, { action: 'alerts' })
  await committed((tx) => tellGuardians(tx, [paid]))
  expect(await letters()).toEqual([])
})

describe('the end', () => {
  test('comes with 18 years: on the page at once, in the night for good, and both are told', async () => {
    const { minor, guardian, parent, page } = await followed('2008-11-24')
    expect((await parent.get(page)).status).toBe(200)
    clock.set(new Date('2026-11-24T00:05:00+01:00'))
    const late = await new Visitor(site).signInAs({ staffId: guardian.id })
    expect((await late.get(page)).status).toBe(404)
    // The night has not come by yet: they hear of no payment either.
    await committed((tx) => tx.insertInto('payment_alerts').values({ beneficiary_id: minor.id, since: tx.now }).execute())
    const paid = { beneficiary_id: minor.id, at: clock.now(), amount_cents: 4_500, partner_name: 'LES PAGES' }
    await committed((tx) => tellGuardians(tx, [paid]))
    expect(await letters()).toEqual([])
    await endingOfGuardians.run(site)
    expect((await letters()).map(({ subject }) => subject).sort()).toEqual([
      `${minor.first_name} a 18 ans : votre suivi se termine`,
      'Vous avez 18 ans : vos responsables légaux ne suivent plus votre dossier',
    ])
    expect(await tiesOf(minor.id)).toMatchObject([{ ended_by: 'age' }])
    await endingOfGuardians.run(site)
    expect(await letters()).toEqual([])
  })

  test('erases an account that follows nobody, 90 days later', async () => {
    const { guardian, parent, page } = await followed()
    const { guardian: stays } = await followed()
    await parent.submit(page, { action: 'leave' })
    clock.set(days(89))
    await forgettingOfGuardians.run(site)
    const nameOf = async (id: number) =>
      (await db.selectFrom('staff').select(['name', 'closed_at']).where('id', '=', id).executeTakeFirst())?.name
    expect(await nameOf(guardian.id)).toBe('Claire DURAND')
    clock.set(days(91))
    await forgettingOfGuardians.run(site)
    expect([await nameOf(guardian.id), await nameOf(stays.id)]).toEqual(['Compte effacé', 'Claire DURAND'])
    expect(await db.selectFrom('staff').select(['email', 'password_hash']).where('id', '=', guardian.id).executeTakeFirst()).toEqual({
      email: `efface-${guardian.id}`,
      password_hash: null,
    })
  })

  test('leaves no mail to an address that nobody confirmed, and sends none once it is removed', async () => {
    const { minor, young } = await aMinor()
    const [removed, unanswered] = [aMail(), aMail()]
    await young.submit(GUARDIANS, { action: 'name', email: removed })
    const [tie] = await tiesOf(minor.id)
    await young.submit(GUARDIANS, { action: 'remove', id: String(tie?.id) })
    expect(await letters()).toEqual([])
    await named(young, unanswered)
    const mailsTo = (address: string) => db.selectFrom('messages').select('state').where('address', '=', address).execute()
    clock.set(days(89))
    await forgettingOfGuardians.run(site)
    expect([await mailsTo(removed), await mailsTo(unanswered)]).toEqual([[{ state: 'failed' }], [{ state: 'sent' }]])
    clock.set(days(91))
    await forgettingOfGuardians.run(site)
    expect([await tiesOf(minor.id), await mailsTo(removed), await mailsTo(unanswered)]).toEqual([[], [], []])
  })

  test('comes with the young person’s account: nothing is left of the tie, and the guardian is told', async () => {
    const { minor, young, parent } = await followed()
    await young.submit(GUARDIANS, { action: 'alerts', alerts: 'on' })
    await committed((tx) => closeAccount(tx, minor.actor, { key: site.ibanKey }))
    expect(await tiesOf(minor.id)).toEqual([])
    expect((await letters()).map(({ subject }) => subject)).toContain(`Vous ne suivez plus ${minor.first_name}`)
    expect((await parent.get('/responsable')).text).toContain('Vous ne suivez personne')
  })
})

test('« Mes données » names those whom somebody named, and the helpline sees how many', async () => {
  const { minor, young } = await aMinor()
  await new Visitor(site).submit(await named(young, aMail()), opening)
  await letters()
  await young.submit(GUARDIANS, { action: 'name', email: 'grand-parent@example.net' })
  const data = JSON.stringify(await dataOf(database.reader, minor.actor, facts))
  for (const words of ['grand-parent@example.net', 'à confirmer', 'confirmé']) expect(data).toContain(words)
  const agent = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx))).id })
  const file = (await agent.get(`/region/beneficiaires/${minor.id}`)).text
  expect(file).toContain('2, dont 1 confirmés')
  for (const words of [opening.name, 'grand-parent@example.net', `parent-${mails}@example.net`]) expect(file).not.toContain(words)
})
