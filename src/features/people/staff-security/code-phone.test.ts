import { Secret, TOTP } from 'otpauth'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aGuardian, anAgent } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Letter } from '../../../platform/messages/deliver.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { makeSecret } from '../../../secrets.ts'
import { forgettingOfGuardians } from '../../personal/guardians/jobs.ts'
import { forgettingOfOfferedPhones } from './jobs.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const PASSWORD = 'Beffroi2026'
const password_hash = await hashPassword(PASSWORD)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const NUMBER = '/responsable/telephone'
const PROOF = '/responsable/telephone/code'
const SECURITY = '/professionnels/securite'
const CODE = '/professionnels/connexion/code'

/** What the post brings since the last time. */
async function letters(): Promise<Letter[]> {
  const sent: Letter[] = []
  await sendMessages(site, async (letter) => void sent.push(letter), makeSecret)
  return sent
}
const codeIn = (letter: Letter | undefined) => /\b\d{6}\b/.exec(letter?.text ?? '')?.[0] as string
/** What a form of that page would carry. */
const csrfOn = async (visitor: Visitor, path: string) => /name="_csrf" value="([^"]*)"/.exec((await visitor.get(path)).text)?.[1] as string
const another = (code: string) => (code === '000000' ? '000001' : '000000')

let guardians = 0
/** A guardian who is signed in, and a number that is nobody else's. */
async function aParent() {
  clock.set(TEST_NOW)
  guardians += 1
  const email = `parent-${guardians}@example.net`
  const phone = `06234164${10 + guardians}`
  const { id } = await committed((tx) => aGuardian(tx, { email, password_hash }))
  await letters()
  return { id, email, phone, parent: await new Visitor(site).signInAs({ staffId: id }) }
}

/** The same, whose codes come by SMS: with their recovery codes. */
async function withSms() {
  const known = await aParent()
  const { parent, phone } = known
  await parent.submit(NUMBER, { mobilePhone: phone, password: PASSWORD })
  await parent.submit(PROOF, { code: codeIn((await letters())[0]) })
  const { text } = await parent.get(`${SECURITY}/codes-de-secours`)
  await letters()
  return { ...known, codes: [...text.matchAll(/<li>(\d{5}-\d{5})<\/li>/g)].map(([, code]) => code as string) }
}

async function givesPassword(email: string, password = PASSWORD): Promise<Visitor> {
  const visitor = new Visitor(site)
  expect((await visitor.submit('/responsable/connexion', { email, password })).location).toBe(CODE)
  return visitor
}

const phoneOf = async (id: number) =>
  (await db.selectFrom('second_factors').select('code_phone').where('staff_id', '=', id).executeTakeFirst())?.code_phone

test('a number serves once its code was given back, and not before; its owner is told by mail', async () => {
  const { id, email, phone, parent } = await aParent()
  expect((await parent.get(SECURITY)).text).toContain('Recevoir mes codes par SMS')
  expect((await parent.get(PROOF)).location).toBe(NUMBER)
  const asked = await parent.submit(NUMBER, { mobilePhone: phone, password: PASSWORD })
  expect([asked.status, asked.location]).toEqual([303, PROOF])
  const [sms, ...others] = await letters()
  expect([sms?.channel, sms?.to, others]).toEqual(['sms', phone, []])
  // Not proved yet: the code of a sign-in still comes by mail.
  const before = await givesPassword(email)
  const [mailed] = await letters()
  const mailedForm = { code: codeIn(mailed), _csrf: await csrfOn(before, CODE) }
  expect([mailed?.channel, mailed?.to]).toEqual(['email', email])

  const code = codeIn(sms)
  const wrong = await parent.submit(PROOF, { code: another(code) })
  expect([wrong.status, wrong.text.includes('Recopiez celui du dernier SMS reçu'), await phoneOf(id)]).toEqual([422, true, undefined])
  const right = await parent.submit(PROOF, { code })
  expect(right.location).toBe(`${SECURITY}/codes-de-secours`)
  expect((await parent.get(right.location as string)).text.match(/<li>\d{5}-\d{5}<\/li>/g)).toHaveLength(10)
  expect(await phoneOf(id)).toBe(phone)
  expect((await letters()).map(({ to, subject }) => [to, subject])).toEqual([
    [email, 'Votre compte de responsable légal : les codes de connexion arrivent par SMS'],
  ])
  // What was mailed before opens nothing any more.
  expect([(await before.post(CODE, mailedForm)).status, (await before.get('/responsable')).location]).toEqual([
    409,
    '/responsable/connexion',
  ])
  expect(await db.selectFrom('messages').select('id').where('body', 'like', `%${code}%`).execute()).toEqual([])
})

