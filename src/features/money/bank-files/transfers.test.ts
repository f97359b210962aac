import fc from 'fast-check'
import { Document } from 'sepa'
import { describe, expect, test } from 'vitest'
import { TEST_NOW } from '../../../../tests/support/database.ts'
import { nextBankDay } from './bank-days.ts'
import { inSepaCharacters, MADE_UP_PAYER, type Transfer, transfersFile, transfersFiles } from './transfers.ts'

const ORDER = { message_id: 'THR-HDF-00000001', created_at: TEST_NOW, payer: MADE_UP_PAYER }
const aid = (number: string, rest: Pick<Transfer, 'amount_cents' | 'holder' | 'iban' | 'bic'>): Transfer => ({
  ...{ end_to_end_id: number, label: `AIDE THR DEMANDE ${number}`, execute_on: '2026-11-24', ...rest },
})
const TRANSFERS: Transfer[] = [
  aid('100000001', { amount_cents: 25_010, holder: 'Stéphane MARTIN', iban: 'FR1420041010050500013M02606', bic: 'PSSTFRPPLIL' }),
  aid('100000002', { amount_cents: 10_020, holder: 'Léa D’HŒUR & Cie <x>', iban: 'BE71096123456769', bic: 'GKCCBEBB' }),
  aid('100000003', { amount_cents: 30_030, holder: 'Ольга', iban: 'FR7630006000011234567890189', bic: 'GKCCBEBB' }),
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

/** The same transfers, as the library writes them: it is told the hour of Paris as if it were the machine's. */
function byTheLibrary({ message_id, payer }: typeof ORDER, transfers: Transfer[]): string {
  const file = new Document('pain.001.001.09')
  file.grpHdr.id = message_id
  file.grpHdr.created = new Date('2026-11-23T10:00:00')
  file.grpHdr.initiatorName = inSepaCharacters(payer.name)
  for (const [day, ofTheDay] of Map.groupBy(transfers, ({ execute_on }) => execute_on)) {
    const order = file.createPaymentInfo()
    order.batchBooking = true
    order.requestedExecutionDate = new Date(`${day}T12:00:00`)
    order.debtorName = inSepaCharacters(payer.name)
    order.debtorIBAN = payer.iban
    order.debtorBIC = payer.bic ?? ''
    file.addPaymentInfo(order)
    for (const { end_to_end_id, amount_cents, holder, iban, bic, label } of ofTheDay) {
      const transfer = order.createTransaction()
      transfer.id = end_to_end_id
      transfer.end2endId = end_to_end_id
      transfer.amount = amount_cents / 100
      transfer.creditorName = inSepaCharacters(holder) || label
      transfer.creditorIBAN = iban
      transfer.creditorBIC = bic?.slice(4, 6) === iban.slice(0, 2) ? bic : ''
      transfer.remittanceInfo = label
      order.addTransaction(transfer)
    }
  }
  return file.toString()
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

  test('is, but for the names of its instructions, what a library makes of it', () => {
    const many = [
      ...TRANSFERS,
      { ...(TRANSFERS[0] as Transfer), end_to_end_id: 'REV1-P2', amount_cents: 5, execute_on: '2026-11-25' as const },
    ]
    const strip = (text: string) => text.replaceAll(/<InstrId>[^<]*<\/InstrId>| xmlns:xsi="[^"]*"| xsi:schemaLocation="[^"]*"/g, '')
    for (const payer of [MADE_UP_PAYER, { ...MADE_UP_PAYER, bic: null }]) {
      const order = { ...ORDER, payer: payer as typeof MADE_UP_PAYER }
      expect(strip(transfersFile(order, many))).toBe(strip(byTheLibrary(order, many)))
    }
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
      'AIDE THR DEMANDE 100000003',
    ])
  })

  test('has a name that a bank can read for whatever was typed, and nothing empty', () => {
    const typed = fc.oneof(fc.string({ maxLength: 70 }), fc.string({ unit: 'grapheme', maxLength: 70 }))
    fc.assert(
      fc.property(typed, (holder) => {
        const written = transfersFile(ORDER, [{ ...(TRANSFERS[0] as Transfer), holder }])
        const [, , name = ''] = all(written, 'Nm').map((text) => text?.replaceAll('&apos;', "'"))
        expect(name).toMatch(/^(?!\/)[A-Za-z0-9/?:().,'+ -]{1,70}(?<![/ ])$/)
        expect(name).not.toContain('//')
        expect(written).not.toMatch(/<(\w+)[^>]*\/>|<(\w+)[^>]*><\/\2>/)
      }),
    )
  })

  test('of a thousand amounts adds up to the cent', () => {
    const many = Array.from({ length: 1000 }, (_, line) => ({
      ...(TRANSFERS[0] as Transfer),
      end_to_end_id: String(100_000_000 + line),
      amount_cents: 1_010,
    }))
    const written = transfersFile(ORDER, many)
    expect(all(written, 'CtrlSum')).toEqual(['10100.00', '10100.00'])
    expect(new Set(all(written, 'EndToEndId')).size).toBe(1000)
  })

  test.each([
    ['ÇELIK Ağca Łukasz ßen', 'CELIK Agca Lukasz ssen'],
    ['  //a//b/ ', 'a/b'],
    ['x'.repeat(80), 'x'.repeat(70)],
    [`${'x'.repeat(69)}/y`, 'x'.repeat(69)],
    ['D’ARTAGNAN-ﬁls № 1', "D'ARTAGNAN-fils No 1"],
    ['Ольга', ''],
  ])('%s is written %s', (name, written) => {
    expect(inSepaCharacters(name)).toBe(written)
  })
})

