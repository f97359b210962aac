import { beforeAll, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, anAgent } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { REGISTER_DAYS } from './data-request.ts'
import { forgettingOfDataRequests } from './jobs.ts'
import { peopleNumbered } from './queries.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const dpo = new Visitor(site)

let staffId: number

beforeAll(async () => {
  staffId = (await inTransaction(db, TEST_NOW, (tx) => anAgent(tx, 'dpo'))).id
  await dpo.signInAs({ staffId })
})

const holder = () =>
  inTransaction(db, TEST_NOW, async (tx) => {
    const made = await aHolder(tx)
    await tx.updateTable('beneficiaries').set({ mobile_phone: '0612345678' }).where('id', '=', made.beneficiary.id).execute()
    return made
  })

const typed = {
  kind: 'access',
  'receivedOn.day': '31',
  'receivedOn.month': '10',
  'receivedOn.year': '2026',
  askedBy: 'Jean Martin, jean@example.org',
  words: 'Que savez-vous de moi ?',
}
const record = async (more: Record<string, string> = {}) => {
  const { location } = await dpo.submit('/region/donnees/nouvelle', { ...typed, ...more })
  expect(location).toBe('/region/donnees?fait=inscription')
  return db.selectFrom('data_requests').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
}

test('a person is found by any number, and by a telephone that several share', async () => {
  const { beneficiary, card } = await holder()
  const ids = async (number: string) => (await peopleNumbered(db, number)).map(({ id, is }) => [id, is])
  expect(await ids(card.number.replace(/(\d{4})/, '$1 '))).toEqual([[beneficiary.id, 'dossier ou carte']])
  const { id } = await db.selectFrom('journal_lines').select('id').where('beneficiary_id', '=', beneficiary.id).executeTakeFirstOrThrow()
  expect(await ids(String(id))).toEqual([[beneficiary.id, 'transaction']])
  expect(await ids('06 12 34 56 78')).toContainEqual([beneficiary.id, 'téléphone'])
  expect(await ids('99999999')).toEqual([])
  expect((await dpo.search('/region/donnees', { numero: card.number })).text).toContain(`/region/beneficiaires/${beneficiary.id}/donnees`)
})

test('a request is due a month after it came, three once it says why; late, it says so; it ends once, done or refused with a ground', async () => {
  const request = await record()
  expect(request).toMatchObject({ received_on: '2026-10-31', due_on: '2026-11-30', outcome: null })
  const path = `/region/donnees/${request.id}`
  expect((await dpo.get('/region')).text).toContain('30/11/2026')
  clock.set(new Date('2026-12-01T12:00:00Z'))
  await dpo.signInAs({ staffId })
  expect((await dpo.get('/region/donnees')).text).toContain('En retard')
  expect((await dpo.submit(path, { action: 'extend', extension: 'Beaucoup de documents.' })).location).toBe(`${path}?fait=delai`)
  expect((await dpo.get(path)).text).toContain('31/01/2027')
  expect((await dpo.get(path)).text).not.toContain('Il faut plus de temps')
  expect((await dpo.submit(path, { action: 'refuse', refusal: 'Nous ne pouvons pas.' })).status).toBe(422)
  expect((await dpo.submit(path, { action: 'refuse', ground: 'accounts', refusal: 'Vos paiements restent.' })).status).toBe(303)
  expect((await dpo.get(path)).text).toContain('La loi oblige la Région à garder ses comptes.')
  expect((await dpo.get('/region/donnees')).text).not.toContain(`href="${path}"`)
  expect((await dpo.get('/region/donnees?etat=terminees')).text).toContain(`href="${path}"`)

  const { ended_at } = await db.selectFrom('data_requests').select('ended_at').where('id', '=', request.id).executeTakeFirstOrThrow()
  const after = (days: number) => new Date((ended_at as Date).getTime() + days * 86_400_000)
  clock.set(after(REGISTER_DAYS - 1))
  await forgettingOfDataRequests.run(site)
  expect(await db.selectFrom('data_requests').select('id').where('id', '=', request.id).execute()).toHaveLength(1)
  clock.set(after(REGISTER_DAYS + 1))
  await forgettingOfDataRequests.run(site)
  expect(await db.selectFrom('data_requests').select('id').where('id', '=', request.id).execute()).toEqual([])
  clock.set(TEST_NOW)
  await dpo.signInAs({ staffId })
})

test('a day to come and a number of nobody are refused', async () => {
  expect((await dpo.submit('/region/donnees/nouvelle', { ...typed, 'receivedOn.year': '2027' })).status).toBe(422)
  expect((await dpo.submit('/region/donnees/nouvelle', { ...typed, number: '99999999' })).status).toBe(422)
})

test('the archive is made for somebody, who reads that it was; their erasure is theirs, and the register forgets them', async () => {
  const { beneficiary, card } = await holder()
  const request = await record({ kind: 'erasure', number: card.number })
  expect(request.beneficiary_id).toBe(beneficiary.id)
  const path = `/region/beneficiaires/${beneficiary.id}/donnees`
  expect((await dpo.get(path)).text).toContain('Effacement')
  const archive = await dpo.get(`${path}/archive.zip`)
  expect([archive.status, archive.headers.get('content-type')]).toEqual([200, 'application/zip'])
  expect((await dpo.submit(`${path}/effacement`, { reason: 'Demande vérifiée' })).status).toBe(422)
  expect((await dpo.submit(`${path}/effacement`, { reason: 'Demande vérifiée', isSure: 'on' })).location).toBe('/region/donnees')
  expect((await dpo.get(path)).status).toBe(404)
  const facts = await db.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', beneficiary.id).orderBy('id').execute()
  expect(facts.map(({ fact }) => fact)).toEqual(
    expect.arrayContaining(['data-request.recorded', 'beneficiary.archived', 'beneficiary.account-closed', 'beneficiary.erased']),
  )
  const { asked_by } = await db.selectFrom('data_requests').select('asked_by').where('id', '=', request.id).executeTakeFirstOrThrow()
  expect(asked_by).toBe('Compte effacé')
})

test('is the data protection officer’s alone', async () => {
  const { id } = await inTransaction(db, TEST_NOW, (tx) => anAgent(tx, 'administrator'))
  expect((await (await new Visitor(site).signInAs({ staffId: id })).get('/region/donnees')).status).toBe(403)
})
