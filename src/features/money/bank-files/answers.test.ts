import { describe, expect, test } from 'vitest'
import { FileRefused, inPieces } from '../../../platform/import/saved-text.ts'
import { EVENTS_AT_MOST, NOT_IN_EUROS } from './answer.ts'
import { readAnswer } from './read-answer.ts'
import { reasonOf } from './reasons.ts'

const read = (text: string | Buffer) => readAnswer(inPieces(Buffer.from(text)))
const refusal = (text: string) =>
  read(text).then(
    () => 'read',
    (error: unknown) => (error instanceof FileRefused ? error.message : error),
  )

const line = (id: string, status: string, rest = '') =>
  `<TxInfAndSts><OrgnlEndToEndId>${id}</OrgnlEndToEndId>${status && `<TxSts>${status}</TxSts>`}${rest}</TxInfAndSts>`
const because = (code: string, words = '') => `<StsRsnInf><Rsn>${code}</Rsn>${words && `<AddtlInf>${words}</AddtlInf>`}</StsRsnInf>`
const amount = (euros: string, currency = 'EUR') =>
  `<OrgnlTxRef><Amt><InstdAmt Ccy="${currency}">${euros}</InstdAmt></Amt><Cdtr><Nm>X</Nm></Cdtr></OrgnlTxRef>`
const totals = (count: number, status: string) =>
  `<NbOfTxsPerSts><DtldNbOfTxs>${count}</DtldNbOfTxs><DtldSts>${status}</DtldSts></NbOfTxsPerSts>`

interface Report {
  version?: string
  group?: string
  payments?: string[]
  of?: string
}
const report = ({ version = '03', group = '', payments = [], of = 'pain.001.001.09' }: Report) =>
  `<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.${version}"><CstmrPmtStsRpt><GrpHdr><MsgId>PSR-77</MsgId>
  <CreDtTm>2026-12-02T09:10:00</CreDtTm><DbtrAgt><FinInstnId><BIC>BDFEFRPPCCT</BIC></FinInstnId></DbtrAgt></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>M-12</OrgnlMsgId>
  <OrgnlMsgNmId>${of}</OrgnlMsgNmId>${group}</OrgnlGrpInfAndSts>${payments.join('')}</CstmrPmtStsRpt></Document>`
const payment = (status: string, lines: string[] = [], rest = '') =>
  `<OrgnlPmtInfAndSts><OrgnlPmtInfId>M-12.0</OrgnlPmtInfId>${status && `<PmtInfSts>${status}</PmtInfSts>`}${rest}${lines.join('')}</OrgnlPmtInfAndSts>`

