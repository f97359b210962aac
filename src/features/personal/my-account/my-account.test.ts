import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, anAgent, TEST_KEY } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Letter } from '../../../platform/messages/deliver.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { makeSecret } from '../../../secrets.ts'
import { agree } from '../../desks/two-people/index.ts'
import { acts } from '../../region/two-people/index.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { askEmailChangeFor } from './index.ts'
import { finishingOfEmailChanges } from './jobs.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const ACCOUNT = '/espace/mon-compte'
const PASSWORD = 'Beffroi2026'
const password_hash = await hashPassword(PASSWORD)
const at = (minutes: number) => clock.set(new Date(TEST_NOW.getTime() + minutes * 60_000))
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const personOf = (id: number) => db.selectFrom('beneficiaries').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const factsAbout = async (id: number) =>
  (await db.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', id).orderBy('id').execute()).map(({ fact }) => fact)

await committed((tx) => aCampaign(tx))

/** What the post brings. */
async function letters(): Promise<Letter[]> {
  const sent: Letter[] = []
  await sendMessages(site, async (letter) => void sent.push(letter), makeSecret)
  return sent
}

async function aPerson() {
  const beneficiary = await committed(async (tx) => {
    const person = await aBeneficiary(tx)
    await registerApplication(tx, person.id)
    await tx.insertInto('passwords').values({ beneficiary_id: person.id, password_hash }).execute()
    return person
  })
  const visitor = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  const typed = { email: beneficiary.email, fixedPhone: '', mobilePhone: '0612345678', notifiedBy: 'email', password: PASSWORD }
  return { beneficiary, visitor, typed }
}

const isTicked = (html: string, name: string) => new RegExp(`<input[^>]*name="${name}"[^>]*checked`).test(html)

describe('« Mon compte »', () => {
  test('shows identity and schooling, and takes no change of them', async () => {
    const { beneficiary, visitor, typed } = await aPerson()
    const shown = (await visitor.get(ACCOUNT)).text
    for (const words of [beneficiary.last_name, beneficiary.first_name, '17/06/2010']) expect(shown).toContain(words)
    for (const name of ['lastName', 'firstName', 'birthDate', 'civility']) expect(shown).not.toContain(`name="${name}`)
    await visitor.submit(ACCOUNT, { ...typed, lastName: 'AUTRE', last_name: 'AUTRE', 'birthDate.year': '2001' })
    expect(await personOf(beneficiary.id)).toMatchObject({
      last_name: beneficiary.last_name,
      birth_date: '2010-06-17',
      mobile_phone: '0612345678',
    })
  })

  test('takes telephones of other countries, and SMS for those that they are sent to', async () => {
    const { beneficiary, visitor, typed } = await aPerson()
    const belgian = { ...typed, fixedPhone: '0032 69 88 91 11', mobilePhone: '+32 470 12 34 56', notifiedBy: 'sms' }
    expect((await visitor.submit(ACCOUNT, belgian)).status).toBe(303)
    expect(await personOf(beneficiary.id)).toMatchObject({ fixed_phone: '+3269889111', mobile_phone: '+32470123456' })
    const moroccan = { ...typed, mobilePhone: '+212 612 34 56 78' }
    const refused = await visitor.submit(ACCOUNT, { ...moroccan, notifiedBy: 'sms' })
    expect([refused.status, refused.text.includes('Nous n’envoyons pas de SMS vers le pays de votre téléphone portable (Maroc)')]).toEqual([
      422,
      true,
    ])
    expect((await visitor.submit(ACCOUNT, moroccan)).status).toBe(303)
  })

  test('asks for one phone at least, and for a mobile one when SMS are chosen', async () => {
    const { beneficiary, visitor, typed } = await aPerson()
    const none = await visitor.submit(ACCOUNT, { ...typed, mobilePhone: '' })
    expect([none.status, none.text.includes('Saisissez au moins un numéro de téléphone')]).toEqual([422, true])
    const noMobile = await visitor.submit(ACCOUNT, { ...typed, mobilePhone: '', fixedPhone: '0322970000', notifiedBy: 'sms' })
    expect(noMobile.text).toContain('Pour recevoir des SMS, ajoutez votre téléphone portable.')
    const withoutSms = await new Visitor({ ...site, config: { ...site.config, offersSms: false } }).signInAs({
      beneficiaryId: beneficiary.id,
    })
    expect((await withoutSms.get(ACCOUNT)).text).not.toContain('value="sms"')
    await withoutSms.submit(ACCOUNT, { ...typed, notifiedBy: 'sms' })
    expect(await db.selectFrom('beneficiaries').select('notified_by').where('id', '=', beneficiary.id).executeTakeFirst()).toEqual({
      notified_by: 'email',
    })
    expect((await visitor.submit(ACCOUNT, { ...typed, notifiedBy: 'sms' })).location).toBe(`${ACCOUNT}?fait=changements`)
  })

  test('asks for the password again before an e-mail or a telephone changes, and for nothing else', async () => {
    const { beneficiary, visitor, typed } = await aPerson()
    const email = `voleur-${beneficiary.id}@example.org`
    const contact = async () => {
      const { email, fixed_phone, mobile_phone } = await personOf(beneficiary.id)
      return [email, fixed_phone, mobile_phone]
    }
    await visitor.submit(ACCOUNT, typed)
    const before = await contact()
    for (const change of [{ email }, { mobilePhone: '0698765432' }, { mobilePhone: '', fixedPhone: '0322970000' }]) {
      for (const [password, sentence] of [
        ['', 'Saisissez votre mot de passe : il est demandé quand vous changez votre adresse e-mail ou un téléphone.'],
        ['Mauvais0mot', 'Ce n’est pas votre mot de passe.'],
      ] as const) {
        const refused = await visitor.submit(ACCOUNT, { ...typed, ...change, password })
        expect([refused.status, refused.text.includes(sentence)]).toEqual([422, true])
        // What was typed is still there.
        for (const value of Object.values(change).filter(Boolean)) expect(refused.text).toContain(`value="${value}"`)
      }
    }
    expect(await contact()).toEqual(before)
    expect(await db.selectFrom('email_changes').select('email').where('beneficiary_id', '=', beneficiary.id).execute()).toEqual([])
    const without = await visitor.submit(ACCOUNT, { ...typed, password: '', goodDeals: 'on', email: beneficiary.email.toUpperCase() })
    expect(without.location).toBe(`${ACCOUNT}?fait=changements`)
  })

  test('has two consents, never ticked beforehand, each with the day it was given', async () => {
    const { beneficiary, visitor, typed } = await aPerson()
    const before = (await visitor.get(ACCOUNT)).text
    expect([isTicked(before, 'goodDeals'), isTicked(before, 'newsletters')]).toEqual([false, false])
    await visitor.submit(ACCOUNT, { ...typed, goodDeals: 'on' })
    at(5)
    await visitor.submit(ACCOUNT, { ...typed, goodDeals: 'on' })
    expect(await personOf(beneficiary.id)).toMatchObject({ good_deals_consent_at: TEST_NOW, newsletters_consent_at: null })
    const after = (await visitor.get(ACCOUNT)).text
    expect([isTicked(after, 'goodDeals'), isTicked(after, 'newsletters'), after.includes('Donné le 23/11/2026')]).toEqual([
      true,
      false,
      true,
    ])
    await visitor.submit(ACCOUNT, typed)
    expect((await personOf(beneficiary.id)).good_deals_consent_at).toBeNull()
    at(0)
  })

  test('changes the address on the guided pages, and what is being filled in follows', async () => {
    const { beneficiary, visitor, typed } = await aPerson()
    const sent = await visitor.submit(`${ACCOUNT}/adresse`, {
      kind: 'free',
      line1: 'Ferme du Bois',
      freePostcode: '60180',
      freeTown: 'Nogent-sur-Oise',
    })
    expect(sent.location).toBe(`${ACCOUNT}?fait=adresse`)
    const told = (await visitor.get(sent.location as string)).text
    for (const words of ['Votre adresse est enregistrée', 'Ferme du Bois']) expect(told).toContain(words)
    await visitor.submit(ACCOUNT, typed)
    expect((await personOf(beneficiary.id)).address).toMatchObject({ lines: ['Ferme du Bois'] })
    const { answers } = await db
      .selectFrom('card_applications')
      .select('answers')
      .where('beneficiary_id', '=', beneficiary.id)
      .executeTakeFirstOrThrow()
    expect(answers).toMatchObject({ contact: { address: { lines: ['Ferme du Bois'] }, mobilePhone: '0612345678' } })
    expect(await factsAbout(beneficiary.id)).toEqual(['beneficiary.address-saved', 'beneficiary.account-saved'])
  })

  test('knows what was said in a request that was not sent yet', async () => {
    const { beneficiary, visitor } = await aPerson()
    const contact = { address: { kind: 'free', postcode: '80000', town: 'Amiens', lines: ['3 quai Bélu'] }, mobilePhone: '0698765432' }
    await db
      .updateTable('card_applications')
      .set({ answers: JSON.stringify({ contact }) })
      .where('beneficiary_id', '=', beneficiary.id)
      .execute()
    const shown = (await visitor.get(ACCOUNT)).text
    expect([shown.includes('3 quai Bélu'), shown.includes('value="0698765432"')]).toEqual([true, true])
  })
})

describe('a new e-mail address', () => {
  /** Asked for, and the link that the new address receives. */
  async function asked() {
    const person = await aPerson()
    const email = `nouvelle-${person.beneficiary.id}@example.org`
    const answer = await person.visitor.submit(ACCOUNT, { ...person.typed, email })
    expect(answer.location).toBe(`${ACCOUNT}/adresse-email`)
    const sent = await letters()
    const link = /\/adresse-email\/[\w-]+/.exec(sent.find(({ to }) => to === email)?.text ?? '')?.[0] as string
    return { ...person, email, sent, link }
  }
  const emailOf = async ({ beneficiary }: { beneficiary: { id: number } }) => (await personOf(beneficiary.id)).email

  test('is confirmed by the link sent to it; the old one is told at once and stays until then', async () => {
    const person = await asked()
    const { beneficiary, sent, link, email } = person
    expect(new Map(sent.map(({ to, subject }) => [to, subject]))).toEqual(
      new Map([
        [beneficiary.email, 'Changement de votre adresse e-mail'],
        [email, 'Confirmez votre nouvelle adresse e-mail'],
      ]),
    )
    expect(await emailOf(person)).toBe(beneficiary.email)
    expect((await person.visitor.get(ACCOUNT)).text).toContain('reste à confirmer')

    // Read on another device, and opened by a letter box before its owner.
    const reader = new Visitor(site)
    for (let time = 0; time < 2; time++) expect((await reader.get(link)).text).toContain(email)
    expect(await emailOf(person)).toBe(beneficiary.email)
    expect((await reader.submit(link)).location).toBe('/adresse-email/confirmee')
    expect(await emailOf(person)).toBe(email)
    for (const answer of [await reader.get(link), await reader.post(link, {})]) expect([403, 404]).toContain(answer.status)
    expect(await factsAbout(beneficiary.id)).toEqual([
      'beneficiary.account-saved',
      'beneficiary.email-change-asked',
      'beneficiary.email-changed',
    ])
  })

  test('has 60 minutes', async () => {
    const { link } = await asked()
    at(59)
    expect((await new Visitor(site).get(link)).status).toBe(200)
    at(60)
    expect((await new Visitor(site).get(link)).status).toBe(404)
    at(0)
  })

  test('ends the reset links that the old one received', async () => {
    const { beneficiary, link } = await asked()
    await committed((tx) =>
      tx
        .insertInto('password_resets')
        .values({
          token_hash: hashOf(`of ${beneficiary.id}`),
          beneficiary_id: beneficiary.id,
          expires_at: new Date(TEST_NOW.getTime() + 1e6),
        })
        .execute(),
    )
    await new Visitor(site).submit(link)
    expect(await db.selectFrom('password_resets').selectAll().where('beneficiary_id', '=', beneficiary.id).execute()).toEqual([])
  })

  test('is the last one asked for: a link that was on its way to another confirms nothing', async () => {
    const person = await aPerson()
    const [first, second] = ['premiere', 'seconde'].map((name) => `${name}-${person.beneficiary.id}@example.org`) as [string, string]
    for (const email of [first, second]) await person.visitor.submit(ACCOUNT, { ...person.typed, email })
    const links = new Map((await letters()).map(({ to, text }) => [to, /\/adresse-email\/[\w-]+/.exec(text)?.[0] as string]))
    expect((await new Visitor(site).get(links.get(first) as string)).status).toBe(404)
    await new Visitor(site).submit(links.get(second) as string)
    expect(await emailOf(person)).toBe(second)
  })

  test('can be abandoned, or have its link sent again, five mails an hour at most', async () => {
    const person = await asked()
    const choose = (choice: string) => person.visitor.submit(`${ACCOUNT}/adresse-email`, { choice })
    for (let time = 0; time < 4; time++) expect((await choose('again')).location).toContain('envoi')
    expect((await choose('again')).status).toBe(429)
    const [again] = await letters()
    expect((await new Visitor(site).get(person.link)).status).toBe(404)
    const link = /\/adresse-email\/[\w-]+/.exec(again?.text ?? '')?.[0] as string
    expect(again?.to).toBe(person.email)
    expect((await choose('abandon')).location).toBe(`${ACCOUNT}?fait=changements`)
    expect((await new Visitor(site).get(link)).status).toBe(404)
    expect(await emailOf(person)).toBe(person.beneficiary.email)
  })
})

describe('a new e-mail address that an agent asks for', () => {
  const linkIn = (sent: Letter[], to: string) =>
    /\/adresse-email\/(?:arret\/)?[\w-]{20,}/.exec(sent.findLast((letter) => letter.to === to)?.text ?? '')?.[0] as string
  const hours = (count: number) => at(count * 60)
  const byTheClock = () => finishingOfEmailChanges.run(site)

  /** Asked by an agent, for whoever lost letter box and password: the link of the new address, and the one that stops it. */
  async function asked() {
    hours(0)
    await letters()
    const person = await aPerson()
    const { id, email: former } = person.beneficiary
    const agent = await committed((tx) => anAgent(tx, 'helpline'))
    const email = `retrouvee-${id}@example.org`
    const asks = (wished = email) =>
      committed((tx) =>
        askEmailChangeFor(tx, agent, { beneficiaryId: id, email: wished, reason: 'Boîte perdue', publicUrl: 'https://carte.example' }),
      )
    await asks()
    const sent = await letters()
    expect(sent.map(({ to }) => to).sort()).toEqual([former, email].sort())
    const emailNow = async () => (await personOf(id)).email
    const link = linkIn(sent, email)
    const confirms = () => new Visitor(site).submit(link)
    return { ...person, id, former, agent, email, asks, emailNow, link, confirms, stop: linkIn(sent, former) }
  }
  const actsAbout = async (id: number) =>
    (await db.selectFrom('acts_of_two').select('outcome').where('subject', '=', String(id)).orderBy('id').execute()).map(
      ({ outcome }) => outcome,
    )

  test('waits for the link at the new one, then until the former has had 72 hours; both are told, and its key dies', async () => {
    const { id, former, email, emailNow, confirms, asks, agent } = await asked()
    await db
      .insertInto('password_resets')
      .values({ token_hash: hashOf(`former ${id}`), beneficiary_id: id, expires_at: new Date(TEST_NOW.getTime() + 1e9) })
      .execute()
    expect((await confirms()).location).toBe('/adresse-email/confirmee/attente')
    await expect(asks()).rejects.toMatchObject({ code: 'email.waits' })
    hours(71.9)
    await byTheClock()
    expect(await emailNow()).toBe(former)
    hours(72)
    await byTheClock()
    expect(await emailNow()).toBe(email)
    const told = new Map((await letters()).map(({ to, subject }) => [to, subject]))
    expect([told.get(former), told.get(email)]).toEqual(['Votre adresse e-mail a changé', 'Votre nouvelle adresse e-mail est enregistrée'])
    expect(await db.selectFrom('password_resets').selectAll().where('beneficiary_id', '=', id).execute()).toEqual([])
    const facts = await db.selectFrom('audit_facts').select(['fact', 'staff_id', 'details']).where('beneficiary_id', '=', id).execute()
    expect(facts).toEqual([
      { fact: 'beneficiary.email-change-asked', staff_id: agent.id, details: { reason: 'Boîte perdue' } },
      { fact: 'beneficiary.email-confirmed', staff_id: null, details: {} },
      { fact: 'beneficiary.email-changed', staff_id: null, details: {} },
    ])
    expect(await actsAbout(id)).toEqual(['lapsed'])
    hours(0)
  })

  test('not confirmed, never comes, however long it waits', async () => {
    const { former, emailNow } = await asked()
    hours(200)
    await byTheClock()
    expect(await emailNow()).toBe(former)
    hours(0)
  })

  test.each(['before', 'after'])('never comes once the agent who asked for it has left, %s the link was opened', async (when) => {
    const { agent, former, emailNow, confirms } = await asked()
    if (when === 'after') await confirms()
    await db.updateTable('staff').set({ closed_at: TEST_NOW }).where('id', '=', agent.id).execute()
    if (when === 'after') {
      hours(73)
      await byTheClock()
    } else {
      await db.updateTable('email_changes').set({ takes_effect_at: TEST_NOW }).where('token_hash', 'is not', null).execute()
      expect((await confirms()).status).toBe(404)
    }
    expect(await emailNow()).toBe(former)
    hours(0)
  })

  test('is stopped by the former one, by a link that opening alone does not use', async () => {
    const { id, former, emailNow, confirms, stop } = await asked()
    await confirms()
    const reader = new Visitor(site)
    for (let time = 0; time < 2; time++) expect((await reader.get(stop)).text).toContain('Arrêter ce changement')
    expect((await reader.submit(stop)).location).toBe('/adresse-email/arretee')
    expect((await reader.get(stop)).status).toBe(404)
    hours(73)
    await byTheClock()
    expect(await emailNow()).toBe(former)
    expect(await actsAbout(id)).toEqual(['lapsed'])
    expect(await factsAbout(id)).toContain('beneficiary.email-change-stopped')
    hours(0)
  })

  test('is abandoned by its owner who is signed in, and then a link of it confirms nothing', async () => {
    const { id, visitor, link } = await asked()
    await visitor.submit(`${ACCOUNT}/adresse-email`, { choice: 'abandon' })
    expect((await new Visitor(site).get(link)).status).toBe(404)
    expect(await actsAbout(id)).toEqual(['lapsed'])
  })

  test.each(['before', 'after'])(
    'comes at once when a second agent agrees, %s the link was opened; not when the first does',
    async (when) => {
      const { id, agent, former, email, emailNow, confirms } = await asked()
      if (when === 'after') await confirms()
      const act = await db.selectFrom('acts_of_two').select('id').where('subject', '=', String(id)).executeTakeFirstOrThrow()
      const byTheFirst = committed((tx) => agree(tx, agent, { acts, id: act.id, publicUrl: 'https://carte.example', keys: TEST_KEY }))
      await expect(byTheFirst).rejects.toMatchObject({ code: 'act-of-two.own' })
      expect(await emailNow()).toBe(former)
      await committed((tx) => agreedTo(tx, 'beneficiary.email-change', id))
      if (when === 'before') {
        expect(await emailNow(), 'the link is still to be opened').toBe(former)
        expect((await confirms()).location).toBe('/adresse-email/confirmee')
      }
      expect(await emailNow()).toBe(email)
    },
  )

  test('asked again when its hours are long past, waits anew, and the former is told anew', async () => {
    const { former, email, emailNow, asks } = await asked()
    hours(8 * 24)
    await asks()
    const sent = await letters()
    expect(sent.map(({ to }) => to).sort()).toEqual([former, email].sort())
    expect((await new Visitor(site).submit(linkIn(sent, email))).location).toBe('/adresse-email/confirmee/attente')
    await byTheClock()
    expect(await emailNow()).toBe(former)
    hours(0)
  })

  test('asked again, sends another link and does not wait longer; another address waits anew', async () => {
    const { id, former, email, emailNow, asks } = await asked()
    hours(24)
    await asks()
    expect((await letters()).map(({ to }) => to)).toEqual([email])
    const hour = async () =>
      (await db.selectFrom('email_changes').select('takes_effect_at').where('beneficiary_id', '=', id).executeTakeFirstOrThrow())
        .takes_effect_at
    expect(await hour()).toEqual(new Date(TEST_NOW.getTime() + 72 * 3_600_000))
    const other = `autre-${id}@example.org`
    await asks(other)
    expect((await letters()).map(({ to }) => to).sort()).toEqual([other, former].sort())
    expect(await hour()).toEqual(new Date(TEST_NOW.getTime() + 96 * 3_600_000))
    expect(await actsAbout(id)).toEqual(['lapsed', null])
    await expect(asks(former)).rejects.toMatchObject({ code: 'email.same' })
    hours(96)
    await byTheClock()
    expect(await emailNow()).toBe(former)
    hours(0)
  })
})
