import PDFDocument from 'pdfkit'
import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { workbookOf } from '../../../../tests/support/enrolment-files.ts'
import { anAgent, anAidRequest, anApprentice, aSchool, aSchoolUser, TEST_KEY } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { orderAsked } from '../../../platform/forms/paging.ts'
import type { Message } from '../../../platform/messages/message.ts'
import { SMS_SEPTETS, septetsOf, smsText } from '../../../platform/messages/sms.ts'
import { mustBeHarmlessPdf } from '../../../platform/pdf.ts'
import type { Agent, Decider } from '../../../spaces/actors.ts'
import { type Asked, CASE_ORDERS, casesAsked, countsOf } from '../../desks/decisions/cases.ts'
import { forgetMarks } from '../../people/beneficiaries/fingerprint.ts'
import { eraseBeneficiary } from '../../people/beneficiaries/index.ts'
import { dataOf } from '../../personal/personal-data/data.ts'
import { historyOf, standingOf, submitRequest } from '../apprentice-aid/index.ts'
import { forgettingOfEndedAids, forgettingOfUnsentAids } from '../apprentice-aid/jobs.ts'
import * as paymentMessages from '../apprentice-aid/payment-messages.ts'
import { acceptRequest } from './accept.ts'
import { acceptBySchool } from './accept-by-school.ts'
import { checkDistance } from './check-distance.ts'
import { distanceForm, isToCheck } from './grounds.ts'
import * as decisionMessages from './messages.ts'
import { requestsFor } from './queries.ts'
import { refuseRequest } from './refuse.ts'
import { returnRequest } from './return.ts'
import { askForSecond } from './second-person.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)

