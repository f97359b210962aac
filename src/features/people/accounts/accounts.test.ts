import { createHash, randomInt } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Answer, testSite, Visitor } from '../../../../tests/support/app.ts'
import { meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import {
  aBeneficiary,
  aCampaign,
  aHolder,
  anAgent,
  aPartner,
  aPartnerUser,
  aSchool,
  aSchoolUser,
  TEST_KEY,
} from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { countTry, forgetTries, type Limit, takeTry } from '../../../platform/limits.ts'
import type { Letter } from '../../../platform/messages/deliver.ts'
import { SECRET } from '../../../platform/messages/message.ts'
import { notifyAt } from '../../../platform/messages/notify.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { makeSecret } from '../../../secrets.ts'
import { closeAccount } from '../../personal/personal-data/close.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { resetTries, sharedLimits } from './account.ts'
import { forgetDeadSecrets } from './jobs.ts'
import { isPersonal, newPassword } from './password.ts'
import { sendResetLink } from './send-reset-link.ts'
import { lockAccount, setPassword } from './set-password.ts'
import { signIn as openWith } from './sign-in.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const PASSWORD = 'Beffroi2026'
const passwordHash = await hashPassword(PASSWORD)

const at = (minutes: number) => clock.set(new Date(TEST_NOW.getTime() + minutes * 60_000))
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

let campaign: Awaited<ReturnType<typeof aCampaign>>
beforeAll(async () => {
  campaign = await committed((tx) => aCampaign(tx))
  return () => at(0)
})

/** Somebody who has chosen a password. */
async function anActivePerson() {
  return committed(async (tx) => {
    const person = await aBeneficiary(tx)
    const fileNumber = await registerApplication(tx, person.id)
    await tx.insertInto('passwords').values({ beneficiary_id: person.id, password_hash: passwordHash }).execute()
    return { ...person, fileNumber }
  })
}

/** What the post brings: the mails that were waiting, to that address. */
async function lettersTo(address: string): Promise<Letter[]> {
  const letters: Letter[] = []
  await sendMessages(site, async (letter) => void letters.push(letter), makeSecret)
  return letters.filter((letter) => letter.to === address)
}

const lineOf = (letter: Letter | undefined, label: string) => new RegExp(`^${label} : (.+)$`, 'm').exec(letter?.text ?? '')?.[1] ?? ''
const linkOf = (letter: Letter | undefined) => /\/mot-de-passe\/[\w-]+/.exec(letter?.text ?? '')?.[0] ?? ''

const signIn = (visitor: Visitor, number: string, password = PASSWORD) => visitor.submit('/connexion', { number, password })

async function signedIn(number: string, password = PASSWORD): Promise<Visitor> {
  const visitor = new Visitor(site)
  expect((await signIn(visitor, number, password)).status).toBe(303)
  return visitor
}

/** What an answer says, without what is different each time. */
const wordsOf = ({ text }: Answer) => text.replace(/nonce="[^"]*"|name="_(csrf|id)" value="[^"]*"|value="\d*"/g, '')

let count = 0
const someone = (given: Record<string, string> = {}) => {
  count += 1
  const letters = String.fromCharCode(97 + (count % 26), 97 + Math.floor(count / 26))
  return {
    civility: 'Mme',
    lastName: `Dupont-Leroy ${letters}`,
    firstName: 'Inès',
    'birthDate.day': '17',
    'birthDate.month': '6',
    'birthDate.year': '2010',
    email: `ines${count}@example.org`,
    conditions: 'on',
    ...given,
  }
}

const signUp = (fields: ReturnType<typeof someone>) => new Visitor(site).submit('/inscription', fields)

const birthOf = (person: ReturnType<typeof someone>) => ({
  'birthDate.day': person['birthDate.day'],
  'birthDate.month': person['birthDate.month'],
  'birthDate.year': person['birthDate.year'],
})

/** Signs somebody up and reads the mail. */
async function registered() {
  const person = someone()
  await signUp(person)
  const [letter] = await lettersTo(person.email)
  return { person, fileNumber: lineOf(letter, 'Numéro de dossier'), temporary: lineOf(letter, 'Mot de passe provisoire') }
}

const change = (visitor: Visitor, currentPassword: string, chosen: string) =>
  visitor.submit('/espace/mot-de-passe', { currentPassword, newPassword: chosen, confirmation: chosen })

describe('signing up', () => {
  test('a mail brings the file number and a temporary password; the e-mail is shown back, outside the address', async () => {
    const visitor = new Visitor(site)
    const person = someone()
    const answer = await visitor.submit('/inscription', person)
    expect([answer.status, answer.location]).toEqual([303, '/inscription/envoyee'])
    expect((await visitor.get('/inscription/envoyee')).text).toContain(person.email)
    const again = await visitor.get('/inscription/envoyee')
    expect([again.status, again.text.includes(person.email)], 'once: not to whoever comes after').toEqual([200, false])
    expect((await new Visitor(site).get('/inscription/envoyee')).text).not.toContain(person.email)

    const [letter] = await lettersTo(person.email)
    expect(lineOf(letter, 'Numéro de dossier')).toMatch(/^\d{10}$/)
    expect(lineOf(letter, 'Mot de passe provisoire')).toMatch(/^\w{12}$/)
    expect(letter?.text).toContain('http://localhost:3000/connexion')
  })

  test('what is missing is said at each field, and nothing is made', async () => {
    const answer = await signUp(
      someone({ civility: '', lastName: '', email: 'ines', conditions: '', 'birthDate.day': '31', 'birthDate.month': '2' }),
    )
    expect(answer.status).toBe(422)
    for (const field of ['civility', 'lastName', 'birthDate', 'email', 'conditions']) expect(answer.text).toContain(`href="#${field}"`)
    expect(answer.text).toContain('<title>Erreur')
  })

  test('a year of birth that nobody has is said to be mistyped, by the clock of the site', async () => {
    for (const [year, status] of [
      ['1906', 422],
      ['1907', 303],
      ['2023', 303],
      ['2024', 422],
    ] as const) {
      const answer = await signUp(someone({ 'birthDate.day': '1', 'birthDate.month': '1', 'birthDate.year': year }))
      expect([answer.status, answer.text.includes('Vérifiez l’année de la date de naissance.')], year).toEqual([status, status === 422])
    }
  })

  test('again, before coming in, from elsewhere: the file stays at the first address, which is told', async () => {
    const { person, fileNumber, temporary } = await registered()
    const again = {
      ...person,
      email: `elsewhere-${person.email}`,
      lastName: person.lastName.toUpperCase().replace('-', ' '),
      firstName: 'INES',
    }
    expect((await signUp(again)).location).toBe('/inscription/envoyee')
    const letters = await lettersTo(person.email)
    expect(letters.map(({ subject }) => subject)).toEqual(['Une autre inscription à votre nom'])
    expect(lineOf(letters[0], 'Numéro de dossier')).toBe(fileNumber)
    expect(await db.selectFrom('messages').select('id').where('address', '=', again.email).execute()).toEqual([])
    // A stranger takes nobody's key away.
    await signedIn(fileNumber, temporary)

    await signUp(person)
    const [letter] = await lettersTo(person.email)
    await signedIn(fileNumber, lineOf(letter, 'Mot de passe provisoire'))
  })

  test('again, with an account: nothing on screen, a mail to the known address, and nothing changes', async () => {
    const { person, fileNumber, temporary } = await registered()
    await change(await signedIn(fileNumber, temporary), temporary, PASSWORD)

    const first = await signUp(someone())
    const answer = await signUp({ ...person, email: 'stranger@example.org' })
    expect([answer.status, answer.location, wordsOf(answer)]).toEqual([first.status, first.location, wordsOf(first)])
    expect(await lettersTo(person.email)).toMatchObject([{ subject: 'Vous avez déjà un compte Génération #HDF' }])
    expect(await lettersTo('stranger@example.org')).toEqual([])
    await signedIn(fileNumber)
  })

  test('nobody’s letter box is filled: five mails an hour, and not a word more on screen', async () => {
    const person = someone()
    for (let n = 0; n < 7; n++) expect((await signUp(person)).location).toBe('/inscription/envoyee')
    const sent = await db.selectFrom('messages').select('id').where('address', '=', person.email).execute()
    expect(sent).toHaveLength(5)
  })

  test('nor by people who are invented: twenty mails an hour to one address, and the next is told nothing but may come back', async () => {
    const email = 'victime@example.org'
    const answers = []
    for (let n = 0; n < 21; n++) answers.push(await signUp(someone({ email: n % 2 ? email : email.toUpperCase() })))
    const late = someone({ email })
    answers.push(await signUp(late))
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.location} ${wordsOf(answer)}`)).size).toBe(1)
    const sent = await db
      .selectFrom('messages')
      .select('id')
      .where((eb) => eb(eb.fn('lower', ['address']), '=', email))
      .execute()
    expect(sent).toHaveLength(20)
    at(61)
    await signUp(late)
    expect(lineOf((await lettersTo(email)).at(-1), 'Numéro de dossier')).toMatch(/^\d{10}$/)
    at(0)
  })

  test('many at the same time, from a network that is near its limit: as many as are left pass', async () => {
    const [network] = sharedLimits('sign-up', 'unknown') as [Limit]
    await takeTry(db, network, clock.now())
    const reached = (tries: number) => db.updateTable('limits').set({ tries }).where('bucket', '=', hashOf(network.bucket)).execute()
    await reached(network.max - 3)
    const answers = await Promise.all(Array.from({ length: 12 }, () => signUp(someone())))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(3).fill(303), ...Array(9).fill(429)])

    // The last try, taken by one that is not done yet.
    await reached(network.max - 1)
    const ended = await meanwhile(
      db,
      (tx) => takeTry(tx, network, clock.now()),
      () => signUp(someone()),
    )
    expect(ended).toMatchObject({ status: 'fulfilled', value: { status: 429 } })
    await forgetTries(db, [network])
  })

  test('two at the same time make one account', async () => {
    const person = someone()
    const answers = await Promise.all([signUp(person), signUp(person), signUp(person)])
    expect(answers.map((answer) => answer.status)).toEqual([303, 303, 303])
    const made = await db.selectFrom('beneficiaries').select('id').where('last_name', '=', person.lastName).execute()
    expect(made).toHaveLength(1)
  })
})

describe('a temporary password', () => {
  test('opens the change page only, until the change uses it up', async () => {
    const { fileNumber, temporary } = await registered()
    const visitor = new Visitor(site)
    const entered = await signIn(visitor, fileNumber, temporary)
    expect([entered.status, entered.location]).toEqual([303, '/espace/mot-de-passe'])
    expect(await visitor.get('/espace')).toMatchObject({ status: 303, location: '/espace/mot-de-passe' })
    expect((await visitor.get('/espace/mot-de-passe')).text).toContain('Saisissez le mot de passe reçu par mail')

    const elsewhere = await signedIn(fileNumber, temporary)
    const changed = await change(visitor, temporary, PASSWORD)
    expect([changed.status, changed.location]).toEqual([303, '/connexion/mot-de-passe-modifie'])
    expect((await visitor.get('/connexion/mot-de-passe-modifie')).text).toContain('Votre mot de passe a été changé avec succès !')

    expect((await elsewhere.get('/espace/mot-de-passe')).location).toBe('/connexion')
    expect((await signIn(new Visitor(site), fileNumber, temporary)).status).toBe(401)
    expect((await signIn(new Visitor(site), fileNumber)).location).toBe('/espace')
  })

  test('is right with whatever came with it when it was pasted, at the sign-in and on the change page', async () => {
    const { fileNumber, temporary } = await registered()
    const pasted = `\u200b ${temporary.slice(0, 6)}\u00ad${temporary.slice(6)}\u00a0\u202c`
    const number = `\ufeff${fileNumber.slice(0, 4)}\u202f${fileNumber.slice(4)}\u200e`
    const visitor = await signedIn(number, pasted)
    expect((await change(visitor, pasted, PASSWORD)).location).toBe('/connexion/mot-de-passe-modifie')
    await signedIn(fileNumber)
  })

  test('a chosen password is what its owner typed, invisible characters and all', async () => {
    const { fileNumber, temporary } = await registered()
    const chosen = 'Beffroi\u00a0\u200d2026'
    await change(await signedIn(fileNumber, temporary), temporary, chosen)
    expect((await signIn(new Visitor(site), fileNumber, 'Beffroi 2026')).status).toBe(401)
    await signedIn(fileNumber, chosen)
  })

  test('a forced change that fails empties nothing that was right', async () => {
    const { fileNumber, temporary } = await registered()
    const visitor = await signedIn(fileNumber, temporary)
    const sent = (fields: Record<string, string>) => visitor.submit('/espace/mot-de-passe', fields)
    const shown = ({ text }: Answer, name: string) =>
      new RegExp(`name="${name}" type="password"(?: value="([^"]*)")?`).exec(text)?.[1] ?? ''
    const kept = (answer: Answer) => ['currentPassword', 'newPassword', 'confirmation'].map((name) => shown(answer, name))

    const weak = await sent({ currentPassword: temporary, newPassword: 'court', confirmation: 'court' })
    expect(kept(weak)).toEqual([temporary, '', ''])
    const different = await sent({ currentPassword: temporary, newPassword: PASSWORD, confirmation: 'Beffroi2027' })
    expect(kept(different)).toEqual([temporary, PASSWORD, ''])
    const mistyped = await sent({ currentPassword: 'abcdefghijkl', newPassword: PASSWORD, confirmation: PASSWORD })
    expect(kept(mistyped)).toEqual(['', PASSWORD, PASSWORD])
    expect((await sent({ currentPassword: temporary, newPassword: PASSWORD, confirmation: PASSWORD })).status).toBe(303)

    const later = await signedIn(fileNumber)
    const own = await later.submit('/espace/mot-de-passe', { currentPassword: PASSWORD, newPassword: 'court', confirmation: 'court' })
    expect(kept(own), 'one’s own password is never shown').toEqual(['', '', ''])
  })

  test('every form with a password says whose it is, for password managers', async () => {
    const { person, fileNumber, temporary } = await registered()
    const saysSo = (answer: Answer, name = fileNumber) => expect(answer.text).toContain(`value="${name}" autocomplete="username"`)
    const visitor = await signedIn(fileNumber, temporary)
    saysSo(await visitor.get('/espace/mot-de-passe'))
    await change(visitor, temporary, PASSWORD)
    saysSo(await (await signedIn(fileNumber)).get('/espace/mes-donnees/fermeture'))
    await new Visitor(site).submit('/mot-de-passe-oublie', { number: fileNumber, ...birthOf(person) })
    saysSo(await new Visitor(site).get(linkOf((await lettersTo(person.email)).at(-1))))

    const agent = await committed((tx) => anAgent(tx, 'eligibility'))
    const { email } = await db.selectFrom('staff').select('email').where('id', '=', agent.id).executeTakeFirstOrThrow()
    saysSo(await (await new Visitor(site).signInAs({ staffId: agent.id })).get('/professionnels/securite'), email)
    for (const path of ['/connexion', '/professionnels/connexion']) {
      expect((await new Visitor(site).get(path)).text, path).toMatch(/autocomplete="username"[\s\S]*autocomplete="current-password"/)
    }
  })

  test('the one that was mailed last takes the place of the others', async () => {
    const { person, fileNumber, temporary } = await registered()
    const visitor = await signedIn(fileNumber, temporary)
    const { id } = await db.selectFrom('beneficiaries').select('id').where('email', '=', person.email).executeTakeFirstOrThrow()
    const { secret: second, keep } = await makeSecret['temporary-password'](id, person.email, site.ibanKey)
    await committed(keep)
    expect((await signIn(new Visitor(site), fileNumber, temporary)).status).toBe(401)
    await signedIn(fileNumber, second)
    expect((await change(visitor, temporary, PASSWORD)).text).toContain('Ce n’est pas le mot de passe provisoire du dernier mail reçu')
    expect((await change(visitor, second, PASSWORD)).status).toBe(303)
    expect((await signIn(new Visitor(site), fileNumber, second)).status).toBe(401)
  })

  test('lives 72 hours, on the change page too', async () => {
    const { fileNumber, temporary } = await registered()
    at(72 * 60 - 1)
    const visitor = await signedIn(fileNumber, temporary)
    at(72 * 60 + 1)
    expect((await signIn(new Visitor(site), fileNumber, temporary)).status).toBe(401)
    const late = await change(visitor, temporary, PASSWORD)
    expect(late.status).toBe(422)
    expect(late.text).toContain('href="#currentPassword"')
    at(0)
  })

  test('is in clear nowhere', async () => {
    const { temporary } = await registered()
    const { rows } = await database.pool.query('select body from messages union all select password_hash from temporary_passwords')
    const kept = JSON.stringify(rows)
    expect(kept).not.toContain(temporary)
    expect(kept).toContain('$argon2id$v=19$m=19456,t=2,p=1$')
  })
})

