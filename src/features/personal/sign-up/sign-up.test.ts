import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, anAgent, TEST_KEY } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Letter } from '../../../platform/messages/deliver.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { makeSecret } from '../../../secrets.ts'
import { eraseBeneficiary } from '../../people/beneficiaries/index.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

beforeAll(() => committed((tx) => aCampaign(tx)))

let count = 0
const someone = (given: Record<string, string>) => {
  count += 1
  return {
    civility: 'M',
    lastName: 'Martin',
    firstName: 'Jean',
    'birthDate.day': '17',
    'birthDate.month': '6',
    'birthDate.year': '2010',
    email: `quelquun${count}@example.org`,
    conditions: 'on',
    ...given,
  }
}

const signUp = (given: Record<string, string>) => new Visitor(site).submit('/inscription', someone(given))

/** What the post brings to letter boxes that begin so. */
async function lettersTo(beginning: string): Promise<Letter[]> {
  const sent: Letter[] = []
  await sendMessages(site, async (letter) => void sent.push(letter), makeSecret)
  return sent.filter(({ to }) => to.startsWith(beginning))
}

const fileNumberIn = (letter: Letter | undefined) => /^Numéro de dossier : (\d{10})$/m.exec(letter?.text ?? '')?.[1]

const nameIn = ({ text }: Letter) => /Ce message est pour (.+)\./.exec(text)?.[1] ?? ''

const peopleNamed = (lastName: string) =>
  db.selectFrom('beneficiaries').selectAll().where('last_name', '=', lastName).orderBy('id').execute()

type Person = Awaited<ReturnType<typeof peopleNamed>>[number]

const formerOf = async (id: number) =>
  (await db.selectFrom('former_accounts').select('former_id').where('beneficiary_id', '=', id).execute()).map(({ former_id }) => former_id)

