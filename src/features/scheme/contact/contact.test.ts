import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent, anApprentice, aPartner } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import type { Role } from '../../../spaces/roles.ts'
import { forgetQuestions } from './forget.ts'
import { forgettingOfNotes, forgettingOfQuestions } from './jobs.ts'

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

test('a question is kept and acknowledged, then taken and answered by mail, and again', async () => {
  expect((await ask({ fileNumber: '4827501935' })).location).toBe('/contact/envoye')
  const [question] = await waiting('ana@example.org')
  expect(question).toMatchObject({ name: 'Ana LOPES', file_number: '4827501935', body: 'Bonjour,\n\nOù est-elle ?', ended_at: null })
  const [acknowledgement] = await mailsTo('ana@example.org')
  expect(acknowledgement?.template).toBe('question-received')
  expect(acknowledgement?.body).not.toContain('Où est-elle')

  const { id, visitor } = await agent('helpline')
  const path = `/region/questions/${question?.id}`
  expect((await visitor.get('/region/questions')).text).toContain('Ma carte')
  expect((await visitor.submit(path, { action: 'take' })).location).toBe(`${path}?fait=prise`)
  expect((await visitor.submit(path, { action: 'answer', answer: ' ' })).status).toBe(422)
  const answered = { action: 'answer', answer: 'Elle est partie.\n\nPatience.' }
  expect((await visitor.submit(path, answered)).location).toBe(`${path}?fait=envoi`)
  const answer = (await mailsTo('ana@example.org')).at(-1)
  expect(answer).toMatchObject({ template: 'question-answered', subject: 'Réponse à votre question : Ma carte' })
  expect(answer?.body).toContain('Elle est partie.\n\nPatience.')
  expect(answer?.body).toContain('> Où est-elle ?')

  expect((await visitor.get(path)).text).toContain('Elle est partie.')
  expect((await visitor.get('/region/questions')).text).not.toContain(path)
  expect((await visitor.get('/region/questions?etat=terminees')).text).toContain(path)
  expect((await visitor.submit(path, { action: 'answer', answer: 'Autre chose.' })).status).toBe(409)
  await visitor.submit(path, { action: 'take' })
  expect((await visitor.submit(path, { action: 'answer', answer: 'Elle est arrivée.' })).status).toBe(303)
  expect((await mailsTo('ana@example.org')).map(({ template }) => template)).toEqual([
    'question-received',
    'question-answered',
    'question-answered',
  ])
  const { text } = await visitor.get(path)
  expect([text.includes('Elle est partie.'), text.includes('Elle est arrivée.')]).toEqual([true, true])
  const facts = await db.selectFrom('audit_facts').select('fact').where('staff_id', '=', id).execute()
  expect(facts).toEqual([{ fact: 'question-received.answered' }, { fact: 'question-received.answered' }])
})

test('one agent at a time has a question; left for four hours, it is anybody’s', async () => {
  await ask({ email: 'prise@example.org' })
  const [question] = await waiting('prise@example.org')
  const path = `/region/questions/${question?.id}`
  const [first, second] = [await agent('helpline'), await agent('eligibility')]
  await first.visitor.submit(path, { action: 'take' })
  const page = await second.visitor.get(path)
  expect(page.text).toContain('a pris cette question')
  expect(page.text).not.toContain('<textarea')
  const { text: open } = await second.visitor.get('/contact')
  const _csrf = /name="_csrf" value="([^"]*)"/.exec(open)?.[1] ?? ''
  const actions: Record<string, string>[] = [
    { action: 'take' },
    { action: 'answer', answer: 'Moi !' },
    { action: 'end' },
    { action: 'sort', theme: 'card' },
  ]
  for (const action of actions) expect((await second.visitor.post(path, { _csrf, ...action })).status).toBe(409)
  expect((await mailsTo('prise@example.org')).length).toBe(1)
  expect((await first.visitor.get('/region/questions?etat=miennes')).text).toContain(path)
  expect((await second.visitor.get('/region/questions?etat=miennes')).text).not.toContain(path)

  await first.visitor.submit(path, { action: 'give-back' })
  expect((await second.visitor.submit(path, { action: 'take' })).location).toBe(`${path}?fait=prise`)
  await db
    .updateTable('questions_received')
    .set({ taken_at: new Date(TEST_NOW.getTime() - 4 * 3_600_000) })
    .where('id', '=', question?.id as number)
    .execute()
  expect((await first.visitor.submit(path, { action: 'take' })).location).toBe(`${path}?fait=prise`)
})

test('is found by its words and its subject, ended without an answer, and waits again', async () => {
  await ask({ email: 'mots@example.org', subject: 'Calculatrice égarée', theme: 'money' })
  const [question] = await waiting('mots@example.org')
  const path = `/region/questions/${question?.id}`
  const { visitor } = await agent('helpline')
  const lists = async (query: string) => (await visitor.get(`/region/questions?${query}`)).text.includes(`href="${path}"`)
  const finds = async (recherche: string) => (await visitor.search('/region/questions', { recherche })).text.includes(`href="${path}"`)
  expect(await finds('calculatrice egaree')).toBe(true)
  expect(await finds(String(question?.id))).toBe(true)
  expect(await finds('introuvable')).toBe(false)
  expect([await lists('sujet=money'), await lists('sujet=aid')]).toEqual([true, false])
  await visitor.submit(path, { action: 'sort', theme: 'aid' })
  expect([await lists('sujet=money'), await lists('sujet=aid&tri=-theme')]).toEqual([false, true])
  await visitor.submit(path, { action: 'end' })
  expect([await lists('sujet=aid'), await lists('sujet=aid&etat=terminees')]).toEqual([false, true])
  expect((await mailsTo('mots@example.org')).length).toBe(1)
  await visitor.submit(path, { action: 'reopen' })
  expect(await lists('sujet=aid')).toBe(true)
})