describe('a pain.002', () => {
  test.each(['03', '10'])('.%s says which transfers are rejected, and why', async (version) => {
    const rejected = line('R-1', 'RJCT', because('<Cd>AC04</Cd>', 'COMPTE CLOS') + amount('45.10'))
    const answer = await read(report({ version, group: '<GrpSts>PART</GrpSts>', payments: [payment('PART', [rejected])] }))
    expect(answer).toMatchObject({ kind: 'pain.002', reportId: 'PSR-77', sender: 'BDFEFRPPCCT', doubts: [] })
    const [file, line1, ofPayment] = answer.events
    expect(file).toMatchObject({ scope: 'file', messageId: 'M-12', outcome: 'other', words: 'PART' })
    expect(line1).toEqual({
      ...{ scope: 'transfer', endToEndId: 'R-1', messageId: 'M-12', paymentInfoId: 'M-12.0', outcome: 'rejected', code: 'AC04' },
      ...{ words: 'COMPTE CLOS', amount_cents: 4_510, at: '2026-12-02' },
    })
    expect(ofPayment).toMatchObject({ scope: 'payment', paymentInfoId: 'M-12.0', outcome: 'other' })
  })

  test('says nothing of a line that it does not name', async () => {
    const { events } = await read(report({ group: '<GrpSts>ACTC</GrpSts>', payments: [payment('ACCP', [line('R-1', 'ACSC')])] }))
    expect(events.filter(({ scope }) => scope === 'transfer').map(({ endToEndId, outcome }) => [endToEndId, outcome])).toEqual([
      ['R-1', 'paid'],
    ])
    expect(events.filter(({ outcome }) => outcome !== 'other')).toHaveLength(1)
  })

  test.each([
    ['ACTC', 'other'],
    ['ACCP', 'other'],
    ['ACSP', 'other'],
    ['ACWC', 'other'],
    ['PDNG', 'other'],
    ['PART', 'other'],
    ['XXXX', 'other'],
    ['ACSC', 'paid'],
    ['ACCC', 'paid'],
    ['RJCT', 'rejected'],
  ])('of the status %s is %s, of a line, a payment and a file alike', async (status, outcome) => {
    const { events } = await read(report({ group: `<GrpSts>${status}</GrpSts>`, payments: [payment(status, [line('R-1', status)])] }))
    expect(events.map((event) => [event.scope, event.outcome])).toEqual([
      ['file', outcome],
      ['transfer', outcome],
      ['payment', outcome],
    ])
  })

  test('refuses a whole payment, or a whole file, that has no line', async () => {
    const ofPayment = await read(report({ payments: [payment('RJCT', [], because('<Cd>DT01</Cd>'))] }))
    expect(ofPayment.events).toMatchObject([{ scope: 'payment', paymentInfoId: 'M-12.0', outcome: 'rejected', code: 'DT01' }])
    const ofFile = await read(report({ group: `<GrpSts>RJCT</GrpSts>${because('<Cd>FF01</Cd>')}` }))
    expect(ofFile.events).toMatchObject([{ scope: 'file', messageId: 'M-12', outcome: 'rejected', code: 'FF01' }])
  })

  test('of a payment that is refused, lists lines without a status of their own', async () => {
    const { events } = await read(report({ payments: [payment('RJCT', [line('R-1', '', because('<Cd>AC01</Cd>'))])] }))
    expect(events[0]).toMatchObject({ scope: 'transfer', outcome: 'rejected', code: 'AC01' })
    const partly = await read(report({ payments: [payment('PART', [line('R-1', '')])] }))
    expect(partly.events[0]).toMatchObject({ scope: 'transfer', outcome: 'other' })
  })

  test('keeps the text of a code that nobody knows, and of a bank’s own', async () => {
    const lines = [line('R-1', 'RJCT', because('<Cd>ZZ99</Cd>', 'VOIR AGENCE')), line('R-2', 'RJCT', because('<Prtry>K12</Prtry>', 'RIB'))]
    const { events } = await read(report({ payments: [payment('PART', lines)] }))
    const [first, second] = events
    expect([first, second]).toMatchObject([
      { code: 'ZZ99', words: 'VOIR AGENCE' },
      { code: null, words: 'K12 RIB' },
    ])
    expect(reasonOf('ZZ99', 'VOIR AGENCE')).toEqual({ words: 'VOIR AGENCE (code ZZ99)', acts: 'person' })
    expect(reasonOf(null, 'K12 RIB')).toEqual({ words: 'K12 RIB', acts: 'person' })
  })

  test('whose totals differ from its lines is doubted', async () => {
    const lines = [line('R-1', 'RJCT'), line('R-2', 'RJCT')]
    const doubtful = await read(report({ payments: [payment('PART', lines, totals(3, 'RJCT'))] }))
    expect(doubtful.doubts).toEqual(['La banque annonce 3 virement(s) RJCT du paiement M-12.0, et en décrit 2.'])
    const sure = await read(report({ group: totals(2, 'RJCT'), payments: [payment('PART', lines, totals(2, 'RJCT') + totals(9, 'ACSC'))] }))
    expect(sure.doubts).toEqual([])
  })

  test('of another kind of file is doubted', async () => {
    expect((await read(report({ of: 'pain.008.001.02' }))).doubts).toEqual([expect.stringContaining('pain.001')])
  })

  test('that names a line by its instruction alone, well spelled or not, is understood', async () => {
    for (const element of ['OrgnlInstrId', 'OrgnlInstrdId']) {
      const named = `<TxInfAndSts><${element}>R-1</${element}><OrgnlEndToEndId>NOTPROVIDED</OrgnlEndToEndId><TxSts>RJCT</TxSts></TxInfAndSts>`
      expect((await read(report({ payments: [payment('PART', [named])] }))).events[0]).toMatchObject({ endToEndId: 'R-1' })
    }
  })

  test('with a prefix before each name, or in another encoding, is the same', async () => {
    const plain = report({ payments: [payment('PART', [line('R-1', 'RJCT', because('<Cd>AC04</Cd>', 'CLOTURE'))])] })
    const prefixed = plain.replace(/<(\/?)(?=[A-Z])/g, '<$1p:').replace('xmlns=', 'xmlns:p=')
    expect(await read(prefixed)).toEqual(await read(plain))
    const latin = Buffer.from(
      plain.replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="ISO-8859-1"?>').replace('CLOTURE', 'CLÔTURÉ'),
      'latin1',
    )
    expect((await read(latin)).events[0]?.words).toBe('CLÔTURÉ')
  })

  test('says an amount that is not ours in another currency, or that is none; without one, none', async () => {
    const lines = [line('R-1', 'RJCT', amount('45.10', 'USD')), line('R-2', 'RJCT', amount('45,10')), line('R-3', 'RJCT')]
    const { events } = await read(report({ payments: [payment('PART', lines)] }))
    expect(events.slice(0, 3).map(({ amount_cents }) => amount_cents)).toEqual([NOT_IN_EUROS, NOT_IN_EUROS, null])
  })

  test('says of a whole payment what it comes to', async () => {
    const { events } = await read(report({ payments: [payment('ACSC', [], '<OrgnlCtrlSum>650.60</OrgnlCtrlSum>')] }))
    expect(events).toMatchObject([{ scope: 'payment', outcome: 'paid', amount_cents: 65_060 }])
  })

  test('that says all paid but some, without saying which, is doubted', async () => {
    const hidden = await read(report({ payments: [payment('ACSC', [], totals(2, 'RJCT') + totals(8, 'ACSC'))] }))
    expect(hidden.doubts).toEqual(['La banque annonce 2 virement(s) RJCT du paiement M-12.0, et en décrit 0.'])
    const ofFile = await read(report({ group: `<GrpSts>ACSC</GrpSts>${totals(2, 'RJCT')}` }))
    expect(ofFile.doubts).toHaveLength(1)
    const unnamed = await read(report({ payments: [payment('ACSC', [line('NOTPROVIDED', 'RJCT')])] }))
    expect(unnamed.doubts).toEqual(['La banque dit tout payé sauf un virement, sans dire lequel.'])
    const named = await read(report({ payments: [payment('ACSC', [line('R-1', 'RJCT')], totals(1, 'RJCT') + totals(9, 'ACSC'))] }))
    expect(named.doubts).toEqual([])
  })

  test('keeps no IBAN whole of what a bank writes, right or not', async () => {
    const said = async (words: string) =>
      (await read(report({ payments: [payment('PART', [line('R-1', 'RJCT', because('<Cd>AC01</Cd>', words))])] }))).events[0]?.words
    expect(await said('Compte FR76 3000 6000 0112 3456 7890 189 clos')).toBe('Compte FR76 **** **** 0189 clos')
    expect(await said('IBAN FR7630006000011234567890188 CLOS')).toBe('IBAN FR76 **** **** 0188 CLOS')
    expect(await said('BE71096123456769 CLOS')).toBe('BE71 **** **** 6769 CLOS')
    for (const words of ['AC04 COMPTE CLOS PAR LE TITULAIRE', 'RELEVE REV12-P345 DU 23/11/2026', 'SUITE 2026 1123'])
      expect(await said(words)).toBe(words)
  })

  test('of a day that does not exist says none', async () => {
    const written = report({ payments: [payment('PART', [line('R-1', 'RJCT')])] }).replace('2026-12-02T', '2026-02-30T')
    expect((await read(written)).events[0]?.at).toBeNull()
  })
})

