import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, aCampaign, anAgent } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Letter } from '../../../platform/messages/deliver.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { hashOf } from '../../../platform/sessions.ts'
import { makeSecret } from '../../../secrets.ts'
import { registerApplication } from '../../requests/card-applications/index.ts'
import { askEmailChangeFor } from './index.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const ACCOUNT = '/espace/mon-compte'
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
  const beneficiary = await committed((tx) => aBeneficiary(tx))
  const visitor = await new Visitor(site).signInAs({ beneficiaryId: beneficiary.id })
  const typed = { email: beneficiary.email, fixedPhone: '', mobilePhone: '0612345678', notifiedBy: 'email' }
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
    await committed((tx) => registerApplication(tx, beneficiary.id))
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
    await committed((tx) => registerApplication(tx, beneficiary.id))
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

  test('is asked by an agent for who lost letter box and password: the link goes to it, the old one is told, and may stop it', async () => {
    const person = await aPerson()
    const agent = await committed((tx) => anAgent(tx, 'helpline'))
    const email = `retrouvee-${person.beneficiary.id}@example.org`
    const wish = { beneficiaryId: person.beneficiary.id, email, reason: 'Boîte perdue', publicUrl: 'https://carte.example' }
    const asks = () => committed((tx) => askEmailChangeFor(tx, agent, wish))
    await asks()
    const first = await letters()
    expect(first.map(({ to }) => to).sort()).toEqual([person.beneficiary.email, email].sort())
    expect(first.find(({ to }) => to === person.beneficiary.email)?.text).toContain('au numéro vert')
    await person.visitor.submit(`${ACCOUNT}/adresse-email`, { choice: 'abandon' })
    const linkIn = (sent: Letter[]) => /\/adresse-email\/[\w-]{20,}/.exec(sent.find(({ to }) => to === email)?.text ?? '')?.[0] as string
    expect((await new Visitor(site).get(linkIn(first))).status).toBe(404)

    await asks()
    expect(await emailOf(person)).toBe(person.beneficiary.email)
    await new Visitor(site).submit(linkIn(await letters()))
    expect(await emailOf(person)).toBe(email)
    await expect(asks()).rejects.toMatchObject({ code: 'email.same' })
    const facts = await db
      .selectFrom('audit_facts')
      .select(['fact', 'staff_id', 'details'])
      .where('beneficiary_id', '=', person.beneficiary.id)
      .execute()
    const asked = { fact: 'beneficiary.email-change-asked', staff_id: agent.id, details: { reason: 'Boîte perdue' } }
    expect(facts).toEqual([asked, asked, { fact: 'beneficiary.email-changed', staff_id: null, details: {} }])
  })
})