test.each([
  ['2026-11-23', '2026-11-24'],
  ['2026-11-27', '2026-11-30'],
  ['2026-11-28', '2026-11-30'],
  ['2026-12-24', '2026-12-28'],
  ['2026-12-31', '2027-01-04'],
  // From Maundy Thursday to the Tuesday after Easter.
  ['2026-04-02', '2026-04-07'],
  ['2027-03-25', '2027-03-30'],
  ['2030-04-18', '2030-04-23'],
  ['2029-04-30', '2029-05-02'],
  // Banks work on days that are holidays of France only.
  ['2026-07-13', '2026-07-14'],
])('after %s banks work on %s', (day, next) => {
  expect(nextBankDay(day)).toBe(next)
})

describe('many transfers', () => {
  const [one] = TRANSFERS as [Transfer]
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ ...one, end_to_end_id: `R-${index}`, amount_cents: 1_001 }))
  const filesOf = async (count: number, atMost: number) => {
    const files = []
    for await (const file of transfersFiles(ORDER, many(count), atMost)) files.push(file)
    return files
  }

  test('are in as many files as it takes, each with its own name, number and sum', async () => {
    const files = await filesOf(5, 2)
    expect(files.map(({ message_id, transfers, total_cents }) => [message_id, transfers, total_cents])).toEqual([
      ['THR-HDF-00000001', 2, 2_002],
      ['THR-HDF-00000001-2', 2, 2_002],
      ['THR-HDF-00000001-3', 1, 1_001],
    ])
    expect(files.map(({ xml }) => all(xml, 'MsgId')[0])).toEqual(files.map(({ message_id }) => message_id))
    expect(files.map(({ xml }) => all(xml, 'CtrlSum'))).toEqual([
      ['20.02', '20.02'],
      ['20.02', '20.02'],
      ['10.01', '10.01'],
    ])
    expect(files.flatMap(({ xml }) => all(xml, 'EndToEndId'))).toEqual(many(5).map(({ end_to_end_id }) => end_to_end_id))
    expect(new Set(files.flatMap(({ xml }) => all(xml, 'PmtInfId'))).size).toBe(3)
  })

  test('that fill a file to its last line begin no other', async () => {
    expect(await filesOf(4, 2)).toHaveLength(2)
    expect(await filesOf(0, 2)).toHaveLength(0)
  })

  test('of two days are two payments', () => {
    const [first, second] = many(2) as [Transfer, Transfer]
    const xml = transfersFile(ORDER, [first, { ...second, execute_on: '2026-11-25' }])
    expect([all(xml, 'Dt'), all(xml, 'CtrlSum'), all(xml, 'NbOfTxs')]).toEqual([
      ['2026-11-24', '2026-11-25'],
      ['20.02', '10.01', '10.01'],
      ['2', '1', '1'],
    ])
  })
})
