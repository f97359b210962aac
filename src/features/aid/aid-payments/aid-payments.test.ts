import { afterEach, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { anAgent, anAidRequest, anApprentice, aPartner, aPartnerUser, aSchoolUser, TEST_KEY } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { may, ROLE_NAMES } from '../../../spaces/roles.ts'
import { MADE_UP_PAYER } from '../../money/bank-files/index.ts'
import { cancelBatch } from './cancel-batch.ts'
import { createBatch as prepareBatch } from './create-batch.ts'
import { downloadFile } from './download-file.ts'
import { outcomeForm } from './payment.ts'
import { batchOf, waitingForPayment } from './queries.ts'
import { markRestPaid, settleLine } from './settle.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)

const refused = (code: string, status: number) => expect.objectContaining({ code, status })
const committed = <T>(act: (tx: Tx) => Promise<T>, now = TEST_NOW) => inTransaction(db, now, act)

type Request = Awaited<ReturnType<typeof anAidRequest>>

const ACCEPTED = { state: 'accepted', school_accepted_at: TEST_NOW }

async function accepted<Count extends number>(tx: Tx, count: Count) {
  const requests = [await anAidRequest(tx, { set: ACCEPTED })]
  const { campaign } = (requests[0] as Request).apprentice
  while (requests.length < count) requests.push(await anAidRequest(tx, { apprentice: await anApprentice(tx, { campaign }), set: ACCEPTED }))
  return requests as [Request, Request, ...Request[]]
}

/** So that the next batch takes what its own test has accepted, and nothing else. */
const nothingToPay = () => db.updateTable('apprentice_aid_requests').set({ state: 'refused' }).where('state', '=', 'accepted').execute()
afterEach(nothingToPay)

const download = (tx: Tx, agent: Agent, batch_id: number) => downloadFile(tx, agent, { batch_id, key: TEST_KEY, payer: MADE_UP_PAYER })

/** A batch that a second person has let out. */
async function createBatch(tx: Tx, agent: Agent): Promise<number> {
  const id = await prepareBatch(tx, agent)
  await agreedTo(tx, 'aid-batch.release', id)
  return id
}

/** A batch of so many requests, given to the bank. */
async function atTheBank(tx: Tx, count: number) {
  const agent = await anAgent(tx, 'preparer')
  const requests = await accepted(tx, count)
  const batch_id = await createBatch(tx, agent)
  await download(tx, agent, batch_id)
  return { agent, requests, batch_id }
}

test('the bank reads a holder in Latin letters, also where one was kept in others', () =>
  rolledBack(db, async (tx) => {
    const { agent, batch_id, requests } = await atTheBank(tx, 1)
    const [request] = requests
    const names = { last_name: 'Іваненко', first_name: 'Олександр', latin_last_name: 'Ivanenko', latin_first_name: 'Oleksandr' }
    await tx
      .updateTable('beneficiaries')
      .set(names)
      .where('id', '=', request?.beneficiary_id as number)
      .execute()
    await tx
      .updateTable('apprentice_aid_requests')
      .set({ bank_holder: 'Іваненко Олександр' })
      .where('id', '=', request?.id as number)
      .execute()
    const { xml } = await download(tx, agent, batch_id)
    expect(xml).toContain('<Nm>Oleksandr Ivanenko</Nm>')
  }))

const stateOf = async (tx: Tx | typeof db, { id }: { id: number }) =>
  (await tx.selectFrom('apprentice_aid_requests').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

const templatesTo = async (tx: Tx, request: { beneficiary_id: number }) =>
  (await tx.selectFrom('messages').select('template').where('beneficiary_id', '=', request.beneficiary_id).execute())
    .map(({ template }) => template)
    .sort()

const all = (xml: string, element: string) =>
  [...xml.matchAll(new RegExp(`<${element}(?: [^>]*)?>([^<]*)</${element}>`, 'g'))].map(([, text]) => text)

describe('a batch', () => {
  test('is written down for each person whose aid it pays', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      const requests = await accepted(tx, 2)
      await createBatch(tx, agent)
      const facts = await tx
        .selectFrom('audit_facts')
        .select(['beneficiary_id', 'staff_id'])
        .where('fact', '=', 'aid-request.put-in-payment')
        .orderBy('id')
        .execute()
      const owners = requests.map(({ beneficiary_id }) => beneficiary_id)
      expect(new Set(facts.map(({ beneficiary_id }) => beneficiary_id))).toEqual(new Set(owners))
      expect(facts.map(({ staff_id }) => staff_id)).toEqual([agent.id, agent.id])
    }))

  test('takes the accepted requests, and no other', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      await expect(createBatch(tx, agent)).rejects.toEqual(refused('aid-batch.empty', 409))
      const [one, two] = await accepted(tx, 2)
      const waiting = await anAidRequest(tx, { apprentice: await anApprentice(tx, { campaign: one.apprentice.campaign }) })
      expect(await waitingForPayment(tx)).toEqual({ requests: 2, total_cents: 50_000 })
      const id = await createBatch(tx, agent)
      expect(await batchOf(tx, id)).toMatchObject({ transfers: 2, total_cents: 50_000, sent: 2, paid: 0, downloaded_at: null })
      expect(await Promise.all([one, two, waiting].map((request) => stateOf(tx, request)))).toEqual([
        'in-payment',
        'in-payment',
        'awaiting-school',
      ])
      expect(await templatesTo(tx, one)).toEqual(['apprentice-aid.put-in-payment'])
      await expect(createBatch(tx, agent)).rejects.toEqual(refused('aid-batch.empty', 409))
    }))

  test('is a file for nobody before a second person has let it out', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      const [{ number }] = await accepted(tx, 1)
      const batch_id = await prepareBatch(tx, agent)
      await expect(download(tx, agent, batch_id)).rejects.toEqual(refused('aid-batch.not-released', 409))
      await expect(markRestPaid(tx, agent, { batch_id })).rejects.toEqual(refused('aid-batch.not-downloaded', 409))
      await agreedTo(tx, 'aid-batch.release', batch_id)
      expect((await download(tx, agent, batch_id)).xml).toContain(number)
    }))

  test('holds a request that no other live batch holds: the database says so', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      const [request] = await accepted(tx, 1)
      await createBatch(tx, agent)
      await tx.updateTable('apprentice_aid_requests').set({ state: 'accepted' }).where('id', '=', request.id).execute()
      await expect(createBatch(tx, agent)).rejects.toThrow('a_request_is_in_one_live_batch')
    }))

  test('is a file with the IBANs in clear, until the bank has answered; each download is written down', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      const [one, two] = await accepted(tx, 2)
      const batch_id = await createBatch(tx, agent)
      const { name, xml } = await download(tx, agent, batch_id)
      expect(name).toMatch(/^THR-HDF-\d{8}\.xml$/)
      expect(all(xml, 'EndToEndId')).toEqual([one.number, two.number])
      expect(all(xml, 'IBAN').slice(1)).toEqual(['FR1420041010050500013M02606', 'FR1420041010050500013M02606'])
      expect(all(xml, 'CtrlSum')).toEqual(['500.00', '500.00'])
      expect(all(xml, 'Dt')).toEqual(['2026-11-24'])
      // Days later it is the same file, day and all.
      const other = await anAgent(tx, 'preparer')
      const later = Object.assign(tx, { now: new Date('2026-12-04T10:00:00Z') })
      expect(await download(later, other, batch_id)).toEqual({ name, xml })
      Object.assign(tx, { now: TEST_NOW })
      expect(await batchOf(tx, batch_id)).toMatchObject({
        downloaded_at: TEST_NOW,
        downloaded_by_name: agent.name,
        execute_on: '2026-11-24',
      })
      const facts = await tx.selectFrom('audit_facts').select('staff_id').where('fact', '=', 'aid-batch.downloaded').orderBy('id').execute()
      expect(facts.map(({ staff_id }) => staff_id)).toEqual([agent.id, agent.id, other.id, other.id])
      const unpaid = downloadFile(tx, agent, { batch_id, key: TEST_KEY, payer: undefined })
      await expect(unpaid).rejects.toEqual(refused('aid-batch.no-payer', 409))
      await settleLine(tx, agent, { batch_id, number: one.number, outcome: 'paid', reason: null })
      await expect(download(tx, agent, batch_id)).rejects.toEqual(refused('aid-batch.answered', 409))
    }))

  test('is answered line by line, then as a whole; a rejected request comes back in a later batch with another account', () =>
    rolledBack(db, async (tx) => {
      const { agent, requests, batch_id } = await atTheBank(tx, 3)
      const [one, ...others] = requests
      const rejection = { batch_id, number: one.number, outcome: 'rejected', reason: 'Compte clos.' } as const
      await settleLine(tx, agent, rejection)
      await expect(settleLine(tx, agent, rejection)).rejects.toEqual(refused('aid-line.settled', 409))
      await expect(settleLine(tx, agent, { ...rejection, number: '999999999' })).rejects.toEqual(refused('not-found', 404))
      expect(await stateOf(tx, one)).toBe('rejected-by-bank')
      expect(await templatesTo(tx, one)).toEqual(['apprentice-aid.put-in-payment', 'apprentice-aid.rejected-by-bank'])
      await markRestPaid(tx, agent, { batch_id })
      await expect(markRestPaid(tx, agent, { batch_id })).rejects.toEqual(refused('aid-batch.settled', 409))
      for (const request of others) {
        expect(await stateOf(tx, request)).toBe('paid')
        expect(await templatesTo(tx, request)).toContain('apprentice-aid.paid')
      }
      expect(await batchOf(tx, batch_id)).toMatchObject({ transfers: 3, sent: 0, paid: 2, rejected: 1 })
      await tx
        .updateTable('apprentice_aid_requests')
        .set({ state: 'accepted', bank_details_rejected: false })
        .where('id', '=', one.id)
        .execute()
      const later = await createBatch(tx, agent)
      expect(await batchOf(tx, later)).toMatchObject({ transfers: 1, sent: 1 })
      expect((await batchOf(tx, later)).message_id).not.toBe((await batchOf(tx, batch_id)).message_id)
    }))

  test('whose file nobody has downloaded is answered by no bank', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      const [{ number }] = await accepted(tx, 1)
      const batch_id = await createBatch(tx, agent)
      const tooEarly = refused('aid-batch.not-downloaded', 409)
      await expect(settleLine(tx, agent, { batch_id, number, outcome: 'paid', reason: null })).rejects.toEqual(tooEarly)
      await expect(settleLine(tx, agent, { batch_id, number, outcome: 'rejected', reason: 'x' })).rejects.toEqual(tooEarly)
      await expect(markRestPaid(tx, agent, { batch_id })).rejects.toEqual(tooEarly)
      await download(tx, agent, batch_id)
      await markRestPaid(tx, agent, { batch_id })
    }))

  test('cancelled, has its requests to pay again, for good; it is told and written down', () =>
    rolledBack(db, async (tx) => {
      const { agent, requests, batch_id } = await atTheBank(tx, 2)
      await cancelBatch(tx, agent, { batch_id, reason: 'Mauvais compte débité.' })
      for (const request of requests) {
        expect(await stateOf(tx, request)).toBe('accepted')
        expect(await templatesTo(tx, request)).toEqual(['apprentice-aid.put-in-payment', 'apprentice-aid.taken-out-of-payment'])
        const told = await tx.selectFrom('messages').select('body').where('beneficiary_id', '=', request.beneficiary_id).execute()
        expect(JSON.stringify(told)).not.toContain('Mauvais compte')
      }
      expect(await batchOf(tx, batch_id)).toMatchObject({
        transfers: 2,
        sent: 0,
        paid: 0,
        rejected: 0,
        cancelled_at: TEST_NOW,
        cancelled_by_name: agent.name,
        cancel_reason: 'Mauvais compte débité.',
      })
      const fact = await tx.selectFrom('audit_facts').selectAll().where('fact', '=', 'aid-batch.cancelled').executeTakeFirstOrThrow()
      expect(fact).toMatchObject({ staff_id: agent.id, at: TEST_NOW, details: { batch: batch_id, reason: 'Mauvais compte débité.' } })
      const gone = refused('aid-batch.cancelled', 409)
      await expect(download(tx, agent, batch_id)).rejects.toEqual(gone)
      await expect(markRestPaid(tx, agent, { batch_id })).rejects.toEqual(gone)
      await expect(cancelBatch(tx, agent, { batch_id, reason: 'x' })).rejects.toEqual(gone)

      const next = await createBatch(tx, agent)
      expect(await batchOf(tx, next)).toMatchObject({ transfers: 2, total_cents: 50_000 })
      const { xml } = await download(tx, agent, next)
      expect(all(xml, 'EndToEndId')).toEqual(requests.map(({ number }) => number))
      await markRestPaid(tx, agent, { batch_id: next })
      expect(await stateOf(tx, requests[0])).toBe('paid')
    }))

  test('is cancelled before it was ever downloaded, and no more once a line has its answer', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      const [{ number }] = await accepted(tx, 2)
      await cancelBatch(tx, agent, { batch_id: await createBatch(tx, agent), reason: 'Trop tôt.' })
      const notLetOut = await prepareBatch(tx, agent)
      await cancelBatch(tx, agent, { batch_id: notLetOut, reason: 'Trop tôt.' })
      // Nobody is asked any more to let it out.
      await expect(agreedTo(tx, 'aid-batch.release', notLetOut)).rejects.toThrow('no result')
      const batch_id = await createBatch(tx, agent)
      await download(tx, agent, batch_id)
      await settleLine(tx, agent, { batch_id, number, outcome: 'rejected', reason: 'Compte clos.' })
      await expect(cancelBatch(tx, agent, { batch_id, reason: 'x' })).rejects.toEqual(refused('aid-batch.answered', 409))
    }))

  test('of an account closed meanwhile: once paid or cancelled, nothing of the bank is left', () =>
    rolledBack(db, async (tx) => {
      const { agent, requests, batch_id } = await atTheBank(tx, 1)
      const [request] = requests
      await tx
        .updateTable('beneficiaries')
        .set({ civility: '', first_name: 'Compte clos', email: '', birth_date: '1900-01-01', address: null, closed_at: tx.now })
        .where('id', '=', request.beneficiary_id)
        .execute()
      const left = () => tx.selectFrom('apprentice_aid_requests').selectAll().where('id', '=', request.id).executeTakeFirstOrThrow()
      await cancelBatch(tx, agent, { batch_id, reason: 'Trop tôt.' })
      expect(await left()).toMatchObject({ state: 'draft', bank_holder: null, iban_last4: null, iban_encrypted: null })
      await tx.updateTable('apprentice_aid_requests').set(detailsOf(request)).where('id', '=', request.id).execute()
      const next = await createBatch(tx, agent)
      await download(tx, agent, next)
      await markRestPaid(tx, agent, { batch_id: next })
      expect(await left()).toMatchObject({ state: 'paid', bank_holder: '', iban_last4: '', iban_encrypted: Buffer.alloc(0) })
    }))
})

