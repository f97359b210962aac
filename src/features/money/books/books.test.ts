import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, anAgent, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { pdfText } from '../../../../tests/support/pdf.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { firstSheetOf } from '../../../platform/import/workbook.ts'
import { filesInZip } from '../../../platform/import/zip.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { PartnerUser } from '../../../spaces/actors.ts'
import type { ShopRole } from '../../../spaces/shop-roles.ts'
import { createPrepayment } from '../prepayments/create.ts'
import { redeemPrepayment } from '../prepayments/redeem.ts'
import { settlePartners } from '../settlements/settle.ts'
import { sumUp } from '../sums/index.ts'
import { pay, refund } from '../wallets/index.ts'
import { EXPORTS_AN_HOUR } from './books.ts'
import { closeDay } from './close-day.ts'

const database = await testDatabase()
const { db } = database
const { site, clock } = testSite(database)

const at = <T>(day: string, act: (tx: Tx) => Promise<T>) => inTransaction(db, new Date(`${day}T10:00:00+01:00`), act)
const books = '/partenaire/transactions'

/** A shop with a manager and a cashier: two payments, a refund, a ticket, on three days of November. */
async function scene() {
  const made = await at('2026-11-20', async (tx) => {
    const partner = await aPartner(tx, { name: 'LES PAGES' })
    return {
      partner,
      manager: await aPartnerUser(tx, partner),
      cashier: await aPartnerUser(tx, partner, { roles: ['cashier'], refunds_up_to_cents: 10_000 }),
      holder: await aHolder(tx, { balance_cents: 50_000 }),
    }
  })
  const { partner, manager, cashier, holder } = made
  const of = { wallet_id: holder.wallet.id, partner_id: partner.id }
  const post = (by: { id: number }) => ({ ...of, request_id: randomUUID(), made_by: by.id })
  const first = await at('2026-11-20', (tx) => pay(tx, { ...post(manager), amount_cents: 4_590, channel: 'qr-code' }))
  const second = await at('2026-11-21', (tx) => pay(tx, { ...post(cashier), amount_cents: 1_200, channel: 'card-number' }))
  const back = await at('2026-11-21', (tx) => refund(tx, { ...post(cashier), amount_cents: 200, payment_id: first.transaction_id }))
  const spent = { partnerId: partner.id, walletId: holder.wallet.id, amount: 3_000, _id: randomUUID() }
  const { ticket } = await at('2026-11-22', (tx) => createPrepayment(tx, holder.beneficiary.actor, spent))
  await at('2026-11-23', (tx) => redeemPrepayment(tx, manager, { ticket, _id: randomUUID() }))
  const redeemed = await db
    .selectFrom('takings')
    .select('id')
    .where('partner_id', '=', partner.id)
    .where('kind', '=', 'redemption')
    .executeTakeFirstOrThrow()
  const numbers = {
    first: first.transaction_id,
    second: second.transaction_id,
    back: back.transaction_id,
    redeemed: redeemed.id,
  }
  return { ...made, ticket, numbers, visitor: await signedIn(manager.id), till: await signedIn(cashier.id) }
}

const signedIn = (staffId: number) => new Visitor(site).signInAs({ staffId })

/** The numbers of the lines of a list, as they come. */
const listedIn = (text: string) => Array.from(text.matchAll(/href="\/partenaire\/transactions\/(\d+)">\d+</g), ([, id]) => Number(id))
const totalOf = (text: string, label: string) => new RegExp(`<dt>${label}[^<]*</dt><dd>(?:<[^>]*>)*([^<]*)`).exec(text)?.[1]

