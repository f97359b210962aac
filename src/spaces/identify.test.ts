import type { KyselyPlugin } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import { type Answer, chooses, testSite, Visitor } from '../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../tests/support/database.ts'
import { aGuardian, aHolder, anAgent, aPartner, aPartnerUser, aSchool, aSchoolUser, worksAt } from '../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../platform/database/index.ts'
import { openSession } from '../platform/sessions.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)

afterEach(() => clock.set(TEST_NOW))

const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, TEST_NOW, act)
const later = (minutes: number) => clock.set(new Date(clock.now().getTime() + minutes * 60_000))
const staff = ({ id }: { id: number }) => new Visitor(site).signInAs({ staffId: id })
const choice = '/professionnels/lieux'
const tillPage = '/partenaire/caisse'
const staffSignIn = '/professionnels/connexion'

/** Where it leads, or that it is shown, or refused. */
const outcome = ({ status, location }: Answer) => location ?? status
const REFUSED = 403

/** The first page of each space, what is for several of them, and the way to one’s own. */
const PAGES = [
  '/espace',
  '/responsable',
  '/partenaire',
  '/etablissement',
  '/region',
  choice,
  '/professionnels/securite',
  '/partenaire/encaissement',
  tillPage,
  '/mon-espace',
]

async function everybody() {
  const people = await committed(async (tx) => {
    const [shop, other] = [await aPartner(tx), await aPartner(tx)]
    const [ofBoth, gone] = [await aPartnerUser(tx, shop), await aPartnerUser(tx, shop)]
    await worksAt(tx, ofBoth.id, other)
    const { beneficiary } = await aHolder(tx)
    const { id: beneficiaryId } = beneficiary
    return {
      ...{ shop, ofBoth, gone, beneficiaryId },
      manager: await aPartnerUser(tx, shop),
      head: await aSchoolUser(tx, await aSchool(tx)),
      agent: await anAgent(tx),
      guardian: await aGuardian(tx),
      temporary: await openSession(tx, { beneficiaryId, mustChangePassword: true }, undefined),
    }
  })
  await db.updateTable('workplaces').set({ closed_at: TEST_NOW }).where('id', '=', people.gone.workplace_id).execute()
  return people
}

async function aTill(manager: { id: number }): Promise<Visitor> {
  const machine = await staff(manager)
  await machine.submit('/partenaire/caisses', { action: 'open', name: 'Caisse 1' })
  return machine
}