describe('signing in', () => {
  test('by the file number as people write it, or by the number of the live card', async () => {
    const { fileNumber } = await anActivePerson()
    await signedIn(`${fileNumber.slice(0, 4)} ${fileNumber.slice(4)}`)

    const { card, beneficiary } = await committed((tx) => aHolder(tx, { campaign }))
    await db.insertInto('passwords').values({ beneficiary_id: beneficiary.id, password_hash: passwordHash }).execute()
    await signedIn(card.number)
    await db.updateTable('cards').set({ opposed_at: clock.now() }).where('id', '=', card.id).execute()
    expect((await signIn(new Visitor(site), card.number)).status).toBe(401)
  })

  test('staff come to the page of their place', async () => {
    const staff = await committed(async (tx) => [
      [await aPartnerUser(tx, await aPartner(tx), { roles: ['cashier'] }), '/partenaire'] as const,
      // A manager, a school and an agent give a code besides: see second-factor.test.ts.
      [await aSchoolUser(tx, await aSchool(tx)), '/professionnels/connexion/double-authentification'] as const,
      [await anAgent(tx), '/professionnels/connexion/double-authentification'] as const,
    ])
    await db.updateTable('staff').set({ password_hash: passwordHash }).execute()
    for (const [{ id }, place] of staff) {
      const { email } = await db.selectFrom('staff').select('email').where('id', '=', id).executeTakeFirstOrThrow()
      const visitor = new Visitor(site)
      const answer = await visitor.submit('/professionnels/connexion', { email: email.toUpperCase(), password: PASSWORD })
      expect([answer.status, answer.location]).toEqual([303, place])
      if (answer.location !== '/professionnels/connexion/double-authentification')
        expect((await visitor.get('/espace/mot-de-passe')).status).toBe(403)
      await db.updateTable('staff').set({ closed_at: clock.now() }).where('id', '=', id).execute()
      expect((await visitor.submit('/professionnels/connexion', { email, password: PASSWORD })).status).toBe(401)
    }
  })

  test('ten wrong passwords, then 429 even with the right one, while an open session goes on', async () => {
    const { fileNumber } = await anActivePerson()
    const inside = await signedIn(fileNumber)
    for (let n = 0; n < 10; n++) expect((await signIn(new Visitor(site), fileNumber, `Wrong${n}abc`)).status).toBe(401)
    const refused = await signIn(new Visitor(site), fileNumber)
    expect(refused.status).toBe(429)
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await inside.get('/espace/mot-de-passe')).status).toBe(200)
    at(15)
    await signedIn(fileNumber)
    at(0)
  })

  test('whatever is tried elsewhere, the browser that somebody signed in from lets them in, and them alone', async () => {
    const { fileNumber } = await anActivePerson()
    const other = await anActivePerson()
    const theirs = await signedIn(fileNumber)
    for (let n = 0; n <= 10; n++) await signIn(new Visitor(site), fileNumber, `Wrong${n}abc`)
    expect((await signIn(new Visitor(site), fileNumber)).status).toBe(429)
    expect((await signIn(theirs, fileNumber)).status).toBe(303)

    // Nor what everybody shares, used up by strangers.
    const shared = sharedLimits('sign-in', 'unknown')
    for (const { bucket, max } of shared)
      await db
        .insertInto('limits')
        .values({ bucket: hashOf(bucket), tries: max, window_ends_at: new Date(clock.now().getTime() + 60_000) })
        .onConflict((known) => known.column('bucket').doUpdateSet({ tries: max }))
        .execute()
    expect((await signIn(theirs, fileNumber)).status).toBe(303)
    expect((await signIn(theirs, other.fileNumber)).status).toBe(429)
    await forgetTries(db, shared)

    // Their own limit stays there too.
    for (let n = 0; n < 10; n++) expect((await signIn(theirs, fileNumber, `Wrong${n}abc`)).status).toBe(401)
    expect((await signIn(theirs, fileNumber)).status).toBe(429)
  })

  test('a browser is known by a cookie that nobody else can make, until the password changes', async () => {
    const person = await anActivePerson()
    const known = async (visitor: Visitor) => (await signIn(visitor, person.fileNumber)).status === 303
    const first = new Visitor(site)
    const set = (await signIn(first, person.fileNumber)).headers.getSetCookie().find((cookie) => cookie.startsWith('known='))
    const mark = /^known=([\w-]{22});.*Max-Age=15552000.*HttpOnly/.exec(set ?? '')?.[1] ?? ''
    for (let n = 0; n <= 10; n++) await signIn(new Visitor(site), person.fileNumber, `Wrong${n}abc`)
    expect(await known(new Visitor(site).withCookie('known', mark))).toBe(true)
    expect(await known(new Visitor(site).withCookie('known', `${mark.slice(0, -1)}${mark.endsWith('_') ? '-' : '_'}`))).toBe(false)

    expect((await change(first, PASSWORD, 'Cathedrale1')).status).toBe(303)
    for (let n = 0; n <= 10; n++) await signIn(new Visitor(site), person.fileNumber, `Wrong${n}abc`)
    const formerly = new Visitor(site).withCookie('known', mark)
    expect((await signIn(formerly, person.fileNumber, 'Cathedrale1')).status).toBe(429)
    expect((await signIn(first, person.fileNumber, 'Cathedrale1')).status).toBe(303)
  })

  test('thirty wrong passwords at the same time: ten are looked at', async () => {
    const { fileNumber } = await anActivePerson()
    const visitor = new Visitor(site)
    await visitor.get('/connexion')
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => signIn(visitor, fileNumber, `Wrong${n}abc`)))
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10)
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20)
  })

  test('the right password forgets the wrong ones before it', async () => {
    const { fileNumber } = await anActivePerson()
    for (let n = 0; n < 9; n++) await signIn(new Visitor(site), fileNumber, 'Wrong0abc')
    await signedIn(fileNumber)
    expect((await signIn(new Visitor(site), fileNumber, 'Wrong0abc')).status).toBe(401)
    await signedIn(fileNumber)
  })

  test('unknown and known numbers answer alike, words, status and limits', async () => {
    const { fileNumber } = await anActivePerson()
    const unknown = String(randomInt(1_000_000_000, 9_999_999_999))
    for (let n = 0; n < 12; n++) {
      const [known, other] = [
        await signIn(new Visitor(site), fileNumber, 'Wrong0abc'),
        await signIn(new Visitor(site), unknown, 'Wrong0abc'),
      ]
      expect(other.status).toBe(known.status)
      expect(wordsOf(other)).toBe(wordsOf(known))
      expect(other.headers.get('retry-after')).toBe(known.headers.get('retry-after'))
    }
  })

  test('unknown and known numbers take the same time', async () => {
    const timeOf = async (number: string) => {
      const visitor = new Visitor(site)
      const page = await visitor.get('/connexion')
      const _csrf = /name="_csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
      const started = performance.now()
      await visitor.post('/connexion', { _csrf, number, password: 'Wrong0abc' })
      return performance.now() - started
    }
    // In turns, and the quickest of each: what else the machine does falls away.
    const known: number[] = []
    const unknown: number[] = []
    for (let turn = 0; turn < 9; turn += 1) {
      known.push(await timeOf((await anActivePerson()).fileNumber))
      unknown.push(await timeOf(String(randomInt(1_000_000_000, 9_999_999_999))))
    }
    // Without the stand-in hash an unknown number answers several times faster.
    const ratio = Math.min(...unknown) / Math.min(...known)
    expect(ratio).toBeGreaterThan(0.5)
    expect(ratio).toBeLessThan(2)
  })

  test('a school of 300 that share an address sign in, mistakes included; an attack from one address does not go on', async () => {
    const { fileNumber } = await anActivePerson()
    const shared = sharedLimits('sign-in', 'unknown')
    const mistakes = async (tries: number) => {
      await countTry(db, shared, clock.now())
      await db
        .updateTable('limits')
        .set({ tries })
        .where(
          'bucket',
          'in',
          shared.map(({ bucket }) => hashOf(bucket)),
        )
        .execute()
    }
    await mistakes(300)
    const visitor = await signedIn(fileNumber)
    await mistakes(600)
    expect((await signIn(new Visitor(site), fileNumber)).status).toBe(429)
    expect((await visitor.get('/espace/mot-de-passe')).status).toBe(200)
    await forgetTries(db, shared)
  })
})

