import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { testDatabase } from '../../../../tests/support/database.ts'
import { anAgent, aPartner, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import type { Role } from '../../../spaces/roles.ts'
import { type AgentThere, holders, twoPeopleFor } from './beginning.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)

const people = (...all: Role[][]): AgentThere[] => all.map((roles, id) => ({ id, roles, is_invited: false }))

test('an act has its two people when they are two: one who starts it and another who finishes it', () => {
  const release = { starts: 'settlements.prepare', finishes: 'money.release' } as const
  expect(twoPeopleFor(release, people(['preparer']))).toBe('missing')
  expect(twoPeopleFor(release, people(['approver']))).toBe('missing')
  expect(twoPeopleFor(release, people(['preparer'], ['approver']))).toBe('there')
  const school = { starts: 'schools.manage', finishes: 'schools.manage' } as const
  expect(twoPeopleFor(school, people(['eligibility'], ['content']))).toBe('missing')
  expect(twoPeopleFor(school, people(['eligibility'], ['eligibility']))).toBe('there')
  const [first, second] = people(['eligibility'], ['eligibility']) as [AgentThere, AgentThere]
  expect(twoPeopleFor(school, [first, { ...second, is_invited: true }])).toBe('invited')
  expect(holders([first], 'dpo', 1)).toBe('missing')
})

test('the page says what is missing, then what is there, to administrators only', async () => {
  const { admin, other } = await inTransaction(site.db, clock.now(), async (tx) => ({
    admin: await anAgent(tx, 'administrator'),
    other: await anAgent(tx, 'eligibility'),
  }))
  expect((await (await new Visitor(site).signInAs({ staffId: other.id })).get('/region/mise-en-route')).status).toBe(403)
  const visitor = await new Visitor(site).signInAs({ staffId: admin.id })
  /** The lines of the page, in words. */
  const lines = async () => {
    const { text } = await visitor.get('/region/mise-en-route')
    return Array.from(text.matchAll(/<tr role="row">.*?<\/tr>/gs), ([line]) =>
      line
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
  }
  const line = async (what: string) => (await lines()).find((one) => one.startsWith(what)) ?? ''
  for (const what of ['Deux administrateurs', 'Un délégué', 'Une campagne', 'Des établissements', 'Des formations', 'Des partenaires'])
    expect(await line(what), what).toContain('Manque')
  expect(await line('Ouvrir un compte de la Région')).toContain('Manque')
  expect(await line('Le rôle du programme')).toContain('pourrait les reprendre')
  expect(await line('Une sauvegarde')).toContain('Aucune par ce programme')

  await inTransaction(site.db, clock.now(), async (tx) => {
    await anAgent(tx, 'administrator')
    await tx.updateTable('staff').set({ password_hash: 'chosen' }).execute()
    await aSchoolUser(tx, await aSchool(tx))
    await aSchool(tx)
    await aPartner(tx)
  })
  expect(await line('Deux administrateurs')).toContain('Prêt')
  expect(await line('Ouvrir un compte de la Région')).toContain('Prêt')
  expect(await line('Des établissements')).toContain('2 établissements ouverts')
  expect(await line('Un compte pour chaque établissement')).toContain('1 établissement sans compte')
  expect(await line('Un compte pour chaque partenaire')).toContain('Manque')
})
