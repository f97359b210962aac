import { type Answer, type BankEvent, centsOf, dayOfXml, Events, type Outcome } from './answer.ts'
import type { AnswerReader, Element } from './xml-answer.ts'

/** One transfer in an entry of the account. */
interface Detail {
  endToEndId: string | null
  instrId: string | null
  messageId: string | null
  paymentInfoId: string | null
  direction: string | null
  amounts: Map<string, number>
  isReturned: boolean
  code: string | null
  words: string[]
}

interface Entry {
  direction: string | null
  status: string | null
  amount_cents: number | null
  at: string | undefined
  family: string | null
  isReversal: boolean
  messageId: string | null
  paymentInfoId: string | null
  batch_cents: number | null
  details: Detail[]
}

const newDetail = (): Detail => ({
  ...{ endToEndId: null, instrId: null, messageId: null, paymentInfoId: null, direction: null },
  ...{ amounts: new Map(), isReturned: false, code: null, words: [] },
})
const newEntry = (): Entry => ({
  ...{ direction: null, status: null, amount_cents: null, at: undefined, family: null, isReversal: false },
  ...{ messageId: null, paymentInfoId: null, batch_cents: null, details: [] },
})

const WANTED = new Set([
  ...['MsgId', 'PgNb', 'LastPgInd', 'Amt', 'CdtDbtInd', 'Sts', 'Cd', 'Prtry', 'Dt', 'DtTm', 'SubFmlyCd', 'RvslInd', 'PmtInfId', 'TtlAmt'],
  ...['EndToEndId', 'InstrId', 'AddtlInf', 'InstdAmt', 'TxAmt', 'IBAN'],
])

/** Where the amount of a detail stands, the surest first: what was returned, what moved, what was asked for. */
const AMOUNTS = ['TxDtls/Amt', 'AmtDtls/TxAmt/Amt', 'AmtDtls/InstdAmt/Amt']

/** The account's statement and its notices: camt.053 and camt.054, .02 and .08. */
export class Camt implements AnswerReader {
  readonly #kind: 'camt.053' | 'camt.054'
  readonly #events = new Events()
  #reportId: string | null = null
  #account: string | null = null
  #page = 1
  #isLastPage = true
  #entry: Entry | null = null
  #detail: Detail | null = null
  #currency: string | undefined

  constructor(kind: 'camt.053' | 'camt.054') {
    this.#kind = kind
  }

