import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../tests/support/app.ts'
import { rolledBack, TEST_NOW, testDatabase } from '../../../tests/support/database.ts'
import { anAgent, anAidRequest, anApprentice, TEST_KEY } from '../../../tests/support/makers.ts'
import { inTransaction, type Tx } from '../../platform/database/index.ts'
import { createBatch } from './create-batch.ts'
import { fileOfBatch } from './file.ts'
import { nextBankDay, outcomeForm } from './payment.ts'
import { batchOf, waitingForPayment } from './queries.ts'
import { markRestPaid, settleLine } from './settle.ts'
import { inSepaCharacters, MADE_UP_PAYER, type Transfer, transfersFile } from './transfers.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)

const refused = (code: string, status: number) => expect.objectContaining({ code, status })
const ORDER = { message_id: 'THR-HDF-00000001', created_at: TEST_NOW, execute_on: '2026-11-24', payer: MADE_UP_PAYER }
const TRANSFERS: Transfer[] = [
  { number: '100000001', amount_cents: 25_010, holder: 'Stéphane MARTIN', iban: 'FR1420041010050500013M02606', bic: 'PSSTFRPPLIL' },
  { number: '100000002', amount_cents: 10_020, holder: 'Léa D’HŒUR & Cie <x>', iban: 'BE71096123456769', bic: 'GKCCBEBB' },
  { number: '100000003', amount_cents: 30_030, holder: 'Ольга', iban: 'FR7630006000011234567890189', bic: 'GKCCBEBB' },
]

const all = (xml: string, element: string) =>
  [...xml.matchAll(new RegExp(`<${element}(?: [^>]*)?>([^<]*)</${element}>`, 'g'))].map(([, text]) => text)

/** The names of what stands directly in the first element of that name, in their order. */
function inside(xml: string, element: string): string[] {
  const content = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(xml)?.[1] ?? ''
  const names: string[] = []
  let depth = 0
  for (const [, closing, name = '', empty] of content.matchAll(/<(\/?)(\w+)[^>]*?(\/?)>/g)) {
    if (closing) depth -= 1
    else {
      if (depth === 0) names.push(name)
      if (!empty) depth += 1
    }
  }
  return names
}