describe('transactions', () => {
  test('those of a period, of a kind, of a user, and what they sum to', async () => {
    const { numbers, cashier, visitor } = await scene()
    const { first, second, back, redeemed } = numbers
    const all = (await visitor.get(books)).text
    expect(listedIn(all)).toEqual([redeemed, back, second, first])
    expect(['Encaissé', 'Rendu', 'Net'].map((label) => totalOf(all, label))).toEqual([8_790, -200, 8_590].map(frenchEuros))
    expect(all).toContain('4 transactions, du 24/10/2026 au 23/11/2026')

    const day = (await visitor.get(`${books}?du=21/11/2026&au=21/11/2026`)).text
    expect([listedIn(day), totalOf(day, 'Net')]).toEqual([[back, second], frenchEuros(1_000)])
    expect(listedIn((await visitor.get(`${books}?nature=prepaiement`)).text)).toEqual([redeemed])
    expect(listedIn((await visitor.get(`${books}?par=${cashier.id}`)).text)).toEqual([back, second])
    expect(listedIn((await visitor.get(`${books}?tri=-montant`)).text)).toEqual([first, redeemed, second, back])
    expect((await visitor.get(`${books}?du=22/11/2026&au=22/11/2026`)).text).toContain('Aucun enregistrement trouvé.')
  })

  test('by a number with what was given back of it, a ticket, an amount, a name as the till saw it; never by a card', async () => {
    const { numbers, holder, ticket, visitor } = await scene()
    const { first, second, back, redeemed } = numbers
    const found = async (recherche: string) => listedIn((await visitor.search(books, { recherche })).text)
    expect(await found(String(first))).toEqual([back, first])
    expect(await found(ticket)).toEqual([redeemed])
    expect(await found('12,00 €')).toEqual([second])
    expect(await found(holder.beneficiary.first_name.toUpperCase())).toHaveLength(4)
    expect(await found(holder.card.number)).toEqual([])
    expect(await found('Personne')).toEqual([])
    const { location } = await visitor.post(`${books}?chercher`, { recherche: holder.beneficiary.first_name })
    expect(location).not.toContain(holder.beneficiary.first_name)
  })

  test('a period that is none is said, at its field', async () => {
    const { visitor } = await scene()
    for (const [asks, words] of [
      ['du=31/02/2026', 'Saisissez un jour qui existe'],
      ['du=01/01/0000', 'Saisissez un jour qui existe'],
      ['du=02/11/2026&au=01/11/2026', 'Le premier jour est après le dernier'],
      ['du=01/01/2025&au=03/01/2026', 'un an au plus'],
    ]) {
      const { status, text } = await visitor.get(`${books}?${asks}`)
      expect([status, text.includes(words as string), text.includes('href="#du"')], asks).toEqual([422, true, true])
    }
  })

  test('the days before a last one stop at the first there is', async () => {
    const { visitor } = await scene()
    const { status, text } = await visitor.get(`${books}?au=05/01/0001`)
    expect([status, text.includes('du 01/01/0001 au 05/01/0001')]).toEqual([200, true])
  })

  test('each line says which statement pays it, and a statement opens its lines', async () => {
    const { numbers, partner, visitor } = await scene()
    await sumUp(db)
    const id = (await at('2026-11-23', async (tx) => settlePartners(tx, await anAgent(tx, 'preparer')))) as number
    const later = await at('2026-11-23', (tx) => laterPayment(tx, partner.id))
    const { text } = await visitor.get(books)
    expect([text.match(/en préparation/g)?.length, text.match(/À venir/g)?.length]).toEqual([4, 1])
    const ofStatement = listedIn((await visitor.get(`${books}?releve=${id}`)).text)
    expect(ofStatement).toEqual([numbers.redeemed, numbers.back, numbers.second, numbers.first])
    expect(ofStatement).not.toContain(later)
    expect((await visitor.get('/partenaire/versements')).text).toContain(`href="${books}?releve=${id}"`)
  })

  const laterPayment = async (tx: Tx, partner_id: number) => {
    const { wallet } = await aHolder(tx)
    const made = { request_id: randomUUID(), wallet_id: wallet.id, partner_id, amount_cents: 100, made_by: null }
    return (await pay(tx, { ...made, channel: 'online' })).transaction_id
  }

  test('nobody reads those of another shop', async () => {
    const [{ numbers, cashier }, other] = [await scene(), await scene()]
    for (const asks of ['', `?par=${cashier.id}`]) {
      const { text } = await other.visitor.get(`${books}${asks}`)
      for (const number of Object.values(numbers)) expect(listedIn(text)).not.toContain(number)
    }
    expect(listedIn((await other.visitor.search(books, { recherche: String(numbers.first) })).text)).toEqual([])
  })
})