describe('whoever is signed in', () => {
  test('is let in where they are at home, led where they have something to say first, and refused elsewhere', async () => {
    const { shop, ofBoth, gone, beneficiaryId, manager, head, agent, guardian, temporary } = await everybody()
    const said = await staff(ofBoth)
    await chooses(said, shop)
    const shopPages = { '/partenaire': 200, '/partenaire/encaissement': 200, [tillPage]: '/partenaire' }
    const account = { '/professionnels/securite': 200 }
    const unsaid = { '/partenaire': choice, '/partenaire/encaissement': choice, [tillPage]: choice, '/professionnels/securite': choice }
    const everyone: [string, Visitor, Record<string, string | number>][] = [
      ['a young person', await new Visitor(site).signInAs({ beneficiaryId }), { '/espace': 200, '/mon-espace': '/espace' }],
      [
        'one with a temporary password',
        new Visitor(site).withSession(temporary),
        { '/espace': '/espace/mot-de-passe', '/mon-espace': '/espace' },
      ],
      ['a guardian', await staff(guardian), { '/responsable': 200, ...account, '/mon-espace': '/responsable' }],
      ['a manager', await staff(manager), { ...shopPages, ...account, [choice]: 200, '/mon-espace': '/partenaire' }],
      ['somebody of two shops', said, { ...shopPages, ...account, [choice]: 200, '/mon-espace': '/partenaire' }],
      ['one who has not said which', await staff(ofBoth), { '/espace': choice, ...unsaid, [choice]: 200, '/mon-espace': '/espace' }],
      ['one who has none any more', await staff(gone), { '/espace': choice, ...unsaid, [choice]: 200, '/mon-espace': '/espace' }],
      ['a head', await staff(head), { '/etablissement': 200, ...account, [choice]: 200, '/mon-espace': '/etablissement' }],
      ['an agent', await staff(agent), { '/region': 200, ...account, '/mon-espace': '/region' }],
      ['a till', await aTill(manager), { '/partenaire/encaissement': tillPage, [tillPage]: 200, '/mon-espace': '/espace' }],
    ]
    for (const [who, visitor, given] of everyone) {
      const found: Record<string, string | number> = {}
      for (const path of PAGES) found[path] = outcome(await visitor.get(path))
      expect(found, who).toEqual({ ...Object.fromEntries(PAGES.map((path) => [path, REFUSED])), ...given })
    }
  })

  test('is nobody once their account is closed, though their session is open', async () => {
    const { beneficiaryId, manager, head, agent, guardian } = await everybody()
    const young = await new Visitor(site).signInAs({ beneficiaryId })
    const till = await aTill(manager)
    const others: [Visitor, string, string][] = [
      [await staff(manager), '/partenaire', staffSignIn],
      [till, tillPage, staffSignIn],
      [await staff(head), '/etablissement', staffSignIn],
      [await staff(agent), '/region', staffSignIn],
      [await staff(guardian), '/responsable', '/responsable/connexion'],
    ]
    for (const [visitor, path] of others) expect((await visitor.get(path)).status, path).toBe(200)
    const ids = [manager, head, agent, guardian].map(({ id }) => id)
    await db.updateTable('staff').set({ closed_at: TEST_NOW }).where('id', 'in', ids).execute()
    const nobody = { civility: '', first_name: 'Compte clos', email: '', birth_date: '1900-01-01' }
    await db
      .updateTable('beneficiaries')
      .set({ ...nobody, closed_at: TEST_NOW })
      .where('id', '=', beneficiaryId)
      .execute()
    for (const [visitor, path, signIn] of others) {
      for (const page of [path, '/espace']) expect((await visitor.get(page)).location).toBe(page === path ? signIn : '/connexion')
    }
    for (const page of ['/espace', '/region'])
      expect((await young.get(page)).location).toBe(page === '/espace' ? '/connexion' : staffSignIn)
  })

  test.each(['/', '/espace', '/partenaire', '/connexion/prolongation'])(
    'goes on for twenty minutes more after %s, whosever page it is',
    async (path) => {
      const { beneficiaryId, manager } = await everybody()
      const [young, user] = [await new Visitor(site).signInAs({ beneficiaryId }), await staff(manager)]
      for (const visitor of [young, user]) {
        clock.set(TEST_NOW)
        for (const _ of ['once', 'again']) {
          later(19)
          await visitor.get(path)
        }
        later(19)
        expect((await visitor.get(visitor === young ? '/espace' : '/partenaire')).status).toBe(200)
        later(21)
        expect((await visitor.get(path)).text).not.toContain('data-session-seconds')
        expect((await visitor.get(visitor === young ? '/espace' : '/partenaire')).status).toBe(303)
      }
    },
  )

  test('signs in again when their session ends while it is read', async () => {
    const { beneficiaryId, manager } = await everybody()
    for (const [owner, page, signIn] of [
      [{ beneficiaryId }, '/region', staffSignIn],
      [{ staffId: manager.id }, '/espace', '/connexion'],
    ] as const) {
      const token = await committed((tx) => openSession(tx, owner, undefined))
      const visitor = new Visitor({ ...site, db: db.withPlugin(endingSessions) }).withSession(token)
      expect((await visitor.get(page)).location).toBe(signIn)
    }
  })
})

/** Ends all sessions as soon as one was found to be of another kind. */
const endingSessions: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    if (result.rows.some((row) => 'is_of_staff' in row)) await db.deleteFrom('sessions').execute()
    return result
  },
}
