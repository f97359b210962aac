import { withIbansMasked } from '../../../platform/bank-details.ts'
import { type Day, isDay } from '../../../platform/dates.ts'
import { FileRefused } from '../../../platform/import/saved-text.ts'

/** What a bank, or the public accountant, answers: the list of what it says, in its order. Nothing that it does not say is concluded. */

/** What is said of: one transfer, one payment of a file (all its transfers), or a whole file. */
export type Scope = 'transfer' | 'payment' | 'file'

/** `other`: it says neither (received, in process, not booked yet, or something that we do not know). */
export type Outcome = 'paid' | 'rejected' | 'other'

export interface BankEvent {
  scope: Scope
  endToEndId: string | null
  messageId: string | null
  paymentInfoId: string | null
  outcome: Outcome
  /** The reason of a rejection, as a code of ISO 20022: see `reasonOf`. */
  code: string | null
  /** The bank's own words, or its status. No IBAN is whole in them. */
  words: string | null
  /** In cents; null when it says none, `NOT_IN_EUROS` when it says one that cannot be ours. */
  amount_cents: number | null
  at: Day | null
}

/** Of a file, or typed by somebody: one transfer. */
export type AnswerKind = 'pain.002' | 'camt.053' | 'camt.054' | 'csv' | 'typed'

export interface Answer {
  kind: AnswerKind
  /** What the report is named by whoever sends it, and which page of it this is: the same is the same answer. Null for a table. */
  reportId: string | null
  sender: string | null
  page: number
  isLastPage: boolean
  events: BankEvent[]
  /** Where the file contradicts itself, in sentences: somebody looks before it counts. */
  doubts: string[]
}

/** More than a bank answers in one file: it would fill the machine. */
export const EVENTS_AT_MOST = 300_000

/** As many texts as are kept once: codes, days and names of files, which thousands of lines repeat. */
const TEXTS_KEPT = 1_000

/** What one file has said so far. */
export class Events {
  readonly all: BankEvent[] = []
  readonly #texts = new Map<string, string>()

  add({ endToEndId, messageId, paymentInfoId, code, words, at, ...event }: BankEvent): void {
    this.all.push({
      ...event,
      endToEndId: endToEndId === null ? null : ofItsOwn(endToEndId),
      ...{ messageId: this.#once(messageId), paymentInfoId: this.#once(paymentInfoId), code: this.#once(code), at: this.#once(at) },
      words: this.#once(words && withIbansMasked(words)),
    })
    if (this.all.length <= EVENTS_AT_MOST) return
    throw new FileRefused(
      `Ce fichier parle de plus de ${EVENTS_AT_MOST.toLocaleString('fr')} virements : demandez à la banque de le couper en plusieurs.`,
    )
  }

  #once<Text extends string>(text: Text | null): Text | null {
    if (text === null) return null
    const kept = this.#texts.get(text)
    if (kept !== undefined) return kept as Text
    const own = ofItsOwn(text)
    if (this.#texts.size < TEXTS_KEPT) this.#texts.set(own, own)
    return own
  }
}

/** A part of a text holds the whole of it, which is a piece of the file: a copy holds itself. */
const ofItsOwn = <Text extends string>(text: Text): Text => Buffer.from(text).toString() as Text

/** An amount in another currency, or that is none: no transfer of ours has it. Without it, it would be taken for no amount at all. */
export const NOT_IN_EUROS = -1

/** Cents of an amount as XML writes it: `149.87`, `000000000000149.87`. */
export function centsOf(written: string | undefined, currency: string | undefined): number {
  const [, euros, decimals = ''] = /^0*(\d{1,13})(?:\.(\d{1,5}))?$/.exec(written?.trim() ?? '') ?? []
  if (euros === undefined || currency !== 'EUR' || !/^\d{0,2}0*$/.test(decimals)) return NOT_IN_EUROS
  return Number(euros) * 100 + Number(decimals.slice(0, 2).padEnd(2, '0'))
}

/** A day of `2026-12-02`, or of an instant; null for one that does not exist. */
export function dayOfXml(written: string | undefined): Day | null {
  const day = written?.trim().slice(0, 10) ?? ''
  return isDay(day) ? day : null
}
