import { expect, test } from 'vitest'
import { ORIGIN, testSite, Visitor } from '../../../../tests/support/app.ts'
import { asOwner, meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aCampaign, anAgent, TEST_KEY } from '../../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'
import type { Role } from '../../../spaces/roles.ts'
import { acts } from '../../region/two-people/index.ts'
import { remindersOfActs } from '../../region/two-people/jobs.ts'
import { agree, refuse, withdraw } from './finish.ts'
import { lapsingOfActs } from './jobs.ts'
import { startAct } from './start.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const committed = <T>(act: (tx: Tx) => Promise<T>) => inTransaction(db, clock.now(), act)
const later = (hours: number) => clock.set(new Date(TEST_NOW.getTime() + hours * 3_600_000))

const roles = acts.get('staff.roles')
if (!roles) throw new Error('The act is not declared')

const administrator = () => committed((tx) => anAgent(tx, 'administrator'))
const [first, second] = [await administrator(), await administrator()]
const somebody = () => committed((tx) => anAgent(tx, 'content'))

/** The first asks that somebody gets other roles. */
const asked = async (of: Agent, given: Role[] = ['helpline']) =>
  committed((tx) => startAct(tx, first, roles, { subject: of.id, input: { id: of.id, roles: given }, reason: 'Renfort de rentrée.' }))
const rolesOf = async ({ id }: Agent) =>
  (await db.selectFrom('staff').select('region_roles').where('id', '=', id).executeTakeFirstOrThrow()).region_roles
const outcomeOf = async (id: number) =>
  (await db.selectFrom('acts_of_two').select('outcome').where('id', '=', id).executeTakeFirstOrThrow()).outcome
const refusal = (code: string, status: number) => expect.objectContaining({ code, status })
const agreeing = (by: Agent, id: number) => committed((tx) => agree(tx, by, { acts, id, publicUrl: ORIGIN, keys: TEST_KEY }))

test('is done once another person agrees, and not by whoever started it, even in the database', async () => {
  const member = await somebody()
  const id = await asked(member)
  expect(await rolesOf(member)).toEqual(['content'])
  await expect(agreeing(first, id)).rejects.toEqual(refusal('act-of-two.own', 403))
  await expect(committed((tx) => refuse(tx, first, { acts, id, answer: 'Non.' }))).rejects.toEqual(refusal('act-of-two.own', 403))
  const forged = `update acts_of_two set outcome = 'agreed', finished_by = ${first.id}, finished_at = now() where id = ${id}`
  await expect(asOwner(database.url, forged)).rejects.toThrow('whoever_starts_an_act_cannot_finish_it')
  await agreeing(second, id)
  expect([await rolesOf(member), await outcomeOf(id)]).toEqual([['helpline'], 'agreed'])
  await expect(agreeing(second, id)).rejects.toEqual(refusal('act-of-two.done', 409))
  const facts = await db
    .selectFrom('audit_facts')
    .select(['fact', 'staff_id'])
    .where('fact', 'in', ['act-of-two.started', 'act-of-two.agreed', 'staff.role-changed'])
    .orderBy('id')
    .execute()
  expect(facts.slice(-3)).toEqual([
    { fact: 'act-of-two.started', staff_id: first.id },
    { fact: 'act-of-two.agreed', staff_id: second.id },
    { fact: 'staff.role-changed', staff_id: second.id },
  ])
})

test('of two who agree at the same moment, one does it', async () => {
  const member = await somebody()
  const [id, third] = [await asked(member), await administrator()]
  const ended = await meanwhile(
    db,
    (tx) => agree(tx, second, { acts, id, publicUrl: ORIGIN, keys: TEST_KEY }),
    () => agreeing(third, id),
  )
  expect(ended).toMatchObject({ status: 'rejected', reason: { code: 'act-of-two.done' } })
})

test('refused, withdrawn or left, it does nothing and leaves a trace; then it may be asked again', async () => {
  const member = await somebody()
  const id = await asked(member)
  await expect(asked(member)).rejects.toEqual(refusal('act-of-two.waits', 409))
  await committed((tx) => refuse(tx, second, { acts, id, answer: 'Pas avant septembre.' }))
  const again = await asked(member)
  await expect(committed((tx) => withdraw(tx, second, { acts, id: again }))).rejects.toEqual(refusal('act-of-two.not-own', 403))
  await committed((tx) => withdraw(tx, first, { acts, id: again }))
  const left = await asked(member)
  later(14 * 24 - 1)
  await lapsingOfActs.run(site)
  expect(await outcomeOf(left)).toBeNull()
  later(14 * 24)
  await expect(agreeing(second, left)).rejects.toEqual(refusal('act-of-two.done', 409))
  await lapsingOfActs.run(site)
  expect([await outcomeOf(id), await outcomeOf(again), await outcomeOf(left)]).toEqual(['refused', 'withdrawn', 'lapsed'])
  expect(await rolesOf(member)).toEqual(['content'])
  const facts = await db.selectFrom('audit_facts').select('fact').where('fact', 'like', 'act-of-two.%').orderBy('id').execute()
  expect(new Set(facts.map(({ fact }) => fact))).toEqual(
    new Set(['started', 'agreed', 'refused', 'withdrawn', 'lapsed'].map((word) => `act-of-two.${word}`)),
  )
  later(0)
})

test('is not agreed to by whom it gives powers, as long as somebody else can', async () => {
  const id = await asked(second, ['administrator', 'helpline'])
  const officer = await committed((tx) => anAgent(tx, 'dpo'))
  await expect(agreeing(second, id)).rejects.toEqual(refusal('act-of-two.gains', 403))
  await db.updateTable('staff').set({ closed_at: TEST_NOW }).where('id', 'not in', [first.id, second.id, officer.id]).execute()
  await agreeing(second, id)
  expect(await rolesOf(second)).toEqual(['administrator', 'helpline'])
  const told = db.selectFrom('messages').select('staff_id').where('template', '=', 'powers-agreed-by-their-owner')
  expect(await told.execute()).toEqual([{ staff_id: officer.id }])
})