const refused = (code: string, status: number) => expect.objectContaining({ code, status })
const stateOf = async (tx: Tx, id: number) =>
  (await tx.selectFrom('apprentice_aid_requests').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state
const toldTo = async (tx: Tx, beneficiary: number) =>
  (await tx.selectFrom('messages').select('template').where('beneficiary_id', '=', beneficiary).orderBy('template', 'desc').execute()).map(
    ({ template }) => template,
  )
const school = async (tx: Tx, request: Awaited<ReturnType<typeof anAidRequest>>) =>
  aSchoolUser(tx, request.apprentice.school as { id: number; name: string })

describe('the words and the grounds', () => {
  test.each([
    ['42,3', 42_300],
    ['42.305 km', 42_305],
    [' 8 ', 8_000],
    ['0', 0],
    ['', undefined],
    ['-3', undefined],
    ['1,2345', undefined],
    ['douze', undefined],
  ])('the distance %j is %s metres', (typed, metres) => {
    expect(distanceForm.safeParse({ distance: typed, reason: 'carte' }).data?.distance).toBe(metres)
  })

  test('a doubt is to check until an agent has looked', () => {
    expect(isToCheck({ distance_doubts: [], distance_checked_m: null })).toBe(false)
    expect(isToCheck({ distance_doubts: ['estimate'], distance_checked_m: null })).toBe(true)
    expect(isToCheck({ distance_doubts: ['estimate'], distance_checked_m: 0 })).toBe(false)
  })

  test('its SMS fit', () => {
    const given = { number: '123456789', reason: 'x'.repeat(500), decider: 'La Région', total_cents: 43_000, school_name: 'x'.repeat(200) }
    const all = Object.values({ ...decisionMessages, ...paymentMessages }) as ((about: object) => Message)[]
    for (const maker of all) {
      const { sms = '' } = maker({ ...given, distance_m: 123_456, transport_cents: 20_000 })
      expect(septetsOf(smsText(sms))).toBeLessThanOrEqual(SMS_SEPTETS)
    }
    expect(all).toHaveLength(9)
  })
})

describe('a request', () => {
  test('goes from its CFA to the Region, which accepts it; each step is told and written down', () =>
    rolledBack(db, async (tx) => {
      const request = await anAidRequest(tx)
      const [office, agent] = [await school(tx, request), await anAgent(tx, 'preparer')]
      await acceptBySchool(tx, office, request)
      expect(await stateOf(tx, request.id)).toBe('awaiting-region')
      await expect(acceptBySchool(tx, office, request)).rejects.toEqual(refused('aid.decided', 409))
      await acceptRequest(tx, agent, request)
      expect(await stateOf(tx, request.id)).toBe('accepted')
      expect((await historyOf(tx, request.id)).map(({ event, staff_name }) => [event, staff_name])).toEqual([
        ['accepted-by-school', office.name],
        ['accepted', agent.name],
      ])
      const { id } = request.apprentice.actor
      expect(await toldTo(tx, id)).toEqual(['apprentice-aid.accepted-by-school', 'apprentice-aid.accepted'])
      const facts = await tx.selectFrom('audit_facts').select('fact').where('beneficiary_id', '=', id).orderBy('id').execute()
      expect(facts.map(({ fact }) => fact)).toEqual(['aid-request.accepted-by-school', 'aid-request.accepted'])
    }))

  test('is told by SMS to whoever chose it', () =>
    rolledBack(db, async (tx) => {
      const request = await anAidRequest(tx)
      const { id } = request.apprentice.actor
      await tx.updateTable('beneficiaries').set({ notified_by: 'sms', mobile_phone: '0612345678' }).where('id', '=', id).execute()
      await returnRequest(tx, await school(tx, request), { ...request, reason: 'Contrat illisible.' })
      const told = await tx.selectFrom('messages').select(['channel', 'address', 'body']).where('beneficiary_id', '=', id).execute()
      expect(told).toEqual([{ channel: 'sms', address: '0612345678', body: expect.stringContaining('à corriger') }])
    }))

  test('returned with a reason is sent again, to the CFA that had not accepted it or to the Region that had it', () =>
    rolledBack(db, async (tx) => {
      const apprentice = await anApprentice(tx)
      const { address } = await tx
        .selectFrom('beneficiaries')
        .select('address')
        .where('id', '=', apprentice.actor.id)
        .executeTakeFirstOrThrow()
      expect(address).toBeTruthy()
      const request = await anAidRequest(tx, {
        apprentice,
        set: { cfa_lines: [apprentice.school?.name ?? '', 'Amiens'] },
      })
      const office = await school(tx, request)
      await returnRequest(tx, office, { ...request, reason: 'Contrat illisible.' })
      expect(await stateOf(tx, request.id)).toBe('returned')
      await submitRequest(tx, apprentice.actor)
      expect(await stateOf(tx, request.id)).toBe('awaiting-school')
      await acceptBySchool(tx, office, request)
      const agent = await anAgent(tx, 'preparer')
      await returnRequest(tx, agent, { ...request, reason: 'RIB illisible.' })
      await submitRequest(tx, apprentice.actor)
      expect(await stateOf(tx, request.id)).toBe('awaiting-region')
      expect((await historyOf(tx, request.id)).map(({ reason }) => reason)).toEqual([
        'Contrat illisible.',
        null,
        null,
        'RIB illisible.',
        null,
      ])
    }))

  test('of a CFA elsewhere goes to the Region only', () =>
    rolledBack(db, async (tx) => {
      const request = await anAidRequest(tx, {
        apprentice: await anApprentice(tx, { school_elsewhere: { name: 'CFA du Sud', town: 'Nice' } }),
      })
      const stranger = await aSchoolUser(tx, await aSchool(tx))
      await expect(refuseRequest(tx, stranger, { ...request, reason: 'x' })).rejects.toEqual(refused('not-found', 404))
      await refuseRequest(tx, await anAgent(tx, 'preparer'), { ...request, reason: 'Contrat rompu.' })
      expect(await stateOf(tx, request.id)).toBe('refused')
    }))

  test('with a doubtful distance is not accepted before an agent has confirmed or corrected it', () =>
    rolledBack(db, async (tx) => {
      const request = await anAidRequest(tx, {
        set: { state: 'awaiting-region', distance_doubts: ['estimate', 'contested'], distance_contest: 'Le pont est fermé.' },
      })
      const agent = await anAgent(tx, 'preparer')
      await expect(acceptRequest(tx, agent, request)).rejects.toEqual(refused('aid.distance-to-check', 409))
      await checkDistance(tx, agent, { number: request.number, distance_m: 39_900, reason: 'Mesure sur la carte.' })
      const checked = await tx.selectFrom('apprentice_aid_requests').selectAll().where('id', '=', request.id).executeTakeFirstOrThrow()
      expect(checked).toMatchObject({
        distance_m: 50_000,
        distance_checked_m: 39_900,
        distance_check_reason: 'Mesure sur la carte.',
        distance_checked_by: agent.id,
        transport_cents: 10_000,
        distance_contest: 'Le pont est fermé.',
      })
      await acceptRequest(tx, agent, request)
      await expect(checkDistance(tx, agent, { number: request.number, distance_m: 1, reason: 'x' })).rejects.toEqual(
        refused('aid.decided', 409),
      )
      const { details } = await tx
        .selectFrom('audit_facts')
        .select('details')
        .where('fact', '=', 'aid-request.distance-checked')
        .executeTakeFirstOrThrow()
      expect(details).toMatchObject({ before_m: 50_000, after_m: 39_900, before_cents: 15_000, after_cents: 10_000 })
    }))

  test('nobody knows the distance of has no amount, until an agent says it', () =>
    rolledBack(db, async (tx) => {
      const request = await anAidRequest(tx, {
        set: {
          state: 'awaiting-region',
          distance_m: null,
          distance_provider: null,
          distance_measured_on: null,
          distance_doubts: ['unknown'],
          transport_cents: null,
        },
      })
      const agent = await anAgent(tx, 'preparer')
      await expect(acceptRequest(tx, agent, request)).rejects.toEqual(refused('aid.distance-to-check', 409))
      await checkDistance(tx, agent, { number: request.number, distance_m: 10_000, reason: 'Adresse située à la main.' })
      await acceptRequest(tx, agent, request)
      expect(await stateOf(tx, request.id)).toBe('accepted')
    }))

  test('that gives nothing is not accepted', () =>
    rolledBack(db, async (tx) => {
      const request = await anAidRequest(tx, { set: { state: 'awaiting-region', transport_cents: 0, meals_cents: 0 } })
      await expect(acceptRequest(tx, await anAgent(tx, 'preparer'), request)).rejects.toEqual(refused('aid.nothing-to-pay', 409))
    }))

  test('is listed for its CFA and for the Region, the oldest first, by name, number and state', () =>
    rolledBack(db, async (tx) => {
      const later = await anAidRequest(tx, { set: { submitted_at: new Date('2026-11-22T10:00:00Z') } })
      const earlier = await anAidRequest(tx, {
        apprentice: await anApprentice(tx, { campaign: later.apprentice.campaign }),
        set: { submitted_at: new Date('2026-11-21T10:00:00Z'), school_id: later.school_id },
      })
      await anAidRequest(tx, { apprentice: await anApprentice(tx, { campaign: later.apprentice.campaign }) })
      const office = await school(tx, later)
      const ordered = (tri: string) => orderAsked(new URLSearchParams({ tri }), CASE_ORDERS, 'envoi')
      const all = { search: '', state: null, conditions: [], page: 1, aPage: 50, order: ordered('') }
      const numbers = async (decider: Decider, asked: Partial<Asked>) =>
        (await casesAsked(tx, requestsFor(tx, decider), { ...all, ...asked })).map(({ number }) => number)
      expect(await numbers(office, {})).toEqual([earlier.number, later.number])
      expect(await numbers(office, { page: 2 })).toEqual([])
      expect(await numbers(office, { order: ordered('-envoi') })).toEqual([later.number, earlier.number])
      expect(await numbers(office, { order: ordered('-numero') })).toEqual([earlier.number, later.number].sort().reverse())
      expect(await numbers(office, { order: ordered('nom') })).toHaveLength(2)
      expect(await numbers(office, { search: later.number })).toEqual([later.number])
      expect(await numbers(office, { search: later.apprentice.actor.last_name.toLowerCase() })).toEqual([later.number])
      expect(await numbers(office, { state: 'paid' })).toEqual([])
      expect(await numbers(await anAgent(tx, 'preparer'), {})).toHaveLength(3)
      expect(await countsOf(tx, requestsFor(tx, office), all)).toEqual({ 'awaiting-school': 2 })
    }))
})

test('a year after an aid was paid or refused its documents and its account are erased, and the rest stays', async () => {
  const { requests, agent } = await inTransaction(db, TEST_NOW, async (tx) => {
    const requests = []
    for (const state of ['paid', 'refused', 'accepted'] as const) {
      const request = await anAidRequest(tx, { set: { state } })
      const event = { request_id: request.id, at: tx.now, event: state, reason: state === 'refused' ? 'Non.' : null }
      await tx.insertInto('apprentice_aid_events').values(event).execute()
      requests.push(request)
    }
    return { requests, agent: await anAgent(tx, 'preparer') }
  })
  const bytes = async (id: string | null) =>
    (await db.selectFrom('files').select('bytes').where('id', '=', id).executeTakeFirstOrThrow()).bytes.length
  const kept = async () => {
    const rows = await db
      .selectFrom('apprentice_aid_requests')
      .select(['iban_encrypted', 'iban_last4', 'bank_holder', 'contract_file_id', 'bank_file_id', 'lodging_file_id', 'meals_cents'])
      .where(
        'id',
        'in',
        requests.map(({ id }) => id),
      )
      .orderBy('id')
      .execute()
    return Promise.all(
      rows.map(async (row) => {
        const files = [await bytes(row.contract_file_id), await bytes(row.bank_file_id), await bytes(row.lodging_file_id)]
        return [
          row.iban_encrypted?.length !== 0,
          row.iban_last4,
          row.bank_holder !== '',
          files.every((length) => length > 0),
          row.meals_cents,
        ]
      }),
    )
  }
  const whole = [true, '2606', true, true, 10_000]
  await forgettingOfEndedAids.run({ ...site, clock: { now: () => new Date('2027-11-22T12:00:00Z') } })
  expect(await kept()).toEqual([whole, whole, whole])
  await forgettingOfEndedAids.run({ ...site, clock: { now: () => new Date('2027-11-24T12:00:00Z') } })
  const erased = [false, '', false, false, 10_000]
  expect(await kept()).toEqual([erased, erased, whole])
  const [paid] = requests
  const file = await (await new Visitor(site).signInAs({ staffId: agent.id })).get(`/region/aides-thr/${paid?.number}`)
  expect([file.status, file.text.includes('sont effacés'), file.text.includes('fichier.pdf')]).toEqual([200, true, false])
  const own = await (await new Visitor(site).signInAs({ beneficiaryId: paid?.beneficiary_id as number })).get(
    `/espace/aide-thr/demandes/${paid?.number}`,
  )
  expect([own.status, own.text.includes('Effacés, un an après')]).toEqual([200, true])
})

test('an aid that was begun or came back, and was not sent, holds nothing once every window is closed', async () => {
  const requests = await inTransaction(db, TEST_NOW, async (tx) => {
    const made = []
    for (const state of ['draft', 'returned', 'returned', 'awaiting-region'] as const) made.push(await anAidRequest(tx, { set: { state } }))
    return made
  })
  const [draft, returned, returnedSince, sent] = requests
  const back = (id: number | undefined, at: string) =>
    db
      .insertInto('apprentice_aid_events')
      .values({ request_id: id as number, at: new Date(at), event: 'returned', reason: 'Flou.' })
      .execute()
  await back(returned?.id, '2026-11-24T12:00:00Z')
  await back(returnedSince?.id, '2027-03-01T12:00:00Z')
  const held = async (request: typeof draft) => {
    const { state, iban_encrypted, home_lines } = await db
      .selectFrom('apprentice_aid_requests')
      .selectAll()
      .where('id', '=', request?.id as number)
      .executeTakeFirstOrThrow()
    const ids = [request?.contract_file_id, request?.bank_file_id, request?.lodging_file_id].filter((id) => typeof id === 'string')
    const files = await db.selectFrom('files').select('id').where('id', 'in', ids).execute()
    return [state, iban_encrypted !== null, home_lines !== null, files.length]
  }
  const all = () => Promise.all([draft, returned, returnedSince, sent].map(held))
  const whole = (state: string) => [state, true, true, 3]
  const asBefore = [whole('draft'), whole('returned'), whole('returned'), whole('awaiting-region')]
  await forgettingOfUnsentAids.run({ ...site, clock: { now: () => new Date('2027-11-23T12:00:00Z') } })
  expect(await all()).toEqual(asBefore)
  await forgettingOfUnsentAids.run({ ...site, clock: { now: () => new Date('2027-11-26T12:00:00Z') } })
  const nothing = ['draft', false, false, 0]
  expect(await all()).toEqual([nothing, nothing, ...asBefore.slice(2)])
})

test('the aid of a contract year is paid once, also to whoever closed their account; another contract is shown to the Region', async () => {
  const { back, request, agent, former } = await inTransaction(db, TEST_NOW, async (tx) => {
    const former = await anAidRequest(tx, { set: { state: 'paid' } })
    const [back, request] = [
      await anApprentice(tx),
      await anAidRequest(tx, { set: { contract_signed_on: '2026-09-02', state: 'awaiting-region' } }),
    ]
    expect(await standingOf(tx, back.actor.id, tx.now)).toMatchObject({ mayBegin: true })
    await eraseBeneficiary(tx, former.apprentice.actor, TEST_KEY)
    const { fingerprint } = await tx
      .selectFrom('beneficiaries')
      .select('fingerprint')
      .where('id', '=', former.beneficiary_id)
      .executeTakeFirstOrThrow()
    await tx.updateTable('beneficiaries').set({ fingerprint }).where('id', 'in', [back.actor.id, request.beneficiary_id]).execute()
    return { back, request, former, agent: await anAgent(tx, 'preparer') }
  })
  const returning = await new Visitor(site).signInAs({ beneficiaryId: back.actor.id })
  const closed = await returning.get('/espace/aide-thr')
  expect([closed.status, closed.text.includes('avec le compte que vous avez fermé')]).toEqual([409, true])
  expect((await returning.get('/espace')).text).toContain('avec le compte que vous avez fermé')
  const desk = await new Visitor(site).signInAs({ staffId: agent.id })
  const file = (await desk.get(`/region/aides-thr/${request.number}`)).text
  for (const words of ['Une aide a déjà été versée à cette personne', former.number, '01/09/2026']) expect(file).toContain(words)
  expect((await desk.get(`/region/aides-thr/${former.number}`)).text).not.toContain('Une aide a déjà été versée')
  // The mark is kept for the year of the contract.
  const markOf = async () =>
    (await db.selectFrom('beneficiaries').select('fingerprint').where('id', '=', former.beneficiary_id).executeTakeFirstOrThrow())
      .fingerprint
  await forgetMarks(db, new Date('2027-08-31T12:00:00Z'))
  expect(await markOf()).not.toBeNull()
  await forgetMarks(db, new Date('2027-09-02T12:00:00Z'))
  expect(await markOf()).toBeNull()
})

describe('the pages', () => {
  const pdf = async (): Promise<Buffer> => {
    const document = new PDFDocument()
    const chunks: Buffer[] = []
    document.on('data', (chunk: Buffer) => chunks.push(chunk))
    const finished = new Promise((resolve) => document.on('end', resolve))
    document.text('Contrat').addPage().text('Suite')
    document.end()
    await finished
    return Buffer.concat(chunks)
  }

  test('a CFA reads who, the contract and the lodging, and nothing of the bank; what is read is written down', async () => {
    const document = await pdf()
    const { request, office, stranger } = await inTransaction(db, TEST_NOW, async (tx) => {
      const request = await anAidRequest(tx, {
        document,
        set: { lodging_situation: 'housed', lodging_kind: 'hostel', lodging_cents: 8_000 },
      })
      return { request, office: await school(tx, request), stranger: await aSchoolUser(tx, await aSchool(tx)) }
    })
    const visitor = await new Visitor(site).signInAs({ staffId: office.id })
    const path = `/etablissement/aides-thr/${request.number}`
    expect((await visitor.get('/etablissement/aides-thr')).text).toContain(request.number)
    const { text } = await visitor.get(path)
    for (const words of ['01/09/2026', '31/08/2028', 'Foyer', 'Attestation d’hébergement', 'Confirmer l’inscription'])
      expect(text).toContain(words)
    for (const words of ['IBAN', 'RIB', '2606', 'La Banque Postale', 'RUE NATIONALE', 'Total']) expect(text).not.toContain(words)
    for (const place of ['rib', 'rib/image', 'rib/fichier.pdf']) expect((await visitor.get(`${path}/${place}`)).status).toBe(404)

    const pages = await visitor.get(`${path}/contrat?page=2`)
    expect(pages.text).toContain('page 2 sur 2')
    const image = await visitor.get(`${path}/contrat/image?page=2`)
    expect([image.status, image.headers.get('content-type'), image.bytes.subarray(1, 4).toString()]).toEqual([200, 'image/png', 'PNG'])
    expect((await visitor.get(`${path}/contrat/image?page=3`)).status).toBe(404)
    const file = await visitor.get(`${path}/hebergement/fichier.pdf`)
    expect(file.headers.get('content-disposition')).toBe(`attachment; filename="hebergement-${request.number}.pdf"`)
    // Drawn again: the same pages, and none of what was sent.
    expect(file.bytes.equals(document)).toBe(false)
    expect(await mustBeHarmlessPdf(file.bytes, 'file')).toBe(2)
    const facts = await db.selectFrom('audit_facts').select('fact').where('staff_id', '=', office.id).orderBy('id').execute()
    expect(facts.map(({ fact }) => fact)).toEqual(['aid-request.read', 'aid-request.document-read', 'aid-request.document-read'])

    const other = await new Visitor(site).signInAs({ staffId: stranger.id })
    for (const place of ['', '/contrat', '/contrat/image', '/contrat/fichier.pdf', '/validation', '/renvoi']) {
      expect((await other.get(`${path}${place}`)).status, place).toBe(404)
    }
    expect((await other.get('/etablissement/aides-thr')).text).not.toContain(request.number)

    expect((await visitor.submit(`${path}/renvoi`, { reason: '' })).status).toBe(422)
    const done = await visitor.submit(`${path}/validation`)
    expect(done).toMatchObject({ status: 303, location: `${path}?fait=validation` })
    const after = (await visitor.get(done.location ?? '')).text
    for (const words of ['La demande est validée', 'En attente de validation Région']) expect(after).toContain(words)
    expect((await visitor.get(`${path}/renvoi`)).text).toContain('Il n’y a rien à décider')
  })

  test('a CFA reads what its own list says of the contract, where that is another or broken, and nothing more of it is kept', async () => {
    const { request, office } = await inTransaction(db, TEST_NOW, async (tx) => {
      const request = await anAidRequest(tx)
      const { id } = request.apprentice.beneficiary
      await tx.updateTable('beneficiaries').set({ last_name: 'DURIEZ', first_name: 'Léa', namesake: id }).where('id', '=', id).execute()
      // The campaign under way, of all those of this file.
      await tx
        .updateTable('campaigns')
        .set({ applications_open_on: '2026-05-02' })
        .where('id', '=', request.apprentice.campaign.id)
        .execute()
      return { request, office: await school(tx, request) }
    })
    const visitor = await new Visitor(site).signInAs({ staffId: office.id })
    const titles = ['nom_apprenant', 'prenom_apprenant', 'date_de_naissance_apprenant', 'annee_scolaire', 'contrat_date_debut']
    const lists = async (...[ends, broken]: [string, string]) => {
      const bytes = await workbookOf([
        [...titles, 'contrat_date_fin', 'contrat_date_rupture', 'siret_employeur'],
        ['DURIEZ', 'Léa', '2010-06-17', '2026-2027', '2026-09-07', ends, broken, '98765432100011'],
      ])
      const file = new File([new Uint8Array(bytes)], 'apprenants.xlsx')
      const { location } = await visitor.submit('/etablissement/liste', { file })
      expect((await visitor.submit(location as string, { action: 'take' })).status).toBe(303)
      return (await visitor.get(`/etablissement/aides-thr/${request.number}`)).text
    }
    expect(await lists('2028-08-31', '')).not.toContain('Selon votre liste')
    expect(await lists('2027-08-31', '')).toContain('Selon votre liste : contrat du 07/09/2026 au 31/08/2027. Comparez')
    expect(await lists('2028-08-31', '2026-11-12')).toContain('contrat du 07/09/2026 au 31/08/2028, rompu le 12/11/2026.')
    const { file_number } = request.apprentice.application
    expect((await visitor.get(`/etablissement/demandes/${file_number}/inscription`)).text).toContain('Différence : contrat.')
    const kept = await db.selectFrom('enrolled_pupils').selectAll().where('last_name', '=', 'DURIEZ').execute()
    expect([kept.length, JSON.stringify(kept).includes('98765432100011')]).toEqual([1, false])
    const data = await dataOf(db, request.apprentice.actor, site.facts)
    expect(data['inscription sur la liste de l’établissement']).toMatchObject([{ 'contrat rompu le': '2026-11-12' }])
  })

  test('the Region reads it whole, the IBAN masked, corrects the distance and accepts', async () => {
    const { request, agent } = await inTransaction(db, TEST_NOW, async (tx) => ({
      request: await anAidRequest(tx, {
        document: Buffer.from('%PDF-'),
        set: {
          state: 'awaiting-region',
          distance_doubts: ['far-ends', 'contested'],
          distance_contest: 'Le pont est fermé.',
          bank_holder: 'Autre PERSONNE',
          bank_holder_differs: true,
        },
      }),
      agent: await anAgent(tx, 'preparer'),
    }))
    const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
    const path = `/region/aides-thr/${request.number}`
    expect((await visitor.get('/region/aides-thr')).text).toContain('Distance, Titulaire')
    const { text } = await visitor.get(path)
    for (const words of ['FR14 **** **** 2606', '« Le pont est fermé. »', 'plus de 500 mètres', 'Titulaire à vérifier', 'RUE NATIONALE']) {
      expect(text).toContain(words)
    }
    expect(text).not.toContain('FR142004')
    const tooEarly = await visitor.submit(`${path}/validation`)
    expect(tooEarly.status).toBe(409)
    expect(tooEarly.text).toContain('La distance est à vérifier')
    expect((await visitor.submit(`${path}/distance`, { distance: 'loin', reason: 'x' })).status).toBe(422)
    expect((await visitor.submit(`${path}/distance`, { distance: '12,5', reason: 'Mesure sur la carte.' })).status).toBe(303)
    const corrected = (await visitor.get(path)).text.replace(/\s/g, ' ')
    for (const words of ['50,0 km, soit 150 €', '12,5 km, soit 100 € : Mesure sur la carte.']) expect(corrected).toContain(words)
    // Who typed the distance does not accept alone.
    expect((await visitor.submit(`${path}/validation`)).location).toBe(`${path}?fait=a-deux`)
    const state = async () =>
      (await db.selectFrom('apprentice_aid_requests').select('state').where('id', '=', request.id).executeTakeFirst())?.state
    expect(await state()).toBe('awaiting-region')
    await inTransaction(db, TEST_NOW, (tx) => agreedTo(tx, 'aid-request.acceptance', request.number))
    expect(await state()).toBe('accepted')
  })

  test.each([
    ['accepted by an agent who did not measure it', (tx: Tx, agent: Agent, number: string) => acceptRequest(tx, agent, { number })],
    ['refused', (tx: Tx, agent: Agent, number: string) => refuseRequest(tx, agent, { number, reason: 'x' })],
    ['returned', (tx: Tx, agent: Agent, number: string) => returnRequest(tx, agent, { number, reason: 'x' })],
    ['measured anew', (tx: Tx, agent: Agent, number: string) => checkDistance(tx, agent, { number, distance_m: 450_000, reason: 'x' })],
  ])('asks no second person any more once it is %s', (_decision, decide) =>
    rolledBack(db, async (tx) => {
      const { number } = await anAidRequest(tx, { set: { state: 'awaiting-region', school_accepted_at: tx.now } })
      const agent = await anAgent(tx, 'preparer')
      await checkDistance(tx, agent, { number, distance_m: 42_000, reason: 'Carte.' })
      expect(await askForSecond(tx, agent, [number])).toBe(true)
      await decide(tx, await anAgent(tx, 'preparer'), number)
      await expect(agreedTo(tx, 'aid-request.acceptance', number)).rejects.toThrow('no result')
    }),
  )
})