  opened({ name }: Element, attributes: Readonly<Record<string, string>>): boolean {
    if (name === 'Ntry') this.#entry = newEntry()
    else if (name === 'TxDtls') this.#detail = newDetail()
    else if (name === 'RtrInf' && this.#detail) this.#detail.isReturned = true
    if (attributes.Ccy) this.#currency = attributes.Ccy
    return WANTED.has(name)
  }

  closed({ at, name }: Element, text: string): void {
    if (name === 'TxDtls') {
      if (this.#entry && this.#detail) this.#entry.details.push(this.#detail)
      this.#detail = null
    } else if (name === 'Ntry') {
      if (this.#entry) this.#endOfEntry(this.#entry)
      this.#entry = null
    } else if (!text) return
    else if (this.#detail) this.#hearDetail(this.#detail, at, name, text)
    else if (this.#entry) this.#hearEntry(this.#entry, at, name, text)
    else this.#hearHeader(at, name, text)
  }

  #hearHeader(at: string, name: string, text: string): void {
    if (at.endsWith('GrpHdr/MsgId')) this.#reportId = text
    else if (name === 'PgNb') this.#page = /^\d{1,5}$/.test(text) ? Number(text) : 1
    else if (name === 'LastPgInd') this.#isLastPage = text === 'true' || text === '1'
    else if (at.endsWith('Acct/Id/IBAN')) this.#account ??= text
  }

  #hearEntry(entry: Entry, at: string, name: string, text: string): void {
    if (at.endsWith('Ntry/Amt')) entry.amount_cents = centsOf(text, this.#currency)
    else if (at.endsWith('Ntry/CdtDbtInd')) entry.direction = text
    // Text in .02, a code in .08.
    else if (at.endsWith('Ntry/Sts') || at.endsWith('Ntry/Sts/Cd')) entry.status = text
    else if (/BookgDt\/DtT?m?$/.test(at)) entry.at = text
    else if (at.endsWith('Ntry/BkTxCd/Domn/Fmly/SubFmlyCd')) entry.family = text
    else if (name === 'RvslInd') entry.isReversal = text === 'true' || text === '1'
    else if (at.endsWith('Btch/MsgId')) entry.messageId = text
    else if (at.endsWith('Btch/PmtInfId')) entry.paymentInfoId = text
    else if (name === 'TtlAmt') entry.batch_cents = centsOf(text, this.#currency)
  }

  #hearDetail(detail: Detail, at: string, name: string, text: string): void {
    if (at.endsWith('Refs/EndToEndId')) detail.endToEndId = text === 'NOTPROVIDED' ? null : text
    else if (at.endsWith('Refs/InstrId')) detail.instrId = text
    else if (at.endsWith('Refs/MsgId')) detail.messageId = text
    else if (at.endsWith('Refs/PmtInfId')) detail.paymentInfoId = text
    else if (at.endsWith('TxDtls/CdtDbtInd')) detail.direction = text
    else if (name === 'SubFmlyCd') detail.isReturned ||= text === 'RRTN'
    else if (at.endsWith('RtrInf/Rsn/Cd')) detail.code = text
    else if (at.endsWith('RtrInf/Rsn/Prtry') || at.endsWith('RtrInf/AddtlInf')) detail.words.push(text)
    else if (name === 'Amt') {
      const where = AMOUNTS.find((end) => at.endsWith(end))
      if (where) detail.amounts.set(where, centsOf(text, this.#currency))
    }
  }

  #endOfEntry(entry: Entry): void {
    const named = entry.details.filter(({ endToEndId, instrId }) => (endToEndId ?? instrId) !== null)
    for (const detail of named) this.#say(entry, detail)
    // Our batch leaves the account as one line, which names the payment and no transfer.
    const first = entry.details[0]
    const messageId = entry.messageId ?? first?.messageId ?? null
    const paymentInfoId = entry.paymentInfoId ?? first?.paymentInfoId ?? null
    if (named.length > 0 || (messageId ?? paymentInfoId) === null) return
    this.#events.add({
      ...{ scope: paymentInfoId === null ? 'file' : 'payment', endToEndId: null, messageId, paymentInfoId },
      ...said(entry, { direction: null, isReturned: false, code: null, words: [] }),
      amount_cents: entry.batch_cents ?? entry.amount_cents,
      at: dayOfXml(entry.at),
    })
  }

  #say(entry: Entry, detail: Detail): void {
    const own = AMOUNTS.map((where) => detail.amounts.get(where)).find((cents) => cents !== undefined)
    this.#events.add({
      scope: 'transfer',
      endToEndId: detail.endToEndId ?? detail.instrId,
      messageId: detail.messageId ?? entry.messageId,
      paymentInfoId: detail.paymentInfoId ?? entry.paymentInfoId,
      ...said(entry, detail),
      // The entry of a batch is the sum of all: never one line's.
      amount_cents: own ?? (entry.details.length === 1 ? entry.amount_cents : null),
      at: dayOfXml(entry.at),
    })
  }

  read(): Answer {
    const { all: events } = this.#events
    return {
      ...{ kind: this.#kind, reportId: this.#reportId, sender: this.#account, page: this.#page, isLastPage: this.#isLastPage },
      events,
      doubts: [],
    }
  }
}

/** What an entry means of what it names: money that left is paid, money that came back under our reference is rejected, the rest is for somebody. */
function said(
  entry: Entry,
  detail: Pick<Detail, 'direction' | 'isReturned' | 'code' | 'words'>,
): Pick<BankEvent, 'outcome' | 'code' | 'words'> {
  const words = detail.words.join(' ') || null
  const other = (why: string): { outcome: Outcome; code: string | null; words: string } => ({
    outcome: 'other',
    code: detail.code,
    words: [why, words].filter(Boolean).join(' '),
  })
  if (entry.status !== 'BOOK') return other(entry.status ?? 'Écriture sans statut')
  if (entry.isReversal) return other('Annulation d’une écriture')
  const isReturn = detail.isReturned || entry.family === 'RRTN'
  if ((detail.direction ?? entry.direction) === 'DBIT') return isReturn ? other('Retour au débit') : { outcome: 'paid', code: null, words }
  return isReturn ? { outcome: 'rejected', code: detail.code, words } : other('Écriture au crédit, sans retour')
}
