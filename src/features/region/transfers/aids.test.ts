import { expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { answering, camt, debit, pain002, table } from '../../../../tests/support/bank-answers.ts'
import { asOwner, meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { ledgerIsClean } from '../../../../tests/support/ledger-model.ts'
import { anAgent, anAidRequest, anApprentice, TEST_KEY } from '../../../../tests/support/makers.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { filesInZip } from '../../../platform/import/zip.ts'
import { cancelBatch } from '../../aid/aid-payments/cancel-batch.ts'
import { createBatch } from '../../aid/aid-payments/create-batch.ts'
import { MADE_UP_PAYER } from '../../money/bank-files/index.ts'
import { checkLedger } from '../../money/wallets/check.ts'
import { forgettingOfTransfers } from './jobs.ts'
import { makeFile } from './make-file.ts'
import { askToPayAgain } from './pay-again.ts'
import { filesOf, situationsOf } from './queries.ts'
import type { Kind } from './transfer.ts'

// Aids, paid by what pays shops.

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const act = <T>(run: (tx: Tx) => Promise<T>, now = TEST_NOW) => inTransaction(db, now, run)
const refused = (code: string) => expect.objectContaining({ code })
const agent = await act((tx) => anAgent(tx, 'preparer'))

const ACCEPTED = { state: 'accepted', school_accepted_at: TEST_NOW }

type Request = Awaited<ReturnType<typeof anAidRequest>>

/** A batch of so many aids, that two people let out. */
const aBatch = (count: number) =>
  act(async (tx) => {
    const first = await anAidRequest(tx, { set: ACCEPTED })
    const requests: [Request, ...Request[]] = [first]
    const { campaign } = first.apprentice
    while (requests.length < count)
      requests.push(await anAidRequest(tx, { apprentice: await anApprentice(tx, { campaign }), set: ACCEPTED }))
    return { requests, aid_batch_id: await letOut(tx) }
  })

async function letOut(tx: Tx): Promise<number> {
  const id = await createBatch(tx, agent)
  await agreedTo(tx, 'aid-batch.release', id)
  return id
}

const make = (aid_batch_id: number, kind: Kind = 'bank') =>
  act((tx) => makeFile(tx, agent, { source: { aid_batch_id }, kind, keys: TEST_KEY, payer: MADE_UP_PAYER }))

const rowsOf = (aid_batch_id: number) =>
  db
    .selectFrom('transfers')
    .select(['id', 'number', 'state', 'message_id', 'amount_cents', 'needs_agreement', 'words', 'holder', 'aid_request_id'])
    .where('aid_batch_id', '=', aid_batch_id)
    .orderBy('aid_request_id')
    .orderBy('attempt')
    .execute()
type Row = Awaited<ReturnType<typeof rowsOf>>[number]
const statesOf = async (aid_batch_id: number) => (await rowsOf(aid_batch_id)).map(({ state }) => state)
const situations = async (aid_batch_id: number) =>
  Object.fromEntries((await situationsOf(db, TEST_NOW, { aid_batch_id })).map(({ situation, lines }) => [situation, lines]))
const requestState = async ({ id }: { id: number }) =>
  (await db.selectFrom('apprentice_aid_requests').select('state').where('id', '=', id).executeTakeFirstOrThrow()).state
const told = async ({ beneficiary_id }: Request) =>
  (await db.selectFrom('messages').select('template').where('beneficiary_id', '=', beneficiary_id).execute())
    .map(({ template }) => template)
    .toSorted()

const { tried, answered } = answering({ db, agent })

test('a batch leaves in a file, under numbers of its own, to the accounts as they are; the same file twice is the same', async () => {
  const { requests, aid_batch_id } = await aBatch(2)
  const id = await make(aid_batch_id)
  await expect(make(aid_batch_id)).rejects.toEqual(refused('transfers.none'))
  const [one] = await rowsOf(aid_batch_id)
  expect(one).toMatchObject({ number: `THR${aid_batch_id}-D${requests[0].id}`, state: 'sent', holder: requests[0].bank_holder })
  const office = await new Visitor(site).signInAs({ staffId: agent.id })
  await office.submit(`/region/fichiers-de-virements/${id}`)
  const file = await office.get(`/region/fichiers-de-virements/${id}/fichier`)
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="AID-HDF-\d{8}\.xml"$/)
  for (const said of [`<EndToEndId>${one?.number}</EndToEndId>`, `AIDE THR DEMANDE ${requests[0].number}`, 'FR1420041010050500013M02606'])
    expect(file.text).toContain(said)
  expect((await office.get(`/region/fichiers-de-virements/${id}/fichier`)).text).toBe(file.text)
  const facts = await db
    .selectFrom('audit_facts')
    .select('beneficiary_id')
    .where('fact', '=', 'aid-batch.downloaded')
    .orderBy('id')
    .execute()
  expect(facts.map(({ beneficiary_id }) => beneficiary_id)).toEqual(requests.map(({ beneficiary_id }) => beneficiary_id))
  await ledgerIsClean(db)
})

test('a holder is written in Latin letters, also where they were kept in others', async () => {
  const { requests, aid_batch_id } = await aBatch(1)
  await act(async (tx) => {
    const names = { last_name: 'Іваненко', first_name: 'Олександр', latin_last_name: 'Ivanenko', latin_first_name: 'Oleksandr' }
    await tx.updateTable('beneficiaries').set(names).where('id', '=', requests[0].beneficiary_id).execute()
    await tx.updateTable('apprentice_aid_requests').set({ bank_holder: 'Іваненко Олександр' }).where('id', '=', requests[0].id).execute()
  })
  await make(aid_batch_id)
  expect(await rowsOf(aid_batch_id)).toMatchObject([{ holder: 'Oleksandr Ivanenko' }])
})

test('the accountant gets a table, and what comes back of it pays aids and shops alike', async () => {
  const { requests, aid_batch_id } = await aBatch(2)
  const id = await make(aid_batch_id, 'mandates')
  const office = await new Visitor(site).signInAs({ staffId: agent.id })
  await office.submit(`/region/fichiers-de-virements/${id}`)
  const files = await filesInZip(Buffer.from((await office.get(`/region/fichiers-de-virements/${id}/fichier`)).bytes))
  expect(files.map(({ name }) => name)).toEqual(['propositions-de-mandat.csv'])
  const pieces = []
  for await (const piece of files[0]?.pieces() ?? []) pieces.push(piece)
  const filled = Buffer.concat(pieces)
    .toString()
    .replaceAll(/"";"";""(?=\r\n)/g, '"23/11/2026";"non";""')
  expect(await answered(filled)).toEqual({ paid: 2 })
  expect(await Promise.all(requests.map(requestState))).toEqual(['paid', 'paid'])
  expect(await told(requests[0])).toEqual(['apprentice-aid.paid', 'apprentice-aid.put-in-payment'])
  await expect(tried(filled)).rejects.toEqual(refused('bank-answer.done'))
})

test('an account that the bank refuses is asked again of the apprentice, and the aid joins a later batch', async () => {
  const { requests, aid_batch_id } = await aBatch(2)
  await make(aid_batch_id)
  const [one, two] = await rowsOf(aid_batch_id)
  const message = one?.message_id as string
  expect(await answered(pain002(message, [{ number: one?.number as string, status: 'RJCT', code: 'AC04' }]))).toEqual({ rejected: 1 })
  expect(await statesOf(aid_batch_id)).toEqual(['rejected', 'sent'])
  expect(await situations(aid_batch_id)).toEqual({ rejected: 1, sent: 1 })
  expect(await requestState(requests[0])).toBe('rejected-by-bank')
  const { body } = await db
    .selectFrom('messages')
    .select('body')
    .where('beneficiary_id', '=', requests[0].beneficiary_id)
    .where('template', '=', 'apprentice-aid.rejected-by-bank')
    .where('channel', '=', 'email')
    .executeTakeFirstOrThrow()
  expect(JSON.stringify(body)).toContain('« Compte clos »')
  await answered(pain002(message, [{ number: two?.number as string }]))
  // They give another account, and the Region accepts once more.
  const again = { state: 'accepted', bank_details_rejected: false }
  await db.updateTable('apprentice_aid_requests').set(again).where('id', '=', requests[0].id).execute()
  const later = await act(letOut)
  await make(later)
  const [resent] = await rowsOf(later)
  expect(resent?.number).toBe(`THR${later}-D${requests[0].id}`)
  expect(await answered(pain002(resent?.message_id as string, [{ number: resent?.number as string }]))).toEqual({ paid: 1 })
  expect(await requestState(requests[0])).toBe('paid')
})

test('what is for the Region to mend stays in its batch, and is paid again once two people say so, to the same account', async () => {
  const { requests, aid_batch_id } = await aBatch(2)
  await make(aid_batch_id)
  const [one, two] = await rowsOf(aid_batch_id)
  await answered(pain002(one?.message_id as string, [{ number: one?.number as string, status: 'RJCT', code: 'MS03' }]))
  expect(await told(requests[0])).toEqual(['apprentice-aid.put-in-payment'])
  expect(await situations(aid_batch_id)).toEqual({ agreement: 1, sent: 1 })
  await expect(make(aid_batch_id)).rejects.toEqual(refused('transfers.none'))
  await act((tx) => askToPayAgain(tx, agent, { aid_batch_id }))
  await act((tx) => agreedTo(tx, 'transfers.again', `aids-${aid_batch_id}`))
  await make(aid_batch_id)
  const rows = await rowsOf(aid_batch_id)
  expect(rows.map(({ number }) => number)).toEqual([one?.number, `${one?.number}-2`, two?.number])
  await answered(pain002(rows[1]?.message_id as string, [{ number: `${one?.number}-2` }]))
  // Paid, its money comes back: a table says so, which takes two; then two to pay it again.
  expect(await answered(table(`${one?.number}-2;;23/11/2026;oui;MS03`))).toEqual({ asks: 1 })
  const { id } = await db.selectFrom('bank_answers').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
  await act((tx) => agreedTo(tx, 'bank-answer.turn', id))
  await ledgerIsClean(db)
  expect(await requestState(requests[0])).toBe('in-payment')
  expect(await situations(aid_batch_id)).toEqual({ agreement: 1, sent: 1 })
})

test('an aid that a bank says it paid after all is not paid by a later batch before two people have seen so', async () => {
  const { requests, aid_batch_id } = await aBatch(1)
  await make(aid_batch_id)
  const [one] = await rowsOf(aid_batch_id)
  await answered(pain002(one?.message_id as string, [{ number: one?.number as string, status: 'RJCT', code: 'AC04' }]))
  await db.updateTable('apprentice_aid_requests').set(ACCEPTED).where('id', '=', requests[0].id).execute()
  const later = await act(letOut)
  expect(await answered(pain002(one?.message_id as string, [{ number: one?.number as string }]))).toEqual({ contradicts: 1 })
  expect(await situations(later)).toEqual({ agreement: 1 })
  await expect(make(later)).rejects.toEqual(refused('transfers.none'))
  await act((tx) => askToPayAgain(tx, agent, { aid_batch_id: later }))
  await act((tx) => agreedTo(tx, 'transfers.again', `aids-${later}`))
  await make(later)
  expect(await statesOf(later)).toEqual(['sent'])
})

test('a rejection that somebody wrote in a table holds against no bank: an aid that left before waits for two people', async () => {
  const said: ((row: Row) => string)[] = [
    ({ number }) => table(`${number};;20/11/2026;non;`),
    ({ message_id, amount_cents }) => camt([debit(message_id, amount_cents, '2026-11-20')]),
  ]
  for (const paid of said) {
    const { requests, aid_batch_id } = await aBatch(1)
    await make(aid_batch_id)
    const [one] = (await rowsOf(aid_batch_id)) as [Row]
    expect(await answered(table(`${one.number};;23/11/2026;oui;AC04`))).toEqual({ rejected: 1 })
    await db.updateTable('apprentice_aid_requests').set(ACCEPTED).where('id', '=', requests[0].id).execute()
    const later = await act(letOut)
    expect(await answered(paid(one))).toEqual({ contradicts: 1 })
    expect(await situations(later)).toEqual({ agreement: 1 })
    await expect(make(later)).rejects.toEqual(refused('transfers.none'))
  }
})

test('what a second person was asked before a bank says that it paid is asked again', async () => {
  const { aid_batch_id } = await aBatch(1)
  await make(aid_batch_id)
  const [one] = (await rowsOf(aid_batch_id)) as [Row]
  await answered(pain002(one.message_id, [{ number: one.number, status: 'RJCT', code: 'MS03' }]))
  await act((tx) => askToPayAgain(tx, agent, { aid_batch_id }))
  expect(await answered(pain002(one.message_id, [{ number: one.number }]))).toEqual({ contradicts: 1 })
  const asked = () => db.selectFrom('acts_of_two').select('outcome').where('subject', '=', `aids-${aid_batch_id}`).orderBy('id').execute()
  expect(await asked()).toEqual([{ outcome: 'lapsed' }])
  await act((tx) => askToPayAgain(tx, agent, { aid_batch_id }))
  await act((tx) => agreedTo(tx, 'transfers.again', `aids-${aid_batch_id}`))
  await make(aid_batch_id)
  expect(await statesOf(aid_batch_id)).toEqual(['rejected', 'sent'])
})

test('a file made by mistake is cancelled by two people; its aids leave in another, or their batch is cancelled', async () => {
  const { requests, aid_batch_id } = await aBatch(1)
  const id = await make(aid_batch_id)
  await expect(act((tx) => cancelBatch(tx, agent, { batch_id: aid_batch_id, reason: 'x' }))).rejects.toEqual(refused('aid-batch.given'))
  const office = await new Visitor(site).signInAs({ staffId: agent.id })
  const page = `/region/fichiers-de-virements/${id}`
  await office.submit(page)
  expect((await office.submit(`${page}/annulation`, { reason: '' })).status).toBe(422)
  await office.submit(`${page}/annulation`, { reason: 'Mauvais jour.', withdrawn: 'on' })
  const waits = await office.get(page)
  expect(waits.text).toContain('attend une seconde personne')
  // Whoever says that nobody pays it does not take it to the bank meanwhile.
  expect(waits.text).not.toContain('Prendre ce fichier')
  const csrf = /name="_csrf" value="([^"]*)"/.exec((await office.get(`${page}/annulation`)).text)?.[1] as string
  expect([(await office.post(page, { _csrf: csrf })).status, (await office.get(`${page}/fichier`)).status]).toEqual([409, 409])
  await act((tx) => agreedTo(tx, 'transfer-file.cancel', id))
  await ledgerIsClean(db)
  expect((await office.get(`${page}/fichier`)).status).toBe(409)
  expect((await office.get(page)).text).toContain('Mauvais jour.')
  const [one, again] = await rowsOf(aid_batch_id)
  expect([one?.state, again?.state, again?.number]).toEqual(['cancelled', 'waiting', `${one?.number}-2`])
  await make(aid_batch_id)
  // The bank had the first all the same: nothing is paid twice without two people.
  const transfersPage = `/region/paiements-thr/${aid_batch_id}/virements`
  expect((await office.get(transfersPage)).text).not.toContain('à arrêter, déjà dans un fichier')
  expect(await answered(pain002(one?.message_id as string, [{ number: one?.number as string }]))).toEqual({ contradicts: 1 })
  expect((await office.get(transfersPage)).text).toContain('Un virement à arrêter, déjà dans un fichier')
  const [other] = await filesOf(db, { aid_batch_id })
  await office.submit(`/region/fichiers-de-virements/${other?.id}/annulation`, { reason: 'Encore.', withdrawn: 'on' })
  await act((tx) => agreedTo(tx, 'transfer-file.cancel', other?.id as number))
  await act((tx) => cancelBatch(tx, agent, { batch_id: aid_batch_id, reason: 'Plus à payer.' }))
  await ledgerIsClean(db)
  expect(await requestState(requests[0])).toBe('accepted')
  await db.updateTable('apprentice_aid_requests').set({ state: 'refused' }).where('id', '=', requests[0].id).execute()
})