describe('a session', () => {
  test('is another one at each sign-in, and the one before ends', async () => {
    const { fileNumber, id } = await anActivePerson()
    const visitor = await signedIn(fileNumber)
    const sessions = () => db.selectFrom('sessions').select('token_hash').where('beneficiary_id', '=', id).execute()
    const [before] = await sessions()
    await signIn(visitor, fileNumber)
    const after = await sessions()
    expect(after).toHaveLength(1)
    expect(after[0]?.token_hash).not.toEqual(before?.token_hash)
  })

  test('keeps its menu where no page answers, and « Mon compte » leads each to their own', async () => {
    const person = await new Visitor(site).signInAs({ beneficiaryId: (await anActivePerson()).id })
    const till = await new Visitor(site).signInAs({ staffId: (await committed(async (tx) => aPartnerUser(tx, await aPartner(tx)))).id })
    const school = await new Visitor(site).signInAs({ staffId: (await committed(async (tx) => aSchoolUser(tx, await aSchool(tx)))).id })
    const agent = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx))).id })
    for (const [visitor, home, forbidden] of [
      [person, '/espace', '/region'],
      [till, '/partenaire', '/espace'],
      [school, '/etablissement', '/espace'],
      [agent, '/region', '/partenaire'],
    ] as const) {
      const menuEntry = `class="menu-entry" href="${home}"`
      const unknown = await visitor.get('/nulle-part')
      expect([unknown.status, unknown.text.includes(menuEntry)], home).toEqual([404, true])
      const refused = await visitor.get(forbidden)
      expect([refused.status, refused.text.includes(menuEntry), refused.text.includes('href="/mon-espace"')], home).toEqual([
        403,
        true,
        true,
      ])
      expect((await visitor.get('/mon-espace')).location).toBe(home)
    }
    const nobody = new Visitor(site)
    expect((await nobody.get('/nulle-part')).text).toContain('href="/connexion"')
    expect((await nobody.get((await nobody.get('/mon-espace')).location as string)).location).toBe('/connexion')
  })

  test('ends after 20 minutes idle, and after 12 hours in any case', async () => {
    const { fileNumber } = await anActivePerson()
    const idle = await signedIn(fileNumber)
    const busy = await signedIn(fileNumber)
    for (let minutes = 15; minutes < 12 * 60; minutes += 15) {
      at(minutes)
      expect((await busy.get('/espace/mot-de-passe')).status, `${minutes} min`).toBe(200)
      if (minutes === 30) expect(await idle.get('/espace/mot-de-passe')).toMatchObject({ status: 303, location: '/connexion' })
    }
    expect((await idle.get('/connexion')).text).toContain('Votre connexion est terminée')
    expect((await new Visitor(site).get('/connexion')).text).not.toContain('Votre connexion est terminée')
    at(12 * 60)
    expect((await busy.get('/espace/mot-de-passe')).location).toBe('/connexion')
    at(0)
  })

  test('ends at sign-out: by the button, not by the address', async () => {
    const { fileNumber, id } = await anActivePerson()
    const visitor = await signedIn(fileNumber)
    expect((await visitor.get('/deconnexion')).text).toContain('Voulez-vous vous déconnecter')
    expect((await visitor.get('/espace/mot-de-passe')).status).toBe(200)
    const out = await visitor.submit('/deconnexion')
    expect(out).toMatchObject({ status: 303, location: '/connexion' })
    expect(out.headers.get('clear-site-data')).toBe('"cache"')
    expect(out.headers.getSetCookie().some((cookie) => cookie.startsWith('known='))).toBe(false)
    expect((await visitor.get('/espace/mot-de-passe')).location).toBe('/connexion')
    expect(await db.selectFrom('sessions').select('token_hash').where('beneficiary_id', '=', id).execute()).toEqual([])
  })

  test('leads where one was going: a page of one’s own space, once, and nowhere else', async () => {
    const { fileNumber } = await anActivePerson()
    const visitor = new Visitor(site)
    const way = '/espace/ma-carte/prepaiements/nouveau?partenaire=L212'
    expect((await visitor.get(way)).location).toBe('/connexion')
    // A form or a file that was asked for leads nowhere.
    await visitor.get('/espace/mes-donnees/mes-donnees.zip')
    expect((await signIn(visitor, fileNumber)).location).toBe(way)
    await visitor.submit('/deconnexion')
    expect((await signIn(visitor, fileNumber)).location).toBe('/espace')

    for (const planted of [
      'https://evil.example/espace',
      '//evil.example/espace',
      '/\\evil.example',
      '/region',
      '/espace-faux',
      '/espace/../region',
      '%',
      'a\nb',
    ]) {
      const other = new Visitor(site).withCookie('way', encodeURIComponent(planted))
      expect((await signIn(other, fileNumber)).location, planted).toBe('/espace')
    }
    const late = new Visitor(site)
    expect((await late.get('/region/comptes')).location).toBe('/professionnels/connexion')
    expect((await signIn(late, fileNumber)).location, 'of another space').toBe('/espace')
  })

  test('the sign-in form of a second tab signs in, whoever the first one signed in, dead session or not', async () => {
    const first = await anActivePerson()
    const second = await anActivePerson()
    const csrfOf = ({ text }: Answer) => /<main.*?name="_csrf" value="([^"]*)"/s.exec(text)?.[1] ?? ''
    for (const visitor of [new Visitor(site), new Visitor(site).withSession('dead')]) {
      const opened = csrfOf(await visitor.get('/connexion'))
      await signIn(visitor, first.fileNumber)
      for (const { fileNumber, last_name } of [first, second]) {
        const answer = await visitor.post('/connexion', { _csrf: opened, number: fileNumber, password: PASSWORD })
        expect([answer.status, answer.location]).toEqual([303, '/espace'])
        expect((await visitor.get('/espace')).text).toContain(last_name)
      }
      expect((await visitor.post('/deconnexion', { _csrf: opened })).status, 'no other form').toBe(403)
      const stranger = new Visitor(site)
      const theirs = csrfOf(await stranger.get('/connexion'))
      expect((await visitor.post('/connexion', { _csrf: theirs, number: first.fileNumber, password: PASSWORD })).status).toBe(403)
      expect(await db.selectFrom('sessions').select('id').where('beneficiary_id', '=', first.id).execute(), 'ended').toEqual([])
    }
  })

  test('a form without its token, or from another site, is refused', async () => {
    const { fileNumber } = await anActivePerson()
    const visitor = new Visitor(site)
    const page = await visitor.get('/connexion')
    const _csrf = /name="_csrf" value="([^"]*)"/.exec(page.text)?.[1] ?? ''
    const typed = { number: fileNumber, password: PASSWORD }
    expect((await visitor.post('/connexion', typed)).status).toBe(403)
    for (const origin of ['https://evil.example', 'null']) {
      expect((await visitor.post('/connexion', { ...typed, _csrf }, { origin })).status, origin).toBe(403)
    }
    expect((await visitor.post('/connexion', { ...typed, _csrf })).status).toBe(303)
    expect((await visitor.post('/deconnexion', { _csrf })).status, 'the token changes with the session').toBe(403)
  })
})

