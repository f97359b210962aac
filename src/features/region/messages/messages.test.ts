import { beforeAll, beforeEach, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, anAgent } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { notify, withdrawSecrets } from '../../../platform/messages/notify.ts'
import { filterOf, type Sent, sendingAgain, shownBody } from './sent.ts'

const database = await testDatabase()
const { site } = testSite(database)
const support = new Visitor(site)

beforeAll(async () => {
  const agent = await inTransaction(database.db, TEST_NOW, (tx) => anAgent(tx, 'helpline'))
  await support.signInAs({ staffId: agent.id })
})
beforeEach(() => database.db.deleteFrom('messages').execute())

async function said(subject: string, marks: { state?: string; failure?: string; secret?: 'reset-link' } = {}) {
  const { secret, ...rest } = marks
  return inTransaction(database.db, TEST_NOW, async (tx) => {
    const person = await aBeneficiary(tx)
    await notify(tx, person.id, { template: 'test', subject, paragraphs: ['Ticket n° 123456789012.'], secret })
    const { id } = await tx
      .updateTable('messages')
      .set({ state: 'sent', attempts: 3, ...rest })
      .where('beneficiary_id', '=', person.id)
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id, person }
  })
}

const states = async () => await database.db.selectFrom('messages').select(['id', 'state', 'address', 'attempts']).orderBy('id').execute()

test('the list is filtered by state, address and day, and counts each state', async () => {
  const failed = await said('En panne', { state: 'failed', failure: 'EENVELOPE 550' })
  await said('Parti')
  const all = (await support.get('/region/messages')).text
  expect(all).toContain('En échec (1)')
  expect(all).toContain('Tous (2)')
  const { text } = await support.get('/region/messages?etat=failed')
  expect(text).toContain('EENVELOPE 550')
  expect(text).not.toContain('Parti</a>')
  expect((await support.search('/region/messages', { adresse: failed.person.email.replace('@example.org', '') })).text).toContain(
    'Messages : 1',
  )
  expect((await support.get('/region/messages?au.jour=22&au.mois=11&au.annee=2026')).text).toContain('Messages : 0')
  expect((await support.get('/region/messages?du.jour=23&du.mois=11&du.annee=2026')).text).toContain('Messages : 2')
})

test('what failed is queued again, to the address that its person has now', async () => {
  const { id, person } = await said('En panne', { state: 'failed', failure: 'EENVELOPE 550' })
  await database.db.updateTable('beneficiaries').set({ email: 'nouvelle@example.org' }).where('id', '=', person.id).execute()
  expect((await support.submit(`/region/messages/${id}`)).location).toBe(`/region/messages/${id}?fait=envoi`)
  expect(await states()).toEqual([{ id, state: 'queued', address: 'nouvelle@example.org', attempts: 0 }])
  expect((await support.submit(`/region/messages/${id}`)).status).toBe(409)
})

test('what was sent is said once more in a message of its own; each reading and sending is written down', async () => {
  const { id, person } = await said('Parti')
  const { location } = await support.submit(`/region/messages/${id}`)
  expect(location).not.toContain(id)
  expect((await states()).map(({ state }) => state).sort()).toEqual(['queued', 'sent'])
  const facts = await database.db.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', person.id).orderBy('id').execute()
  expect(facts.map(({ fact }) => fact)).toEqual(['message.read', 'message.sent-again'])
})

test('a secret that was taken back is not sent again', async () => {
  const { id, person } = await said('Un lien', { state: 'queued', secret: 'reset-link' })
  await inTransaction(database.db, TEST_NOW, (tx) => withdrawSecrets(tx, person.id))
  expect((await support.submit(`/region/messages/${id}`)).status).toBe(409)
  expect((await states())[0]?.state).toBe('failed')
})

test('the page of a message shows no whole ticket', async () => {
  const { id } = await said('Parti')
  const { text } = await support.get(`/region/messages/${id}`)
  expect(text).toContain('•••• •••• 9012')
  expect(text).not.toContain('123456789012')
})

const SENT: Sent = {
  template: 'test',
  secret: null,
  channel: 'email',
  state: 'sent',
  failure: null,
  address: 'avant@example.org',
  beneficiary_id: 1,
  staff_id: null,
  current_address: 'maintenant@example.org',
  asked_email: null,
  has_password: true,
}

test.each<[string, Partial<Sent>, string | undefined]>([
  ['goes to the address of now', {}, 'maintenant@example.org'],
  ['waits already', { state: 'queued' }, undefined],
  ['has no person any more', { current_address: null }, undefined],
  ['was to nobody known', { beneficiary_id: null, current_address: null }, 'avant@example.org'],
  ['confirms an address still wished for', { secret: 'email-link', asked_email: 'avant@example.org' }, 'avant@example.org'],
  ['confirms an address no longer wished for', { secret: 'email-link', asked_email: 'autre@example.org' }, undefined],
  ['is a temporary password, too late', { secret: 'temporary-password' }, undefined],
  ['is a temporary password', { secret: 'temporary-password', has_password: false }, 'maintenant@example.org'],
  ['is a code', { template: 'sign-in-code' }, undefined],
  ['is a code to prove a number', { secret: 'phone-code', channel: 'sms' }, undefined],
])('a message that %s', (_what, given, to) => {
  const sending = sendingAgain({ ...SENT, ...given })
  expect('to' in sending ? sending.to : undefined).toBe(to)
})

test('no code is shown, and a filter that makes no sense asks for everything', () => {
  expect(shownBody({ template: 'sign-in-code', body: 'Code : 123456' })).toBeNull()
  expect(filterOf(new URLSearchParams('etat=x&canal=y&page=0&du.jour=31&du.mois=2&du.annee=2026'))).toEqual({
    state: null,
    channel: null,
    from: null,
    until: null,
    address: '',
    page: 1,
    order: { by: 'date', isReversed: true, columns: ['m.created_at', 'm.id'] },
  })
})