interface Moved {
  version?: string
  entries: string[]
  page?: string
  root?: [string, string]
}
const account = ({ version = '08', entries, page = '', root = ['053', 'BkToCstmrStmt'] }: Moved) => {
  const [message, name] = root
  return `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.${message}.001.${version}"><${name}>
  <GrpHdr><MsgId>REL-9</MsgId><CreDtTm>2026-12-05T06:00:00</CreDtTm>${page}</GrpHdr><Stmt><Acct><Id><IBAN>FR76300</IBAN></Id></Acct>${entries.join('')}</Stmt></${name}></Document>`
}

interface Written {
  euros: string
  direction: 'CRDT' | 'DBIT'
  status?: string
  batch?: string
  details?: string[]
  rest?: string
}
const entry = ({ euros, direction, status = 'BOOK', batch = '', details = [], rest = '' }: Written) =>
  `<Ntry><Amt Ccy="EUR">${euros}</Amt><CdtDbtInd>${direction}</CdtDbtInd>${rest}<Sts><Cd>${status}</Cd></Sts><BookgDt><Dt>2026-12-04</Dt></BookgDt>
  <NtryDtls>${batch && `<Btch>${batch}</Btch>`}${details.join('')}</NtryDtls></Ntry>`
const detail = (id: string, rest = '') => `<TxDtls><Refs>${id && `<EndToEndId>${id}</EndToEndId>`}</Refs>${rest}</TxDtls>`
const returned = (code: string, words = '') => `<RtrInf><Rsn><Cd>${code}</Cd></Rsn>${words && `<AddtlInf>${words}</AddtlInf>`}</RtrInf>`

