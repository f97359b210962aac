import { beforeEach, describe, expect, test } from 'vitest'
import { type Fields, testSite, Visitor } from '../../../../tests/support/app.ts'
import { meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent, aPartner, aPartnerUser, aSchool } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { makeSecret } from '../../../secrets.ts'
import { closeStaff } from './manage.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const hoursLater = (hours: number) => clock.set(new Date(TEST_NOW.getTime() + hours * 3_600_000))
beforeEach(() => hoursLater(0))
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const agent = await committed((tx) => anAgent(tx))
const desk = () => new Visitor(site).signInAs({ staffId: agent.id })
const partner = await committed((tx) => aPartner(tx, { name: 'LES PAGES' }))
const PASSWORD = 'Nouveau2026mot'

/** The link in the latest of the mails that were waiting. */
async function linkSentTo(address: string): Promise<string> {
  const texts: string[] = []
  await sendMessages(site, async ({ to, text }) => void (to === address && texts.push(text)), makeSecret)
  return texts.map((text) => /\/professionnels\/mot-de-passe\/[\w-]+/.exec(text)?.[0]).findLast(Boolean) ?? ''
}

let count = 0
async function invite(given: Fields = {}) {
  count += 1
  const email = `invite${count}@example.org`
  const fields = { name: 'Caisse du samedi', email, kind: 'partner', partnerCode: partner.code.toLowerCase(), ...given }
  const answer = await (await desk()).submit('/region/comptes/nouveau', fields)
  if (answer.location === '/region/comptes?fait=demande') await committed((tx) => agreedTo(tx, `staff.${fields.kind}-account`, email))
  const opened = await db.selectFrom('staff').select('id').where('email', '=', email).executeTakeFirst()
  return { answer, email, id: opened?.id ?? 0 }
}

async function choose(link: string, newPassword = PASSWORD) {
  const visitor = new Visitor(site)
  // A dead link shows no form: the token of another page stands in.
  const { text } = await visitor.get('/professionnels/connexion')
  const _csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? ''
  return visitor.post(link, { _csrf, newPassword, confirmation: newPassword })
}
const signIn = (email: string, password = PASSWORD) => new Visitor(site).submit('/professionnels/connexion', { email, password })
const act = async (id: number, fields: Fields) => (await desk()).submit(`/region/comptes/${id}`, fields)

describe('an invitation', () => {
  test('brings a link that chooses a password once, which then opens their space', async () => {
    const { email, answer } = await invite({ 'shopRoles[]': 'cashier' })
    expect(answer.status).toBe(303)
    expect((await signIn(email)).status).toBe(401)
    const link = await linkSentTo(email)
    // A mail box may open the link before its owner.
    expect((await new Visitor(site).get(link)).text).toContain(email)
    expect((await choose(link, 'court')).status).toBe(422)
    expect((await choose(link)).location).toBe('/professionnels/connexion/mot-de-passe-choisi')
    expect((await signIn(email)).location).toBe('/partenaire')
    expect((await choose(link, 'Encore2026mot')).status).toBe(404)
  })

  test('lives a week where no campaign says otherwise, and a newer one kills it', async () => {
    const { email, id } = await invite()
    const first = await linkSentTo(email)
    await act(id, { action: 'link' })
    const second = await linkSentTo(email)
    expect((await new Visitor(site).get(first)).status).toBe(404)
    hoursLater(7 * 24 - 0.1)
    expect((await new Visitor(site).get(second)).status).toBe(200)
    hoursLater(7 * 24)
    expect((await choose(second)).status).toBe(404)
  })

  test('leads a cashier to their till, a manager, a school and an agent to their phone', async () => {
    const school = await committed((tx) => aSchool(tx))
    for (const [given, place] of [
      [{ 'shopRoles[]': 'cashier' }, '/partenaire'],
      [{}, '/professionnels/connexion/double-authentification'],
      [{ kind: 'school', uai: school.uai }, '/professionnels/connexion/double-authentification'],
      [{ kind: 'agent', 'roles[]': 'content' }, '/professionnels/connexion/double-authentification'],
    ] as const) {
      const { email } = await invite(given)
      await choose(await linkSentTo(email))
      expect((await signIn(email)).location).toBe(place)
    }
  })

  test('is refused at the field that is wrong', async () => {
    const { email } = await invite()
    for (const [given, field] of [
      [{ partnerCode: 'NONE99' }, 'partnerCode'],
      [{ kind: 'school', uai: '' }, 'uai'],
      [{ kind: 'agent' }, 'roles'],
      [{ email: email.toUpperCase() }, 'email'],
    ] as const) {
      const { answer } = await invite(given as Fields)
      expect([answer.status, answer.text.includes(`id="${field}-error"`)], field).toEqual([422, true])
    }
  })
})