describe('a name in another alphabet', () => {
  test('is asked how it is printed, and what was typed is still there', async () => {
    const answer = await signUp({ lastName: 'Иванов', firstName: 'Иван', conditions: '' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('La carte ne peut pas imprimer ce nom')
    expect(answer.text).toContain('name="latinLastName"')
    expect(answer.text).toContain('name="latinFirstName"')
    expect(answer.text).toContain('value="Иванов"')
    expect(answer.text).toContain('Cochez la case pour accepter')
    expect(await peopleNamed('Иванов')).toEqual([])
  })

  test('and a date pasted whole, refused with the rest, is shown in its three fields', async () => {
    const pasted = { 'birthDate.day': '17 septembre 2010', 'birthDate.month': '', 'birthDate.year': '' }
    const { text } = await signUp({ lastName: 'Иванов', ...pasted })
    const values = ['day', 'month', 'year'].map((part) => new RegExp(`name="birthDate.${part}"[^>]* value="([^"]*)"`).exec(text)?.[1])
    expect(values).toEqual(['17', '09', '2010'])
  })

  test('cannot be printed in letters of that alphabet either', async () => {
    const answer = await signUp({ lastName: 'Иванов', firstName: 'Иван', latinLastName: 'Иванов', latinFirstName: 'Ivan' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain('Écrivez-le avec les lettres de A à Z')
  })

  test('is kept, with how it is printed; only what needs it is', async () => {
    const typed = { lastName: 'Ковальчук', firstName: 'Iryna', latinLastName: 'Kovalchuk', latinFirstName: 'Irène' }
    expect((await signUp(typed)).location).toBe('/inscription/envoyee')
    expect(await peopleNamed('Ковальчук')).toMatchObject([{ first_name: 'Iryna', latin_last_name: 'Kovalchuk', latin_first_name: null }])
    const shown = await db.selectFrom('people').selectAll().where('last_name', '=', 'Ковальчук').executeTakeFirstOrThrow()
    expect(shown).toMatchObject({ printed_last_name: 'Kovalchuk', printed_first_name: 'Iryna' })
    const [letter] = await lettersTo('')
    expect(letter?.text).toContain('Ce message est pour Iryna Ковальчук.')
  })

  test.each([
    ['李', '雷', '王', '芳'],
    ['Петренко', 'Олег', 'Шевченко', 'Олег'],
    ['أحمد', 'محمد', 'خالد', 'محمد'],
    ['გელაშვილი', 'ნინო', 'ბერიძე', 'ნინო'],
  ])('%s %s and %s %s, born the same day, are two people', async (lastName, firstName, otherLast, otherFirst) => {
    const latin = { latinLastName: 'Un', latinFirstName: 'Nom' }
    await signUp({ lastName, firstName, ...latin })
    const [first] = await lettersTo('')
    await signUp({ lastName: otherLast, firstName: otherFirst, ...latin })
    const [second] = await lettersTo('')
    expect([first?.subject, second?.subject]).toEqual(Array(2).fill('Votre compte Génération #HDF est créé'))
    expect(fileNumberIn(second)).not.toBe(fileNumberIn(first))
    const [one, two] = [...(await peopleNamed(lastName)), ...(await peopleNamed(otherLast))]
    expect(one?.fingerprint).not.toEqual(two?.fingerprint)
    // Whoever comes back is known, and a stranger of the same birth date is not.
    await committed((tx) => eraseBeneficiary(tx, { id: one?.id as number }, TEST_KEY))
    expect(await formerOf(two?.id as number)).toEqual([])
    await signUp({ lastName, firstName, ...latin })
    const [back] = await peopleNamed(lastName)
    expect(await formerOf(back?.id as number)).toEqual([one?.id])
  })

  test('is one person’s whatever the capitals, the marks left out and the keyboard', async () => {
    const latin = { latinLastName: 'Un', latinFirstName: 'Nom' }
    for (const [lastName, firstName] of [
      ['Соловьёв', 'Пётр'],
      ['СОЛОВЬЕВ', 'Петр'],
      ['\u200eСоловьев\u00a0', 'петр'],
    ] as const) {
      await signUp({ lastName, firstName, ...latin })
    }
    const { rows } = await sql`select id from beneficiaries where searchable(last_name) = searchable('соловьев')`.execute(db)
    expect(rows).toHaveLength(1)
  })

  test('is never compared as no name at all', async () => {
    for (const name of ['李', 'Σ', 'א', 'ก', 'あ', '한', 'ѓ', 'ӵ', 'ა', 'ա', 'አ', 'ب', 'த', 'ऋ', 'Ɛ', '𐐀']) {
      const { rows } = await sql<{ words: string }>`select searchable(${name}) as words`.execute(db)
      expect(rows[0]?.words, name).not.toBe('')
    }
  })
})

describe('a letter box that several share', () => {
  test('brings each what is theirs, by name: an account, a number that was lost, a new password', async () => {
    const email = 'famille@example.org'
    await signUp({ lastName: 'Lefebvre', firstName: 'Anna', email })
    await signUp({ lastName: 'Lefebvre', firstName: 'Hugo', email, 'birthDate.day': '18' })
    const byFirstName = (letters: Letter[]) => letters.sort((a, b) => (nameIn(a) < nameIn(b) ? -1 : 1))
    const made = byFirstName(await lettersTo(email))
    expect(made.map(({ to }) => to)).toEqual([email, email])
    const numbers = made.map(fileNumberIn)
    expect(new Set(numbers).size).toBe(2)
    expect(made.map(nameIn)).toEqual(['Anna Lefebvre', 'Hugo Lefebvre'])

    await signUp({ lastName: 'Lefebvre', firstName: 'Hugo', email, 'birthDate.day': '18' })
    const [again] = await lettersTo(email)
    expect([again?.to, fileNumberIn(again)]).toEqual([email, numbers[1]])

    const reset = { number: numbers[0] as string, 'birthDate.day': '17 juin 2010', 'birthDate.month': '', 'birthDate.year': '' }
    expect((await new Visitor(site).submit('/mot-de-passe-oublie', reset)).status).toBe(303)
    const [link] = await lettersTo(email)
    expect(link?.text).toContain('Ce message est pour Anna Lefebvre.')
    const address = /\/mot-de-passe\/[\w-]+/.exec(link?.text ?? '')?.[0] as string
    expect((await new Visitor(site).get(address)).text).toContain('Compte de Anna Lefebvre.')
  })

  test('serves a home of twelve in one evening', async () => {
    const email = 'foyer@example.org'
    for (let n = 0; n < 12; n++) await signUp({ lastName: `Foyer ${'abcdefghijkl'[n]}`, email })
    expect(await lettersTo(email)).toHaveLength(12)
  })
})

describe('an address that was mistyped', () => {
  const SENT = '/inscription/envoyee'
  /** Somebody who has just signed up, at their browser. */
  async function signedUp(lastName: string) {
    const visitor = new Visitor(site)
    const typed = someone({ lastName, email: `faute-${lastName}@example.org` })
    await visitor.submit('/inscription', typed)
    return { visitor, typed, right: `juste-${lastName}@example.org` }
  }
  const temporaryIn = (letter: Letter | undefined) => /^Mot de passe provisoire : (.+)$/m.exec(letter?.text ?? '')?.[1] ?? ''
  const signsIn = async (number: string | undefined, password: string) =>
    (await new Visitor(site).submit('/connexion', { number: number ?? '', password })).status

  test('is mended in the same browser: the key goes to the right one, what the first received dies, and it is told', async () => {
    const { visitor, typed, right } = await signedUp('Delattre')
    const [first] = await lettersTo('faute-Delattre')
    const stranger = new Visitor(site)
    await stranger.submit('/connexion', { number: fileNumberIn(first) ?? '', password: temporaryIn(first) })
    expect((await visitor.get(SENT)).text).toContain('L’adresse n’est pas la bonne ?')
    expect((await visitor.submit(SENT, { email: 'pas une adresse' })).status).toBe(422)
    expect((await visitor.submit(SENT, { email: right })).location).toBe(SENT)
    expect((await visitor.get(SENT)).text).toContain(right)

    const letters = await lettersTo('')
    const to = (address: string) => letters.filter((letter) => letter.to === address)
    expect(to(typed.email).map(({ subject }) => subject)).toEqual(['Inscription à Génération #HDF : cette adresse n’est plus utilisée'])
    expect(to(typed.email)[0]?.text).not.toContain('Delattre')
    const [second] = to(right)
    expect(fileNumberIn(second)).toBe(fileNumberIn(first))
    expect(await signsIn(fileNumberIn(first), temporaryIn(first))).toBe(401)
    expect((await stranger.get('/espace/mot-de-passe')).status, 'signed in with the first key').toBe(303)
    expect(await signsIn(fileNumberIn(first), temporaryIn(second))).toBe(303)
  })

  test('is mended by signing up again there, and before the post has passed', async () => {
    const { visitor, typed, right } = await signedUp('Caron')
    await visitor.submit('/inscription', { ...typed, email: right })
    const letters = (await lettersTo('')).map(({ to, subject }) => [to, subject])
    expect(letters.sort()).toEqual([
      [typed.email, 'Inscription à Génération #HDF : cette adresse n’est plus utilisée'],
      [right, 'Votre compte Génération #HDF est créé'],
    ])
    expect(await peopleNamed('Caron')).toMatchObject([{ email: right }])
  })

  test('is no longer after an hour, in another browser, or once somebody has come in', async () => {
    const { visitor, typed, right } = await signedUp('Gallet')
    const emailNow = async () => (await peopleNamed('Gallet')).map(({ email }) => email)
    // Without a sign-up of the hour the page has no form: the token of another page stands in.
    const sends = async (by: Visitor) => {
      const _csrf = /name="_csrf" value="([^"]*)"/.exec((await by.get('/inscription')).text)?.[1] ?? ''
      return by.post(SENT, { _csrf, email: right })
    }
    for (const other of [new Visitor(site), new Visitor(site).withCookie('sign-up', 'invente')])
      expect((await sends(other)).status).toBe(422)
    clock.set(new Date(TEST_NOW.getTime() + 60 * 60_000))
    const late = await sends(visitor)
    expect([late.status, late.text.includes('appelez le 0800 026 080')]).toEqual([422, true])
    clock.set(TEST_NOW)
    const [one] = await peopleNamed('Gallet')
    await db
      .insertInto('passwords')
      .values({ beneficiary_id: one?.id as number, password_hash: 'chosen' })
      .execute()
    expect((await visitor.submit(SENT, { email: right })).location, 'the same words').toBe(SENT)
    expect(await emailNow()).toEqual([typed.email])
  })

  test('of somebody who had an account already, the page is the same and nothing changes', async () => {
    const known = await signedUp('Fournier')
    const unknown = await signedUp('Fournet')
    const stranger = new Visitor(site)
    await stranger.submit('/inscription', { ...known.typed, email: 'voleur@example.org' })
    const words = async (visitor: Visitor, email: string) => {
      const sent = await visitor.submit(SENT, { email })
      const { text } = await visitor.get(SENT)
      return [sent.status, sent.location, text.replaceAll(email, '').replace(/nonce="[^"]*"|name="_(csrf|id)" value="[^"]*"/g, '')]
    }
    expect(await words(stranger, 'voleur2@example.org')).toEqual(await words(unknown.visitor, unknown.right))
    expect(await peopleNamed('Fournier')).toMatchObject([{ email: known.typed.email }])
    expect((await lettersTo('voleur')).length).toBe(0)
  })
})

describe('two people of the same names and birth date', () => {
  const namesake = { civility: 'M', isAnother: 'on', conditions: 'on', reason: 'Deux pièces d’identité vues' }

  const atTheDesk = async () => new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx, 'eligibility'))).id })

  /** Both, the second by an agent's word. */
  async function two(lastName: string) {
    await signUp({ lastName, email: `un-${lastName}@example.org` })
    const [first] = await peopleNamed(lastName)
    const desk = await atTheDesk()
    const done = await desk.submit(`/region/beneficiaires/${first?.id}/homonyme`, { ...namesake, email: `deux-${lastName}@example.org` })
    const [one, other] = (await peopleNamed(lastName)) as [Person, Person]
    return { desk, done, one, other }
  }

  test('both exist by an agent’s word, which both files show', async () => {
    const { desk, done, one, other } = await two('Dubois')
    expect(done.location).toBe(`/region/beneficiaires/${other.id}?fait=homonyme`)
    expect(one).toMatchObject({ namesake: 0, email: 'un-Dubois@example.org' })
    expect(other).toMatchObject({ namesake: 1, email: 'deux-Dubois@example.org', first_name: 'Jean', birth_date: '2010-06-17' })
    expect(other.fingerprint).not.toEqual(one.fingerprint)
    const [first] = await lettersTo('un-Dubois')
    const { rows } = await sql<{ body: string }>`select body from messages where address = 'deux-Dubois@example.org'`.execute(db)
    const fileNumber = /^Numéro de dossier : (\d{10})$/m.exec(rows[0]?.body ?? '')?.[1]
    expect(fileNumber).toBeDefined()
    expect(fileNumber).not.toBe(fileNumberIn(first))
    for (const { id } of [one, other]) {
      const file = (await desk.get(`/region/beneficiaires/${id}`)).text
      expect(file).toContain('Deux pièces d’identité vues')
      expect(file).toContain('La Région a vérifié que ce sont deux personnes différentes.')
    }
  })

  test('without that word there is one', async () => {
    await signUp({ lastName: 'Leclercq' })
    const [only] = await peopleNamed('Leclercq')
    const desk = await atTheDesk()
    const typed = { ...namesake, email: 'deux@example.org' }
    expect((await desk.submit(`/region/beneficiaires/${only?.id}/homonyme`, { ...typed, isAnother: '' })).status).toBe(422)
    expect((await desk.submit(`/region/beneficiaires/${only?.id}/homonyme`, { ...typed, reason: '' })).status).toBe(422)
    await signUp({ lastName: 'LECLERCQ', email: 'deux@example.org' })
    expect(await peopleNamed('Leclercq')).toHaveLength(1)
    expect(await peopleNamed('LECLERCQ')).toEqual([])
  })

  test('who signs up again is told at their own letter box, and no address is replaced', async () => {
    const { one, other } = await two('Lemaire')
    await lettersTo('')
    await signUp({ lastName: 'LEMAIRE', email: other.email.toUpperCase() })
    expect((await lettersTo('')).map(({ to }) => to)).toEqual([other.email])
    await signUp({ lastName: 'Lemaire', email: 'inconnue@example.org' })
    expect((await lettersTo('')).map(({ to }) => to).sort()).toEqual([other.email, one.email])
    expect((await peopleNamed('Lemaire')).map(({ email }) => email)).toEqual([one.email, other.email])
  })

  test('who closes their account and comes back is the same of the two, and is given nothing twice', async () => {
    const { desk, one, other } = await two('Carpentier')
    await committed((tx) => eraseBeneficiary(tx, one, TEST_KEY))
    expect(await formerOf(other.id)).toEqual([])
    // The site takes them for the one who stayed, whose address does not change: an agent says again that they are two.
    await signUp({ lastName: 'Carpentier', email: 'retour@example.org' })
    expect(await peopleNamed('Carpentier')).toMatchObject([{ id: other.id, email: other.email }])
    await desk.submit(`/region/beneficiaires/${other.id}/homonyme`, { ...namesake, email: 'retour@example.org' })
    const back = (await peopleNamed('Carpentier')).find(({ id }) => id !== other.id)
    expect(back).toMatchObject({ email: 'retour@example.org', namesake: 0 })
    expect(await formerOf(back?.id as number)).toEqual([one.id])
    expect(await formerOf(other.id)).toEqual([])
  })
})