describe('changing a password', () => {
  test('a sign-in that was on its way with the former one opens nothing, whatever changes it', async () => {
    for (const change of ['password', 'closing'] as const) {
      const person = await anActivePerson()
      const hash = await hashPassword('Cathedrale1')
      const ended = await meanwhile(
        db,
        async (tx) => {
          if (change === 'closing') return closeAccount(tx, person.actor, { key: TEST_KEY })
          await lockAccount(tx, person.id)
          await setPassword(tx, { beneficiaryId: person.id, firstName: person.first_name, formerHash: passwordHash, hash })
        },
        () => committed((tx) => openWith(tx, { id: person.id, hash: passwordHash }, { formerToken: undefined, device: null })),
      )
      expect(ended, change).toMatchObject({ status: 'rejected', reason: { code: 'sign-in.wrong' } })
      expect(await db.selectFrom('sessions').select('id').where('beneficiary_id', '=', person.id).execute(), change).toEqual([])
    }
  })

  test('ends every session; the last three cannot come back, nor the one in use', async () => {
    const { fileNumber } = await anActivePerson()
    const chosen = ['Cathedrale1', 'Cathedrale2', 'Cathedrale3', 'Cathedrale4']
    let current = PASSWORD
    for (const next of chosen) {
      const elsewhere = await signedIn(fileNumber, current)
      const visitor = await signedIn(fileNumber, current)
      expect((await change(visitor, current, current)).status).toBe(422)
      expect((await change(visitor, current, next)).status).toBe(303)
      for (const ended of [elsewhere, visitor]) expect((await ended.get('/espace/mot-de-passe')).location).toBe('/connexion')
      current = next
    }
    const visitor = await signedIn(fileNumber, current)
    for (const used of ['Cathedrale1', 'Cathedrale2', 'Cathedrale3']) {
      const refused = await change(visitor, current, used)
      expect(refused.status, used).toBe(422)
      expect(refused.text).toContain('Vous avez déjà utilisé ce mot de passe')
    }
    expect((await change(visitor, current, PASSWORD)).status).toBe(303)
  })

  test('needs the password in use, and the new one twice; wrong ones are counted with those of the sign-in', async () => {
    const { fileNumber } = await anActivePerson()
    const visitor = await signedIn(fileNumber)
    const differing = await visitor.submit('/espace/mot-de-passe', {
      currentPassword: PASSWORD,
      newPassword: 'Cathedrale1',
      confirmation: 'Cathedrale2',
    })
    expect(differing.text).toContain('href="#confirmation"')
    for (let n = 0; n < 10; n++) expect((await change(visitor, 'Wrong0abc', 'Cathedrale1')).status).toBe(422)
    expect((await change(visitor, PASSWORD, 'Cathedrale1')).status).toBe(429)
    expect((await signIn(new Visitor(site), fileNumber)).status).toBe(429)
    expect((await visitor.get('/espace/mot-de-passe')).status).toBe(200)
  })

  test('two changes at the same time: one counts', async () => {
    const { fileNumber } = await anActivePerson()
    const visitors = [await signedIn(fileNumber), await signedIn(fileNumber)]
    const answers = await Promise.all(visitors.map((visitor, n) => change(visitor, PASSWORD, `Cathedrale${n}`)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  })
})

describe('a forgotten password', () => {
  const ask = (number: string, birthDate = '2010-06-17') => {
    const [year = '', month = '', day = ''] = birthDate.split('-')
    return new Visitor(site).submit('/mot-de-passe-oublie', {
      number,
      'birthDate.day': day,
      'birthDate.month': month,
      'birthDate.year': year,
    })
  }
  const choose = (link: string, chosen: string) => new Visitor(site).submit(link, { newPassword: chosen, confirmation: chosen })

  test('the link lets choose another, once; opening it uses nothing up', async () => {
    const { fileNumber, email } = await anActivePerson()
    const inside = await signedIn(fileNumber)
    const answer = await ask(fileNumber)
    expect([answer.status, answer.location]).toEqual([303, '/mot-de-passe-oublie/envoye'])
    const link = linkOf((await lettersTo(email))[0])

    for (let n = 0; n < 3; n++) expect((await new Visitor(site).get(link)).status).toBe(200)
    expect((await choose(link, 'short')).status).toBe(422)
    expect((await choose(link, PASSWORD)).status).toBe(422)
    expect(await choose(link, 'Cathedrale1')).toMatchObject({ status: 303, location: '/connexion/mot-de-passe-modifie' })
    expect((await inside.get('/espace/mot-de-passe')).location).toBe('/connexion')
    await signedIn(fileNumber, 'Cathedrale1')

    const dead = await new Visitor(site).get(link)
    expect(dead.status).toBe(404)
    expect(dead.text).toContain('href="/mot-de-passe-oublie"')
    expect((await new Visitor(site).post(link, { newPassword: 'Cathedrale2', confirmation: 'Cathedrale2' })).status).not.toBe(303)
  })

  test('a link used twice at the same time counts once', async () => {
    const { fileNumber, email } = await anActivePerson()
    await ask(fileNumber)
    const link = linkOf((await lettersTo(email))[0])
    const answers = await Promise.all([choose(link, 'Cathedrale1'), choose(link, 'Cathedrale2')])
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 404])
  })

  test('the link lives 60 minutes from its mail', async () => {
    const { fileNumber, email } = await anActivePerson()
    await ask(fileNumber)
    at(30)
    const link = linkOf((await lettersTo(email))[0])
    at(30 + 59)
    expect((await new Visitor(site).get(link)).status).toBe(200)
    at(30 + 60)
    expect((await new Visitor(site).get(link)).status).toBe(404)
    at(0)
  })

  test('a newer link kills the older, a changed password kills them all', async () => {
    const { fileNumber, email } = await anActivePerson()
    await ask(fileNumber)
    const older = linkOf((await lettersTo(email))[0])
    await ask(fileNumber)
    const newer = linkOf((await lettersTo(email))[0])
    expect((await new Visitor(site).get(older)).status).toBe(404)
    expect((await new Visitor(site).get(newer)).status).toBe(200)
    await change(await signedIn(fileNumber), PASSWORD, 'Cathedrale1')
    expect((await new Visitor(site).get(newer)).status).toBe(404)
  })

  test('a link asked for before a change and not mailed yet is not made; what else was to be sent is', async () => {
    const { fileNumber, email, id } = await anActivePerson()
    await lettersTo(email)
    await ask(fileNumber)
    await committed((tx) =>
      notifyAt(tx, id, 'wished@example.org', { template: 'test', subject: 'Confirmez', paragraphs: [SECRET], secret: 'email-link' }),
    )
    await change(await signedIn(fileNumber), PASSWORD, 'Cathedrale1')
    const letters: Letter[] = []
    await sendMessages(site, async (letter) => void letters.push(letter), makeSecret)
    expect(letters.map(({ to, subject }) => [to, subject])).toEqual([
      ['wished@example.org', 'Confirmez'],
      [email, 'Votre mot de passe a changé'],
    ])
    expect(await db.selectFrom('password_resets').select('token_hash').where('beneficiary_id', '=', id).execute()).toEqual([])
  })

  test('the link is built from PUBLIC_URL, whatever the request says, and its token is kept as a hash', async () => {
    const { fileNumber, email } = await anActivePerson()
    const visitor = new Visitor(site)
    const { text } = await visitor.get('/mot-de-passe-oublie')
    const typed = { _csrf: /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? '', number: fileNumber }
    const born = { 'birthDate.day': '17', 'birthDate.month': '06', 'birthDate.year': '2010' }
    await visitor.post(
      '/mot-de-passe-oublie',
      { ...typed, ...born },
      { origin: 'http://localhost:3000', host: 'evil.example', 'x-forwarded-host': 'evil.example' },
    )
    const [letter] = await lettersTo(email)
    expect(letter?.text).toContain(`http://localhost:3000${linkOf(letter)}`)
    expect(letter?.text).not.toContain('evil')
    const token = linkOf(letter).split('/').at(-1) as string
    const { rows } = await database.pool.query('select token_hash from password_resets')
    expect(rows.map((row) => row.token_hash)).toContainEqual(createHash('sha256').update(token).digest())
  })

  test('the answer is the same for a known number, an unknown one and a wrong birth date; too many are refused alike', async () => {
    const person = await anActivePerson()
    const other = await anActivePerson()
    const unknown = String(randomInt(1_000_000_000, 9_999_999_999))
    for (let n = 0; n < 21; n++) {
      const answers = [await ask(person.fileNumber), await ask(unknown), await ask(other.fileNumber, '2009-01-01')]
      expect(answers.map(({ status }) => status)).toEqual(Array(3).fill(n < 20 ? 303 : 429))
      expect(new Set(answers.map(({ location }) => location)).size).toBe(1)
      expect(new Set(answers.map(wordsOf)).size).toBe(1)
    }
    expect(await lettersTo(person.email)).toHaveLength(5)
    expect(await lettersTo(other.email)).toEqual([])
  })

  test('a stranger who has the number keeps its owner from nothing, nor the agent that they call', async () => {
    const { fileNumber, email, id } = await anActivePerson()
    const typed = { number: fileNumber, 'birthDate.day': '1', 'birthDate.month': '1', 'birthDate.year': '2009' }
    // From elsewhere: only there is it too much.
    for (let n = 0; n < 20; n++) await takeTry(db, resetTries(`number:${fileNumber}`, '192.0.2.7'), clock.now())
    for (let n = 0; n < 8; n++) expect((await new Visitor(site).submit('/mot-de-passe-oublie', typed)).status).toBe(303)
    expect((await ask(fileNumber)).status).toBe(303)
    expect(await lettersTo(email)).toHaveLength(1)

    for (let n = 0; n < 6; n++) await ask(fileNumber)
    expect(await lettersTo(email)).toHaveLength(4)
    await committed((tx) => sendResetLink(tx, { beneficiaryId: id, publicUrl: 'http://localhost:3000' }))
    expect(await lettersTo(email)).toHaveLength(1)
  })

  test('someone who never came in chooses their first password by it', async () => {
    const { person, fileNumber, temporary } = await registered()
    await ask(fileNumber)
    const link = linkOf((await lettersTo(person.email))[0])
    expect((await choose(link, 'Cathedrale1')).status).toBe(303)
    expect((await signIn(new Visitor(site), fileNumber, temporary)).status).toBe(401)
    await signedIn(fileNumber, 'Cathedrale1')
  })

  test('it opens an account that wrong passwords had closed', async () => {
    const { fileNumber, email } = await anActivePerson()
    for (let n = 0; n < 11; n++) await signIn(new Visitor(site), fileNumber, 'Wrong0abc')
    await ask(fileNumber)
    await choose(linkOf((await lettersTo(email))[0]), 'Cathedrale1')
    await signedIn(fileNumber, 'Cathedrale1')
  })
})