test('a file that is made while the only one before it is cancelled keeps its batch at the bank', async () => {
  const { requests, aid_batch_id } = await aBatch(2)
  const last = requests.at(-1) as Request
  const without = (iban_last4: string) =>
    asOwner(database.url, `update apprentice_aid_requests set iban_last4 = '${iban_last4}' where id = ${last.id}`)
  await without('')
  const id = await make(aid_batch_id)
  expect(await statesOf(aid_batch_id)).toEqual(['sent', 'waiting'])
  await without(last.iban_last4 as string)
  const office = await new Visitor(site).signInAs({ staffId: agent.id })
  await office.submit(`/region/fichiers-de-virements/${id}/annulation`, { reason: 'Mauvais jour.', withdrawn: 'on' })
  const cancelled = await meanwhile(
    db,
    (tx) => makeFile(tx, agent, { source: { aid_batch_id }, kind: 'bank', keys: TEST_KEY, payer: MADE_UP_PAYER }),
    () => act((tx) => agreedTo(tx, 'transfer-file.cancel', id)),
  )
  expect(cancelled).toMatchObject({ status: 'fulfilled' })
  await expect(act((tx) => cancelBatch(tx, agent, { batch_id: aid_batch_id, reason: 'x' }))).rejects.toEqual(refused('aid-batch.given'))
  const [, , sent] = await rowsOf(aid_batch_id)
  expect(await answered(pain002(sent?.message_id as string, [{ number: sent?.number as string }]))).toEqual({ paid: 1 })
})