const detailsOf = ({ home_lines, bank_holder, bank_holder_differs, bank_name, iban_encrypted, iban_first4, iban_last4, bic }: Request) => ({
  ...{ state: 'accepted', home_lines, bank_holder, bank_holder_differs, bank_name, iban_encrypted, iban_first4, iban_last4, bic },
})

describe('the database refuses, whatever the program does,', () => {
  const PAID = { outcome: 'paid', settled_at: TEST_NOW }
  const cases: [string, (tx: Tx, batch_id: number, agent: Agent) => Promise<unknown>, string][] = [
    [
      'a line settled twice',
      async (tx, batch_id, agent) => {
        await download(tx, agent, batch_id)
        await markRestPaid(tx, agent, { batch_id })
        await tx.updateTable('aid_payment_lines').set({ outcome: 'rejected', reason: 'x' }).where('batch_id', '=', batch_id).execute()
      },
      'settled once',
    ],
    [
      'a line paid by a bank that has no file',
      (tx, batch_id, agent) =>
        tx
          .updateTable('aid_payment_lines')
          .set({ ...PAID, settled_by: agent.id })
          .where('batch_id', '=', batch_id)
          .execute(),
      'answers a file that it was given',
    ],
    [
      'a line cancelled without its batch',
      (tx, batch_id, agent) =>
        tx
          .updateTable('aid_payment_lines')
          .set({ outcome: 'cancelled', settled_at: TEST_NOW, settled_by: agent.id })
          .where('batch_id', '=', batch_id)
          .execute(),
      'lines of a cancelled batch are cancelled',
    ],
    [
      'an answered batch cancelled',
      async (tx, batch_id, agent) => {
        await download(tx, agent, batch_id)
        await markRestPaid(tx, agent, { batch_id })
        const by = { cancelled_at: TEST_NOW, cancelled_by: agent.id, cancel_reason: 'x' }
        await tx.updateTable('aid_payment_batches').set(by).where('id', '=', batch_id).execute()
      },
      'is not cancelled',
    ],
    [
      'a file taken out that nobody has let out',
      async (tx, _batch_id, agent) => {
        await accepted(tx, 1)
        const kept = { downloaded_at: TEST_NOW, downloaded_by: agent.id, execute_on: '2026-11-24' }
        await tx
          .updateTable('aid_payment_batches')
          .set(kept)
          .where('id', '=', await prepareBatch(tx, agent))
          .execute()
      },
      'a_file_is_downloaded_once_released',
    ],
    [
      'a batch let out by who created it',
      async (tx, _batch_id, agent) => {
        await accepted(tx, 1)
        await tx
          .updateTable('aid_payment_batches')
          .set({ released_at: TEST_NOW, released_by: agent.id })
          .where('id', '=', await prepareBatch(tx, agent))
          .execute()
      },
      'who_created_a_batch_does_not_release_it',
    ],
    [
      'a cancelled batch brought back',
      async (tx, batch_id, agent) => {
        await cancelBatch(tx, agent, { batch_id, reason: 'x' })
        const back = { cancelled_at: null, cancelled_by: null, cancel_reason: null }
        await tx.updateTable('aid_payment_batches').set(back).where('id', '=', batch_id).execute()
      },
      'never changed',
    ],
    [
      'another day in a file that the bank has',
      async (tx, batch_id, agent) => {
        await download(tx, agent, batch_id)
        await tx.updateTable('aid_payment_batches').set({ execute_on: '2027-01-04' }).where('id', '=', batch_id).execute()
      },
      'always the same',
    ],
  ]
  test.each(cases)('%s', (_, act, sentence) =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'preparer')
      await accepted(tx, 1)
      await expect(act(tx, await createBatch(tx, agent), agent)).rejects.toThrow(sentence)
    }),
  )
})

