import { randomUUID } from 'node:crypto'
import * as mupdf from 'mupdf'
import decodeQr from 'qr/decode.js'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { testSite, Visitor } from '../../../../tests/support/app.ts'
import { TEST_NOW, testDatabase } from '../../../../tests/support/database.ts'
import { aHolder, aPartner, aPartnerUser } from '../../../../tests/support/makers.ts'
import { pdfText } from '../../../../tests/support/pdf.ts'
import { inTransaction, type Tx } from '../../../platform/database/index.ts'
import { qrPicture } from '../../../ui/qr-picture.ts'
import { payOnline } from '../payments/pay-online.ts'
import { createPrepayment } from '../prepayments/create.ts'
import { redeemPrepayment } from '../prepayments/redeem.ts'
import { type Receipt, receiptPdf } from './receipt.ts'

const database = await testDatabase()
const { site } = testSite(database)
const act = <T>(run: (tx: Tx) => Promise<T>) => inTransaction(database.db, TEST_NOW, run)

/** Jean MARTIN with 200.00 €, who has set 120.00 € aside at LES PAGES and paid 12.50 € online. */
async function scene() {
  return act(async (tx) => {
    const partner = await aPartner(tx, { name: 'LES PAGES', town: 'Amiens' })
    const seller = await aPartnerUser(tx, partner)
    const { beneficiary, wallet } = await aHolder(tx, { balance_cents: 20_000 })
    const spent = (amount: number) => ({ partnerId: partner.id, walletId: wallet.id, amount, _id: randomUUID() })
    const { ticket } = await createPrepayment(tx, beneficiary.actor, spent(12_000))
    const { transaction_id: paid } = await payOnline(tx, beneficiary.actor, spent(1_250))
    return { jean: beneficiary.actor, seller, ticket, paid }
  })
}

const wordsOf = (pdf: Buffer) => pdfText(pdf).replaceAll('\u00a0', ' ')

test('each line of « Mes transactions » has its receipt, whatever it is', async () => {
  const { jean, seller, ticket } = await scene()
  await act((tx) => redeemPrepayment(tx, seller, { ticket, _id: randomUUID() }))
  const visitor = await new Visitor(site).signInAs({ beneficiaryId: jean.id })
  const { text } = await visitor.get('/espace/ma-carte/transactions')
  const receipts = await Promise.all(
    Array.from(text.matchAll(/href="(\/espace\/ma-carte\/transactions\/\d+\/recu\.pdf)"/g), ([, path]) => visitor.get(path as string)),
  )
  expect(receipts.map(({ headers }) => headers.get('content-type'))).toEqual(Array(4).fill('application/pdf'))
  expect(receipts.map(({ bytes }) => /Statut transaction : (.*?)Date/.exec(wordsOf(bytes))?.[1])).toEqual([
    'Prépaiement encaissé',
    'Extranet bénéficiaire',
    'Prépaiement encaissé',
    'Attribution',
  ])
  const [redemption, payment, , grant] = receipts.map(({ bytes }) => wordsOf(bytes))
  expect(redemption).toContain(`Ticket n° : ${ticket}`)
  expect(payment).toMatch(/Partenaire : LES PAGES.*PM débité : Manuels et équipements.*Montant : 12,50 €.*après transaction : 67,50 €/)
  expect(payment).not.toContain('Ticket n°')
  expect(grant).toMatch(/PM crédité : Manuels et équipements.*Montant : 200,00 €/)
  expect(grant).not.toContain('Partenaire')
})

test('nobody else reads them', async () => {
  const { ticket, paid } = await scene()
  const { jean: other } = await scene()
  const visitor = await new Visitor(site).signInAs({ beneficiaryId: other.id })
  expect((await visitor.get(`/espace/ma-carte/transactions/${paid}/recu.pdf`)).status).toBe(404)
  expect((await visitor.get(`/espace/ma-carte/prepaiements/${ticket}/recu.pdf`)).status).toBe(404)
})

test('a voucher says its last day and carries its ticket as a code, until it has ended', async () => {
  const { jean, seller, ticket } = await scene()
  const visitor = await new Visitor(site).signInAs({ beneficiaryId: jean.id })
  const path = `/espace/ma-carte/prepaiements/${ticket}/recu.pdf`
  const kept = await visitor.get(path)
  expect(kept.headers.get('content-disposition')).toBe(`attachment; filename="recu-${ticket}.pdf"`)
  const shown = await visitor.get(`${path}?imprimer=1`)
  expect(shown.headers.get('content-disposition')).toBe(`inline; filename="recu-${ticket}.pdf"`)
  expect(shown.headers.get('content-security-policy')).toMatch(/^default-src 'none'; (?!.*script)/)
  for (const { headers } of [kept, shown])
    expect([headers.get('cross-origin-resource-policy'), headers.get('x-robots-tag')]).toEqual(['same-origin', 'noindex, nofollow'])
  expect(wordsOf(kept.bytes)).toContain('À remettre au partenaire')
  expect(wordsOf(kept.bytes)).toContain('jusqu’au 23/04/2027 inclus')
  expect(kept.bytes.toString('latin1')).toContain('/S /Figure')

  await act((tx) => redeemPrepayment(tx, seller, { ticket, _id: randomUUID() }))
  const ended = (await visitor.get(path)).bytes
  expect(wordsOf(ended)).toContain('Statut transaction : Prépaiement encaissé')
  expect(wordsOf(ended)).not.toContain('À remettre')
  expect(ended.toString('latin1')).not.toContain('/S /Figure')
})

