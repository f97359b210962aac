import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aBeneficiary, anAgent } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { type Letter, Refused } from '../../../platform/messages/deliver.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { sendMessages } from '../../../platform/messages/send.ts'
import { makeSecret } from '../../../secrets.ts'
import { bounceIn } from './bounce.ts'
import { readBounces } from './read-bounces.ts'

const database = await testDatabase()
const { site } = testSite(database)
const support = new Visitor(site)
const box = await mkdtemp(join(tmpdir(), 'generation-hdf-bounces-'))
afterAll(() => rm(box, { recursive: true }))

beforeAll(async () => {
  for (const folder of ['new', 'cur']) await mkdir(join(box, folder))
  const agent = await inTransaction(database.db, TEST_NOW, (tx) => anAgent(tx, 'helpline'))
  await support.signInAs({ staffId: agent.id })
})
beforeEach(async () => {
  await database.db.deleteFrom('messages').execute()
  await database.db.deleteFrom('dead_addresses').execute()
})

const ID = '0b7f0f0e-6f8e-4d3a-9c55-9d5f8c1f2a11'

/** As Postfix writes it. */
const report = (id: string, { status = '5.1.1', action = 'failed', headers = '' } = {}) => `Return-Path: <>
From: MAILER-DAEMON@relais.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: ne-pas-repondre@generation.hautsdefrance.fr
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="4B2.173/relais.example"
${headers}
This is a MIME-encapsulated message.

--4B2.173/relais.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered. Message-ID: <11111111-1111-4111-8111-111111111111@elsewhere.example>

--4B2.173/relais.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.example
Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0100 (CET)

Final-Recipient: rfc822; jean@example.org
Original-Recipient: rfc822;jean@example.org
Action: ${action}
Status: ${status}
Diagnostic-Code: smtp; 550 5.1.1 <jean@example.org>: Recipient address rejected

--4B2.173/relais.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: =?UTF-8?Q?G=C3=A9n=C3=A9ration?= <ne-pas-repondre@generation.hautsdefrance.fr>
To: jean@example.org
Message-ID:
 <${id}@generation.hautsdefrance.fr>

--4B2.173/relais.example--
`

test.each([
  ['a refusal for good', report(ID), { id: ID, status: '5.1.1' }],
  ['lines that end as mails do', report(ID).replaceAll('\n', '\r\n'), { id: ID, status: '5.1.1' }],
  ['tried for days, in vain', report(ID, { status: '4.4.1' }), { id: ID, status: '4.4.1' }],
  ['still being tried', report(ID, { action: 'delayed', status: '4.4.1' }), null],
  ['delivered', report(ID, { action: 'delivered', status: '2.0.0' }), null],
  [
    'a report that does not return the mail, and says which it answers',
    report('x', { headers: `In-Reply-To: <${ID}@generation.hautsdefrance.fr>\n` }),
    { id: ID, status: '5.1.1' },
  ],
  ['of a mail of somebody else', report('abc'), null],
  ['an answer of a human', `From: jean@example.org\nSubject: Re: Carte\nIn-Reply-To: <${ID}@x>\n\nBonjour, status: 5.1.1`, null],
  ['nothing at all', '', null],
])('a report of delivery: %s', (_what, mail, said) => {
  expect(bounceIn(mail)).toEqual(said)
})

test('parts that are encoded are read too', () => {
  const status = 'Reporting-MTA: dns; a\r\n\r\nFinal-Recipient: rfc822; b\r\nAction: failed\r\nStatus: 5.2.1 (box closed)\r\n'
  const mail = `Content-Type: multipart/report; boundary=b1

--b1
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

${Buffer.from(status).toString('base64')}
--b1
Content-Type: message/rfc822
Content-Transfer-Encoding: quoted-printable

Message-ID: <${ID}=40generation.hautsdefrance.fr>
Subject: =3D
--b1--`
  expect(bounceIn(mail)).toEqual({ id: ID, status: '5.2.1' })
})

async function sentTo(person?: { id: number; email: string }) {
  return inTransaction(database.db, TEST_NOW, async (tx) => {
    const to = person ?? (await aBeneficiary(tx))
    await notify(tx, to.id, { template: 'test', subject: 'Carte', paragraphs: ['Bonjour.'] })
    const { id } = await tx
      .updateTable('messages')
      .set({ state: 'sent', attempts: 1, sent_at: TEST_NOW })
      .where('beneficiary_id', '=', to.id)
      .where('state', '=', 'queued')
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id, person: to }
  })
}

const come = (name: string, mail: string) => writeFile(join(box, 'new', name), mail)
const inBox = async () => ({ new: await readdir(join(box, 'new')), cur: await readdir(join(box, 'cur')) })
const messagesOf = (id: number) =>
  database.db
    .selectFrom('messages')
    .select(['state', 'failure', 'subject'])
    .where('beneficiary_id', '=', id)
    .orderBy('created_at')
    .execute()
const factsAbout = (id: number) =>
  database.db.selectFrom('audit_facts').select(['fact', 'details']).where('beneficiary_id', '=', id).where('staff_id', 'is', null).execute()