describe('what is taken away', () => {
  const file = async (visitor: Visitor, format: string, asks = '') => visitor.get(`${books}/export/${format}${asks}`)

  test('as CSV: what is listed, the oldest first, as French spreadsheets read it, and no name of who pays', async () => {
    const { numbers, holder, ticket, cashier, visitor } = await scene()
    const { text, bytes, headers } = await file(visitor, 'csv')
    expect(bytes.subarray(0, 3).toString('hex')).toBe('efbbbf')
    expect(headers.get('content-disposition')).toContain('transactions-2026-10-24-2026-11-23.csv')
    const [head = '', ...lines] = text.trim().split('\r\n')
    expect(head).toContain('"Date";"Heure";"Transaction n°";"Nature"')
    expect(lines.map((line) => Number(line.split(';')[2]))).toEqual([numbers.first, numbers.second, numbers.back, numbers.redeemed])
    expect(lines[1]).toBe(`"21/11/2026";"10:00:00";${numbers.second};"Paiement par numéro de carte";;;;"${cashier.name}";12;;;`)
    expect(lines[2]).toContain(`;${numbers.first};"${cashier.name}";-2;`)
    expect(lines[3]).toContain(`"Prépaiement encaissé";"${ticket}"`)
    expect(text).not.toContain(holder.beneficiary.first_name)
    expect((await file(visitor, 'csv', '?nature=prepaiement')).text.trim().split('\r\n')).toHaveLength(2)
  })

  test('with each line once, whether they fill what is read at once, or one is left', async () => {
    const { partner, numbers, holder, visitor } = await scene()
    const others = await at('2026-11-22', (tx) => aHolder(tx, { balance_cents: 50_000 }))
    const paid = (wallet: number, lines: number) =>
      at('2026-11-23', (tx) =>
        sql`select post_transaction(gen_random_uuid(), 'payment', ${wallet}, 1, ${tx.now}, ${partner.id}, null, 'online')
          from generate_series(1, ${lines}::integer)`.execute(tx),
      )
    const numbersOf = async (asks: string) => {
      const { text } = await file(visitor, 'csv', asks)
      return text
        .trim()
        .split('\r\n')
        .slice(1)
        .map((line) => Number(line.split(';')[2]))
    }
    const inBooks = async () =>
      (await db.selectFrom('takings').select('id').where('partner_id', '=', partner.id).orderBy('id').execute()).map(({ id }) => id)
    expect(await numbersOf('?du=01/10/2026&au=02/10/2026')).toEqual([])
    await paid(others.wallet.id, 1_000)
    await paid(holder.wallet.id, 996)
    await sumUp(db)
    const statement = await at('2026-11-23', async (tx) => settlePartners(tx, await anAgent(tx, 'preparer')))
    for (const lines of [2_000, 2_001]) {
      const all = await inBooks()
      expect(all).toHaveLength(lines)
      expect(await numbersOf('?du=24/11/2025&au=23/11/2026')).toEqual(all)
      expect(await numbersOf('?nature=en-ligne')).toEqual(all.filter((id) => !Object.values(numbers).includes(id)))
      expect(await numbersOf(`?releve=${statement}`)).toEqual(all.slice(0, 2_000))
      await paid(holder.wallet.id, 1)
    }
  })

  test('not of other days than those that were asked for', async () => {
    const { visitor } = await scene()
    for (const [asks, sentence] of [
      ['?du=31%2F02%2F2026', 'Saisissez un jour qui existe'],
      ['?du=02%2F10%2F2026&au=01%2F10%2F2026', 'Le premier jour est après le dernier'],
    ] as const) {
      const { status, text } = await file(visitor, 'csv', asks)
      expect([status, text.includes(sentence)]).toEqual([422, true])
    }
  })

  test('as a workbook, with dates and amounts that are numbers', async () => {
    const { numbers, visitor } = await scene()
    const { bytes, headers } = await file(visitor, 'excel')
    expect(headers.get('content-type')).toContain('spreadsheetml')
    const [head, first] = await firstSheetOf(await filesInZip(bytes))
    expect(head?.cells.slice(0, 3)).toEqual(['Date', 'Transaction n°', 'Nature'])
    expect([first?.cells[1], first?.cells[7]]).toEqual([String(numbers.first), '45.9'])
    // The 20 November at 10:00, in days since 1900.
    expect(Number(first?.cells[0])).toBeCloseTo(46_346 + 10 / 24, 4)
  })

  test('as a PDF: the shop, the period, the sums, and the number of each page', async () => {
    const { numbers, manager, visitor } = await scene()
    const { bytes, headers } = await file(visitor, 'pdf')
    expect(headers.get('content-type')).toBe('application/pdf')
    const words = pdfText(bytes).replaceAll('\u00a0', ' ')
    for (const said of ['LES PAGES', 'Transactions, du 24/10/2026 au 23/11/2026', `par ${manager.name}`, 'Net : 85,90 €', 'Page 1 sur 1'])
      expect(words).toContain(said)
    for (const number of Object.values(numbers)) expect(words).toContain(String(number))
  })

  test('by a manager or an accountant only; it is written down, and counted', async () => {
    const { partner, manager, till, visitor } = await scene()
    expect((await till.get(books)).text).not.toContain('Télécharger')
    expect((await file(till, 'csv')).status).toBe(403)
    const roles: ShopRole[] = ['accountant']
    const accountant = await at('2026-11-23', (tx) => aPartnerUser(tx, partner, { roles }))
    expect((await file(await signedIn(accountant.id), 'csv')).status).toBe(200)
    for (let time = 0; time < EXPORTS_AN_HOUR; time += 1) expect((await file(visitor, 'csv')).status).toBe(200)
    const over = await file(visitor, 'csv')
    expect([over.status, over.text.includes('Attendez un peu')]).toEqual([429, true])
    const written = await db.selectFrom('audit_facts').select('details').where('staff_id', '=', manager.id).execute()
    expect(written).toHaveLength(EXPORTS_AN_HOUR)
    expect(written[0]?.details).toMatchObject({
      partner: partner.id,
      format: 'csv',
      from: '2026-10-24',
      until: '2026-11-23',
      transactions: 4,
    })
  })
})