describe('a camt', () => {
  test('says of a credit with a reason under our reference that the transfer came back', async () => {
    const details = [detail('R-1', `<Amt Ccy="EUR">149.87</Amt>${returned('AC04', 'Compte clos')}`)]
    const { events, ...answer } = await read(account({ entries: [entry({ euros: '149.87', direction: 'CRDT', details })] }))
    expect(answer).toMatchObject({ kind: 'camt.053', reportId: 'REL-9', sender: 'FR76300', page: 1, isLastPage: true })
    expect(events).toEqual([
      {
        ...{ scope: 'transfer', endToEndId: 'R-1', messageId: null, paymentInfoId: null, outcome: 'rejected', code: 'AC04' },
        ...{ words: 'Compte clos', amount_cents: 14_987, at: '2026-12-04' },
      },
    ])
  })

  test('of a batch says the amount of each, and never that of the whole entry', async () => {
    const two = [detail('R-1', `<Amt Ccy="EUR">100.00</Amt>${returned('AC01')}`), detail('R-2', returned('AC01'))]
    const { events } = await read(account({ entries: [entry({ euros: '300.00', direction: 'CRDT', details: two })] }))
    expect(events.map(({ amount_cents }) => amount_cents)).toEqual([10_000, null])
    const one = await read(
      account({ entries: [entry({ euros: '000000000000149.87', direction: 'CRDT', details: [detail('R-1', returned('AC01'))] })] }),
    )
    expect(one.events[0]?.amount_cents).toBe(14_987)
  })

  test('.02 writes the status as a text, and amounts lower down', async () => {
    const amounts = (where: string) => `<AmtDtls><${where}><Amt Ccy="EUR">12.30</Amt></${where}></AmtDtls>`
    const entries = ['TxAmt', 'InstdAmt'].map((where) =>
      entry({ euros: '50.00', direction: 'CRDT', details: [detail('R-1', amounts(where) + returned('MD07')), detail('')] }).replace(
        '<Sts><Cd>BOOK</Cd></Sts>',
        '<Sts>BOOK</Sts>',
      ),
    )
    const { events } = await read(account({ version: '02', entries, root: ['054', 'BkToCstmrDbtCdtNtfctn'] }))
    expect(events.map(({ outcome, amount_cents }) => [outcome, amount_cents])).toEqual([
      ['rejected', 1_230],
      ['rejected', 1_230],
    ])
  })

  test('says by one debit, without any reference of a transfer, that the whole payment has left', async () => {
    const batch = '<MsgId>M-12</MsgId><PmtInfId>M-12.0</PmtInfId><NbOfTxs>3</NbOfTxs><TtlAmt Ccy="EUR">650.60</TtlAmt>'
    const { events } = await read(account({ entries: [entry({ euros: '650.60', direction: 'DBIT', batch })] }))
    expect(events).toMatchObject([{ scope: 'payment', messageId: 'M-12', paymentInfoId: 'M-12.0', outcome: 'paid', amount_cents: 65_060 }])
    const alone = await read(account({ entries: [entry({ euros: '650.60', direction: 'DBIT', batch: '<PmtInfId>M-12.0</PmtInfId>' })] }))
    expect(alone.events).toMatchObject([{ scope: 'payment', messageId: null, paymentInfoId: 'M-12.0', outcome: 'paid' }])
    const referenced = detail('', '').replace('<Refs></Refs>', '<Refs><MsgId>M-12</MsgId><PmtInfId>M-12.0</PmtInfId></Refs>')
    const inDetails = await read(account({ entries: [entry({ euros: '650.60', direction: 'DBIT', details: [referenced] })] }))
    expect(inDetails.events).toMatchObject([{ scope: 'payment', messageId: 'M-12', outcome: 'paid' }])
  })

  test('follows the direction of the line where it is not that of its entry', async () => {
    const details = [detail('R-1', `<Amt Ccy="EUR">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>${returned('AC06')}`), detail('R-2')]
    const { events } = await read(account({ entries: [entry({ euros: '90.00', direction: 'DBIT', details })] }))
    expect(events.map(({ endToEndId, outcome }) => [endToEndId, outcome])).toEqual([
      ['R-1', 'rejected'],
      ['R-2', 'paid'],
    ])
  })

  test('concludes nothing of what is not booked, is undone, or is no return', async () => {
    const back = [detail('R-1', returned('AC01'))]
    const { events } = await read(
      account({
        entries: [
          entry({ euros: '10.00', direction: 'CRDT', status: 'PDNG', details: back }),
          entry({ euros: '10.00', direction: 'DBIT', status: 'PDNG', batch: '<PmtInfId>M-12.0</PmtInfId>' }),
          entry({ euros: '10.00', direction: 'CRDT', rest: '<RvslInd>true</RvslInd>', batch: '<PmtInfId>M-12.0</PmtInfId>' }),
          entry({ euros: '10.00', direction: 'CRDT', details: [detail('R-1')] }),
          entry({ euros: '10.00', direction: 'DBIT', details: back }),
          entry({ euros: '10.00', direction: 'CRDT', details: [detail('')] }),
        ],
      }),
    )
    expect(events.map(({ outcome }) => outcome)).toEqual(['other', 'other', 'other', 'other', 'other'])
  })

  test('by its kind of entry says that a transfer came back, without any reason', async () => {
    const family = '<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>ICDT</Cd><SubFmlyCd>RRTN</SubFmlyCd></Fmly></Domn></BkTxCd>'
    const { events } = await read(
      account({ entries: [entry({ euros: '10.00', direction: 'CRDT', rest: family, details: [detail('R-1')] })] }),
    )
    expect(events).toMatchObject([{ outcome: 'rejected', code: null }])
  })

  test('says which page of the statement it is', async () => {
    const page = '<MsgPgntn><PgNb>2</PgNb><LastPgInd>false</LastPgInd></MsgPgntn>'
    expect(await read(account({ entries: [], page }))).toMatchObject({ page: 2, isLastPage: false })
    for (const none of ['1.5', '99999999999'])
      expect(await read(account({ entries: [], page: page.replace('>2<', `>${none}<`) }))).toMatchObject({ page: 1 })
  })
})

