import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, anAgent, TEST_KEY } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { signIn } from '../accounts/sign-in.ts'
import { blockSignIn, correctIdentity, eraseBeneficiary, unblockSignIn } from './index.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, act)

type Person = Awaited<ReturnType<typeof aBeneficiary>>

test('who consents is taken as two lists of addresses, by the content role only, which is written down', async () => {
  const agent = await committed((tx) => anAgent(tx, 'content'))
  const desk = await new Visitor(site).signInAs({ staffId: agent.id })
  await committed(async (tx) => {
    const made = []
    for (const email of ['-zoe@example.org', 'Deux@example.org', 'deux@example.org', 'parti@example.org', 'jamais@example.org']) {
      made.push(await aBeneficiary(tx, { email }))
    }
    const [zoe, two, too, gone] = made as [Person, Person, Person, Person]
    const at = (day: string) => new Date(`${day}T10:00:00Z`)
    const consents = (person: Person, given: object) => tx.updateTable('beneficiaries').set(given).where('id', '=', person.id).execute()
    await tx.updateTable('beneficiaries').set({ good_deals_consent_at: null, newsletters_consent_at: null }).execute()
    await consents(zoe, { good_deals_consent_at: at('2026-09-02'), newsletters_consent_at: at('2026-09-03') })
    await consents(two, { good_deals_consent_at: at('2026-10-05') })
    await consents(too, { good_deals_consent_at: at('2026-10-04') })
    await consents(gone, { newsletters_consent_at: at('2026-09-02') })
    await eraseBeneficiary(tx, gone.actor, TEST_KEY)
  })
  const goodDeals = await desk.get('/region/contenus/consentements-bons-plans.csv')
  expect(goodDeals.headers.get('content-disposition')).toBe('attachment; filename="consentements-bons-plans-2026-11-23.csv"')
  const columns = '\ufeff"Adresse e-mail";"Consentement donné le"\r\n'
  expect(goodDeals.text).toBe(`${columns}"'-zoe@example.org";"02/09/2026"\r\n"Deux@example.org";"04/10/2026"\r\n`)
  const newsletters = await desk.get('/region/contenus/consentements-newsletters.csv')
  expect(newsletters.text).toBe(`${columns}"'-zoe@example.org";"03/09/2026"\r\n`)
  const facts = await db.selectFrom('audit_facts').select(['fact', 'details']).where('staff_id', '=', agent.id).orderBy('id').execute()
  expect(facts.map(({ details }) => details)).toEqual([
    { list: 'bons-plans', people: 2 },
    { list: 'newsletters', people: 1 },
  ])
  expect(new Set(facts.map(({ fact }) => fact))).toEqual(new Set(['consents.downloaded']))
  expect((await desk.get('/region/contenus')).text).toContain('consentements-newsletters.csv')
  const support = await new Visitor(site).signInAs({ staffId: (await committed((tx) => anAgent(tx, 'helpline'))).id })
  expect((await support.get('/region/contenus/consentements-newsletters.csv')).status).toBe(403)
})

test('a corrected identity is told, kept as it was, and never makes two people one', () =>
  rolledBack(db, async (tx) => {
    const agent = await anAgent(tx, 'helpline')
    const [person, other] = [await aBeneficiary(tx, { birth_date: '2009-01-01' }), await aBeneficiary(tx, { birth_date: '2010-06-17' })]
    const named = (id: number, last_name: string) =>
      tx.updateTable('beneficiaries').set({ last_name, first_name: 'Jean' }).where('id', '=', id).execute()
    await named(person.id, 'MARTN')
    await named(other.id, 'Martin')
    const formerOnes = () => tx.selectFrom('former_names').selectAll().where('beneficiary_id', '=', person.id).orderBy('id').execute()
    const correct = (changed: object) =>
      correctIdentity(tx, agent, {
        beneficiaryId: person.id,
        civility: 'M',
        lastName: 'MARTIN',
        firstName: 'Jean',
        birthDate: '2009-01-01',
        isAnother: false,
        reason: 'Pièce d’identité vue',
        key: TEST_KEY,
        ...changed,
      })
    await correct({})
    await expect(correct({})).rejects.toMatchObject({ code: 'identity.same' })
    await expect(correct({ birthDate: '2010-06-17' })).rejects.toMatchObject({ code: 'person.exists', status: 409 })
    await expect(correct({ birthDate: '2026-06-17' })).rejects.toMatchObject({ code: 'birth-date.impossible' })
    await correct({ civility: 'Mme', birthDate: '2010-06-18' })
    expect(await tx.selectFrom('beneficiaries').selectAll().where('id', '=', person.id).executeTakeFirst()).toMatchObject({
      civility: 'Mme',
      last_name: 'MARTIN',
      birth_date: '2010-06-18',
    })
    expect(await formerOnes()).toMatchObject([
      { civility: 'M', last_name: 'MARTN', first_name: 'Jean', birth_date: '2009-01-01' },
      { civility: 'M', last_name: 'MARTIN', first_name: 'Jean', birth_date: '2009-01-01' },
    ])
    const facts = await tx
      .selectFrom('audit_facts')
      .select(['fact', 'staff_id', 'details'])
      .where('beneficiary_id', '=', person.id)
      .execute()
    const written = (corrected: string) => ({
      fact: 'beneficiary.identity-corrected',
      staff_id: agent.id,
      details: { corrected, reason: 'Pièce d’identité vue' },
    })
    expect(facts).toEqual([written('nom'), written('civilité, date de naissance')])
    const told = await tx.selectFrom('messages').select('body').where('beneficiary_id', '=', person.id).orderBy('id').execute()
    expect(told.map(({ body }) => body?.includes('Erreur sur la carte')).sort()).toEqual([false, true])
    await eraseBeneficiary(tx, person.actor, TEST_KEY)
    expect(await formerOnes()).toEqual([])
  }))

test('a blocked account: signed out at once, the right password opens nothing, until it is unblocked', () =>
  rolledBack(db, async (tx) => {
    const agent = await anAgent(tx, 'helpline')
    const { id } = await aBeneficiary(tx)
    await tx.insertInto('passwords').values({ beneficiary_id: id, password_hash: 'right' }).execute()
    const enter = () => signIn(tx, { id, hash: 'right' }, { formerToken: undefined, device: null })
    await enter()
    await blockSignIn(tx, agent, { beneficiaryId: id, reason: 'Compte prêté' })
    await blockSignIn(tx, agent, { beneficiaryId: id, reason: 'Encore' })
    expect(await tx.selectFrom('sessions').select('id').where('beneficiary_id', '=', id).execute()).toEqual([])
    await expect(enter()).rejects.toMatchObject({ code: 'sign-in.blocked', status: 403 })
    await unblockSignIn(tx, agent, { beneficiaryId: id, reason: 'Vu avec la famille' })
    await enter()
    const facts = await tx.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', id).orderBy('id').execute()
    expect(facts.map(({ fact }) => fact)).toEqual(['beneficiary.sign-in-blocked', 'beneficiary.sign-in-unblocked'])
  }))
