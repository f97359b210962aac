import PDFDocument from 'pdfkit'
import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent, anAidRequest, anApprentice, aPartner, aPartnerUser, aSchool, aSchoolUser } from '../../../../tests/support/makers.ts'
import { inTransaction } from '../../../platform/database/index.ts'
import type { Role } from '../../../spaces/roles.ts'
import { CHANGES, type State } from '../apprentice-aid/aid.ts'

// Every action there is on a request, in every state that it can be in, by everybody, with a POST that no page has offered.

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)

const STATES = [...new Set(CHANGES.flatMap(({ from, to }) => [from, to]))]
const ROLES = ['content', 'helpline', 'eligibility', 'preparer', 'approver', 'administrator'] satisfies Role[]

const REASON = { reason: 'Motif.' }
const BANK = { bankHolder: 'Stéphane MARTIN', iban: 'FR76 3000 6000 0112 3456 7890 189', bic: 'AGRIFRPPXXX', bankName: 'Ma banque' }

const pdf = async (): Promise<Blob> => {
  const document = new PDFDocument()
  document.text('Contrat').end()
  const chunks: Buffer[] = []
  for await (const chunk of document) chunks.push(chunk as Buffer)
  return new Blob([new Uint8Array(Buffer.concat(chunks))], { type: 'application/pdf' })
}

const { request, people } = await inTransaction(db, TEST_NOW, async (tx) => {
  const request = await anAidRequest(tx, { document: Buffer.from('%PDF-') })
  const { school, campaign, actor } = request.apprentice
  const agents = await Promise.all(ROLES.map((role) => anAgent(tx, role)))
  return {
    request,
    people: {
      owner: { beneficiaryId: actor.id },
      'another apprentice': { beneficiaryId: (await anApprentice(tx, { campaign, contract_signed_on: '2026-11-01' })).actor.id },
      'its CFA': { staffId: (await aSchoolUser(tx, school as { id: number; name: string })).id },
      'a reader there': { staffId: (await aSchoolUser(tx, school as { id: number; name: string }, { roles: ['head', 'reader'] })).id },
      'another school': { staffId: (await aSchoolUser(tx, await aSchool(tx))).id },
      partner: { staffId: (await aPartnerUser(tx, await aPartner(tx))).id },
      ...(Object.fromEntries(agents.map(({ id, roles: [role] }) => [role, { staffId: id }])) as Record<Role, { staffId: number }>),
    },
  }
})
type Who = keyof typeof people

const HOMES: Partial<Record<Who, string>> = {
  owner: '/espace',
  'another apprentice': '/espace',
  'its CFA': '/etablissement',
  'a reader there': '/etablissement',
  'another school': '/etablissement',
  partner: '/partenaire',
}

interface Action {
  path: string
  fields?: Record<string, string | Blob>
  /** What it makes of a request in that state when that person may; undefined when they may not. */
  makes: Partial<Record<Who, Partial<Record<State, State>>>>
  /** What the others are told. */
  refuses(who: Who, from: State): number
}

const SCHOOL = `/etablissement/aides-thr/${request.number}`
const REGION = `/region/aides-thr/${request.number}`
const OWN = '/espace/aide-thr'

/** A draft is nobody's but its owner's; what is decided is decided. */
const decided = (from: State) => (from === 'draft' ? 404 : 409)

const atTheSchool = (word: string, to: State): Action => ({
  path: `${SCHOOL}/${word}`,
  fields: REASON,
  makes: { 'its CFA': { 'awaiting-school': to } },
  refuses: (who, from) => (who === 'its CFA' ? decided(from) : who === 'another school' ? 404 : 403),
})

const atTheRegion = (word: string, to: State): Action => ({
  path: `${REGION}/${word}`,
  fields: { ...REASON, distance: '12' },
  makes: { preparer: { 'awaiting-region': to } },
  refuses: (who, from) => (who === 'preparer' ? decided(from) : 403),
})

const EDITABLE = { draft: 'draft', returned: 'returned' } as const

const byItsOwner = (step: string, fields: Action['fields'], makes: Partial<Record<State, State>>): Action => ({
  path: `${OWN}${step}`,
  ...(fields && { fields }),
  makes: { owner: makes },
  refuses(who, from) {
    // They are led to the page that is open: that of the bank details, or of the request that may be begun after a refusal.
    if (who === 'owner') return from === 'rejected-by-bank' || from === 'refused' ? 303 : 409
    // These addresses lead to one's own request: this apprentice's opens later.
    return who === 'another apprentice' ? 409 : 403
  },
})

const ACTIONS: Record<string, Action> = {
  'confirm enrolment': atTheSchool('validation', 'awaiting-region'),
  'return, as a school': atTheSchool('renvoi', 'returned'),
  'refuse, as a school': atTheSchool('refus', 'refused'),
  accept: atTheRegion('validation', 'accepted'),
  'return, as the Region': atTheRegion('renvoi', 'returned'),
  'refuse, as the Region': atTheRegion('refus', 'refused'),
  'check the distance': atTheRegion('distance', 'awaiting-region'),
  contest: byItsOwner('/transport', { contest: 'Le pont est fermé.' }, EDITABLE),
  'say the lodging': byItsOwner('/hebergement', { situation: 'with-family', kind: '' }, EDITABLE),
  'send a document': byItsOwner(
    '/justificatifs/contrat',
    { contractFile: await pdf() },
    { ...EDITABLE, 'rejected-by-bank': 'rejected-by-bank' },
  ),
  'give an account': byItsOwner('/justificatifs', BANK, { ...EDITABLE, 'rejected-by-bank': 'rejected-by-bank' }),
  send: byItsOwner('/verification', {}, { draft: 'awaiting-school', returned: 'awaiting-school', 'rejected-by-bank': 'awaiting-school' }),
}

const { apprentice, id, number, bands, contract_file_id, bank_file_id, lodging_file_id, ...row } = request

/** The request as it was, in that state; but for its documents, that are gone once replaced. */
const put = (state: State) =>
  db
    .updateTable('apprentice_aid_requests')
    .set({ ...row, bands: JSON.stringify(bands), cfa_lines: [apprentice.school?.name ?? '', 'Amiens'], state })
    .where('id', '=', id)
    .execute()

const rows = () => db.selectFrom('apprentice_aid_requests').selectAll().execute()

test.each(Object.keys(people) as Who[])('%s changes what may be changed by them, and nothing else', async (who) => {
  const visitor = await new Visitor(site).signInAs(people[who])
  const _csrf = /name="_csrf" value="([^"]+)"/.exec((await visitor.get(HOMES[who] ?? '/region')).text)?.[1] ?? ''
  for (const from of STATES) {
    await put(from)
    const before = await rows()
    for (const [what, { path, fields, makes, refuses }] of Object.entries(ACTIONS)) {
      const { status } = await visitor.post(path, { _csrf, ...fields })
      const to = makes[who]?.[from]
      expect(status, `${what} of ${from}`).toBe(to ? 303 : refuses(who, from))
      const after = await rows()
      if (to) {
        expect(after.find((other) => other.id === id)?.state, `${what} of ${from}`).toBe(to)
        await put(from)
      } else expect(after, `${what} of ${from}`).toEqual(before)
    }
  }
})

test('nobody signed in changes anything', async () => {
  for (const { path, fields } of Object.values(ACTIONS)) {
    await put('awaiting-school')
    const before = await rows()
    expect((await new Visitor(site).post(path, { ...fields })).status).toBe(303)
    expect(await rows()).toEqual(before)
  }
})