test('a mail that came back has failed, its report is deleted, and the person’s file says it to whoever can change the address', async () => {
  const { id, person } = await sentTo()
  const file = `/region/beneficiaires/${person.id}`
  expect((await support.get(file)).text).not.toContain('Nos mails reviennent')
  await come('1', report(id))
  expect(await readBounces(site, box)).toBe(true)
  expect(await inBox()).toEqual({ new: [], cur: [] })
  expect(await messagesOf(person.id)).toEqual([{ state: 'failed', failure: 'RETURNED 5.1.1', subject: 'Carte' }])
  expect(await factsAbout(person.id)).toEqual([{ fact: 'message.returned', details: { message: id, status: '5.1.1' } }])
  const { text } = await support.get(file)
  expect(text).toContain('Nos mails reviennent')
  expect(text).toContain(`href="${file}/adresse-email"`)
  expect((await support.get(`/region/messages/${id}`)).text).toContain('Revenu, refusé par la messagerie (5.1.1)')
  // The same once more is nothing new, and holds as much.
  await come('2', report(id))
  await readBounces(site, box)
  expect(await factsAbout(person.id)).toHaveLength(1)
  expect(await inBox()).toEqual({ new: [], cur: [] })
})

test('what is no report about a mail of ours is left to whoever looks after the box', async () => {
  await come('3', 'From: jean@example.org\n\nMerci !')
  await come('4', report(ID))
  await readBounces(site, box)
  expect(await inBox()).toEqual({ new: [], cur: ['3:2,', '4:2,'] })
  for (const name of ['3:2,', '4:2,']) await rm(join(box, 'cur', name))
})

test('a box that is full or a text that is refused says nothing of the address', async () => {
  for (const [name, status] of Object.entries({ 5: '5.2.2', 6: '5.7.1', 7: '4.4.1' })) {
    const { id, person } = await sentTo()
    await come(name, report(id, { status }))
    await readBounces(site, box)
    expect(await messagesOf(person.id)).toMatchObject([{ state: 'failed', failure: `RETURNED ${status}` }])
  }
  expect(await database.db.selectFrom('dead_addresses').selectAll().execute()).toEqual([])
})

test('a report that comes when no server tries any more is not believed: whoever has seen an old mail silences nobody', async () => {
  const { id, person } = await sentTo()
  const daysAgo = (days: number) => new Date(TEST_NOW.getTime() - days * 86_400_000)
  await database.db
    .updateTable('messages')
    .set({ sent_at: daysAgo(9), created_at: daysAgo(9) })
    .where('id', '=', id)
    .execute()
  await come('10', report(id))
  await readBounces(site, box)
  expect(await messagesOf(person.id)).toMatchObject([{ state: 'sent', failure: null }])
  expect(await database.db.selectFrom('dead_addresses').selectAll().execute()).toEqual([])
  expect(await inBox()).toEqual({ new: [], cur: [] })
  await database.db
    .updateTable('messages')
    .set({ sent_at: daysAgo(5) })
    .where('id', '=', id)
    .execute()
  await come('11', report(id))
  await readBounces(site, box)
  expect(await messagesOf(person.id)).toMatchObject([{ state: 'failed' }])
})

test('a folder that is not there is said, and tried again later', async () => {
  expect(await readBounces(site, join(box, 'absent'))).toBe(false)
})

const collecting = () => {
  const sent: Letter[] = []
  return { sent, collect: async (letter: Letter) => void sent.push(letter) }
}
const say = (id: number, message: { subject: string; secret?: 'reset-link' }) =>
  inTransaction(database.db, new Date(TEST_NOW.getTime() - 1_000), (tx) => notify(tx, id, { template: 'test', paragraphs: [], ...message }))

test('nothing is sent to a dead address but what is asked for there and then, until an agent says that it is right', async () => {
  const { id, person } = await sentTo()
  await come('8', report(id))
  await readBounces(site, box)
  await say(person.id, { subject: 'annonce' })
  await say(person.id, { subject: 'lien', secret: 'reset-link' })
  const first = collecting()
  await sendMessages(site, first.collect, makeSecret)
  expect(first.sent.map(({ subject }) => subject)).toEqual(['lien'])
  const notSent = (await messagesOf(person.id)).find(({ subject }) => subject === 'annonce')
  expect(notSent).toEqual({ state: 'failed', failure: 'DEAD_ADDRESS', subject: 'annonce' })
  expect((await support.get('/region/messages?etat=failed')).text).toContain('Pas envoyé : nos mails à cette adresse reviennent')
  await support.submit(`/region/messages/${id}`)
  await say(person.id, { subject: 'suite' })
  const second = collecting()
  await sendMessages(site, second.collect, makeSecret)
  expect(second.sent.map(({ subject }) => subject)).toEqual(expect.arrayContaining(['Carte', 'suite']))
  expect((await support.get(`/region/beneficiaires/${person.id}`)).text).not.toContain('Nos mails reviennent')
})

test('another address of the same person is alive', async () => {
  const { id, person } = await sentTo()
  await come('9', report(id))
  await readBounces(site, box)
  await database.db.updateTable('beneficiaries').set({ email: 'la-bonne@example.org' }).where('id', '=', person.id).execute()
  await say(person.id, { subject: 'annonce' })
  const { sent, collect } = collecting()
  await sendMessages(site, collect, makeSecret)
  expect(sent.map(({ to }) => to)).toEqual(['la-bonne@example.org'])
})

test.each([
  ['550 5.1.1', '5.1.1', 1],
  ['550', undefined, 0],
  ['552 5.2.2', '5.2.2', 0],
])('a server that answers %s at once says as much of the address', async (_answer, status, dead) => {
  const { person } = await sentTo()
  await say(person.id, { subject: 'annonce' })
  const refusing = async () => {
    throw new Refused('EENVELOPE 550', { isForGood: true, status })
  }
  await sendMessages(site, refusing, makeSecret)
  expect(await database.db.selectFrom('dead_addresses').select('address').execute()).toHaveLength(dead)
})
