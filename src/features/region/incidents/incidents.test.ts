import sharp from 'sharp'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, anAgent, aPartner, aSchool } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { forgettingOfIncidents } from './jobs.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)
const given = await inTransaction(db, clock.now(), async (tx) => ({
  opener: await anAgent(tx, 'eligibility'),
  closer: await anAgent(tx, 'partners'),
  reader: await anAgent(tx, 'reader'),
  holder: await aHolder(tx),
  partner: await aPartner(tx),
  school: await aSchool(tx),
}))
const as = (agent: { id: number }) => new Visitor(site).signInAs({ staffId: agent.id })
const [opener, closer, reader] = [await as(given.opener), await as(given.closer), await as(given.reader)]
const { holder, partner, school } = given
const grant = await db.selectFrom('journal_lines').select('id').where('wallet_id', '=', holder.wallet.id).executeTakeFirstOrThrow()

async function opened(title: string) {
  const { location } = await opener.submit('/region/incidents/nouveau', { title, kind: 'payment', note: 'Débité deux fois à Douai.' })
  return (location ?? '').split('?')[0] as string
}
const THINGS = [
  ['person', holder.card.number.replace(/(.{4})/, '$1 ')],
  ['partner', partner.code.toLowerCase()],
  ['payment', String(grant.id)],
  ['school', school.uai],
] as const

test('an incident gathers what belongs together, is found by any of it, and is closed by somebody else', async () => {
  const path = await opened('Double débit en librairie')
  for (const [thing, number] of THINGS)
    expect((await opener.submit(path, { action: 'link', thing, number })).location, thing).toMatch(/fait=ajout/)
  // Twice is once.
  await opener.submit(path, { action: 'link', thing: 'school', number: school.uai })
  expect((await opener.submit(path, { action: 'link', thing: 'partner', number: 'P0000' })).text).toContain('Rien ne porte ce numéro')
  await closer.submit(path, { action: 'note', note: 'La librairie rembourse demain.' })

  const seen = (await opener.get(path)).text
  for (const words of [holder.beneficiary.last_name, partner.name, school.name, String(grant.id), 'La librairie rembourse demain.']) {
    expect(seen).toContain(words)
  }
  expect(seen.match(new RegExp(school.name, 'g'))).toHaveLength(1)
  // Who may not read people's files reads no name.
  expect((await closer.get(path)).text).not.toContain(holder.beneficiary.last_name)
  const read = await db.selectFrom('audit_facts').select('staff_id').where('fact', '=', 'incident.read').execute()
  expect(read.map(({ staff_id }) => staff_id)).toContain(given.closer.id)

  await opened('Carte illisible')
  for (const words of ['double DEBIT', 'rembourse', holder.card.number, partner.code, String(grant.id), school.uai]) {
    const list = (await closer.search('/region/incidents', { recherche: words })).text
    expect(list, words).toContain('Double débit en librairie')
    expect(list, words).not.toContain('Carte illisible')
  }

  expect((await opener.submit(`${path}/cloture`, { outcome: 'Remboursé.' })).status).toBe(403)
  expect((await closer.submit(`${path}/cloture`, { outcome: '' })).status).toBe(422)
  expect((await closer.submit(`${path}/cloture`, { outcome: 'Remboursé.' })).location).toMatch(/fait=cloture/)
  expect((await opener.submit(path, { action: 'note', note: 'Encore.' })).text).toContain('Cet incident est clos')
  expect((await closer.get('/region/incidents?etat=ouverts')).text).not.toContain('Double débit')
  const id = Number(path.split('/').at(-1))
  const forged = db.updateTable('incidents').set({ closed_by: given.opener.id }).where('id', '=', id).execute()
  await expect(forged).rejects.toThrow('whoever_opened_an_incident_does_not_close_it')
})

test('is for those who decide only', async () => {
  expect((await reader.get('/region/incidents')).status).toBe(403)
})

test('a document is kept encrypted, and goes with its incident two years after its end', async () => {
  const path = await opened('Ticket falsifié')
  const jpeg = await sharp({ create: { width: 300, height: 400, channels: 3, background: 'white' } })
    .jpeg()
    .toBuffer()
  const file = new File([new Uint8Array(jpeg)], 'ticket.jpg', { type: 'image/jpeg' })
  expect((await opener.submit(`${path}/documents/nouveau`, { name: 'Ticket du 12 mars', file })).location).toMatch(/fait=document/)
  const kept = await db.selectFrom('files').select(['id', 'is_encrypted']).where('policy', '=', 'incident-document').execute()
  expect(kept).toMatchObject([{ is_encrypted: true }])
  const href = /href="(\/region\/incidents\/\d+\/documents\/\d+)"/.exec((await closer.get(path)).text)?.[1] ?? ''
  const answer = await closer.get(href)
  expect(answer.bytes.subarray(0, 4).toString()).toBe('%PDF')
  // Whom the incident is about is told who read its documents, by their address too.
  await opener.submit(path, { action: 'link', thing: 'person', number: holder.card.number })
  const readings = () =>
    db
      .selectFrom('audit_facts')
      .select('id')
      .where('fact', '=', 'incident.read')
      .where('beneficiary_id', '=', holder.beneficiary.id)
      .execute()
  const before = (await readings()).length
  await closer.get(href)
  expect(await readings()).toHaveLength(before + 1)
  await closer.submit(`${path}/cloture`, { outcome: 'Plainte déposée.' })
  const at = async (days: number) => {
    clock.set(new Date(TEST_NOW.getTime() + days * 86_400_000))
    await forgettingOfIncidents.run(site)
    clock.set(TEST_NOW)
    return (await db.selectFrom('files').select('id').where('policy', '=', 'incident-document').execute()).length
  }
  expect([await at(729), await at(731)]).toEqual([1, 0])
  expect((await db.selectFrom('incidents').select('title').execute()).map(({ title }) => title)).not.toContain('Ticket falsifié')
})
