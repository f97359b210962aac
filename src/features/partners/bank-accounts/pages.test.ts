import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { testDatabase } from '../../../../tests/support/database.ts'
import { anAccountToPay, anAgent, anOrganisation, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { hashPassword } from '../../../platform/passwords.ts'
import { organisationOf } from '../organisations/index.ts'
import { PROPOSED_A_DAY } from './account.ts'

const database = await testDatabase()
const { site, clock } = testSite(database)
const { db } = database
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), run)

const PASSWORD = 'Beffroi2026'
const password_hash = await hashPassword(PASSWORD)
const OWN = '/partenaire/compte-bancaire'
const IBAN = 'FR76 3000 6000 0112 3456 7890 189'
const typed = { action: 'propose', holder: 'SARL LES PAGES', iban: IBAN, bic: '', password: PASSWORD }

async function scene() {
  const given = await act(async (tx) => {
    const [shop, other] = [await aPartner(tx, { name: 'LES PAGES' }), await aPartner(tx, { name: 'AU BEFFROI' })]
    return {
      ...{ shop, other, organisation: await anOrganisation(tx, [shop], { legal_name: 'SARL LES PAGES' }) },
      ...{ manager: await aPartnerUser(tx, shop), accountant: await aPartnerUser(tx, shop, { roles: ['accountant'] }) },
      ...{ agent: await anAgent(tx, 'partners'), second: await anAgent(tx, 'partners') },
    }
  })
  await db.updateTable('staff').set({ password_hash }).where('id', '=', given.manager.id).execute()
  const visitor = (id: number) => new Visitor(site).signInAs({ staffId: id })
  return {
    ...given,
    asManager: await visitor(given.manager.id),
    asAccountant: await visitor(given.accountant.id),
    asAgent: await visitor(given.agent.id),
    asSecond: await visitor(given.second.id),
  }
}
const proposals = (partner: { id: number }) =>
  db.selectFrom('bank_accounts_of_partners').selectAll().where('partner_id', '=', partner.id).orderBy('bank_account_id').execute()
const actAbout = async (account: number | undefined) =>
  (
    await db
      .selectFrom('acts_of_two')
      .select('id')
      .where('kind', '=', 'bank-account.change')
      .where('subject', '=', String(account))
      .executeTakeFirstOrThrow()
  ).id

test('a manager proposes an account with their password again, and reads what waits, what is paid and what was refused', async () => {
  const { shop, asManager, asAccountant, asAgent } = await scene()
  expect((await asManager.get('/partenaire')).text).toContain(OWN)
  expect((await asAccountant.get(OWN)).status).toBe(403)
  const wrong = await asManager.submit(OWN, { ...typed, holder: '', iban: 'FR76 3000', password: '' })
  expect(wrong.status).toBe(422)
  for (const said of ['Saisissez le nom du titulaire', 'Cet IBAN n’existe pas', 'Saisissez votre mot de passe'])
    expect(wrong.text).toContain(said)
  const refused = await asManager.submit(OWN, { ...typed, password: 'pas le bon' })
  expect([refused.status, refused.text.includes('Ce n’est pas votre mot de passe'), refused.text.includes(IBAN)]).toEqual([422, true, true])
  expect(await proposals(shop)).toEqual([])

  const sent = await asManager.submit(OWN, typed)
  expect(sent.location).toBe(`${OWN}?fait=proposition`)
  const { text } = await asManager.get(OWN)
  for (const said of ['En attente de la Région', 'FR76 **** **** 0189', 'Retirer cette proposition']) expect(text).toContain(said)
  expect(text.replace(/\s/g, '')).not.toContain('30006000011234567890')
  expect((await asManager.submit(OWN, typed)).status).toBe(409)

  const [proposal] = await proposals(shop)
  const path = `/region/a-valider/${await actAbout(proposal?.bank_account_id)}`
  const shown = await asAgent.get(path)
  for (const said of ['SARL LES PAGES', 'IBAN de LES PAGES', 'Aucun', 'FR76 **** **** 0189', 'rappelez le commerce'])
    expect(shown.text).toContain(said)
  await asAgent.submit(path, { action: 'refuse', answer: 'Le titulaire n’est pas le vôtre.' })
  expect((await asManager.get(OWN)).text).toContain('Le titulaire n’est pas le vôtre.')
  await asManager.submit(OWN, typed)
  await asManager.submit(OWN, { action: 'withdraw' })
  expect((await proposals(shop)).map(({ state }) => state)).toEqual(['refused', 'withdrawn'])
})

