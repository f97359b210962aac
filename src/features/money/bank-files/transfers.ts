import type { Day } from '../../../platform/dates.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** The files of transfers that a bank is given: ISO 20022, pain.001.001.09. */

export interface Transfer {
  /** Unique for ever, 35 characters of SEPA at most: the bank's answer names it. */
  end_to_end_id: string
  amount_cents: number
  holder: string
  iban: string
  bic: string | null
  /** What the payee reads on their statement. */
  label: string
  /** The day on which the bank is asked to pay. */
  execute_on: Day
}

interface Order {
  message_id: string
  created_at: Date
  payer: Payer
}

/** The account that is paid from. */
export interface Payer {
  name: string
  iban: string
  bic?: string | undefined
}

/** The account of the demonstration, which exists nowhere. */
export const MADE_UP_PAYER: Payer = {
  name: `RÉGION ${OUR_REGION.name.toUpperCase()}`,
  iban: 'FR7630001000643000000000084',
  bic: 'BDFEFRPPCCT',
}

/** One file: a payment for each day on which something is to be paid. Amounts are in cents, whose sums are exact. */
export function transfersFile({ message_id, created_at, payer }: Order, transfers: readonly Transfer[]): string {
  const payments = [...Map.groupBy(transfers, ({ execute_on }) => execute_on)]
  return [
    `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="${SCHEMA}"><CstmrCdtTrfInitn><GrpHdr><MsgId>${message_id}</MsgId>`,
    `<CreDtTm>${parisClock.format(created_at).replace(' ', 'T')}</CreDtTm>${totals(transfers)}<InitgPty>${named(payer.name)}</InitgPty></GrpHdr>`,
    ...payments.flatMap(([day, ofTheDay], index) => [
      `<PmtInf><PmtInfId>${message_id}.${index}</PmtInfId><PmtMtd>TRF</PmtMtd><BtchBookg>true</BtchBookg>${totals(ofTheDay)}`,
      `<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf><ReqdExctnDt><Dt>${day}</Dt></ReqdExctnDt><Dbtr>${named(payer.name)}</Dbtr>`,
      `<DbtrAcct><Id><IBAN>${payer.iban}</IBAN></Id></DbtrAcct>${agent('Dbtr', bicFor(payer) || null)}<ChrgBr>SLEV</ChrgBr>`,
      ...ofTheDay.map(transferXml),
      '</PmtInf>',
    ]),
    '</CstmrCdtTrfInitn></Document>',
  ].join('')
}

const SCHEMA = 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09'

const escaped = (text: string): string =>
  text.replace(/[<>&'"]/g, (sign) => ({ '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&apos;', '"': '&quot;' })[sign] as string)

const inEuros = (cents: number): string => `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`

const totals = (transfers: readonly Transfer[]): string =>
  `<NbOfTxs>${transfers.length}</NbOfTxs><CtrlSum>${inEuros(transfers.reduce((sum, { amount_cents }) => sum + amount_cents, 0))}</CtrlSum>`

const named = (name: string): string => `<Nm>${escaped(inSepaCharacters(name))}</Nm>`

const agent = (whose: 'Dbtr' | 'Cdtr', bic: string | null): string =>
  `<${whose}Agt><FinInstnId>${bic === null ? '<Othr><Id>NOTPROVIDED</Id></Othr>' : `<BICFI>${escaped(bic)}</BICFI>`}</FinInstnId></${whose}Agt>`

/** A transfer has one name for us and for the bank: some answer by the one, some by the other. */
function transferXml({ end_to_end_id, amount_cents, holder, iban, bic, label }: Transfer): string {
  const bank = bicFor({ bic, iban })
  return [
    `<CdtTrfTxInf><PmtId><InstrId>${end_to_end_id}</InstrId><EndToEndId>${end_to_end_id}</EndToEndId></PmtId>`,
    `<Amt><InstdAmt Ccy="EUR">${inEuros(amount_cents)}</InstdAmt></Amt>${bank && agent('Cdtr', bank)}`,
    `<Cdtr>${named(inSepaCharacters(holder) || label)}</Cdtr><CdtrAcct><Id><IBAN>${iban}</IBAN></Id></CdtrAcct>`,
    `<RmtInf><Ustrd>${escaped(inSepaCharacters(label))}</Ustrd></RmtInf></CdtTrfTxInf>`,
  ].join('')
}

/** As many as one file holds: what banks take differs by contract, the least that was seen is 50,000 lines or 20 MB. */
export const TRANSFERS_A_FILE = 5_000

export interface MadeFile {
  message_id: string
  transfers: number
  total_cents: number
  xml: string
}

/** As many files as it takes, each under a name of its own (`${message_id}-2` and so on), made one after the other: no more than one is held. */
export async function* transfersFiles(
  { message_id, ...order }: Order,
  transfers: AsyncIterable<Transfer> | Iterable<Transfer>,
  atMost = TRANSFERS_A_FILE,
): AsyncGenerator<MadeFile, void> {
  let number = 1
  let held: Transfer[] = []
  const made = (): MadeFile => {
    const named = fileName(message_id, number)
    const some = held
    held = []
    number += 1
    return {
      message_id: named,
      transfers: some.length,
      total_cents: some.reduce((sum, { amount_cents }) => sum + amount_cents, 0),
      xml: transfersFile({ ...order, message_id: named }, some),
    }
  }
  for await (const transfer of transfers) {
    held.push(transfer)
    if (held.length === atMost) yield made()
  }
  if (held.length > 0) yield made()
}

/** The name of the first file is that of the message; those that follow are numbered. */
export const fileName = (messageId: string, number: number): string => (number === 1 ? messageId : `${messageId}-${number}`)

const parisClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'medium' })

/** A BIC is optional where the IBAN says it all; one of another country would have the whole file rejected. */
const bicFor = ({ bic, iban }: { bic?: string | null | undefined; iban: string }): string =>
  bic?.slice(4, 6) === iban.slice(0, 2) ? bic : ''

const LETTERS: Record<string, string> = {
  œ: 'oe',
  Œ: 'OE',
  æ: 'ae',
  Æ: 'AE',
  ß: 'ss',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  '’': "'",
}

/** A name in the characters that every bank of SEPA reads (EPC217-08), and as long as it may be. */
export const inSepaCharacters = (text: string): string =>
  text
    .replace(/[^\p{ASCII}]/gu, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/&/g, ' et ')
    .replace(/[^A-Za-z0-9/?:().,'+ -]/g, ' ')
    .replace(/\/{2,}/g, '/')
    .replace(/\s+/g, ' ')
    .replace(/^[\s/]+/, '')
    .slice(0, 70)
    .replace(/[\s/]+$/, '')