test('a template is written once, filled in for who asks, and changed without changing what was sent', async () => {
  await ask({ email: 'modele@example.org', name: 'Lou PETIT', theme: 'card' })
  const [question] = await waiting('modele@example.org')
  const { visitor } = await agent('helpline')
  const typed = { title: 'Carte partie', theme: 'card', body: 'Bonjour {nom}, votre carte est partie (question {numéro}).' }
  expect((await visitor.submit('/region/questions/modeles/nouveau', { ...typed, action: 'save' })).status).toBe(303)
  expect((await visitor.submit('/region/questions/modeles/nouveau', { ...typed, action: 'save' })).status).toBe(409)
  const { id } = await db.selectFrom('answer_templates').select('id').where('title', '=', 'Carte partie').executeTakeFirstOrThrow()
  const path = `/region/questions/${question?.id}`
  await visitor.submit(path, { action: 'take' })
  expect((await visitor.get(`${path}?modele=${id}`)).text).toContain(
    `Bonjour Lou PETIT, votre carte est partie (question ${question?.id}).`,
  )
  const change = `/region/questions/modeles/${id}`
  expect((await visitor.submit(change, { ...typed, body: 'Autre texte', action: 'save' })).status).toBe(303)
  expect((await visitor.get(change)).text).toContain('Autre texte')
  await visitor.submit(change, { action: 'delete' })
  expect((await visitor.get('/region/questions/modeles')).text).not.toContain('Carte partie')
})

test('is linked to the file of a person or of a shop, where agents leave notes; forgotten with the account, or after a year', async () => {
  const { person, file_number, shop } = await inTransaction(db, TEST_NOW, async (tx) => {
    const { beneficiary, application } = await anApprentice(tx)
    return { person: beneficiary, file_number: application.file_number, shop: await aPartner(tx) }
  })
  await ask({ email: 'parent@example.org', subject: 'Pour mon fils' })
  const [question] = await waiting('parent@example.org')
  const path = `/region/questions/${question?.id}`
  const [helpline, partners, dpo] = [await agent('helpline'), await agent('partners'), await agent('dpo')]
  expect((await partners.visitor.submit(path, { action: 'link', number: file_number })).status).toBe(422)
  expect((await helpline.visitor.submit(path, { action: 'link', number: file_number })).location).toBe(`${path}?fait=rattachement`)
  const exchanges = `/region/beneficiaires/${person.id}/echanges`
  expect((await helpline.visitor.get(exchanges)).text).toContain('Pour mon fils')
  expect((await helpline.visitor.submit(exchanges, { note: 'A rappelé deux fois.' })).location).toBe(`${exchanges}?fait=note`)
  expect((await dpo.visitor.get(exchanges)).text).toContain('A rappelé deux fois.')
  const { text: open } = await dpo.visitor.get('/contact')
  const _csrf = /name="_csrf" value="([^"]*)"/.exec(open)?.[1] ?? ''
  expect((await dpo.visitor.post(exchanges, { _csrf, note: 'Moi aussi' })).status).toBe(403)
  const facts = await db.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', person.id).orderBy('id').execute()
  expect(new Set(facts.map(({ fact }) => fact))).toEqual(new Set(['question-received.linked', 'file-notes.read', 'file-note.left']))

  const partnerPath = `/region/partenaires/${shop.id}/echanges`
  expect((await partners.visitor.submit(path, { action: 'link', number: shop.code.toLowerCase() })).status).toBe(303)
  expect((await partners.visitor.submit(partnerPath, { note: 'Ferme en août.' })).status).toBe(303)
  const page = (await partners.visitor.get(partnerPath)).text
  expect([page.includes('Pour mon fils'), page.includes('Ferme en août.')]).toEqual([true, true])
  expect((await helpline.visitor.get(partnerPath)).status).toBe(403)
  await helpline.visitor.submit(path, { action: 'link', number: file_number })

  await inTransaction(db, TEST_NOW, (tx) => forgetQuestions(tx, { beneficiaryId: person.id, email: 'nobody@example.org' }))
  expect(await waiting('parent@example.org')).toMatchObject([{ beneficiary_id: null, partner_id: null }])
  expect(await db.selectFrom('file_notes').select('body').execute()).toEqual([{ body: 'Ferme en août.' }])
  clock.set(new Date(TEST_NOW.getTime() + 364 * 86_400_000))
  await forgettingOfNotes.run(site)
  expect(await db.selectFrom('file_notes').select('body').execute()).toHaveLength(1)
  clock.set(new Date(TEST_NOW.getTime() + 366 * 86_400_000))
  await forgettingOfNotes.run(site)
  expect(await db.selectFrom('file_notes').select('body').execute()).toEqual([])
  clock.set(TEST_NOW)
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