describe('two agents at once', () => {
  const two = () => committed(async (tx) => [await anAgent(tx, 'preparer'), await anAgent(tx, 'preparer')] as const)
  const outcomes = async (acts: Promise<unknown>[]) =>
    (await Promise.allSettled(acts)).map((settled) => (settled.status === 'fulfilled' ? 'done' : (settled.reason as { code: string }).code))

  test('who create a batch pay nobody twice', async () => {
    const agents = await two()
    const requests = await committed((tx) => accepted(tx, 3))
    const made = await outcomes(agents.map((agent) => committed((tx) => createBatch(tx, agent))))
    expect(made).toContain('done')
    const lines = await db
      .selectFrom('aid_payment_lines')
      .select('request_id')
      .where(
        'request_id',
        'in',
        requests.map(({ id }) => id),
      )
      .execute()
    expect(lines).toHaveLength(3)
  })

  test('one who cancels a batch and one who notes it paid: the first is right, the second is told', async () => {
    const agents = await two()
    for (let time = 0; time < 5; time++) {
      const { requests, batch_id } = await committed((tx) => atTheBank(tx, 2))
      const done = await outcomes([
        committed((tx) => cancelBatch(tx, agents[0], { batch_id, reason: 'x' })),
        committed((tx) => markRestPaid(tx, agents[1], { batch_id })),
      ])
      expect([
        ['done', 'aid-batch.cancelled'],
        ['aid-batch.answered', 'done'],
      ]).toContainEqual(done)
      const states = await Promise.all(requests.map((request) => stateOf(db, request)))
      expect(states).toEqual(done[0] === 'done' ? ['accepted', 'accepted'] : ['paid', 'paid'])
      await nothingToPay()
    }
  })

  test('one who cancels a batch and one who downloads it: a file that leaves was there first', async () => {
    const agents = await two()
    for (let time = 0; time < 5; time++) {
      const batch_id = await committed(async (tx) => {
        await accepted(tx, 2)
        return createBatch(tx, agents[0])
      })
      const [, downloaded] = await outcomes([
        committed((tx) => cancelBatch(tx, agents[0], { batch_id, reason: 'x' })),
        committed((tx) => download(tx, agents[1], batch_id)),
      ])
      expect(['done', 'aid-batch.cancelled']).toContain(downloaded)
      const { downloaded_at, cancelled_at } = await batchOf(db, batch_id)
      expect([downloaded_at !== null, cancelled_at !== null]).toEqual([downloaded === 'done', true])
      await nothingToPay()
    }
  })

  test('who cancel the same batch, or answer the same line: one does', async () => {
    const agents = await two()
    const first = await committed((tx) => atTheBank(tx, 1))
    const { batch_id, requests } = first
    const line = { batch_id, number: requests[0].number, outcome: 'paid', reason: null } as const
    expect((await outcomes(agents.map((agent) => committed((tx) => settleLine(tx, agent, line))))).sort()).toEqual([
      'aid-line.settled',
      'done',
    ])
    const second = await committed((tx) => atTheBank(tx, 1))
    const cancelled = agents.map((agent) => committed((tx) => cancelBatch(tx, agent, { batch_id: second.batch_id, reason: 'x' })))
    expect((await outcomes(cancelled)).sort()).toEqual(['aid-batch.cancelled', 'done'])
  })
})