describe('the file', () => {
  const xml = transfersFile(ORDER, TRANSFERS)

  test('is a pain.001.001.09, its elements in the order of the schema', () => {
    expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain\.001\.001\.09"/)
    expect(inside(xml, 'CstmrCdtTrfInitn')).toEqual(['GrpHdr', 'PmtInf'])
    expect(inside(xml, 'GrpHdr')).toEqual(['MsgId', 'CreDtTm', 'NbOfTxs', 'CtrlSum', 'InitgPty'])
    expect(inside(xml, 'PmtInf').slice(0, 11)).toEqual([
      'PmtInfId',
      'PmtMtd',
      'BtchBookg',
      'NbOfTxs',
      'CtrlSum',
      'PmtTpInf',
      'ReqdExctnDt',
      'Dbtr',
      'DbtrAcct',
      'DbtrAgt',
      'ChrgBr',
    ])
    expect(inside(xml, 'CdtTrfTxInf')).toEqual(['PmtId', 'Amt', 'CdtrAgt', 'Cdtr', 'CdtrAcct', 'RmtInf'])
  })

  test('says how many transfers, and how much, twice', () => {
    expect(all(xml, 'NbOfTxs')).toEqual(['3', '3'])
    expect(all(xml, 'CtrlSum')).toEqual(['650.60', '650.60'])
    expect(all(xml, 'InstdAmt')).toEqual(['250.10', '100.20', '300.30'])
    expect(xml.match(/Ccy="EUR"/g)).toHaveLength(3)
  })

  test('names itself, each request, each account and the day', () => {
    expect(all(xml, 'MsgId')).toEqual(['THR-HDF-00000001'])
    expect(all(xml, 'CreDtTm')).toEqual(['2026-11-23T10:00:00'])
    expect(all(xml, 'Dt')).toEqual(['2026-11-24'])
    expect(all(xml, 'EndToEndId')).toEqual(['100000001', '100000002', '100000003'])
    expect(all(xml, 'IBAN')).toEqual([MADE_UP_PAYER.iban, ...TRANSFERS.map(({ iban }) => iban)])
    for (const id of [...all(xml, 'InstrId'), ...all(xml, 'PmtInfId')]) expect(id?.length).toBeLessThanOrEqual(35)
  })

  test('leaves out a BIC of another country than its IBAN', () => {
    expect(all(xml, 'BICFI')).toEqual([MADE_UP_PAYER.bic, 'PSSTFRPPLIL', 'GKCCBEBB'])
  })

  test('is written in the characters of SEPA only', () => {
    for (const text of ['Nm', 'Ustrd', 'MsgId', 'EndToEndId', 'InstrId'].flatMap((element) => all(xml, element))) {
      expect(text?.replaceAll('&apos;', "'")).toMatch(/^[A-Za-z0-9/?:().,'+ -]{1,70}$/)
    }
    expect(all(xml, 'Nm')).toEqual([
      'REGION HAUTS-DE-FRANCE',
      'REGION HAUTS-DE-FRANCE',
      'Stephane MARTIN',
      'Lea D&apos;HOEUR et Cie x',
      'DEMANDE 100000003',
    ])
  })

  test.each([
    ['ÇELIK Ağca Łukasz ßen', 'CELIK Agca Lukasz ssen'],
    ['  //a//b/ ', 'a/b'],
    ['x'.repeat(80), 'x'.repeat(70)],
    ['Ольга', ''],
  ])('%s is written %s', (name, written) => {
    expect(inSepaCharacters(name)).toBe(written)
  })
})

test.each([
  ['2026-11-23', '2026-11-24'],
  ['2026-11-27', '2026-11-30'],
  ['2026-11-28', '2026-11-30'],
])('after %s banks work on %s', (day, next) => {
  expect(nextBankDay(day)).toBe(next)
})

test('a rejection has a reason, a payment has none', () => {
  expect(outcomeForm.safeParse({ outcome: 'rejected', reason: ' ' }).error?.issues[0]?.path).toEqual(['reason'])
  expect(outcomeForm.parse({ outcome: 'paid', reason: 'x' })).toEqual({ outcome: 'paid', reason: null })
})

const accepted = async (tx: Tx, count: number) => {
  const first = await anAidRequest(tx, { set: { state: 'accepted', school_accepted_at: TEST_NOW } })
  const requests = [first]
  const { campaign } = first.apprentice
  while (requests.length < count)
    requests.push(
      await anAidRequest(tx, {
        apprentice: await anApprentice(tx, { campaign }),
        set: { state: 'accepted', school_accepted_at: TEST_NOW },
      }),
    )
  return requests
}

const stateOf = async (tx: Tx, { id }: { id: number }) =>
  (await tx.selectFrom('apprentice_aid_requests').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state

const templatesTo = async (tx: Tx, request: { beneficiary_id: number }) =>
  (await tx.selectFrom('messages').select('template').where('beneficiary_id', '=', request.beneficiary_id).execute())
    .map(({ template }) => template)
    .sort()

describe('a batch', () => {
  test('takes the accepted requests, and no other', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'finance')
      await expect(createBatch(tx, agent)).rejects.toEqual(refused('aid-batch.empty', 409))
      const [one, two] = await accepted(tx, 2)
      const waiting = await anAidRequest(tx, {
        apprentice: await anApprentice(tx, { campaign: one?.apprentice.campaign as { id: number } }),
      })
      expect(await waitingForPayment(tx)).toEqual({ requests: 2, total_cents: 50_000 })
      const id = await createBatch(tx, agent)
      expect(await batchOf(tx, id)).toMatchObject({ transfers: 2, total_cents: 50_000, sent: 2, paid: 0, execute_on: '2026-11-24' })
      expect(await Promise.all([one, two, waiting].map((request) => stateOf(tx, request as { id: number })))).toEqual([
        'in-payment',
        'in-payment',
        'awaiting-school',
      ])
      expect(await templatesTo(tx, one as { beneficiary_id: number })).toEqual(['apprentice-aid.put-in-payment'])
      await expect(createBatch(tx, agent)).rejects.toEqual(refused('aid-batch.empty', 409))
    }))

  test('holds a request that no other live batch holds: the database says so', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'finance')
      const [request] = await accepted(tx, 1)
      await createBatch(tx, agent)
      await tx
        .updateTable('apprentice_aid_requests')
        .set({ state: 'accepted' })
        .where('id', '=', request?.id as number)
        .execute()
      await expect(createBatch(tx, agent)).rejects.toThrow('a_request_is_in_one_live_batch')
    }))

  test('has lines that are settled once and never change: the database says so', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'finance')
      await accepted(tx, 1)
      const batch_id = await createBatch(tx, agent)
      await markRestPaid(tx, agent, { batch_id })
      const again = tx.updateTable('aid_payment_lines').set({ outcome: 'rejected', reason: 'x' }).where('batch_id', '=', batch_id).execute()
      await expect(again).rejects.toThrow('settled once')
    }))

  test('is a file with the IBANs in clear, until the bank has answered; each download is written down', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'finance')
      const [one, two] = await accepted(tx, 2)
      const batch_id = await createBatch(tx, agent)
      const making = { batch_id, key: TEST_KEY, payer: MADE_UP_PAYER, now: TEST_NOW }
      const { name, xml } = await fileOfBatch(tx, agent, making)
      expect(name).toMatch(/^THR-HDF-\d{8}\.xml$/)
      expect(all(xml, 'EndToEndId')).toEqual([one?.number, two?.number])
      expect(all(xml, 'IBAN').slice(1)).toEqual(['FR1420041010050500013M02606', 'FR1420041010050500013M02606'])
      expect(all(xml, 'CtrlSum')).toEqual(['500.00', '500.00'])
      expect(await fileOfBatch(tx, agent, making)).toEqual({ name, xml })
      const facts = await tx.selectFrom('audit_facts').select('beneficiary_id').where('fact', '=', 'aid-batch.downloaded').execute()
      expect(facts).toHaveLength(4)
      await expect(fileOfBatch(tx, agent, { ...making, payer: undefined })).rejects.toEqual(refused('aid-batch.no-payer', 409))
      await settleLine(tx, agent, { batch_id, number: one?.number as string, outcome: 'paid', reason: null })
      await expect(fileOfBatch(tx, agent, making)).rejects.toEqual(refused('aid-batch.answered', 409))
    }))

  test('is answered line by line, then as a whole; a rejected request comes back in a later batch with another account', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'finance')
      const [one, two, three] = (await accepted(tx, 3)) as [
        Awaited<ReturnType<typeof anAidRequest>>,
        ...Awaited<ReturnType<typeof anAidRequest>>[],
      ]
      const batch_id = await createBatch(tx, agent)
      const rejection = { batch_id, number: one.number, outcome: 'rejected', reason: 'Compte clos.' } as const
      await settleLine(tx, agent, rejection)
      await expect(settleLine(tx, agent, rejection)).rejects.toEqual(refused('aid-line.settled', 409))
      await expect(settleLine(tx, agent, { ...rejection, number: '999999999' })).rejects.toEqual(refused('not-found', 404))
      expect(await stateOf(tx, one)).toBe('rejected-by-bank')
      expect(await templatesTo(tx, one)).toEqual(['apprentice-aid.put-in-payment', 'apprentice-aid.rejected-by-bank'])
      await markRestPaid(tx, agent, { batch_id })
      await expect(markRestPaid(tx, agent, { batch_id })).rejects.toEqual(refused('aid-batch.settled', 409))
      for (const request of [two, three]) {
        expect(await stateOf(tx, request as { id: number })).toBe('paid')
        expect(await templatesTo(tx, request as { beneficiary_id: number })).toContain('apprentice-aid.paid')
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

  test('of an account closed meanwhile: once paid, nothing of the bank is left', () =>
    rolledBack(db, async (tx) => {
      const agent = await anAgent(tx, 'finance')
      const [request] = await accepted(tx, 1)
      const batch_id = await createBatch(tx, agent)
      await tx
        .updateTable('beneficiaries')
        .set({ civility: '', first_name: 'Compte clos', email: '', birth_date: '1900-01-01', address: null, closed_at: tx.now })
        .where('id', '=', request?.beneficiary_id as number)
        .execute()
      await markRestPaid(tx, agent, { batch_id })
      const left = await tx
        .selectFrom('apprentice_aid_requests')
        .selectAll()
        .where('id', '=', request?.id as number)
        .executeTakeFirstOrThrow()
      expect(left).toMatchObject({ state: 'paid', bank_holder: '', iban_last4: '', iban_encrypted: Buffer.alloc(0) })
    }))
})