test('the code of a sign-in leaves by SMS, in one of 160 letters, and opens', async () => {
  const { email, phone } = await withSms()
  const visitor = await givesPassword(email)
  const sent = await letters()
  expect(sent.map(({ channel, to }) => [channel, to])).toEqual([['sms', phone]])
  expect(sent[0]?.text.length).toBeLessThanOrEqual(160)
  const page = (await visitor.get(CODE)).text
  expect([page.includes(`au numéro qui finit par ${phone.slice(-2)}`), page.includes(phone)]).toEqual([true, false])
  const code = codeIn(sent[0])
  const wrong = await visitor.submit(CODE, { code: another(code) })
  expect([wrong.status, wrong.text.includes('du dernier SMS')]).toEqual([422, true])
  expect((await visitor.submit(CODE, { code })).location).toBe('/responsable')
  expect((await visitor.get('/responsable')).status).toBe(200)
})

test('the password and the letter box are not enough, with a new password either; a recovery code is the way, once', async () => {
  const { email, codes } = await withSms()
  const thief = new Visitor(site)
  await thief.submit('/responsable/mot-de-passe-oublie', { email })
  const link = /\/responsable\/mot-de-passe\/\S+/.exec((await letters()).find(({ to }) => to === email)?.text ?? '')?.[0] as string
  const theirs = 'Peuplier-12-lune'
  expect((await thief.submit(link, { newPassword: theirs, confirmation: theirs })).status).toBe(303)
  await letters()
  const inside = await givesPassword(email, theirs)
  expect((await letters()).map(({ channel }) => channel)).toEqual(['sms'])
  expect((await inside.get('/responsable')).location).toBe('/responsable/connexion')
  expect((await inside.get(SECURITY)).status).toBe(303)
  const owner = await givesPassword(email, theirs)
  await letters()
  expect((await owner.submit(CODE, { code: codes[0] as string })).location).toBe('/responsable')
  expect((await letters()).map(({ to }) => to)).toEqual([email])
  const again = await givesPassword(email, theirs)
  expect((await again.submit(CODE, { code: codes[0] as string })).status).toBe(422)
})

test('an SMS that may not leave is not replaced by a mail', async () => {
  const { id, email } = await withSms()
  await db.updateTable('second_factors').set({ code_phone: '+8613812345678' }).where('staff_id', '=', id).execute()
  await givesPassword(email)
  expect(await letters()).toEqual([])
  const toChina = db
    .selectFrom('messages')
    .select(['channel', 'state', 'failure'])
    .where('staff_id', '=', id)
    .where('address', 'like', '+86%')
  expect(await toChina.execute()).toEqual([{ channel: 'sms', state: 'failed', failure: 'SMS_COUNTRY' }])
})

test('wrong codes are limited, and so are SMS to one number, to prove it and to sign in', async () => {
  const { email, phone, parent } = await withSms()
  const statuses: number[] = []
  const visitor = await givesPassword(email)
  const code = codeIn((await letters())[0])
  for (let time = 0; time < 11; time += 1) statuses.push((await visitor.submit(CODE, { code: another(code) })).status)
  expect([statuses[0], statuses.at(-1), (await visitor.submit(CODE, { code })).status]).toEqual([422, 429, 429])
  let sent = 1
  for (let time = 0; time < 12; time += 1) {
    // Each hour, so that it is the day that counts.
    clock.set(new Date(clock.now().getTime() + 61 * 60_000))
    await givesPassword(email)
    sent += (await letters()).length
  }
  expect(sent).toBe(10)
  clock.set(TEST_NOW)
  const { parent: other } = await aParent()
  const asked: number[] = []
  for (let time = 0; time < 3; time += 1) asked.push((await other.submit(NUMBER, { mobilePhone: phone, password: PASSWORD })).status)
  expect(asked).toEqual([303, 303, 429])
  const refused = await parent.submit(NUMBER, { mobilePhone: phone, password: PASSWORD })
  expect([refused.status, refused.text.includes('Attendez 24 h'), refused.text.includes('ajoutez une application')]).toEqual([
    429,
    true,
    true,
  ])
})

test('past the SMS of a day, or the codes of an hour, the page says that none was sent, and what to do instead', async () => {
  const { email, codes } = await withSms()
  const pageOf = async (address: string) => {
    const visitor = await givesPassword(address)
    const sent = (await letters()).length
    return { visitor, sent, text: (await visitor.get(CODE)).text }
  }
  const [none, byRecovery] = ['Aucun code n’a été envoyé', 'saisissez un de vos codes de secours']
  for (let time = 1; time < 10; time += 1) {
    // Each hour, so that it is the day that counts.
    await pageOf(email)
    clock.set(new Date(clock.now().getTime() + 61 * 60_000))
  }
  const tenth = await pageOf(email)
  expect([tenth.sent, tenth.text.includes('au numéro qui finit par'), tenth.text.includes(none)]).toEqual([1, true, false])
  clock.set(new Date(clock.now().getTime() + 61 * 60_000))
  const past = await pageOf(email)
  expect([
    past.sent,
    past.text.includes('Nous l’envoyons'),
    ...[none, 'Réessayez demain', byRecovery].map((words) => past.text.includes(words)),
  ]).toEqual([0, false, true, true, true])
  expect((await past.visitor.submit(CODE, { code: codes[0] as string })).location).toBe('/responsable')

  const { email: other } = await aParent()
  for (let time = 0; time < 10; time += 1) expect((await pageOf(other)).sent).toBe(1)
  const mailed = await pageOf(other)
  expect([
    mailed.sent,
    ...[none, 'Réessayez dans une heure', byRecovery, 'Nous venons'].map((words) => mailed.text.includes(words)),
  ]).toEqual([0, true, true, false, false])
})