describe('the pages', () => {
  const PAYMENTS = '/region/paiements-thr'

  test('from accepted to paid, and from rejected to new bank details', async () => {
    const { agent, one, two } = await committed(async (tx) => {
      const [one, two] = await accepted(tx, 2)
      return { agent: await anAgent(tx, 'preparer'), one, two }
    })
    const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
    expect((await visitor.get(PAYMENTS)).text).toContain('Demandes acceptées, hors lot')
    const batch = (await visitor.submit(PAYMENTS)).location?.split('?')[0] as string
    expect((await visitor.get(batch)).text).toContain('En attente de validation')
    expect((await visitor.get(`${batch}/fichier`)).text).toContain('Ce lot attend une validation')
    await committed((tx) => agreedTo(tx, 'aid-batch.release', Number(batch.split('/').at(-1))))
    const page = (await visitor.get(batch)).text
    for (const words of [one.number, 'FR14 **** **** 2606', 'À transmettre à la banque', 'Pas encore']) expect(page).toContain(words)
    expect(page).not.toContain('FR142004')
    const line = `${batch}/lignes/${one.number}`
    for (const path of [line, `${batch}/payes`]) {
      expect((await visitor.get(path)).text).toContain('La banque n’a pas encore ce lot')
      const tooEarly = await visitor.submit(path, { outcome: 'paid', reason: '' })
      expect([tooEarly.status, tooEarly.text.includes('n’a jamais été téléchargé')], path).toEqual([409, true])
    }
    expect((await visitor.get(`${batch}/fichier`)).text).toContain('THR-HDF-')
    const file = await visitor.submit(`${batch}/fichier`)
    expect([file.status, file.headers.get('content-type'), file.headers.get('cache-control')]).toEqual([
      200,
      'application/xml; charset=utf-8',
      'private, no-store',
    ])
    expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="THR-HDF-\d{8}\.xml"$/)
    expect(all(file.text, 'EndToEndId')).toEqual([one.number, two.number])
    expect((await visitor.get(batch)).text).toContain('En attente de la banque')

    expect((await visitor.submit(line, { outcome: '' })).status).toBe(422)
    expect((await visitor.submit(line, { outcome: 'rejected', reason: '' })).status).toBe(422)
    expect((await visitor.submit(line, { outcome: 'rejected', reason: 'Compte clos.' })).location).toBe(`${batch}?fait=reponse`)
    expect((await visitor.get(`${batch}/fichier`)).text).toContain('Son fichier ne se télécharge plus')
    expect((await visitor.submit(`${batch}/payes`)).status).toBe(303)
    expect((await visitor.get(batch)).text).toContain('1 payé, 1 rejeté, 0 sans réponse')

    const apprentice = await new Visitor(site).signInAs({ beneficiaryId: one.beneficiary_id })
    expect((await apprentice.get('/espace')).text).toContain('coordonnées bancaires à corriger')
    const DETAILS = '/espace/aide-thr/justificatifs'
    expect((await apprentice.get('/espace/aide-thr/verification')).location).toBe(DETAILS)
    expect((await apprentice.get(DETAILS)).text).toContain('« Compte clos. »')
    const details = { bankHolder: one.bank_holder as string, bic: 'PSSTFRPPLIL', bankName: '' }
    expect((await apprentice.submit(DETAILS, { ...details, iban: '' })).status).toBe(422)
    expect((await apprentice.submit(DETAILS, { ...details, iban: 'FR7630006000011234567890189', bankName: 'Ma banque' })).location).toBe(
      '/espace/aide-thr/verification',
    )
    expect((await apprentice.submit('/espace/aide-thr/verification')).status).toBe(303)
    expect((await visitor.submit(`/region/aides-thr/${one.number}/validation`)).status).toBe(303)
    const again = (await visitor.submit(PAYMENTS)).location?.split('?')[0] as string
    await committed((tx) => agreedTo(tx, 'aid-batch.release', Number(again.split('/').at(-1))))
    expect(all((await visitor.submit(`${again}/fichier`)).text, 'IBAN')[1]).toBe('FR7630006000011234567890189')
  })

  test('a batch is cancelled by whoever says that the bank has not its file, and why', async () => {
    const { agent, batch_id, requests } = await committed((tx) => atTheBank(tx, 1))
    const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
    const batch = `${PAYMENTS}/${batch_id}`
    expect((await visitor.get(`${batch}/annulation`)).text).toContain('Retirez d’abord le fichier de la banque')
    const bare = await visitor.submit(`${batch}/annulation`)
    expect(bare.status).toBe(422)
    for (const words of ['la banque n’a pas ce fichier', 'Écrivez pourquoi vous annulez']) expect(bare.text).toContain(words)
    expect((await visitor.submit(`${batch}/annulation`, { reason: 'Erreur de compte.' })).status).toBe(422)
    const done = await visitor.submit(`${batch}/annulation`, { reason: 'Erreur de compte.', withdrawn: 'on' })
    expect(done.location).toBe(`${batch}?fait=annulation`)
    const { text } = await visitor.get(done.location as string)
    for (const words of ['Le lot est annulé', 'Erreur de compte.', `par ${agent.name}`]) expect(text).toContain(words)
    for (const path of ['fichier', 'annulation', 'payes', `lignes/${requests[0].number}`]) expect(text).not.toContain(`${batch}/${path}`)
    expect((await visitor.get(PAYMENTS)).text).toContain('Annulé')
    const apprentice = await new Visitor(site).signInAs({ beneficiaryId: requests[0].beneficiary_id })
    expect((await apprentice.get('/espace')).text).toContain('Acceptée, virement à venir')
  })
})