describe('what a password must be', () => {
  test.each([
    ['Abcdefg', /au moins 8/],
    ['Abcde1é', /au moins 8/],
    ['Abcdefghijklmnopqrst1', /au plus 20/],
    ['Abcdefgh', /chiffre/],
    ['12345678', /lettre/],
    ['!?:;,.123', /lettre/],
    ['abcdefg1', /majuscule/],
    ['Password1', /courant/],
    ['Azerty123', /courant/],
    ['Motdepasse1', /courant/],
    ['Azertyuiop2026!', /courant/],
    ['Soleil2024', /courant/],
    ['Été-2026!', /courant/],
    ['Décembre2009', /courant/],
    ['Loulou_1998', /courant/],
    ['Beffroi2026', null],
    ['Soleil2024levant', null],
    ['Soleil20241', null],
    ['Été 2026 à Lille', null],
    ['日本語のÀ1パスワー', null],
    ['A1😀😀😀😀😀😀', null],
    ['A1\'"<&>;--\\', null],
    ['Abcdefghijklmnopqr12', null],
  ])('%s', (typed, refused) => {
    const parsed = newPassword().safeParse(typed)
    if (refused) expect(parsed.error?.issues[0]?.message).toMatch(refused)
    else expect(parsed.data).toBe(typed)
  })

  const owner = { first_name: 'Zoé', last_name: 'LAMBERT-Ô’Hara', birth_date: '2010-06-17', numbers: ['4827501935', '23166621'] }
  test.each([
    ['Lambert59x', true],
    ['xlAmbért59', true],
    ['Hara59Amiens', true],
    ['Zoe59-Amiens', true],
    ['Zoé 59 Amiens', true],
    ['Amiens2010', true],
    ['Amiens17/06/10', true],
    ['Amiens100617', true],
    ['A4827501935', true],
    ['Abc23166621', true],
    ['Amiens2026', false],
    ['Azoetrope59', false],
  ])('personal: %s', (typed, personal) => {
    expect(isPersonal(typed, owner)).toBe(personal)
  })

  test('a personal one is refused on the page, at its field', async () => {
    const person = await anActivePerson()
    const refused = await change(await signedIn(person.fileNumber), PASSWORD, `${person.last_name}9a`.slice(0, 20))
    expect(refused.status).toBe(422)
    expect(refused.text).toContain('href="#newPassword"')
    expect(refused.text).not.toContain(PASSWORD)
  })

  test('it is the same one typed on two keyboards', async () => {
    const { fileNumber } = await anActivePerson()
    await change(await signedIn(fileNumber), PASSWORD, 'Épeautre-59'.normalize('NFD'))
    await signedIn(fileNumber, 'Épeautre-59'.normalize('NFC'))
  })
})

test('every hour, what no longer opens anything is deleted', async () => {
  await registered()
  const { fileNumber } = await anActivePerson()
  await signedIn(fileNumber)
  await signIn(new Visitor(site), fileNumber, 'Wrong0abc')
  const countOf = async (table: 'sessions' | 'temporary_passwords' | 'password_resets' | 'limits') =>
    (
      await db
        .selectFrom(table)
        .select((eb) => eb.fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n
  await forgetDeadSecrets.run(site)
  for (const table of ['sessions', 'temporary_passwords', 'limits'] as const) expect(await countOf(table), table).toBeGreaterThan(0)
  at(74 * 60)
  await forgetDeadSecrets.run(site)
  for (const table of ['sessions', 'temporary_passwords', 'password_resets', 'limits'] as const) expect(await countOf(table), table).toBe(0)
  at(0)
})