describe('the accountant’s return', () => {
  const TITLES = 'SIRET;Titulaire;IBAN;Montant;Libellé;Numéro de relevé;Date de paiement;Refusé;Motif'
  const row = (number: string, day: string, refused: string, reason = '', cents = '120,50') =>
    `21590350100017;LES PAGES;FR14;${cents};RELEVE;${number};${day};${refused};${reason}`
  const table = (...rows: string[]) => [TITLES, ...rows].join('\r\n')

  test('is read as French Excel saves it', async () => {
    const written = table(
      row('R-1', '04/12/2026', 'non'),
      row('R-2', '', 'Oui', 'AC04 Compte clôturé'),
      row('R-3', '', ''),
      row('R-4', '2026-12-05', '', '', '1 200,00'),
    )
    const windows = Buffer.from(written, 'latin1')
    for (const bytes of [Buffer.from(`\ufeff${written}`), windows, Buffer.from(`\ufeff${written.replaceAll(';', '\t')}`, 'utf16le')]) {
      const { kind, events } = await read(bytes)
      expect(kind).toBe('csv')
      expect(events.map(({ endToEndId, outcome, at, code, amount_cents }) => [endToEndId, outcome, at, code, amount_cents])).toEqual([
        ['R-1', 'paid', '2026-12-04', null, 12_050],
        ['R-2', 'rejected', null, 'AC04', 12_050],
        ['R-4', 'paid', '2026-12-05', null, 120_000],
      ])
      expect(events[1]?.words).toBe('AC04 Compte clôturé')
    }
  })

  test.each([
    ['a refusal that is neither yes nor no', row('R-1', '04/12/2026', 'peut-être'), /Ligne 2.*oui ou non/],
    ['a day that is none', row('R-1', '32/12/2026', ''), /Ligne 2.*date/],
    ['an amount that is none', row('R-1', '04/12/2026', '', '', '12 34'), /Ligne 2.*montant/],
    ['no number', row('', '04/12/2026', ''), /Ligne 2.*manque/],
  ])('with %s is refused whole, by its line', async (_, wrong, sentence) => {
    expect(await refusal(table(wrong))).toMatch(sentence)
  })

  test('without its columns names those that lack', async () => {
    expect(await refusal('Numéro de relevé;Date de paiement\nR-1;04/12/2026')).toContain('« refuse »')
  })
})