describe('the closing of a day', () => {
  test('what was taken and given back, by kind and by user', async () => {
    const { numbers, cashier, visitor, till } = await scene()
    const { text } = await visitor.get('/partenaire/cloture?jour=21/11/2026')
    expect(['Encaissé', 'Rendu', 'Net'].map((label) => totalOf(text, label))).toEqual([1_200, -200, 1_000].map(frenchEuros))
    expect(text).toContain(`n° ${numbers.second} à ${numbers.back}`)
    expect(text).toContain('Paiement par numéro de carte')
    expect(text).toMatch(new RegExp(`>${cashier.name}</td>`))

    const today = (await till.get('/partenaire/cloture')).text
    expect([totalOf(today, 'Net'), today.includes('23 novembre 2026')]).toEqual([frenchEuros(3_000), true])
    expect((await till.get('/partenaire/encaissement')).text).toContain('href="/partenaire/cloture"')
    expect((await visitor.get('/partenaire/cloture?jour=22/11/2026')).text).toContain('Aucune transaction ce jour-là.')
    const noDay = await visitor.get('/partenaire/cloture?jour=31/02/2026')
    expect([noDay.status, noDay.text.includes('href="#jour"')]).toEqual([422, true])
  })

  const CLOSING = '/partenaire/cloture'
  const closes = (visitor: Visitor, day: string) => visitor.submit(`${CLOSING}?jour=${day.split('-').reverse().join('/')}`, { day })
  const numbered = async (partner: { id: number }) =>
    (await db.selectFrom('closings').select(['number', 'day']).where('partner_id', '=', partner.id).orderBy('number').execute()).map(
      ({ number, day }) => [number, day],
    )

  test('a day that is over gets the next number, once; a line of that day that comes later changes nothing', async () => {
    const { partner, holder, manager, visitor, till } = await scene()
    expect((await visitor.get(`${CLOSING}?jour=20/11/2026`)).text).toContain('Provisoire : sans numéro')
    // There is no year 0.
    expect((await visitor.submit(CLOSING, { day: '0000-01-01' })).status).toBe(422)
    const closed = await closes(visitor, '2026-11-20')
    expect(closed.location).toContain('fait=cloture')
    const before = (await till.get(`${CLOSING}?jour=20/11/2026`)).text
    expect(before).toContain('Clôture n° 1 : LES PAGES')
    expect(totalOf(before, 'Net')).toBe(frenchEuros(4_590))

    const late = { request_id: randomUUID(), wallet_id: holder.wallet.id, partner_id: partner.id, amount_cents: 700, made_by: manager.id }
    await at('2026-11-20', (tx) => pay(tx, { ...late, channel: 'qr-code' }))
    const after = (await visitor.get(`${CLOSING}?jour=20/11/2026`)).text
    expect(totalOf(after, 'Net')).toBe(frenchEuros(4_590))
    await inTransaction(db, TEST_NOW, (tx) => closeDay(tx, manager, '2026-11-20'))
    expect(await numbered(partner)).toEqual([[1, '2026-11-20']])
    await expect(db.deleteFrom('closings').execute()).rejects.toThrow('permission denied')
    expect((await visitor.get(CLOSING)).text).toContain('vous pourrez la clore demain')
    const close = (day: string, now = TEST_NOW) => inTransaction(db, now, (tx) => closeDay(tx, manager, day))
    await expect(close('2026-11-23')).rejects.toMatchObject({ code: 'day.not-over' })
    await expect(close('2026-11-23', new Date('2026-11-24T00:09:00+01:00'))).rejects.toMatchObject({ code: 'day.not-over' })
  })

  test('the days before it that have no number get theirs first, in their order; a day without a line gets none', async () => {
    const { partner, manager } = await scene()
    const other = await scene()
    const close = (user: PartnerUser, day: string, now = new Date('2026-11-25T09:00:00+01:00')) =>
      inTransaction(db, now, (tx) => closeDay(tx, user, day))
    await close(manager, '2026-11-20')
    await Promise.all([close(manager, '2026-11-23'), close(manager, '2026-11-23')])
    expect(await numbered(partner)).toEqual([
      [1, '2026-11-20'],
      [2, '2026-11-21'],
      [3, '2026-11-23'],
    ])
    await expect(close(other.manager, '2026-11-22')).rejects.toMatchObject({ code: 'day.empty' })
    await close(other.manager, '2026-11-21')
    expect(await numbered(other.partner)).toEqual([[1, '2026-11-21']])
    clock.set(new Date('2026-11-25T09:00:00+01:00'))
    const visitor = await new Visitor(site).signInAs({ staffId: other.manager.id })
    expect((await visitor.get(`${CLOSING}?jour=20/11/2026`)).text).toContain('avant la première clôture')
    clock.set(TEST_NOW)
  })

  test('what nobody of the shop did is said apart', async () => {
    const { partner, holder, visitor } = await scene()
    const made = { request_id: randomUUID(), wallet_id: holder.wallet.id, partner_id: partner.id, amount_cents: 700, made_by: null }
    await inTransaction(db, TEST_NOW, (tx) => pay(tx, { ...made, channel: 'online' }))
    expect((await visitor.get('/partenaire/cloture')).text).toContain('En ligne, ou par la Région')
  })
})
