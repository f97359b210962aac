import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { answering, camt, credit, debit, pain002, table } from '../../../../tests/support/bank-answers.ts'
import { asOwner, meanwhile, TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { ledgerIsClean } from '../../../../tests/support/ledger-model.ts'
import { aHolder, anAccountToPay, anAgent, anOrganisation, aPartner, aPartnerUser, TEST_KEY } from '../../../../tests/support/makers.ts'
import { settleAll } from '../../../../tests/support/settling.ts'
import { agreedTo } from '../../../../tests/support/two-people.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { filesInZip } from '../../../platform/import/zip.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import { MADE_UP_PAYER } from '../../money/bank-files/index.ts'
import { freezePartner } from '../../money/freezes/freeze.ts'
import { markPaid } from '../../money/settlements/pay.ts'
import { settledTo } from '../../money/settlements/queries.ts'
import { checkLedger } from '../../money/wallets/check.ts'
import { pay } from '../../money/wallets/index.ts'
import { stopAccount } from '../../partners/bank-accounts/index.ts'
import { doAnswer } from './do-answer.ts'
import { forgettingOfTransfers } from './jobs.ts'
import { makeFile } from './make-file.ts'
import { askToPayAgain, transfersAgain } from './pay-again.ts'
import { filesOf, situationsOf, waitingForAgreement } from './queries.ts'
import type { Kind } from './transfer.ts'

const database = await testDatabase()
const { db } = database
const { site } = testSite(database)
const act = <T>(run: (tx: Tx) => Promise<T>, now = TEST_NOW) => inTransaction(db, now, run)
const refused = (code: string) => expect.objectContaining({ code })

const { agent, wallet } = await act(async (tx) => ({
  agent: await anAgent(tx, 'preparer'),
  wallet: (await aHolder(tx, { balance_cents: 10_000_000 })).wallet.id,
}))

interface Shop {
  user: PartnerUser
  organisation: Awaited<ReturnType<typeof anOrganisation>>
}

const aShop =
  (tx: Tx, hasAccount = true) =>
  async (): Promise<Shop> => {
    const user = await aPartnerUser(tx, await aPartner(tx))
    const partners = [{ id: user.partner_id }]
    const organisation = await anOrganisation(tx, partners)
    if (hasAccount) await anAccountToPay(tx, organisation, partners)
    return { user, organisation }
  }

const spend = (tx: Tx, { user }: Shop, amount_cents: number) =>
  pay(tx, {
    ...{ request_id: randomUUID(), wallet_id: wallet, partner_id: user.partner_id, amount_cents, made_by: user.id, channel: 'qr-code' },
  })

/** A settlement that is out, which pays so many cents to each of these shops. */
const aRelease = (amounts: { cents: number; hasAccount?: boolean }[]) =>
  act(async (tx) => {
    const shops: Shop[] = []
    for (const { cents, hasAccount = true } of amounts) {
      const shop = await aShop(tx, hasAccount)()
      await spend(tx, shop, cents)
      shops.push(shop)
    }
    const settlement_id = await settleAll(tx, agent)
    await agreedTo(tx, 'settlement.release', settlement_id)
    return { settlement_id, shops: shops as [Shop, ...Shop[]] }
  })

const make = (settlement_id: number, kind: Kind = 'bank') =>
  act((tx) => makeFile(tx, agent, { source: { settlement_id }, kind, keys: TEST_KEY, payer: MADE_UP_PAYER }))

const rowsOf = (settlement_id: number) =>
  db
    .selectFrom('transfers')
    .select(['number', 'partner_id', 'state', 'message_id', 'amount_cents', 'needs_agreement', 'code', 'words', 'holder'])
    .where('settlement_id', '=', settlement_id)
    .orderBy('partner_id')
    .orderBy('attempt')
    .execute()
const statesOf = async (settlement_id: number) => (await rowsOf(settlement_id)).map(({ state }) => state)
const situations = async (settlement_id: number) =>
  Object.fromEntries((await situationsOf(db, TEST_NOW, { settlement_id })).map(({ situation, lines }) => [situation, lines]))
const paidAt = async (settlement_id: number) =>
  (await db.selectFrom('settlements_made').select('paid_at').where('id', '=', settlement_id).executeTakeFirstOrThrow()).paid_at

const { tried, answered } = answering({ db, agent })

const subjectsTo = async ({ user }: Shop) =>
  (await db.selectFrom('messages').select('template').where('staff_id', '=', user.id).execute()).map(({ template }) => template)

describe('a file', () => {
  test('holds what can be paid now, with the account as it is then; what waits says why', async () => {
    const { settlement_id, shops } = await aRelease([{ cents: 3_000 }, { cents: 500, hasAccount: false }, { cents: 700 }])
    await act((tx) =>
      freezePartner(tx, agentOfPartners, { id: shops[2]?.user.partner_id as number, reason: 'suspected-fraud', comment: 'x' }),
    )
    expect(await situations(settlement_id)).toEqual({ payable: 1, 'no-account': 1, frozen: 1 })
    const id = await make(settlement_id)
    expect(await statesOf(settlement_id)).toEqual(['sent', 'waiting', 'waiting'])
    expect(await filesOf(db, { settlement_id })).toMatchObject([{ id, transfers: 1, total_cents: 3_000, answered: 0, kind: 'bank' }])
    const [first] = await rowsOf(settlement_id)
    expect(first).toMatchObject({ number: `REV${settlement_id}-P${first?.partner_id}`, holder: shops[0].organisation.legal_name })
    await expect(make(settlement_id)).rejects.toEqual(refused('transfers.none'))
    await ledgerIsClean(db)
    // Once there is an account, it leaves with the next file, alone.
    await act((tx) => anAccountToPay(tx, (shops[1] as Shop).organisation, [{ id: (shops[1] as Shop).user.partner_id }]))
    const next = await make(settlement_id)
    expect(await filesOf(db, { settlement_id })).toMatchObject([{ id: next, transfers: 1, total_cents: 500 }, { id }])
    await ledgerIsClean(db)
  })

  test('waits for the 48 hours of an account', async () => {
    const { settlement_id, shops } = await aRelease([{ cents: 900, hasAccount: false }])
    const [{ user, organisation }] = shops
    await act((tx) => anAccountToPay(tx, organisation, [{ id: user.partner_id }], { agreed_at: TEST_NOW }))
    expect(await situations(settlement_id)).toEqual({ 'not-yet': 1 })
    await expect(make(settlement_id)).rejects.toEqual(refused('transfers.none'))
  })

  test('is of a settlement that two people let out', async () => {
    const settlement_id = await act(async (tx) => {
      await spend(tx, await aShop(tx)(), 1_000)
      return settleAll(tx, agent)
    })
    await expect(make(settlement_id)).rejects.toEqual(refused('settlement.not-released'))
  })

  test('waits for a freeze that is being made, and leaves its partner out', async () => {
    const { settlement_id, shops } = await aRelease([{ cents: 1_000 }, { cents: 2_000 }])
    const [{ user }] = shops
    await meanwhile(
      db,
      (tx) => freezePartner(tx, agentOfPartners, { id: user.partner_id, reason: 'suspected-fraud', comment: 'x' }),
      () => make(settlement_id),
    )
    expect(await statesOf(settlement_id)).toEqual(['waiting', 'sent'])
  })

  test('keeps its settlement from being said to be paid as a whole; and the other way round', async () => {
    const { settlement_id } = await aRelease([{ cents: 1_000 }])
    await make(settlement_id)
    await expect(act((tx) => markPaid(tx, agent, { settlement_id }))).rejects.toEqual(refused('settlement.by-transfers'))
    const other = await aRelease([{ cents: 1_000 }])
    await act((tx) => markPaid(tx, agent, { settlement_id: other.settlement_id }))
    await expect(make(other.settlement_id)).rejects.toEqual(refused('settlement.paid'))
  })

  test('that was made before a partner was frozen, or an account stopped, says so to whoever gives it', async () => {
    const { settlement_id, shops } = await aRelease([{ cents: 1_000 }, { cents: 2_000 }, { cents: 3_000 }])
    await make(settlement_id)
    const office = await new Visitor(site).signInAs({ staffId: agent.id })
    const shown = async () => (await office.get(`/region/reversements/${settlement_id}/virements`)).text
    expect(await shown()).not.toContain('à arrêter')
    const [first, second] = shops as [Shop, Shop, Shop]
    await act((tx) => freezePartner(tx, agentOfPartners, { id: first.user.partner_id, reason: 'suspected-fraud', comment: 'x' }))
    const { bank_account_id } = await db
      .selectFrom('accounts_to_pay')
      .select('bank_account_id')
      .where('partner_id', '=', second.user.partner_id)
      .executeTakeFirstOrThrow()
    await act((tx) => stopAccount(tx, agentOfPartners, { bank_account_id, words: 'Fermé.' }))
    const text = await shown()
    expect(text).toContain('2 virements à arrêter')
    const [one, two, three] = await rowsOf(settlement_id)
    for (const row of [one, two]) expect(text).toContain(`<li>${row?.number}, `)
    expect(text).not.toContain(`<li>${three?.number}, `)
  })

  test('is downloaded the same each time, until something in it is answered', async () => {
    const { settlement_id } = await aRelease([{ cents: 3_000 }])
    const id = await make(settlement_id)
    const office = await new Visitor(site).signInAs({ staffId: agent.id })
    const page = `/region/fichiers-de-virements/${id}`
    expect((await office.get(`${page}/fichier`)).status).toBe(409)
    expect((await office.get(page)).text).toContain('Personne ne l’a pris')
    expect((await office.submit(page)).location).toBe(`${page}/fichier`)
    expect((await office.get(page)).text).toContain(`par ${agent.name}`)
    const file = await office.get(`${page}/fichier`)
    const [row] = await rowsOf(settlement_id)
    for (const said of [`<EndToEndId>${row?.number}</EndToEndId>`, 'FR7630006000011234567890189', `RELEVE ${row?.number}`, '30.00'])
      expect(file.text).toContain(said)
    await office.submit(page)
    expect((await office.get(`${page}/fichier`)).text).toBe(file.text)
    const facts = await db.selectFrom('audit_facts').select('details').where('fact', '=', 'transfers.downloaded').execute()
    expect(facts.filter(({ details }) => (details as { file: number }).file === id)).toHaveLength(2)
    await answered(pain002(row?.message_id as string, [{ number: row?.number as string }]))
    expect((await office.get(`${page}/fichier`)).status).toBe(409)
    expect((await office.submit(page)).status).toBe(409)
  })

  test('for the accountant is a table to fill in, with each statement on paper', async () => {
    const { settlement_id, shops } = await aRelease([{ cents: 3_000 }, { cents: 1_250 }])
    const id = await make(settlement_id, 'mandates')
    const office = await new Visitor(site).signInAs({ staffId: agent.id })
    await office.submit(`/region/fichiers-de-virements/${id}`)
    const { bytes } = await office.get(`/region/fichiers-de-virements/${id}/fichier`)
    const files = await filesInZip(Buffer.from(bytes))
    const [first] = await rowsOf(settlement_id)
    expect(files.map(({ name }) => name)).toContain(`releves/${first?.number}.pdf`)
    const csv = await textOf(files.find(({ name }) => name.endsWith('.csv')))
    expect(csv).toContain(`"${shops[0].organisation.sirets[0]}";"${shops[0].organisation.legal_name}";"FR7630006000011234567890189"`)
    expect(csv).toContain(';30;')
    // What comes back is what went out, filled in.
    const filled = csv.replaceAll(/"";"";""(?=\r\n)/g, '"23/11/2026";"non";""')
    expect(await answered(filled)).toEqual({ paid: 2 })
    expect(await paidAt(settlement_id)).toEqual(TEST_NOW)
  })
})

const agentOfPartners = await act((tx) => anAgent(tx, 'partners'))
const textOf = async (file: { pieces(): AsyncIterable<Buffer> } | undefined) => {
  const pieces = []
  for await (const piece of file?.pieces() ?? []) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

describe('an answer', () => {
  let settlement_id = 0
  let shops: [Shop, ...Shop[]]
  let rows: Awaited<ReturnType<typeof rowsOf>>
  let [one, two, three] = ['', '', '']
  let message = ''

  beforeEach(async () => {
    ;({ settlement_id, shops } = await aRelease([{ cents: 1_000 }, { cents: 2_000 }, { cents: 3_000 }]))
    await make(settlement_id)
    rows = await rowsOf(settlement_id)
    ;[one = '', two = '', three = ''] = rows.map(({ number }) => number)
    message = rows[0]?.message_id as string
  })

  const payAgain = async () => {
    await act((tx) => askToPayAgain(tx, agent, { settlement_id }))
    await act((tx) => agreedTo(tx, 'transfers.again', settlement_id))
  }

  test('says what it names and nothing else', async () => {
    expect(await answered(pain002(message, [{ number: one, cents: 1_000 }], { group: 'ACTC' }))).toEqual({ paid: 1 })
    expect(await statesOf(settlement_id)).toEqual(['paid', 'sent', 'sent'])
    expect(await paidAt(settlement_id)).toBeNull()
    expect((await settledTo(db, [shops[0].user.partner_id], 1)).rows[0]?.paid_at).toEqual(TEST_NOW)
    expect((await settledTo(db, [(shops[1] as Shop).user.partner_id], 1)).rows[0]?.paid_at).toBeNull()
  })

  test('changes nothing before it is done, and is done once', async () => {
    const text = pain002(message, [{ number: one }])
    const { id } = await tried(text)
    expect(await statesOf(settlement_id)).toEqual(['sent', 'sent', 'sent'])
    const again = await tried(text)
    await act((tx) => doAnswer(tx, agent, { answer_id: id }))
    await expect(act((tx) => doAnswer(tx, agent, { answer_id: id }))).rejects.toEqual(refused('bank-answer.done'))
    await expect(act((tx) => doAnswer(tx, agent, { answer_id: again.id }))).rejects.toEqual(refused('bank-answer.done'))
    await expect(tried(text)).rejects.toEqual(refused('bank-answer.done'))
    // The same report, saved otherwise.
    await expect(tried(`${text}\n`)).rejects.toEqual(refused('bank-answer.done'))
  })

  test('that rejects says why, asks for another account, and the sum is paid once more under a new number', async () => {
    expect(await answered(pain002(message, [{ number: one, status: 'RJCT', code: 'AC04' }]))).toEqual({ rejected: 1 })
    const [rejected, again] = await rowsOf(settlement_id)
    expect(rejected).toMatchObject({ state: 'rejected', code: 'AC04', words: 'Compte clos' })
    expect(again).toMatchObject({ number: `${one}-2`, state: 'waiting', amount_cents: 1_000, needs_agreement: true })
    expect((await subjectsTo(shops[0])).sort()).toEqual(['bank-account-stopped', 'transfer-rejected'])
    const shop = await new Visitor(site).signInAs({ staffId: shops[0].user.id })
    expect((await shop.get('/partenaire/versements')).text).toContain('La banque a rejeté le virement')
    // One person brought the file: two say that it is paid again. Its account is stopped: it waits for another.
    await payAgain()
    await expect(make(settlement_id)).rejects.toEqual(refused('transfers.none'))
    const iban = 'FR1420041010050500013M02606'
    await act((tx) => anAccountToPay(tx, shops[0].organisation, [{ id: shops[0].user.partner_id }], { iban }))
    await make(settlement_id)
    expect(await statesOf(settlement_id)).toEqual(['rejected', 'sent', 'sent', 'sent'])
    await expect(make(settlement_id)).rejects.toEqual(refused('transfers.none'))
    const [, resent] = await rowsOf(settlement_id)
    await answered(pain002(message, [{ number: two }, { number: three }]))
    await answered(camt([debit(resent?.message_id as string, 1_000)]))
    expect(await statesOf(settlement_id)).toEqual(['rejected', 'paid', 'paid', 'paid'])
    expect(await paidAt(settlement_id)).toEqual(TEST_NOW)
  })

  test('is kept, with the IBAN of what it answers, no longer than is said', async () => {
    await answered(pain002(message, [{ number: one }, { number: two, status: 'RJCT', code: 'AM05' }]))
    const undone = await tried(pain002(message, [{ number: three }]))
    const ibans = async () =>
      (await db.selectFrom('transfers').select(['number', 'iban_encrypted']).where('settlement_id', '=', settlement_id).execute())
        .filter(({ iban_encrypted }) => iban_encrypted)
        .map(({ number }) => number)
        .toSorted()
    const answers = () => db.selectFrom('bank_answers').select('id').where('id', '=', undone.id).execute()
    const forgetAfter = (days: number) =>
      forgettingOfTransfers.run({ ...site, clock: { now: () => new Date(TEST_NOW.getTime() + days * 86_400_000) } })
    await forgetAfter(29)
    expect([await ibans(), (await answers()).length]).toEqual([[one, two, three].toSorted(), 1])
    await forgetAfter(31)
    expect([await ibans(), (await answers()).length]).toEqual([[one, two, three].toSorted(), 0])
    await forgetAfter(396)
    expect(await ibans()).toEqual([three])
    await ledgerIsClean(db)
  })

  test('that is for the Region to mend is paid again once two people say so', async () => {
    await answered(pain002(message, [{ number: one, status: 'RJCT', code: 'AM05' }]))
    expect(await subjectsTo(shops[0])).toEqual([])
    expect(await situations(settlement_id)).toEqual({ agreement: 1, sent: 2 })
    await expect(make(settlement_id)).rejects.toEqual(refused('transfers.none'))
    await act((tx) => askToPayAgain(tx, agent, { settlement_id }))
    await expect(make(settlement_id)).rejects.toEqual(refused('transfers.none'))
    await act((tx) => agreedTo(tx, 'transfers.again', settlement_id))
    await make(settlement_id)
    expect(await statesOf(settlement_id)).toEqual(['rejected', 'sent', 'sent', 'sent'])
  })

  test('of the account says all of a file at once, but for what came back', async () => {
    expect(await answered(camt([debit(message, 6_000)]))).toEqual({ paid: 3 })
    expect(await paidAt(settlement_id)).toEqual(TEST_NOW)
    // The bank itself takes back what it paid.
    expect(await answered(camt([credit(two, 2_000)]))).toEqual({ rejected: 1 })
    expect(await statesOf(settlement_id)).toEqual(['paid', 'rejected', 'waiting', 'paid'])
    expect(await paidAt(settlement_id)).toBeNull()
    expect((await settledTo(db, [(shops[1] as Shop).user.partner_id], 1)).rows[0]?.paid_at).toBeNull()
  })

  test('of the account that comes back first is not undone by the debit of its batch', async () => {
    await answered(camt([credit(two, 2_000)]))
    expect(await answered(camt([debit(message, 6_000)]))).toEqual({ paid: 2, same: 1 })
    const { settlement_id: other } = await aRelease([{ cents: 1_000 }, { cents: 2_000 }])
    await make(other)
    const [first, second] = await rowsOf(other)
    // Both in one statement.
    const both = camt([debit(first?.message_id as string, 3_000), credit(second?.number as string, 2_000)])
    expect(await answered(both)).toEqual({ paid: 1, rejected: 1 })
  })

  test('of the account that takes another sum than the file’s is for somebody to look at', async () => {
    expect(await answered(camt([debit(message, 5_999)]))).toEqual({ amount: 3 })
    expect(await statesOf(settlement_id)).toEqual(['sent', 'sent', 'sent'])
  })

  test('refuses a whole payment, or a whole file, but for what it says of one', async () => {
    expect(await answered(pain002(message, [], { payment: 'RJCT' }))).toEqual({ rejected: 3 })
    expect((await rowsOf(settlement_id)).filter(({ needs_agreement }) => needs_agreement)).toHaveLength(3)
    const { settlement_id: other } = await aRelease([{ cents: 1_000 }])
    await make(other)
    const [row] = await rowsOf(other)
    expect(await answered(pain002(row?.message_id as string, [], { group: 'RJCT', payment: 'RJCT' }))).toEqual({ rejected: 1 })
  })

  test('of another amount, of another file, of a line more: nothing changes', async () => {
    expect(await answered(pain002(message, [{ number: one, cents: 999 }, { number: 'REV99999-P1' }, { number: two }]))).toEqual({
      amount: 1,
      paid: 1,
    })
    expect(await answered(pain002('REV-HDF-99999999', [{ number: one }]))).toEqual({ 'other-file': 1 })
    expect(await statesOf(settlement_id)).toEqual(['sent', 'paid', 'sent'])
  })

  test('of another batch is refused in a sentence', async () => {
    await expect(tried(pain002('THR-HDF-00000001', [{ number: '123456789' }]))).rejects.toEqual(refused('bank-answer.not-ours'))
    await expect(tried(pain002('X', [], { payment: 'ACTC' }))).rejects.toEqual(refused('bank-answer.not-ours'))
    expect(await db.selectFrom('bank_answers').select('id').where('said', '=', 0).execute()).toEqual([])
  })

  test('that says paid of what was rejected changes nothing, whatever comes first', async () => {
    await answered(pain002(message, [{ number: one, status: 'RJCT', code: 'AC04' }]))
    expect(await answered(pain002(message, [{ number: one }]))).toEqual({ contradicts: 1 })
    expect(await answered(table(`${one};;23/11/2026;non;`))).toEqual({ contradicts: 1 })
    expect(await statesOf(settlement_id)).toEqual(['rejected', 'waiting', 'sent', 'sent'])
  })

  test('that says paid, later, of what was rejected keeps it from being paid again before two people have seen so', async () => {
    const later = (number: string, day: string) =>
      camt([
        credit(number, 1_000)
          .replace('CRDT', 'DBIT')
          .replace(/<RtrInf>.*<\/RtrInf>/, '')
          .replace('2026-11-23', day),
      ])
    await answered(pain002(message, [{ number: one, status: 'RJCT', code: 'AC04' }]))
    const iban = 'FR1420041010050500013M02606'
    await act((tx) => anAccountToPay(tx, shops[0].organisation, [{ id: shops[0].user.partner_id }], { iban }))
    await payAgain()
    // It left before it came back: nothing is strange.
    expect(await answered(later(one, '2026-11-22'))).toEqual({ contradicts: 1 })
    expect(await situations(settlement_id)).toEqual({ payable: 1, sent: 2 })
    expect(await answered(later(one, '2026-11-23'))).toEqual({ contradicts: 1 })
    expect(await situations(settlement_id)).toEqual({ agreement: 1, sent: 2 })
    await expect(make(settlement_id)).rejects.toEqual(refused('transfers.none'))
    await act((tx) => askToPayAgain(tx, agent, { settlement_id }))
    const ids = (await waitingForAgreement(db, { settlement_id })).map(({ id }) => id)
    const { items } = await transfersAgain.shown(db, { settlement_id, ids }, TEST_NOW)
    expect(items.at(-1)?.value).toContain('une autre réponse le dit payé')
    await act((tx) => agreedTo(tx, 'transfers.again', settlement_id))
    await make(settlement_id)
    expect(await statesOf(settlement_id)).toEqual(['rejected', 'sent', 'sent', 'sent'])
  })

  test('to a file that was given twice leaves what it paid as it is', async () => {
    await answered(pain002(message, [{ number: one }]))
    expect(await answered(pain002(message, [{ number: one, status: 'RJCT', code: 'DUPL' }]))).toEqual({ nothing: 1 })
    expect(await statesOf(settlement_id)).toEqual(['paid', 'sent', 'sent'])
    // Money that came back has come back.
    expect(await answered(camt([credit(one, 1_000, 'AM05')]))).toEqual({ rejected: 1 })
  })

  test('of an amount that is not in euros, or of another total, is for somebody to look at', async () => {
    const dollars = (text: string) => text.replaceAll('Ccy="EUR"', 'Ccy="USD"')
    expect(await answered(dollars(pain002(message, [{ number: one, cents: 1_000 }])))).toEqual({ amount: 1 })
    expect(await answered(dollars(camt([debit(message, 6_000)])))).toEqual({ amount: 3 })
    const whole = (euros: string) =>
      pain002(message, [], { payment: 'ACSC' }).replace('<PmtInfSts>', `<OrgnlCtrlSum>${euros}</OrgnlCtrlSum><PmtInfSts>`)
    expect(await answered(whole('59.99'))).toEqual({ amount: 3 })
    expect(await statesOf(settlement_id)).toEqual(['sent', 'sent', 'sent'])
    expect(await answered(whole('60.00'))).toEqual({ paid: 3 })
  })

  test('of the account is the same in whichever order it says that a batch left and came back', async () => {
    const family = '<BkTxCd><Domn><Fmly><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd><Sts>'
    const back = debit(message, 6_000).replace('DBIT', 'CRDT').replace('<Sts>', family)
    expect(await answered(camt([back, debit(message, 6_000)]))).toEqual({ rejected: 3 })
  })

  test('that says two things of a whole payment says none', async () => {
    await expect(tried(pain002(message, [], { group: 'ACSC', payment: 'RJCT' }))).rejects.toEqual(refused('bank-answer.nothing-said'))
    await expect(tried(pain002(message, [], { group: 'ACSC', payment: 'PDNG' }))).rejects.toEqual(refused('bank-answer.nothing-said'))
    await expect(tried(pain002(message, [], { group: 'ACTC', payment: 'ACTC' }))).rejects.toEqual(refused('bank-answer.nothing-said'))
    expect((await tried(pain002(message, [], { group: 'ACTC', payment: 'ACSC' }))).effects).toEqual({ paid: 3 })
  })

  test('read twice and done by two people at once is done once', async () => {
    const text = pain002(message, [{ number: one }])
    const [first, second] = [await tried(text), await tried(text)]
    const ended = await meanwhile(
      db,
      (tx) => doAnswer(tx, agent, { answer_id: first.id }),
      () => act((tx) => doAnswer(tx, agent, { answer_id: second.id })),
    )
    expect(ended).toEqual({ status: 'rejected', reason: refused('bank-answer.done') })
    expect(await statesOf(settlement_id)).toEqual(['paid', 'sent', 'sent'])
  })

  test('that contradicts itself is refused, or looked at', async () => {
    await expect(tried(table(`${one};;23/11/2026;non;`, `${one};;;oui;AC04`))).rejects.toEqual(refused('bank-answer.contradicts'))
    expect(await answered(pain002(message, [{ number: one }, { number: one, status: 'RJCT' }]))).toEqual({ nothing: 1 })
    expect(await answered(pain002(message, [{ number: one }, { number: one, status: 'RJCT' }, { number: one }]))).toEqual({ nothing: 1 })
    const total = '<NbOfTxsPerSts><DtldNbOfTxs>3</DtldNbOfTxs><DtldSts>RJCT</DtldSts></NbOfTxsPerSts>'
    const doubtful = pain002(message, [{ number: one, status: 'RJCT' }]).replace('<TxInfAndSts>', `${total}<TxInfAndSts>`)
    await expect(tried(doubtful)).rejects.toEqual(refused('bank-answer.doubtful'))
  })

  test('of the accountant that turns paid into refused waits for a second person', async () => {
    expect(await answered(table(`${one};10,00;23/11/2026;non;`, `${two};20,00;;;`))).toEqual({ paid: 1 })
    expect(await answered(table(`${one};10,00;;oui;AC04 Compte clos`))).toEqual({ asks: 1 })
    expect(await statesOf(settlement_id)).toEqual(['paid', 'sent', 'sent'])
    const { id } = await db.selectFrom('bank_answers').select('id').orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()
    const second = await new Visitor(site).signInAs({ staffId: (await act((tx) => anAgent(tx, 'approver'))).id })
    const waits = await db
      .selectFrom('acts_of_two')
      .select('id')
      .where('kind', '=', 'bank-answer.turn')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow()
    const { text } = await second.get(`/region/a-valider/${waits.id}`)
    for (const shown of [`Réponse n° ${id}`, one, frenchEuros(1_000), 'AC04 Compte clos']) expect(text).toContain(shown)
    await act((tx) => agreedTo(tx, 'bank-answer.turn', id))
    expect(await statesOf(settlement_id)).toEqual(['rejected', 'waiting', 'sent', 'sent'])
    // And two people again to pay it again: a table proves nothing.
    expect(await situations(settlement_id)).toMatchObject({ agreement: 1 })
    await ledgerIsClean(db)
  })

  test('of a day to come, or of what is in no file, changes nothing', async () => {
    const { id, effects } = await tried(table(`${one};;24/12/2026;non;`))
    expect(effects).toEqual({ 'to-come': 1 })
    const done = (now: Date) => act((tx) => doAnswer(tx, agent, { answer_id: id }), now)
    await expect(done(TEST_NOW)).rejects.toEqual(refused('bank-answer.to-come'))
    expect(await statesOf(settlement_id)).toEqual(['sent', 'sent', 'sent'])
    await done(new Date('2026-12-24T08:00:00+01:00'))
    expect(await statesOf(settlement_id)).toEqual(['paid', 'sent', 'sent'])
    await answered(pain002(message, [{ number: two, status: 'RJCT', code: 'AC04' }]))
    expect(await answered(table(`${two}-2;;23/11/2026;non;`))).toEqual({ 'not-sent': 1 })
  })

  test('is given at the desk, which says first what it would do', async () => {
    const office = await new Visitor(site).signInAs({ staffId: agent.id })
    const file = new File(
      [pain002(message, [{ number: one }, { number: two, status: 'RJCT', code: 'BE01' }, { number: 'X' }])],
      'retour.xml',
    )
    const sent = await office.submit('/region/reponses-de-la-banque', { file })
    const shown = await office.get(sent.location as string)
    for (const said of [
      'Ce que cette réponse ferait',
      'dont 1 sur un virement que ce site ne connaît pas',
      'Le titulaire ne correspond pas au compte (BE01)',
      'nouveau RIB',
    ])
      expect(shown.text).toContain(said)
    const done = await office.submit(sent.location as string)
    expect((await office.get(done.location as string)).text).toContain('C’est fait')
    expect((await office.submit(sent.location as string)).status).toBe(409)
    expect((await office.get(`/region/reversements/${settlement_id}/virements`)).text).toContain(
      'Rejeté avant : Le titulaire ne correspond pas',
    )
    const cut = new File([pain002(message, [{ number: three }]).slice(0, -30)], 'coupé.xml')
    const wrong = await office.submit('/region/reponses-de-la-banque', { file: cut })
    expect([wrong.status, wrong.text.includes('abîmé ou incomplet')]).toEqual([422, true])
    const reader = await new Visitor(site).signInAs({ staffId: (await act((tx) => anAgent(tx, 'reader'))).id })
    expect((await reader.submit('/region/reponses-de-la-banque', { file })).status).toBe(403)
  })

  test('is what ledger:check compares with what is paid', async () => {
    await answered(pain002(message, [{ number: one }, { number: two, status: 'RJCT', code: 'AC04' }]))
    const faults: [statement: string, undo: string, says: RegExp][] = [
      [
        `update transfers set amount_cents = 1 where number = '${one}'`,
        `update transfers set amount_cents = 1000 where number = '${one}'`,
        /the amount is 1/,
      ],
      [
        `update settlement_lines set paid_at = null where settlement_id = ${settlement_id}`,
        `update settlement_lines set paid_at = '${TEST_NOW.toISOString()}' where settlement_id = ${settlement_id} and partner_id = ${rows[0]?.partner_id}`,
        /paid is true, its line says false/,
      ],
      [
        `update settlements set paid_at = now(), paid_by = ${agent.id} where id = ${settlement_id}`,
        `update settlements set paid_at = null, paid_by = null where id = ${settlement_id}`,
        /is said to be paid, and 2 of its lines are not/,
      ],
      [
        `update bank_answer_lines set outcome = 'other' where transfer_id = (select id from transfers where number = '${two}')`,
        `update bank_answer_lines set outcome = 'rejected' where transfer_id = (select id from transfers where number = '${two}')`,
        /rejections without an answer is 1/,
      ],
      [
        `update bank_answer_lines set is_of_its_file = false where transfer_id = (select id from transfers where number = '${one}')`,
        `update bank_answer_lines set is_of_its_file = true where transfer_id = (select id from transfers where number = '${one}')`,
        /what the bank answered is null, its transfer says paid/,
      ],
      [
        `update settlements set by_transfers = false where id = ${settlement_id}`,
        `update settlements set by_transfers = true where id = ${settlement_id}`,
        /is to be paid as a whole, and has transfers/,
      ],
      [
        `update transfers set holder = 'MOI' where number = '${one}'`,
        `update transfers set holder = '${rows[0]?.holder}' where number = '${one}'`,
        /two people agreed to no such account/,
      ],
      [
        `update bank_account_partners set paid_since = '2027-01-01' where partner_id = ${rows[0]?.partner_id}`,
        `update bank_account_partners set paid_since = '2026-01-01' where partner_id = ${rows[0]?.partner_id}`,
        /two people agreed to no such account/,
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
})

test('the database refuses a second live transfer of a line, another account, and a way back', async () => {
  const { settlement_id } = await aRelease([{ cents: 1_000 }])
  await make(settlement_id)
  const [row] = await rowsOf(settlement_id)
  const owner = (statement: string) => asOwner(database.url, statement)
  await expect(
    owner(
      `insert into transfers (settlement_id, partner_id, attempt, amount_cents) values (${settlement_id}, ${row?.partner_id}, 2, 1000)`,
    ),
  ).rejects.toThrow('a_line_has_one_live_transfer')
  await expect(owner(`update transfers set holder = 'Moi' where number = '${row?.number}'`)).rejects.toThrow('the account of a transfer')
  await expect(owner(`update transfers set amount_cents = 9 where number = '${row?.number}'`)).rejects.toThrow('pays what it was made for')
  await answered(pain002(row?.message_id as string, [{ number: row?.number as string, status: 'RJCT', code: 'AC04' }]))
  await expect(owner(`update transfers set state = 'paid' where number = '${row?.number}'`)).rejects.toThrow('does not become paid')
})