describe('what is no answer is refused in a sentence', () => {
  const within = (name: string, version = 'pain.001.001.09') =>
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:${version}"><${name}/></Document>`
  test.each([
    ['our own file, sent back', within('CstmrCdtTrfInitn'), /celui que la Région donne à la banque/],
    ['a list of pupils', '<BEE_ELEVES/>', /SIECLE.*rien n’en est gardé/],
    ['what the finance software sends', '<n:PES_Aller xmlns:n="x"/>', /PES.*CSV/],
    ['a report of the day', within('BkToCstmrAcctRpt', 'camt.052.001.02'), /camt\.052/],
    ['something else', '<html/>', /n’est pas une réponse de la banque/],
    ['a version that is not read', within('BkToCstmrStmt', 'camt.053.001.13'), /camt\.053\.001\.13.*camt\.053\.001\.02 ou/],
    ['an empty document', '<Document/>', /n’est pas une réponse/],
    ['two messages', '<Document><BkToCstmrStmt/><BkToCstmrStmt/></Document>', /n’est pas une réponse/],
    ['nothing', '', /vide/],
    ['one that is cut', report({ payments: [payment('RJCT', [line('R-1', 'RJCT')])] }).slice(0, -60), /abîmé ou incomplet/],
    ['entities', `<!DOCTYPE x [<!ENTITY a "b">]>${report({})}`, /DOCTYPE/],
  ])('%s', async (_, text, sentence) => {
    expect(await refusal(text)).toMatch(sentence)
  })

  test('nor one that is too long', async () => {
    async function* endless() {
      yield Buffer.from(report({ payments: [payment('PART')] }).replace('</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>', ''))
      const some = Buffer.from(line('R-1', 'RJCT').repeat(1_000))
      for (let n = 0; n <= EVENTS_AT_MOST / 1_000; n += 1) yield some
    }
    await expect(readAnswer(endless)).rejects.toThrow('300')
  })
})

test.each([
  ['AC01', 'payee'],
  ['AC04', 'payee'],
  ['BE01', 'payee'],
  ['AM05', 'agent'],
  ['FF01', 'agent'],
  ['DT01', 'agent'],
  ['TM01', 'agent'],
  ['AM04', 'agent'],
  ['MD07', 'person'],
  ['MS03', 'person'],
  ['NARR', 'person'],
])('of a transfer rejected for %s, it is for the %s to act', (code, acts) => {
  expect(reasonOf(code, null).acts).toBe(acts)
})