describe('a forgotten password', () => {
  const ask = (email: string) => new Visitor(site).submit('/professionnels/mot-de-passe-oublie', { email })

  test('brings a link that lives an hour and chooses once; a phone is still asked for its code', async () => {
    const { email, id } = await invite({ kind: 'agent', 'roles[]': 'content' })
    await choose(await linkSentTo(email))
    await db
      .insertInto('second_factors')
      .values({ staff_id: id, secret_encrypted: Buffer.from('x'), enrolled_at: clock.now(), last_step: 0 })
      .onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ secret_encrypted: Buffer.from('x'), enrolled_at: clock.now() }))
      .execute()
    await ask(email.toUpperCase())
    const link = await linkSentTo(email)
    expect((await signIn(email)).status).toBe(303)
    hoursLater(0.99)
    expect((await choose(link)).status).toBe(422)
    expect((await choose(link, 'Encore2026mot')).status).toBe(303)
    expect((await choose(link, 'Jamais2026mot')).status).toBe(404)
    expect((await signIn(email)).status).toBe(401)
    expect((await signIn(email, 'Encore2026mot')).location).toBe('/professionnels/connexion/code')

    // The code that this sign-in was mailed is not to be taken for the link.
    await linkSentTo(email)
    await ask(email)
    const late = await linkSentTo(email)
    hoursLater(1.98)
    expect((await new Visitor(site).get(late)).text).toContain(email)
    hoursLater(2)
    expect((await choose(late, 'Jamais2026mot')).status).toBe(404)
  })

  test('asked by a stranger for somebody invited, it leaves the invitation as it was; either of them ends the other', async () => {
    for (const used of ['invitation', 'reset'] as const) {
      const { email } = await invite()
      const links = { invitation: await linkSentTo(email), reset: '' }
      await ask(email)
      links.reset = await linkSentTo(email)
      expect(links.reset).not.toBe(links.invitation)
      hoursLater(2)
      expect((await new Visitor(site).get(links.invitation)).status).toBe(200)
      expect((await new Visitor(site).get(links.reset)).status).toBe(404)
      hoursLater(0)
      await ask(email)
      expect((await choose(links[used])).status).toBe(303)
      expect(await linkSentTo(email)).toBe('')
      for (const dead of [links.invitation, links.reset]) expect((await choose(dead, 'Encore2026mot')).status).toBe(404)
    }
  })

  test('answers the same of an account, of a closed one and of nobody, five mails an hour to one of them', async () => {
    const { email, id } = await invite()
    const { email: closed, id: closedId } = await invite()
    await db.updateTable('staff').set({ closed_at: clock.now() }).where('id', '=', closedId).execute()
    for (const address of [email, closed, 'personne@example.org']) {
      for (let time = 0; time < 20; time += 1) {
        const { status, location } = await ask(address)
        expect([status, location]).toEqual([303, '/professionnels/mot-de-passe-oublie/envoye'])
      }
      expect((await ask(address)).status).toBe(429)
    }
    const asked = await db.selectFrom('messages').select('staff_id').where('template', '=', 'staff-reset-asked').execute()
    expect(asked.filter(({ staff_id }) => staff_id === id)).toHaveLength(5)
    expect(asked.filter(({ staff_id }) => staff_id === closedId)).toEqual([])
    expect((await ask('pas une adresse')).status).toBe(422)
  })
})

describe('an account', () => {
  test('closed, ends at once: its sessions, its links, its sign-in; and is opened again', async () => {
    const member = await committed((tx) => aPartnerUser(tx, partner, { roles: ['cashier'] }))
    const { email } = await db
      .updateTable('staff')
      .set({ password_hash: await hashPassword(PASSWORD) })
      .where('id', '=', member.id)
      .returning('email')
      .executeTakeFirstOrThrow()
    const till = await new Visitor(site).signInAs({ staffId: member.id })
    await act(member.id, { action: 'link' })
    const link = await linkSentTo(email)
    expect((await till.get('/partenaire')).status).toBe(200)
    expect((await act(member.id, { action: 'close' })).location).toContain('fait=fermeture')
    expect((await till.get('/partenaire')).location).toBe('/professionnels/connexion')
    expect((await signIn(email)).status).toBe(401)
    expect((await choose(link)).status).toBe(404)
    await act(member.id, { action: 'reopen' })
    expect((await till.get('/partenaire')).status).toBe(303)
    expect((await signIn(email)).location).toBe('/partenaire')
    const facts = await db
      .selectFrom('audit_facts')
      .select(['fact', 'staff_id'])
      .where('fact', 'in', ['staff.closed', 'staff.reopened'])
      .execute()
    expect(facts).toEqual([
      { fact: 'staff.closed', staff_id: agent.id },
      { fact: 'staff.reopened', staff_id: agent.id },
    ])
  })

  test('is left to one of two administrators who close each other at the same moment', async () => {
    const [one, other] = await committed(async (tx) => [await anAgent(tx), await anAgent(tx)] as const)
    const ended = await meanwhile(
      db,
      (tx) => closeStaff(tx, one, other.id),
      () => committed((tx) => closeStaff(tx, other, one.id)),
    )
    expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'staff.no-administrator', status: 403 } })
    const left = await db.selectFrom('staff').select(['region_roles', 'closed_at']).where('id', '=', one.id).executeTakeFirst()
    expect(left).toEqual({ region_roles: one.roles, closed_at: null })
  })
})
