import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import type { Role } from '../../../spaces/roles.ts'
import { forgettingOfQuestions } from './jobs.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)

const typed = { name: 'Ana LOPES', email: 'ana@example.org', subject: 'Ma carte', message: 'Bonjour,\r\n\r\nOù est-elle ?' }
const ask = (more: Record<string, string> = {}) => new Visitor(site).submit('/contact', { ...typed, ...more })
const mailsTo = (email: string) =>
  db.selectFrom('messages').select(['template', 'subject', 'body']).where('address', '=', email).orderBy('created_at').execute()
const waiting = (email: string) => db.selectFrom('questions_received').selectAll().where('email', '=', email).orderBy('id').execute()
const agent = async (role: Role) => {
  const { id } = await inTransaction(db, TEST_NOW, (tx) => anAgent(tx, role))
  return { id, visitor: await new Visitor(site).signInAs({ staffId: id }) }
}

test('a question is kept and acknowledged, then answered by mail, once', async () => {
  expect((await ask({ fileNumber: '4827501935' })).location).toBe('/contact/envoye')
  const [question] = await waiting('ana@example.org')
  expect(question).toMatchObject({ name: 'Ana LOPES', file_number: '4827501935', body: 'Bonjour,\n\nOù est-elle ?', answered_at: null })
  const [acknowledgement] = await mailsTo('ana@example.org')
  expect(acknowledgement?.template).toBe('question-received')
  expect(acknowledgement?.body).not.toContain('Où est-elle')

  const { id, visitor } = await agent('helpline')
  const path = `/region/questions/${question?.id}`
  expect((await visitor.get('/region/questions')).text).toContain('Ma carte')
  expect((await visitor.submit(path, { answer: ' ' })).status).toBe(422)
  expect((await visitor.submit(path, { answer: 'Elle est partie.\n\nPatience.' })).location).toBe(`${path}?fait=envoi`)
  const answer = (await mailsTo('ana@example.org')).at(-1)
  expect(answer).toMatchObject({ template: 'question-answered', subject: 'Réponse à votre question : Ma carte' })
  expect(answer?.body).toContain('Elle est partie.\n\nPatience.')
  expect(answer?.body).toContain('> Où est-elle ?')

  const page = await visitor.get(path)
  expect(page.text).toContain('Elle est partie.')
  expect(page.text).not.toContain('<textarea')
  const { text: open } = await visitor.get('/contact')
  const _csrf = /name="_csrf" value="([^"]*)"/.exec(open)?.[1] ?? ''
  expect((await visitor.post(path, { _csrf, answer: 'Autre chose.' })).status).toBe(409)
  expect((await mailsTo('ana@example.org')).length).toBe(2)
  expect((await visitor.get('/region/questions')).text).not.toContain(path)
  expect((await visitor.get('/region/questions?repondues')).text).toContain(path)
  const facts = await db.selectFrom('audit_facts').select('fact').where('staff_id', '=', id).execute()
  expect(facts).toEqual([{ fact: 'question-received.answered' }])
})

test('the history of an address, whatever its capitals; pages of the others stay apart', async () => {
  await ask({ email: 'Bob@example.org', subject: 'Première' })
  await ask({ email: 'bob@example.org', subject: 'Seconde' })
  const { visitor } = await agent('eligibility')
  const [second] = await waiting('bob@example.org')
  const { text } = await visitor.get(`/region/questions/${second?.id}`)
  expect(text).toContain('Première')
  expect(text).not.toContain('Ma carte')
})

test('what is missing is said, and what was typed is kept', async () => {
  const refused = await ask({ email: 'pas une adresse', message: '', name: '' })
  expect(refused.status).toBe(422)
  expect(refused.text).toContain('Il y a un problème')
  expect(refused.text).toContain('value="pas une adresse"')
  for (const id of ['email', 'message', 'name']) expect(refused.text).toContain(`href="#${id}"`)
})

test('an address is told three times an hour at most; a network may ask forty', async () => {
  for (let time = 0; time < 5; time++) expect((await ask({ email: 'victime@example.org' })).status).toBe(303)
  expect((await mailsTo('victime@example.org')).length).toBe(3)
  expect((await waiting('victime@example.org')).length).toBe(5)
  let status = 303
  let asked = 0
  while (status === 303 && asked < 50) {
    status = (await ask({ email: `n${asked}@example.org` })).status
    asked += 1
  }
  expect(status).toBe(429)
})

test('is for who answers questions; forgotten after a year', async () => {
  const { visitor } = await agent('content')
  expect((await visitor.get('/region/questions')).status).toBe(403)
  clock.set(new Date(TEST_NOW.getTime() + 364 * 86_400_000))
  await forgettingOfQuestions.run(site)
  expect((await waiting('ana@example.org')).length).toBe(1)
  clock.set(new Date(TEST_NOW.getTime() + 366 * 86_400_000))
  await forgettingOfQuestions.run(site)
  expect(await db.selectFrom('questions_received').select('id').execute()).toEqual([])
})