test('the code of a number is limited, and is of no use after ten minutes', async () => {
  const { id, phone, parent } = await aParent()
  await parent.submit(NUMBER, { mobilePhone: phone, password: PASSWORD })
  const code = codeIn((await letters())[0])
  const statuses: number[] = []
  for (let time = 0; time < 11; time += 1) statuses.push((await parent.submit(PROOF, { code: another(code) })).status)
  expect([statuses[0], statuses.at(-1), await phoneOf(id)]).toEqual([422, 429, undefined])
  await db.deleteFrom('limits').execute()
  const typed = { code, _csrf: await csrfOn(parent, PROOF) }
  clock.set(new Date(TEST_NOW.getTime() + 10 * 60_000))
  expect((await parent.post(PROOF, typed)).status).toBe(409)
  await forgettingOfOfferedPhones.run(site)
  expect(await db.selectFrom('offered_phones').select('phone').where('staff_id', '=', id).execute()).toEqual([])
})

test('asks the password, a mobile number, and one of a country that SMS go to: what was typed stays', async () => {
  const { phone, parent } = await aParent()
  for (const [mobilePhone, password, sentence] of [
    ['', PASSWORD, 'Saisissez votre numéro de téléphone portable.'],
    ['0322970000', PASSWORD, 'Saisissez un numéro de téléphone portable'],
    ['+8613812345678', PASSWORD, 'Donnez un autre numéro.'],
    [phone, 'Autre-chose-12', 'Ce n’est pas votre mot de passe.'],
    [phone, '', 'Saisissez votre mot de passe.'],
  ] as const) {
    const refused = await parent.submit(NUMBER, { mobilePhone, password })
    expect([refused.status, refused.text.includes(sentence), !mobilePhone || refused.text.includes(`value="${mobilePhone}"`)]).toEqual([
      422,
      true,
      true,
    ])
  }
  expect(await letters()).toEqual([])
  const agent = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx))).id })
  expect((await agent.get(NUMBER)).status).toBe(403)
  const withoutSms = new Visitor({ ...site, config: { ...site.config, offersSms: false } })
  const { id } = await committed((tx) => aGuardian(tx))
  const elsewhere = await withoutSms.signInAs({ staffId: id })
  expect([(await elsewhere.get(NUMBER)).status, (await elsewhere.get(SECURITY)).text.includes('par SMS')]).toEqual([404, false])
})

test('taking the number away asks the password and is told by mail; then codes come by mail', async () => {
  const { id, email, phone, parent } = await withSms()
  const refused = await parent.submit(SECURITY, { action: 'remove', password: 'Autre-chose-12' })
  expect([refused.status, await phoneOf(id)]).toEqual([422, phone])
  expect((await parent.submit(SECURITY, { action: 'remove', password: PASSWORD })).location).toBe(`${SECURITY}?fait=mail`)
  expect(await phoneOf(id)).toBeUndefined()
  expect((await letters()).map(({ to, subject }) => [to, subject])).toEqual([
    [email, 'Votre compte de responsable légal : les codes de connexion arrivent à nouveau par mail'],
  ])
  await givesPassword(email)
  expect((await letters()).map(({ channel, to }) => [channel, to])).toEqual([['email', email]])
})

test('an application takes the place of the number', async () => {
  const { id, parent, email } = await withSms()
  await parent.submit(SECURITY, { action: 'offer', password: PASSWORD })
  const secret = (/<b>([A-Z2-7 ]+)<\/b>/.exec((await parent.get(`${SECURITY}/telephone`)).text)?.[1] ?? '').replaceAll(' ', '')
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() })
  expect((await parent.submit(`${SECURITY}/telephone`, { code })).location).toBe(`${SECURITY}/codes-de-secours`)
  expect(await phoneOf(id)).toBeNull()
  await letters()
  expect((await parent.get(NUMBER)).location).toBe(SECURITY)
  await givesPassword(email)
  expect((await letters()).filter(({ channel }) => channel === 'sms')).toEqual([])
})

test('the number goes with the account, and so do the SMS that went there', async () => {
  const { id, phone } = await withSms()
  expect(await db.selectFrom('messages').select('channel').where('address', '=', phone).execute()).toEqual([{ channel: 'sms' }])
  await forgettingOfGuardians.run(site)
  expect(await phoneOf(id)).toBeUndefined()
  expect(await db.selectFrom('messages').select('channel').where('address', '=', phone).execute()).toEqual([])
})
