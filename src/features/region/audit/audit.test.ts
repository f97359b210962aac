import { beforeAll, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent, anApprentice } from '../../../../tests/support/makers.ts'
import { record } from '../../../platform/audit.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import { facts as campaigns } from '../../scheme/campaigns/facts.ts'
import { facts as support } from '../support/facts.ts'
import { detailsInWords } from './journal.ts'

const database = await testDatabase()
const { site } = testSite(database)
const administrator = new Visitor(site)
let fileNumber: string

beforeAll(async () => {
  const made = await inTransaction(database.db, TEST_NOW, async (tx) => {
    const admin = await anAgent(tx, 'administrator')
    const other = await anAgent(tx, 'helpline')
    const { application, beneficiary } = await anApprentice(tx)
    const at = tx.now
    for (let line = 1; line <= 60; line++)
      await record(tx, { at, fact: support['beneficiary.searched'], staff_id: admin.id, details: { found: line } })
    await record(tx, { at, fact: support['beneficiary.file-read'], staff_id: other.id, beneficiary_id: beneficiary.id })
    await record(tx, { at: new Date('2026-11-01T12:00:00Z'), fact: campaigns['campaign.opened'] })
    return { admin, other, application }
  })
  await administrator.signInAs({ staffId: made.admin.id })
  fileNumber = made.application.file_number
})

const lines = async (query: string) => {
  const { text } = await administrator.search('/region/journal', Object.fromEntries(new URLSearchParams(query)))
  return [...text.matchAll(/<tr role="row"><td role="cell" data-label="Date"/g)].length
}

test('the trail is filtered by fact, person, member of staff and day, and read page after page', async () => {
  expect(await lines('')).toBe(50)
  expect(await lines('evenement=beneficiary.file-read')).toBe(1)
  expect(await lines(`dossier=${fileNumber}`)).toBe(1)
  expect(await lines('dossier=1')).toBe(0)
  expect(await lines('professionnel=test&evenement=beneficiary.file-read')).toBe(1)
  expect(await lines('au.jour=1&au.mois=11&au.annee=2026')).toBe(1)
  expect(await lines('evenement=nothing-of-ours')).toBe(50)
  const { text } = await administrator.get('/region/journal')
  const next = /href="\/region\/journal\?([^"]*avant=\d+-\d+)"/.exec(text)?.[1] ?? ''
  expect(await lines(next.replaceAll('&amp;', '&'))).toBe(12)
})

test('a period is exported for a reason, which stays in the journal and in no address; without one it is asked for', async () => {
  const path = '/region/journal/export'
  const period = { 'du.jour': '1', 'du.mois': '11', 'du.annee': '2026', 'au.jour': '1', 'au.mois': '11', 'au.annee': '2026' }
  const page = await administrator.get(path)
  expect([page.status, page.text.includes('method="post"')]).toEqual([200, true])
  const sent = async (fields: Record<string, string>) => (await administrator.post(`${path}?chercher`, fields)).location as string
  for (const fields of [{ demande: 'oui' }, { demande: 'oui', ...period, motif: ' ' }]) {
    const asked = await administrator.get(await sent(fields))
    expect([asked.status, asked.text.includes('et le motif.')]).toEqual([422, true])
  }
  const found = await sent({ demande: 'oui', ...period, motif: 'Plainte de Mme Martin' })
  const file = (await administrator.get(found)).location as string
  expect(file).toMatch(/^\/region\/journal\/journal\.csv\?/)
  for (const address of [found, file]) expect(decodeURIComponent(address)).not.toContain('Martin')
  const { status, text } = await administrator.get(file)
  expect(status).toBe(200)
  expect(text.trim().split('\r\n')).toHaveLength(2)
  expect(text).toContain('"01/11/2026')
  const { details } = await database.db
    .selectFrom('audit_facts')
    .select('details')
    .where('fact', '=', 'journal.exported')
    .executeTakeFirstOrThrow()
  expect(details).toEqual({ from: '2026-11-01', until: '2026-11-01', reason: 'Plainte de Mme Martin' })
  // Written in an address by hand, or read in that of somebody else, it is no reason.
  const byHand = `/region/journal/journal.csv?${new URLSearchParams({ ...period, motif: 'En clair' })}`
  expect((await administrator.get(byHand)).location).toBe(`${path}?demande=oui`)
  const other = await new Visitor(site).signInAs({ staffId: (await inTransaction(database.db, TEST_NOW, (tx) => anAgent(tx, 'dpo'))).id })
  expect((await other.get(file)).location).toBe(`${path}?demande=oui`)
})

test('nobody changes a line of it', async () => {
  await expect(database.db.deleteFrom('audit_facts').execute()).rejects.toMatchObject({ code: '42501' })
  await expect(database.db.updateTable('audit_facts').set({ fact: 'x' }).execute()).rejects.toMatchObject({ code: '42501' })
})

test('details are read without the ids of rows', () => {
  expect(detailsInWords({ application_id: 12, reason: 'Carte prêtée', found: 3, in_schools: null })).toBe(
    'motif : Carte prêtée ; personnes trouvées : 3',
  )
  expect(detailsInWords({ card_id: 4, reason: 'stolen' })).toBe('motif : carte volée')
})