test('is not done once whoever asked for it has lost the right to, or has left', async () => {
  const leaver = await administrator()
  const [member, other] = [await somebody(), await somebody()]
  const ask = ({ id }: Agent) =>
    committed((tx) => startAct(tx, leaver, roles, { subject: id, input: { id, roles: ['administrator'] }, reason: 'Renfort.' }))
  const [one, two] = [await ask(member), await ask(other)]
  const set = (to: { region_roles?: Role[]; closed_at?: Date | null }) =>
    db.updateTable('staff').set(to).where('id', '=', leaver.id).execute()
  await set({ region_roles: ['content'] })
  const past = await new Visitor(site).signInAs({ staffId: leaver.id })
  expect((await past.get(`/region/a-valider/${one}`)).status).toBe(404)
  expect((await past.get('/region/a-valider')).text).not.toContain('Changer les rôles')
  await expect(agreeing(second, one)).rejects.toEqual(refusal('act-of-two.not-theirs', 409))
  await set({ region_roles: ['administrator'], closed_at: TEST_NOW })
  await expect(agreeing(second, two)).rejects.toEqual(refusal('act-of-two.not-theirs', 409))
  expect([await rolesOf(member), await rolesOf(other)]).toEqual([['content'], ['content']])
  await committed((tx) => refuse(tx, second, { acts, id: one, answer: 'Parti.' }))
  await set({ closed_at: null })
  await agreeing(second, two)
})

test('left without an answer it may be asked again at once, also before the clock comes by', async () => {
  const member = await somebody()
  const left = await asked(member)
  later(14 * 24)
  const again = await asked(member)
  expect(await outcomeOf(left)).toBe('lapsed')
  await agreeing(second, again)
  later(0)
})

test('is nobody’s business who may not finish it: not shown, not answered, by forged POST neither', async () => {
  const [member, stranger] = [await somebody(), await committed((tx) => anAgent(tx, 'preparer'))]
  const id = await asked(member)
  const visitor = await new Visitor(site).signInAs({ staffId: stranger.id })
  expect((await visitor.get('/region/a-valider')).text).not.toContain('Changer les rôles')
  expect((await visitor.get(`/region/a-valider/${id}`)).status).toBe(404)
  const csrf = /name="_csrf" value="([^"]*)"/.exec((await visitor.get('/region')).text)?.[1] ?? ''
  for (const action of ['agree', 'withdraw']) {
    expect((await visitor.post(`/region/a-valider/${id}`, { _csrf: csrf, action })).status, action).toBe(404)
  }
  expect(await rolesOf(member)).toEqual(['content'])
})

test('waits on the home page of who may finish it, with what would change; an answer leads back to the list', async () => {
  const member = await somebody()
  const id = await asked(member)
  const desk = await new Visitor(site).signInAs({ staffId: second.id })
  expect((await desk.get('/region')).text).toContain('À valider à deux')
  const page = await desk.get(`/region/a-valider/${id}`)
  for (const words of [member.name, 'Contenus', 'Conseiller', first.name, 'Renfort de rentrée.']) expect(page.text).toContain(words)
  expect((await desk.submit(`/region/a-valider/${id}`, { action: 'refuse', answer: ' ' })).status).toBe(422)
  const answer = await desk.submit(`/region/a-valider/${id}`, { action: 'refuse', answer: 'Pas maintenant.' })
  expect(answer.location).toBe('/region/a-valider?fait=refus')
  const own = await new Visitor(site).signInAs({ staffId: first.id })
  expect((await own.get(`/region/a-valider/${id}`)).text).toContain('Pas maintenant.')
  expect((await own.get('/region')).text).not.toContain('Actes qui attendent')
})

test('who can finish it is told once it has waited a day, once', async () => {
  const member = await somebody()
  await asked(member)
  const told = () =>
    db
      .selectFrom('messages')
      .select('staff_id')
      .where('template', '=', 'acts-of-two-wait')
      .where('staff_id', 'in', [first.id, second.id])
      .execute()
  later(23)
  await remindersOfActs.run(site)
  expect(await told()).toEqual([])
  later(25)
  for (const _ of [1, 2]) await remindersOfActs.run(site)
  expect(await told()).toEqual([{ staff_id: second.id }])
  later(0)
})

test('an administrator alone changes neither the amounts of a running campaign nor its limits', async () => {
  const campaign = await committed((tx) => aCampaign(tx))
  const desk = await new Visitor(site).signInAs({ staffId: first.id })
  const path = `/region/campagnes/${campaign.id}/montants`
  const typed = (text: string) =>
    Object.fromEntries([...text.matchAll(/name="(\w+)"[^>]* value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
  const { location } = await desk.post(path, { ...typed((await desk.get(path)).text), pupilFirstTimeAmount: '900' })
  const check = location as string
  expect((await desk.post(check, typed((await desk.get(check)).text))).location).toContain('fait=demande')
  const { id } = await db.selectFrom('acts_of_two').select('id').where('kind', '=', 'campaign.benefits').executeTakeFirstOrThrow()
  expect((await desk.submit(`/region/a-valider/${id}`, { action: 'agree' })).status).toBe(403)
  const amount = await db
    .selectFrom('benefits')
    .select('amount_cents')
    .where('campaign_id', '=', campaign.id)
    .where('rule', '=', 'pupil-first-time')
    .executeTakeFirst()
  expect(amount).toEqual({ amount_cents: 10_000 })
})
