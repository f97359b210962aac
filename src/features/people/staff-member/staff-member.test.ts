import { describe, expect, test } from 'vitest'
import { type Fields, testSite, Visitor } from '../../../../tests/support/app.ts'
import { testDatabase } from '../../../../tests/support/database.ts'
import { anAgent, anOrganisation, aPartner, aPartnerUser, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { ROLE_NAMES, type Role } from '../../../spaces/roles.ts'
import { changeRoles } from '../staff/index.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)

const agent = await committed((tx) => anAgent(tx))
const desk = () => new Visitor(site).signInAs({ staffId: agent.id })
const partner = await committed((tx) => aPartner(tx, { name: 'LES PAGES' }))
const act = async (id: number, fields: Fields) => (await desk()).submit(`/region/comptes/${id}`, fields)

describe('an account', () => {
  test('of an agent or a school that was closed is not opened again by one person', async () => {
    const [former, office] = await committed(
      async (tx) => [await anAgent(tx, 'approver'), await aSchoolUser(tx, await aSchool(tx))] as const,
    )
    const isOpen = async (id: number) =>
      (await db.selectFrom('staff').select('closed_at').where('id', '=', id).executeTakeFirstOrThrow()).closed_at === null
    for (const [{ id }, kind] of [
      [former, 'agent'],
      [office, 'school'],
    ] as const) {
      expect((await act(id, { action: 'reopen' })).status).toBe(409)
      await act(id, { action: 'close' })
      expect((await act(id, { action: 'reopen' })).location).toContain('fait=demande')
      expect(await isOpen(id)).toBe(false)
      await committed((tx) => agreedTo(tx, `staff.${kind}-reopening`, id))
      expect(await isOpen(id)).toBe(true)
    }
  })

  test('of a school works at another too, once two people of the Region say so', async () => {
    const [office, school] = await committed(async (tx) => [await aSchoolUser(tx, await aSchool(tx)), await aSchool(tx)] as const)
    const { email } = await db.selectFrom('staff').select('email').where('id', '=', office.id).executeTakeFirstOrThrow()
    const asked = { email: email.toUpperCase(), kind: 'school', uai: school.uai, 'schoolRoles[]': 'reader' }
    const places = () => db.selectFrom('workplaces').select(['school_id', 'roles']).where('staff_id', '=', office.id).execute()
    const ask = async () => (await desk()).submit('/region/comptes/nouveau', { name: 'Autre nom', ...asked })
    expect((await ask()).location).toContain('fait=demande')
    expect(await places()).toHaveLength(1)
    const waiting = await db.selectFrom('acts_of_two').select('id').where('subject', '=', email.toLowerCase()).executeTakeFirstOrThrow()
    const shown = (await (await desk()).get(`/region/a-valider/${waiting.id}`)).text
    expect([shown.includes('Compte déjà ouvert'), shown.includes(office.school_name)]).toEqual([true, true])
    await committed((tx) => agreedTo(tx, 'staff.school-account', email.toLowerCase()))
    expect(await places()).toEqual([
      { school_id: office.school_id, roles: ['head', 'office'] },
      { school_id: school.id, roles: ['reader'] },
    ])
    const again = await ask()
    expect([again.status, again.text.includes('travaille déjà dans cet établissement')]).toEqual([422, true])
    const file = (await (await desk()).get(`/region/comptes/${office.id}`)).text
    expect([file.includes(office.school_name), file.includes(school.name), file.includes('Lecture')]).toEqual([true, true, true])
  })

  test('of an agent changes its roles, from the next page', async () => {
    const other = await committed((tx) => anAgent(tx, 'content'))
    const visitor = await new Visitor(site).signInAs({ staffId: other.id })
    expect((await visitor.get('/region/comptes')).status).toBe(403)
    await act(other.id, { action: 'roles', 'roles[]': 'administrator' })
    expect((await visitor.get('/region/comptes')).status).toBe(403)
    await committed((tx) => agreedTo(tx, 'staff.roles', other.id))
    expect((await visitor.get('/region/comptes')).status).toBe(200)
    expect((await act(other.id, { action: 'roles', 'roles[]': 'king' })).status).toBe(422)
  })

  test('never holds two roles that exclude each other, whoever writes it', async () => {
    const other = await committed((tx) => anAgent(tx, 'reader'))
    const tick = async (...roles: Role[]) => act(other.id, { action: 'roles', 'roles[]': roles })
    for (const roles of [
      ['approver', 'preparer'],
      ['approver', 'partners'],
      ['administrator', 'approver'],
      ['dpo', 'content'],
    ] as Role[][]) {
      const { status, text } = await tick(...roles)
      expect([status, text.includes('id="roles-error"')], String(roles)).toEqual([422, true])
      await expect(
        committed((tx) => changeRoles(tx, agent, { id: other.id, roles })),
        String(roles),
      ).rejects.toThrow(roles.includes('dpo') ? 'who_protects_data_changes_nothing_else' : 'who_approves_starts_nothing')
    }
    for (const roles of [
      ['dpo', 'reader'],
      ['helpline', 'eligibility', 'approver'],
    ] as Role[][]) {
      expect((await tick(...roles)).status, String(roles)).toBe(303)
      await committed((tx) => agreedTo(tx, 'staff.roles', other.id))
      expect(
        (await db.selectFrom('staff').select('region_roles').where('id', '=', other.id).executeTakeFirstOrThrow()).region_roles,
      ).toEqual(roles.sort((a, b) => ROLE_NAMES.indexOf(a) - ROLE_NAMES.indexOf(b)))
    }
  })

  test('is managed by whoever manages its kind: a school’s by eligibility, a partner’s by partners, an agent’s by administrators', async () => {
    const [office, till, colleague] = await committed(async (tx) => [
      await aSchoolUser(tx, await aSchool(tx)),
      await aPartnerUser(tx, partner),
      await anAgent(tx, 'content'),
    ])
    for (const [role, own, others] of [
      ['eligibility', office, [till, colleague]],
      ['partners', till, [office, colleague]],
      ['administrator', colleague, [office, till]],
    ] as const) {
      const by = await committed((tx) => anAgent(tx, role))
      const visitor = await new Visitor(site).signInAs({ staffId: by.id })
      const { text } = await visitor.get('/region/comptes')
      expect(
        [office, till, colleague].filter(({ name }) => text.includes(name)),
        role,
      ).toEqual([own])
      const _csrf = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/region/comptes/nouveau')).text)?.[1] ?? ''
      for (const { id } of others) {
        expect((await visitor.get(`/region/comptes/${id}`)).status).toBe(404)
        for (const action of ['link', 'close', 'reopen', 'reset']) {
          expect((await visitor.post(`/region/comptes/${id}`, { _csrf, action })).status, `${action} by ${role}`).toBe(404)
        }
      }
      expect((await visitor.post(`/region/comptes/${own.id}`, { _csrf, action: 'close' })).status).toBe(303)
      expect((await visitor.post(`/region/comptes/${own.id}`, { _csrf, action: 'reopen' })).status).toBe(303)
    }
  })

  test('of a partner never becomes an agent’s', async () => {
    const member = await committed((tx) => aPartnerUser(tx, partner))
    expect((await act(member.id, { action: 'roles', 'roles[]': 'administrator' })).status).toBe(404)
  })

  test('is not one’s own: an administrator is left', async () => {
    for (const fields of [{ action: 'close' }, { action: 'roles', 'roles[]': 'content' }, { action: 'reset' }] as Fields[]) {
      const visitor = await desk()
      const { text } = await visitor.get('/region/comptes/nouveau')
      const csrf = /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? ''
      const answer = await visitor.post(`/region/comptes/${agent.id}`, { _csrf: csrf, ...fields })
      expect([answer.status, answer.text.includes('un autre administrateur')]).toEqual([422, true])
    }
  })
})

describe('somebody invited to several shops of an organisation by the Region', () => {
  const placesOf = (email: string) =>
    db
      .selectFrom('workplaces as w')
      .innerJoin('staff as s', 's.id', 'w.staff_id')
      .select(['w.partner_id', 'w.roles'])
      .where('s.email', '=', email)
      .orderBy('w.partner_id')
      .execute()

  /** Three shops of one organisation, of which one is closed, a shop of another; and their pages for an agent of partners. */
  async function aChain() {
    const made = await committed(async (tx) => {
      const [first, second, suspended] = [await aPartner(tx), await aPartner(tx), await aPartner(tx, { active: false })]
      const [manager, stranger] = [await aPartnerUser(tx, second), await aPartner(tx)]
      await anOrganisation(tx, [first, second, suspended], { legal_name: 'SARL LA CHAÎNE' })
      await anOrganisation(tx, [stranger])
      return { first, second, suspended, stranger, manager, of: await anAgent(tx, 'partners') }
    })
    return {
      ...made,
      visitor: await new Visitor(site).signInAs({ staffId: made.of.id }),
      page: `/region/comptes/nouveau?partenaire=${made.first.code}`,
    }
  }
  const asked = (email: string, { code }: { code: string }, ...shops: { id: number }[]) => ({
    ...{ name: 'Anne D.', email, kind: 'partner', partnerCode: code, 'shopRoles[]': 'accountant' },
    'shops[]': shops.map(({ id }) => String(id)),
  })

  test('works at each that was ticked, by one mail; their managers are told', async () => {
    const { first, second, suspended, stranger, manager, visitor, page } = await aChain()
    const { text } = await visitor.get(page)
    expect(text).toContain('SARL LA CHAÎNE')
    expect([first, second, suspended, stranger].map(({ id }) => text.includes(`value="${id}"`))).toEqual([false, true, false, false])
    expect((await visitor.get('/region/comptes/nouveau')).text).not.toContain('Aussi dans ces points de vente')
    const email = 'anne.de.la.chaine@example.org'
    expect((await visitor.submit(page, asked(email, first, second))).location).toContain('fait=invitation')
    expect(await placesOf(email)).toEqual([first, second].map(({ id }) => ({ partner_id: id, roles: ['accountant'] })))
    const mails = await db.selectFrom('messages').select('body').where('address', '=', email).execute()
    expect(mails).toEqual([{ body: expect.stringContaining(`${first.name}, ${second.name}`) }])
    const told = db.selectFrom('messages').select('subject').where('staff_id', '=', manager.id)
    expect(await told.execute()).toEqual([{ subject: 'Utilisateur Anne D. : le compte est ouvert' }])
  })

  test('keeps the account that they have; a shop of another organisation, or one that is closed, is refused, and what was typed is kept', async () => {
    const { first, second, suspended, stranger, manager, visitor, page } = await aChain()
    const { email } = await db.selectFrom('staff').select('email').where('id', '=', manager.id).executeTakeFirstOrThrow()
    for (const wrong of [stranger, suspended]) {
      const refused = await visitor.submit(page, asked('autre@example.org', first, second, wrong))
      expect([refused.status, refused.text.includes('pas de la même structure'), refused.text.includes('href="#shops"')]).toEqual([
        422,
        true,
        true,
      ])
      expect(refused.text).toMatch(new RegExp(`value="${second.id}" checked`))
    }
    // The code was changed by hand to that of another organisation.
    expect((await visitor.submit(page, asked('autre@example.org', stranger, second))).status).toBe(422)
    const works = await visitor.submit(page, asked(email, first, second))
    expect([works.status, works.text.includes('l’un de ces points de vente')]).toEqual([422, true])
    expect(await placesOf(email)).toHaveLength(1)
    expect(await placesOf('autre@example.org')).toEqual([])
    // Ticked where it is named too.
    expect((await visitor.submit(page, asked(email, first, first))).location).toContain(`/region/comptes/${manager.id}`)
    expect((await placesOf(email)).map(({ partner_id }) => partner_id)).toEqual([first.id, second.id])
  })
})
