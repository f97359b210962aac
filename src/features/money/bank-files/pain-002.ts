import { type Answer, centsOf, dayOfXml, Events, type Outcome, type Scope } from './answer.ts'
import type { AnswerReader, Element } from './xml-answer.ts'

/** What is said of a transfer, a payment or a file, while it is read. */
interface Said {
  id: string | null
  otherId: string | null
  status: string | null
  codes: string[]
  words: string[]
  amount_cents: number | null
  /** How many lines the bank says are in each status, and how many were listed. */
  announced: Map<string, number>
  listed: Map<string, number>
}

const nothing = (): Said => ({
  ...{ id: null, otherId: null, status: null, codes: [], words: [], amount_cents: null },
  announced: new Map(),
  listed: new Map(),
})

/** Statuses under which money has left: all others say that the bank has it in hand. */
const SETTLED = ['ACSC', 'ACCC']

const outcomeOf = (status: string | null): Outcome =>
  status === 'RJCT' ? 'rejected' : status !== null && SETTLED.includes(status) ? 'paid' : 'other'

const WANTED = new Set([
  ...['MsgId', 'CreDtTm', 'Nm', 'BICOrBEI', 'AnyBIC', 'BICFI', 'BIC', 'OrgnlMsgId', 'OrgnlMsgNmId', 'GrpSts', 'OrgnlPmtInfId', 'PmtInfSts'],
  ...[
    'OrgnlEndToEndId',
    'OrgnlInstrId',
    'OrgnlInstrdId',
    'TxSts',
    'Cd',
    'Prtry',
    'AddtlInf',
    'InstdAmt',
    'DtldNbOfTxs',
    'DtldSts',
    'OrgnlCtrlSum',
  ],
])

/** CustomerPaymentStatusReport: pain.002.001.03 and .10. */
export class Pain002 implements AnswerReader {
  readonly #events = new Events()
  readonly #doubts: string[] = []
  #reportId: string | null = null
  #sender: string | null = null
  #at: string | undefined
  #file = nothing()
  #payment: Said | null = null
  #transfer: Said | null = null
  #currency: string | undefined
  #detailed = { status: '', count: 0 }
  #isOfTransfers = true

  opened({ name }: Element, attributes: Readonly<Record<string, string>>): boolean {
    if (name === 'OrgnlPmtInfAndSts') this.#payment = nothing()
    else if (name === 'TxInfAndSts') this.#transfer = nothing()
    else if (name === 'InstdAmt') this.#currency = attributes.Ccy
    else if (name === 'NbOfTxsPerSts') this.#detailed = { status: '', count: 0 }
    return WANTED.has(name)
  }

  closed({ at, name }: Element, text: string): void {
    if (name === 'TxInfAndSts') this.#endOfTransfer()
    else if (name === 'OrgnlPmtInfAndSts') this.#endOfPayment()
    else if (name === 'OrgnlGrpInfAndSts') this.#endOfFile()
    else if (name === 'NbOfTxsPerSts') this.#now.announced.set(this.#detailed.status, this.#detailed.count)
    else if (text) this.#hear(at, name, text)
  }