test('two agents who create a batch at once pay nobody twice', async () => {
  const { agents, requests } = await inTransaction(db, TEST_NOW, async (tx) => ({
    agents: [await anAgent(tx, 'finance'), await anAgent(tx, 'finance')],
    requests: await accepted(tx, 3),
  }))
  const made = await Promise.allSettled(agents.map((agent) => inTransaction(db, TEST_NOW, (tx) => createBatch(tx, agent))))
  expect(made.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)
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

test('the pages: from accepted to paid, and from rejected to new bank details', async () => {
  const { agent, support, one, two } = await inTransaction(db, TEST_NOW, async (tx) => {
    const [one, two] = (await accepted(tx, 2)) as [Awaited<ReturnType<typeof anAidRequest>>, Awaited<ReturnType<typeof anAidRequest>>]
    return { agent: await anAgent(tx, 'finance'), support: await anAgent(tx, 'support'), one, two }
  })
  const visitor = await new Visitor(site).signInAs({ staffId: agent.id })
  const PAYMENTS = '/region/paiements-thr'
  expect((await visitor.get(PAYMENTS)).text).toContain('Demandes acceptées, hors lot')
  const { location } = await visitor.submit(PAYMENTS)
  const batch = location as string
  const page = (await visitor.get(batch)).text
  for (const words of ['THR-HDF-', one.number, 'FR14 **** **** 2606', 'À la banque']) expect(page).toContain(words)
  expect(page).not.toContain('FR142004')
  const file = await visitor.get(`${batch}/virements.xml`)
  expect([file.status, file.headers.get('content-type'), file.headers.get('cache-control')]).toEqual([
    200,
    'application/xml; charset=utf-8',
    'private, no-store',
  ])
  expect(all(file.text, 'EndToEndId')).toEqual([one.number, two.number])

  const other = await new Visitor(site).signInAs({ staffId: support.id })
  for (const path of [PAYMENTS, batch, `${batch}/virements.xml`, `${batch}/payes`, `${batch}/lignes/${one.number}`]) {
    expect((await other.get(path)).status, path).toBe(403)
    expect([403, 404], path).toContain((await other.post(path, {})).status)
  }

  const line = `${batch}/lignes/${one.number}`
  expect((await visitor.submit(line, { outcome: '' })).status).toBe(422)
  expect((await visitor.submit(line, { outcome: 'rejected', reason: '' })).status).toBe(422)
  expect((await visitor.submit(line, { outcome: 'rejected', reason: 'Compte clos.' })).location).toBe(`${batch}?note`)
  expect((await visitor.submit(line, { outcome: 'paid', reason: '' })).status).toBe(409)
  expect((await visitor.get(`${batch}/virements.xml`)).status).toBe(409)
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
  const checked = await visitor.submit(`/region/aides-thr/${one.number}/validation`)
  expect(checked.status).toBe(303)
  const again = await visitor.submit(PAYMENTS)
  expect(all((await visitor.get(`${again.location}/virements.xml`)).text, 'IBAN')[1]).toBe('FR7630006000011234567890189')
})