test('one answer is typed: read first, then done, once; what turns paid into refused waits for a second person', async () => {
  const { requests, aid_batch_id } = await aBatch(1)
  await make(aid_batch_id)
  const [one] = await rowsOf(aid_batch_id)
  const office = await new Visitor(site).signInAs({ staffId: agent.id })
  const page = `/region/virements/${one?.id}`
  const on = { 'on.day': '23', 'on.month': '11', 'on.year': '2026' }
  const bare = await office.submit(page, { outcome: 'rejected', code: '', words: '' })
  expect(bare.status).toBe(422)
  for (const words of ['Écrivez le jour de cette réponse', 'Choisissez le motif du refus']) expect(bare.text).toContain(words)
  const paid = { outcome: 'paid', code: '', words: '', ...on }
  const answer = (await office.submit(page, paid)).location as string
  expect((await office.get(answer)).text).toContain('Notés comme payés')
  expect(await requestState(requests[0])).toBe('in-payment')
  await office.submit(answer)
  expect(await requestState(requests[0])).toBe('paid')
  const twice = await office.submit(page, paid)
  expect([twice.status, twice.text.includes('déjà été faite')]).toEqual([422, true])
  const turned = (await office.submit(page, { outcome: 'rejected', code: 'AC04', words: '', ...on })).location as string
  await office.submit(turned)
  expect(await requestState(requests[0])).toBe('paid')
  await act((tx) => agreedTo(tx, 'bank-answer.turn', turned.split('/').at(-1) as string))
  expect(await requestState(requests[0])).toBe('rejected-by-bank')
  await ledgerIsClean(db)
  const reader = await new Visitor(site).signInAs({ staffId: (await act((tx) => anAgent(tx, 'reader'))).id })
  const { last_name } = await db
    .selectFrom('people')
    .select('last_name')
    .where('id', '=', requests[0].beneficiary_id)
    .executeTakeFirstOrThrow()
  const read = await reader.get(turned)
  expect([read.status, read.text.includes('Un apprenti'), read.text.includes(last_name)]).toEqual([200, true, false])
  for (const path of [page, `/region/paiements-thr/${aid_batch_id}/virements`]) expect((await reader.get(path)).status, path).toBe(403)
})