  /** The smallest thing that is being spoken of. */
  get #now(): Said {
    return this.#transfer ?? this.#payment ?? this.#file
  }

  #hear(at: string, name: string, text: string): void {
    if (at.includes('GrpHdr/')) this.#hearHeader(at, name, text)
    else if (at.includes('StsRsnInf/')) this.#hearReason(at, name, text)
    else if (name === 'GrpSts' || name === 'PmtInfSts' || name === 'TxSts') this.#now.status = text
    else if (at.endsWith('OrgnlTxRef/Amt/InstdAmt')) this.#now.amount_cents = centsOf(text, this.#currency)
    else this.#hearNames(name, text)
  }

  #hearNames(name: string, text: string): void {
    if (name === 'OrgnlMsgId') this.#file.id = text
    else if (name === 'OrgnlMsgNmId') this.#isOfTransfers = text.startsWith('pain.001')
    else if (name === 'OrgnlPmtInfId' && !this.#transfer) this.#now.id = text
    else if (name === 'OrgnlEndToEndId') this.#now.id = text
    // One bank writes it with a d.
    else if (name === 'OrgnlInstrId' || name === 'OrgnlInstrdId') this.#now.otherId = text
    // It is in the currency of the file, which is ours.
    else if (name === 'OrgnlCtrlSum') this.#now.amount_cents = centsOf(text, 'EUR')
    else if (name === 'DtldNbOfTxs') this.#detailed.count = Number(text)
    else if (name === 'DtldSts') this.#detailed.status = text
  }

  #hearHeader(at: string, name: string, text: string): void {
    if (name === 'MsgId') this.#reportId = text
    else if (name === 'CreDtTm') this.#at = text
    else if (/(?:InitgPty|FwdgAgt|DbtrAgt|CdtrAgt)\//.test(at)) this.#sender ??= text
  }

  #hearReason(at: string, name: string, text: string): void {
    if (at.endsWith('Rsn/Cd')) this.#now.codes.push(text)
    else if (at.endsWith('Rsn/Prtry') || name === 'AddtlInf') this.#now.words.push(text)
  }

  #endOfTransfer(): void {
    const said = this.#transfer ?? nothing()
    this.#transfer = null
    const around = this.#payment ?? this.#file
    // Of a payment that is refused whole, some banks list lines and say no status of each.
    said.status ??= around.status === 'RJCT' || this.#file.status === 'RJCT' ? 'RJCT' : null
    if (said.status) around.listed.set(said.status, (around.listed.get(said.status) ?? 0) + 1)
    const endToEndId = named(said.id) ?? named(said.otherId)
    const isAmongPaid = [around.status, this.#file.status].some((status) => outcomeOf(status) === 'paid')
    if (endToEndId === null && isAmongPaid && outcomeOf(said.status) !== 'paid')
      this.#doubts.push('La banque dit tout payé sauf un virement, sans dire lequel.')
    this.#say('transfer', said, { endToEndId, paymentInfoId: this.#payment?.id ?? null })
  }

  #endOfPayment(): void {
    const said = this.#payment ?? nothing()
    this.#payment = null
    this.#compare(said, `du paiement ${said.id ?? ''}`)
    for (const [status, count] of said.listed) this.#file.listed.set(status, (this.#file.listed.get(status) ?? 0) + count)
    if (said.status) this.#say('payment', said, { endToEndId: null, paymentInfoId: said.id })
  }

  #endOfFile(): void {
    if (this.#file.status) this.#say('file', this.#file, { endToEndId: null, paymentInfoId: null })
  }

  #say(scope: Scope, { status, codes, words, amount_cents }: Said, ids: { endToEndId: string | null; paymentInfoId: string | null }) {
    const outcome = outcomeOf(status)
    this.#events.add({
      ...{ scope, ...ids, messageId: this.#file.id, outcome, code: codes[0] ?? null, amount_cents, at: dayOfXml(this.#at) },
      words: [...(outcome === 'other' && status ? [status] : []), ...words].join(' ') || null,
    })
  }

  /** A total that differs from the lines that are listed in that status. None needs to be listed, but of those that are not what all are said to be. */
  #compare({ status: ofAll, announced, listed }: Said, of: string): void {
    for (const [status, count] of announced) {
      const lines = listed.get(status) ?? 0
      const areExceptions = outcomeOf(ofAll) !== 'other' && outcomeOf(status) !== outcomeOf(ofAll)
      if (lines === count || (lines === 0 && !areExceptions)) continue
      this.#doubts.push(`La banque annonce ${count} virement(s) ${status} ${of}, et en décrit ${lines}.`)
    }
  }

  read(): Answer {
    this.#compare(this.#file, 'dans le fichier')
    if (!this.#isOfTransfers) this.#doubts.push('Cette réponse dit parler d’autre chose que d’un fichier de virements (pain.001).')
    const { all: events } = this.#events
    return {
      ...{ kind: 'pain.002', reportId: this.#reportId, sender: this.#sender, page: 1, isLastPage: true },
      events,
      doubts: this.#doubts,
    }
  }
}

const named = (id: string | null): string | null => (id === null || id === 'NOTPROVIDED' ? null : id)
