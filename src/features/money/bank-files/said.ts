import { UserError } from '../../../platform/errors.ts'
import type { Answer, AnswerKind, BankEvent } from './answer.ts'

/** What a file says of one transfer, by its number, and by which file it was sent. */
export interface SaidOfTransfer extends Contradicted, Pick<BankEvent, 'outcome' | 'code' | 'words' | 'amount_cents' | 'at'> {
  number: string
  message: string | null
}

/** Two answers that exclude each other: nothing that follows makes it one. */
interface Contradicted {
  isContradicted?: true
}

/** One thing of each transfer, whatever the number of times the file speaks of it. */
export function linesSaid({ events, kind }: Answer): SaidOfTransfer[] {
  const lines = new Map<string, SaidOfTransfer>()
  for (const event of events) {
    if (event.scope !== 'transfer' || event.endToEndId === null) continue
    const { endToEndId: number, outcome, code, words, amount_cents, at } = event
    const line: SaidOfTransfer = { number, outcome, code, words: words?.slice(0, 500) ?? null, amount_cents, at, message: messageOf(event) }
    const before = lines.get(number)
    lines.set(number, before ? both(before, line, { kind, number }) : line)
  }
  return [...lines.values()]
}

/** An account's statement says that money left, then that it came back. Elsewhere two answers to one transfer are for somebody to look at. */
function both<Said extends Contradicted & Pick<BankEvent, 'outcome' | 'words'>>(
  before: Said,
  said: Said,
  { kind, number }: { kind: AnswerKind; number: string },
): Said {
  if (before.isContradicted) return before
  if (before.outcome === said.outcome || before.outcome === 'other') return said
  if (said.outcome === 'other') return before
  if (kind === 'csv') throw contradicts(number)
  const rejected = before.outcome === 'rejected' ? before : said
  return kind === 'pain.002' ? contradicted(rejected) : rejected
}

const contradicts = (number: string) =>
  new UserError('bank-answer.contradicts', `Ce fichier dit du virement ${number} qu’il est payé, et qu’il est refusé : corrigez-le.`, {
    field: 'file',
  })

const contradicted = <Said extends Contradicted>(said: Said): Said => ({
  ...said,
  ...{ outcome: 'other', words: 'Deux réponses contraires', isContradicted: true },
})

/** The name of the file that is answered. A payment of ours is named after its file, and numbered. */
const messageOf = ({ messageId, paymentInfoId }: BankEvent): string | null => messageId ?? paymentInfoId?.replace(/\.\d+$/, '') ?? null

/** What a file says of a payment, or of a file, as a whole. */
export type SaidOfWhole = BankEvent & Contradicted

/** What is said of whole payments and files, by the file's name: an account's statement may have many that are not ours. */
export function wholesSaid({ events, kind }: Answer): Map<string, SaidOfWhole> {
  const wholes = new Map<string, SaidOfWhole>()
  for (const event of events) {
    const message = messageOf(event)
    if (event.scope === 'transfer' || message === null) continue
    const before = wholes.get(message)
    wholes.set(message, before ? bothWholes(before, event, { kind, number: message }) : event)
  }
  return wholes
}

/** In a report, what is said of a payment is surer than what is said of its file; payments that differ are not all paid, nor all refused. */
function bothWholes(before: SaidOfWhole, event: SaidOfWhole, about: { kind: AnswerKind; number: string }): SaidOfWhole {
  if (about.kind === 'pain.002' && !before.isContradicted) {
    if (before.scope === 'file' && event.outcome === 'other') return event
    if (before.scope === event.scope && before.outcome !== event.outcome) return contradicted(event)
  }
  return both(before, event, about)
}