/** What each batch becomes, or not, by a POST that no page has offered. */
describe('a forged POST', async () => {
  const ACTIONS = {
    validation: { reason: '' },
    fichier: {},
    payes: {},
    ligne: { outcome: 'paid', reason: '' },
    rejet: { outcome: 'rejected', reason: 'Compte clos.' },
    annulation: { reason: 'Erreur.', withdrawn: 'on' },
  }
  type Action = keyof typeof ACTIONS

  const made = async (tx: Tx) => {
    const agent = await anAgent(tx, 'preparer')
    const requests = await accepted(tx, 2)
    return { agent, requests, batch_id: await createBatch(tx, agent) }
  }
  const answered = async (tx: Tx) => {
    const batch = await atTheBank(tx, 2)
    const { agent, requests, batch_id } = batch
    await settleLine(tx, agent, { batch_id, number: requests[0].number, outcome: 'paid', reason: null })
    return batch
  }
  const STATES: Record<string, { make: (tx: Tx) => ReturnType<typeof made>; allowed: Action[] }> = {
    made: { make: made, allowed: ['fichier', 'annulation'] },
    'at the bank': { make: (tx) => atTheBank(tx, 2), allowed: ['fichier', 'payes', 'ligne', 'rejet', 'annulation'] },
    'answered in part': { make: answered, allowed: ['payes'] },
    answered: {
      make: async (tx) => {
        const batch = await answered(tx)
        await markRestPaid(tx, batch.agent, batch)
        return batch
      },
      allowed: [],
    },
    cancelled: {
      make: async (tx) => {
        const batch = await atTheBank(tx, 2)
        await cancelBatch(tx, batch.agent, { ...batch, reason: 'Erreur.' })
        return batch
      },
      allowed: [],
    },
  }

  const pathOf = ({ batch_id, requests }: Awaited<ReturnType<typeof made>>, action: Action) =>
    `/region/paiements-thr/${batch_id}/${action === 'ligne' || action === 'rejet' ? `lignes/${requests[0].number}` : action}`

  /** All that can change: the batch, its lines, its requests, what is asked about it. */
  const everything = async ({ batch_id, requests }: Awaited<ReturnType<typeof made>>) => ({
    batch: await batchOf(db, batch_id),
    lines: await db.selectFrom('aid_payment_lines').selectAll().where('batch_id', '=', batch_id).orderBy('request_id').execute(),
    states: await Promise.all(requests.map((request) => stateOf(db, request))),
    asked: await db.selectFrom('acts_of_two').select('outcome').where('subject', '=', String(batch_id)).execute(),
  })

  async function signedIn(owner: { staffId: number } | { beneficiaryId: number }, home: string) {
    const visitor = await new Visitor(site).signInAs(owner)
    const _csrf = /name="_csrf" value="([^"]+)"/.exec((await visitor.get(home)).text)?.[1] ?? ''
    return (path: string, fields: Record<string, string>) => visitor.post(path, { _csrf, ...fields })
  }

  test.each(Object.keys(STATES))(
    'to a batch %s does what that state allows to a preparer, and nothing from anybody else',
    async (state) => {
      const { make, allowed } = STATES[state] as (typeof STATES)[string]
      const batch = await committed(make)
      const owner = (batch.requests[0] as Request).apprentice
      const people = await committed(async (tx) => ({
        office: await aSchoolUser(tx, owner.school as { id: number; name: string }),
        partner: await aPartnerUser(tx, await aPartner(tx)),
        agents: await Promise.all(ROLE_NAMES.map((role) => anAgent(tx, role))),
      }))
      const strangers = [
        await signedIn({ beneficiaryId: owner.actor.id }, '/espace'),
        await signedIn({ staffId: people.office.id }, '/etablissement'),
        await signedIn({ staffId: people.partner.id }, '/partenaire'),
      ]
      for (const agent of people.agents) {
        if (!may(agent, 'aid-batches.prepare')) strangers.push(await signedIn({ staffId: agent.id }, '/region'))
      }
      const before = await everything(batch)
      for (const action of Object.keys(ACTIONS) as Action[]) {
        for (const post of strangers) expect((await post(pathOf(batch, action), ACTIONS[action])).status, action).toBe(403)
        expect((await new Visitor(site).post(pathOf(batch, action), ACTIONS[action])).status, action).toBe(303)
      }
      for (const post of strangers) expect((await post('/region/paiements-thr', {})).status).toBe(403)
      expect(await everything(batch)).toEqual(before)

      const preparers = people.agents.filter((agent) => may(agent, 'aid-batches.prepare'))
      expect(preparers.map(({ roles }) => roles)).toEqual([['preparer']])
      for (const { id, roles } of preparers) {
        const post = await signedIn({ staffId: id }, '/region')
        for (const action of Object.keys(ACTIONS) as Action[]) {
          const fresh = await committed(make)
          const then = await everything(fresh)
          const { status } = await post(pathOf(fresh, action), ACTIONS[action])
          const isAllowed = allowed.includes(action)
          expect(status, `${action} by ${roles}`).toBe(isAllowed ? (action === 'fichier' ? 200 : 303) : 409)
          if (!isAllowed) expect(await everything(fresh), action).toEqual(then)
          await nothingToPay()
        }
      }
    },
  )

  test('to a batch or a line that is none is 404', async () => {
    const { agent, batch_id, requests } = await committed((tx) => atTheBank(tx, 1))
    const other = await committed((tx) => atTheBank(tx, 1))
    const post = await signedIn({ staffId: agent.id }, '/region')
    const nowhere = ['999999999/fichier', '999999999/payes', '999999999/annulation', `999999999/lignes/${requests[0].number}`]
    for (const path of [...nowhere, `${batch_id}/lignes/${other.requests[0].number}`]) {
      const fields = { outcome: 'paid', reason: 'x', withdrawn: 'on' }
      expect((await post(`/region/paiements-thr/${path}`, fields)).status, path).toBe(404)
    }
  })
})

test('a rejection has a reason, a payment has none', () => {
  expect(outcomeForm.safeParse({ outcome: 'rejected', reason: ' ' }).error?.issues[0]?.path).toEqual(['reason'])
  expect(outcomeForm.parse({ outcome: 'paid', reason: 'x' })).toEqual({ outcome: 'paid', reason: null })
})