test('neither a forged form nor an open session proposes for another shop, and no letter box is filled', async () => {
  const { shop, other, asManager } = await scene()
  await act((tx) => anOrganisation(tx, [other]))
  await asManager.submit(OWN, { ...typed, partner_id: String(other.id), 'partners[]': String(other.id), partnerIds: String(other.id) })
  expect([(await proposals(shop)).length, (await proposals(other)).length]).toEqual([1, 0])
  for (let time = 1; time < PROPOSED_A_DAY; time += 1) {
    await asManager.submit(OWN, { action: 'withdraw' })
    expect((await asManager.submit(OWN, typed)).status).toBe(303)
  }
  await asManager.submit(OWN, { action: 'withdraw' })
  expect((await asManager.submit(OWN, typed)).status).toBe(429)
})

test('an agent gives a SIRET and proposes an account; they do not agree to it, another does', async () => {
  const { other, asAgent, asSecond, agent } = await scene()
  const page = `/region/partenaires/${other.id}`
  expect((await asAgent.get(page)).text).toContain('Aucun : ce qui est dû attend un RIB')
  expect((await asAgent.get(`${page}/compte-bancaire`)).text).toContain('Saisir le SIRET')
  const wrong = await asAgent.submit(`${page}/structure`, { siret: '732 829 320 00075', legalName: '' })
  expect([wrong.status, wrong.text.includes('Ce SIRET n’existe pas'), wrong.text.includes('Saisissez la raison sociale')]).toEqual([
    422,
    true,
    true,
  ])
  expect((await asAgent.submit(`${page}/structure`, { siret: '732 829 320 00074', legalName: 'BEFFROI SAS' })).location).toContain(
    'fait=structure',
  )
  expect((await asAgent.get(`${page}/structure`)).text).toContain('Un SIRET attend une seconde personne')
  expect(await organisationOf(db, other.id)).toBeUndefined()
  const structure = await db.selectFrom('acts_of_two').select('id').where('kind', '=', 'partner.structure').executeTakeFirstOrThrow()
  expect((await asAgent.submit(`/region/a-valider/${structure.id}`, { action: 'agree' })).status).toBe(403)
  expect((await asSecond.get(`/region/a-valider/${structure.id}`)).text).toContain('732 829 320 00074')
  expect((await asSecond.submit(`/region/a-valider/${structure.id}`, { action: 'agree' })).status).toBe(303)
  const account = { holder: 'BEFFROI SAS', iban: IBAN, bic: '' }
  expect((await asAgent.submit(`${page}/compte-bancaire`, account)).text).toContain('Cochez au moins un partenaire')
  const sent = await asAgent.submit(`${page}/compte-bancaire`, { ...account, 'partners[]': [String(other.id)] })
  expect(sent.location).toContain('fait=proposition')
  const [proposal] = await proposals(other)
  const path = `/region/a-valider/${await actAbout(proposal?.bank_account_id)}`
  expect((await asAgent.submit(path, { action: 'agree' })).status).toBe(403)
  expect(proposal).toMatchObject({ state: 'proposed' })
  expect((await asSecond.submit(path, { action: 'agree' })).status).toBe(303)
  expect((await proposals(other))[0]).toMatchObject({ state: 'agreed' })
  const { text } = await asAgent.get(page)
  for (const said of ['BEFFROI SAS', '73282932000074', 'FR76 **** **** 0189']) expect(text).toContain(said)

  const reader = await new Visitor(site).signInAs({ staffId: (await act((tx) => anAgent(tx, 'reader'))).id })
  for (const part of ['structure', 'compte-bancaire', 'compte-bancaire/arret'])
    expect((await reader.get(`${page}/${part}`)).status).toBe(403)
  expect((await asAgent.submit(`${page}/compte-bancaire/arret`, { words: '' })).status).toBe(422)
  const stopped = await asAgent.submit(`${page}/compte-bancaire/arret`, { words: 'Le commerce a changé de banque.' })
  expect(stopped.location).toContain('fait=arret')
  expect((await asAgent.get(`${page}/compte-bancaire`)).text).toContain('Le commerce a changé de banque.')
  const fact = await db
    .selectFrom('audit_facts')
    .select(['staff_id', 'details'])
    .where('fact', '=', 'bank-account.ended')
    .executeTakeFirstOrThrow()
  expect(fact).toMatchObject({ staff_id: agent.id })
})

test('a manager of a frozen shop, or of one without a SIRET, reads what to do', async () => {
  const { shop, asManager, organisation } = await scene()
  await act((tx) => anAccountToPay(tx, organisation, [shop]))
  await db.updateTable('partners').set({ frozen_at: clock.now() }).where('id', '=', shop.id).execute()
  expect((await asManager.get(OWN)).text).toContain('est gelé')
  expect((await asManager.submit(OWN, { ...typed, iban: 'FR14 2004 1010 0505 0001 3M02 606' })).status).toBe(409)
  const manager = await act(async (tx) => aPartnerUser(tx, await aPartner(tx)))
  const another = await new Visitor(site).signInAs({ staffId: manager.id })
  expect((await another.get(OWN)).text).toContain('n’a pas encore le SIRET')
})