test('the code is the ticket: a till that scans it finds the prepayment, from either of its pages', async () => {
  const { seller, ticket } = await scene()
  const { size, path } = qrPicture(ticket)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><rect width="100%" height="100%" fill="#fff"/><path d="${path}"/></svg>`
  const { data, info } = await sharp(Buffer.from(svg))
    .resize(420, 420, { kernel: 'nearest' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const scanned = decodeQr({ width: info.width, height: info.height, data: new Uint8ClampedArray(data) })
  expect(scanned).toBe(ticket)

  const shop = await new Visitor(site).signInAs({ staffId: seller.id })
  const prepayment = `/partenaire/prepaiements/${ticket}`
  expect((await shop.submit('/partenaire/prepaiements', { ticket: scanned })).location).toBe(prepayment)
  expect((await shop.submit('/partenaire/encaissement', { code: scanned })).location).toBe(prepayment)
  // Mistyped, it is no ticket.
  const wrong = `${ticket.slice(0, -1)}${(Number(ticket.at(-1)) + 1) % 10}`
  expect((await shop.submit('/partenaire/encaissement', { code: wrong })).status).toBe(422)
})

describe('the guide’s receipt', () => {
  const receipt: Receipt = {
    transaction_id: 8_985_645,
    kind: 'reservation',
    channel: null,
    at: new Date('2022-01-28T17:08:20+01:00'),
    amount_cents: 12_000,
    balance_after_cents: 8_000,
    wallet_label: 'Manuels et équipements',
    ticket: '898564564632',
    prepayment_state: 'pending',
    expires_on: '2022-04-23',
    partner_name: 'LES PAGES',
    partner_postcode: '80000',
    partner_town: 'AMIENS',
    last_name: 'NOM3116960',
    first_name: 'PRENOM3116960',
    address: { kind: 'free', lines: ['1 Bis IMPASSE DE TEST'], postcode: '80000', town: 'GLIVRY' },
    card_number: '23166621',
  }

  test('says the guide’s address line and its town apart', async () => {
    const words = pdfText(await receiptPdf(receipt, null))
    expect(words).toContain('Date : 28/01/2022 17:08:20')
    expect(words).toContain('Adresse : 1 Bis IMPASSE DE TESTVille : GLIVRY')
  })

  test('says the country of an address abroad with its town', async () => {
    const address = { kind: 'free' as const, lines: ['Rue de Nimy 12'], postcode: '7000', town: 'Mons', country: 'BE' }
    expect(pdfText(await receiptPdf({ ...receipt, address }, null))).toContain('Adresse : Rue de Nimy 12Ville : Mons, Belgique')
  })

  test('draws its zeros', async () => {
    // How much of the page is not white.
    const inkOf = async (partner_postcode: string) => {
      const page = mupdf.Document.openDocument(await receiptPdf({ ...receipt, partner_postcode }, null), 'application/pdf').loadPage(0)
      const picture = page.toPixmap(mupdf.Matrix.identity, mupdf.ColorSpace.DeviceGray)
      return picture.getPixels().reduce((sum, light) => sum + 255 - light, 0)
    }
    expect((await inkOf('00000')) - (await inkOf(''))).toBeGreaterThan((await inkOf('888')) - (await inkOf('')))
  })

  test.each([null, qrPicture('898564564632')])('is tagged, in French, titled, and one page whatever the names', async (code) => {
    const long = 'Ślązak-Đặng '.repeat(49).slice(0, 583)
    const pdf = await receiptPdf({ ...receipt, last_name: long, first_name: long, partner_name: long }, code)
    const source = pdf.toString('latin1')
    expect(source.match(/\/Type \/Page\b/g)).toHaveLength(1)
    expect(source).toContain('/Marked true')
    expect(source).toContain('/Lang (fr)')
    expect(source).toContain('/DisplayDocTitle true')
    const words = pdfText(pdf).replaceAll('\u00a0', ' ')
    expect(words.replaceAll(' ', '')).toContain(`Nom:${long.replaceAll(' ', '').replaceAll('ặ', 'a')}`)
    expect(words).toContain('Solde disponible après transaction : 80,00 €')
  })
})