test('whose account it was is forgotten with its request', async () => {
  const { requests, aid_batch_id } = await aBatch(1)
  await make(aid_batch_id)
  const [one] = await rowsOf(aid_batch_id)
  await answered(pain002(one?.message_id as string, [{ number: one?.number as string }]))
  await forgettingOfTransfers.run(site)
  expect(await rowsOf(aid_batch_id)).toMatchObject([{ holder: requests[0].bank_holder }])
  const nothing = { bank_holder: '', iban_encrypted: Buffer.alloc(0), iban_mark: null, iban_first4: '', iban_last4: '', bic: '' }
  await db.updateTable('apprentice_aid_requests').set(nothing).where('id', '=', requests[0].id).execute()
  await forgettingOfTransfers.run(site)
  expect(await rowsOf(aid_batch_id)).toMatchObject([{ holder: '', amount_cents: one?.amount_cents }])
  await ledgerIsClean(db)
})

test('ledger:check compares what is paid of aids with their transfers, and with what was answered', async () => {
  const { aid_batch_id } = await aBatch(2)
  await make(aid_batch_id)
  const [one, two] = (await rowsOf(aid_batch_id)) as [Row, Row]
  await answered(pain002(one.message_id, [{ number: one.number }, { number: two.number, status: 'RJCT', code: 'AC04' }]))
  const faults: [statement: string, undo: string, says: RegExp][] = [
    [
      `update transfers set amount_cents = 1 where id = ${one.id}`,
      `update transfers set amount_cents = ${one.amount_cents} where id = ${one.id}`,
      /the amount is 1/,
    ],
    [
      `update aid_payment_lines set outcome = null, settled_at = null, settled_by = null where request_id = ${one.aid_request_id}`,
      `update aid_payment_lines set outcome = 'paid', settled_at = now(), settled_by = ${agent.id} where request_id = ${one.aid_request_id}`,
      /paid is true, its line says false/,
    ],
    [
      `update aid_payment_lines set outcome = 'paid', reason = null where request_id = ${two.aid_request_id}`,
      `update aid_payment_lines set outcome = 'rejected', reason = 'x' where request_id = ${two.aid_request_id}`,
      /the number of transfers is 0, its line says 1/,
    ],
    [
      `update bank_answer_lines set outcome = 'other' where transfer_id = ${two.id}`,
      `update bank_answer_lines set outcome = 'rejected' where transfer_id = ${two.id}`,
      /rejections without an answer is 1/,
    ],
    [
      `update bank_answer_lines set is_of_its_file = false where transfer_id = ${one.id}`,
      `update bank_answer_lines set is_of_its_file = true where transfer_id = ${one.id}`,
      /what the bank answered is null, its transfer says paid/,
    ],
  ]
  for (const [statement, undo, says] of faults) {
    const asItIs = (sql: string) => asOwner(database.url, `set session_replication_role = replica; ${sql}`)
    await asItIs(statement)
    expect((await checkLedger(db)).differences.join('\n')).toMatch(says)
    await asItIs(undo)
    expect((await checkLedger(db)).differences).toEqual([])
  }
})
