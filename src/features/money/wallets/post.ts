import { sql } from 'kysely'
import { brokenConstraint, type Tx } from '../../../platform/database/index.ts'
import type { Day } from '../../../platform/dates.ts'
import { notFound, UserError } from '../../../platform/errors.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import type { Channel, Kind } from './wallet.ts'

/** What was posted; `already_made` when the same request had posted it before. */
export interface Posted {
  transaction_id: number
  balance_after_cents: number
  already_made: boolean
}

interface Line {
  request_id: string
  wallet_id: number
  partner_id: number
  amount_cents: number
}

/** Sets money aside for one partner: the wallet goes down at once. */
export const reserve = (tx: Tx, line: Line): Promise<Posted> => post(tx, 'reservation', line)

/** Gives what was set aside to its partner. */
export const capture = (tx: Tx, { reservation_id, ...line }: Line & { reservation_id: number; made_by: number }): Promise<Posted> =>
  post(tx, 'redemption', { ...line, follows_id: reservation_id })

/** Puts what was set aside back in the wallet. */
export const release = (
  tx: Tx,
  { reservation_id, because, ...line }: Line & { reservation_id: number; because: 'cancellation' | 'expiry' },
): Promise<Posted> => post(tx, because, { ...line, follows_id: reservation_id })

interface Released extends Omit<Line, 'request_id'> {
  reservation_id: number
}

/** Puts back in their wallets, in that order, what was set aside. @returns the balance of each afterwards, by reservation */
export async function releaseEach(tx: Tx, because: 'cancellation' | 'expiry', lines: Released[]): Promise<Map<number, number>> {
  const { rows } = await sql<{ reservation_id: number; balance_after_cents: number }>`
    select l.reservation_id, t.balance_after_cents
    from json_to_recordset(${JSON.stringify(lines)})
      as l (reservation_id bigint, wallet_id bigint, partner_id integer, amount_cents bigint),
      lateral post_transaction(gen_random_uuid(), ${because}::text, l.wallet_id, l.amount_cents, ${tx.now}, l.partner_id, l.reservation_id) t
  `.execute(tx)
  return new Map(rows.map(({ reservation_id, balance_after_cents }) => [reservation_id, balance_after_cents]))
}

/** Pays a partner at once; `made_by` is who took the payment, null when its owner made it. */
export const pay = (tx: Tx, line: Line & { channel: Channel; made_by: number | null }): Promise<Posted> => post(tx, 'payment', line)

/** What becomes of money that comes back to a wallet once it has closed. */
export interface LateRefund {
  /** The last day that the wallet had. */
  closed_on: Day
  /** The one that it has now; null when the money goes back to the Region. */
  spendable_until: Day | null
}

/** Who gives a payment back: its partner; or, cancelled for fraud, its partner though it did not ask for it, or the Region. */
export type GivesBack = 'refund' | 'reversal' | 'compensation'

/** Gives back all or part of a payment, never more than what is left of it. `late`: of a wallet that had closed. */
export async function refund(
  tx: Tx,
  { payment_id, kind = 'refund', ...line }: Line & { payment_id: number; made_by: number; kind?: GivesBack },
): Promise<Posted & { late: LateRefund | null }> {
  const { request_id, wallet_id, partner_id, amount_cents, made_by } = line
  const posting = sql<Posted & { closed_on: Day | null; spendable_until: Day | null }>`select * from post_refund(
    ${request_id}, ${wallet_id}, ${amount_cents}, ${tx.now}, ${partner_id}, ${payment_id}, ${made_by}, ${kind})`
  const { rows } = await posting.execute(tx).catch((error) => {
    throw refusalOf(error) ?? error
  })
  const { closed_on, spendable_until, ...posted } = rows[0] as (typeof rows)[0]
  return { ...posted, late: closed_on === null ? null : { closed_on, spendable_until } }
}

/** What the Region adds to a wallet, or takes back. */
export const adjust = (
  tx: Tx,
  { kind, ...line }: Omit<Line, 'partner_id'> & { kind: 'credit' | 'debit'; made_by: number },
): Promise<Posted> => post(tx, kind, { ...line, partner_id: null })

interface PostedLine extends Omit<Line, 'partner_id'> {
  partner_id: number | null
  follows_id?: number
  channel?: Channel
  made_by?: number | null
}

async function post(tx: Tx, kind: Exclude<Kind, GivesBack>, line: PostedLine): Promise<Posted> {
  const { request_id, wallet_id, partner_id, amount_cents, follows_id = null, channel = null, made_by = null } = line
  const posting = sql<Posted>`select * from post_transaction(
    ${request_id}, ${kind}, ${wallet_id}, ${amount_cents}, ${tx.now}, ${partner_id}, ${follows_id}, ${channel}, ${made_by})`
  const { rows } = await posting.execute(tx).catch((error) => {
    throw refusalOf(error) ?? error
  })
  return rows[0] as Posted
}

/** What post_transaction() refuses, for the person in front of the screen; undefined for anything else. */
export function refusalOf(error: unknown): UserError | undefined {
  switch (brokenConstraint(error)) {
    case 'HD001':
      return new UserError(
        'wallet.insufficient',
        'Le solde du porte-monnaie ne suffit pas pour ce montant. Saisissez un montant plus petit.',
        { field: 'amount' },
      )
    case 'HD002':
      return new UserError(
        'request.reused',
        'Cet envoi a déjà été enregistré avec d’autres informations. Rechargez la page, puis recommencez.',
        {
          status: 409,
        },
      )
    case 'HD003':
      return new UserError('wallet.closed', 'Ce porte-monnaie est clôturé : il ne peut plus servir à payer.', { status: 409 })
    case 'HD004':
      return new UserError('payment.nothing-left', 'Ce montant dépasse ce qui reste à rembourser sur ce paiement.', { status: 409 })
    case 'HD005':
      return notFound()
    case 'HD006':
      return new UserError('reservation.ended', 'Ce prépaiement est déjà terminé : il a été encaissé, annulé, ou il a expiré.', {
        status: 409,
      })
    case 'HD007':
      return new UserError(
        'wallet.frozen',
        `Ce porte-monnaie est gelé par la Région : il ne paie pas pour le moment. Rien n’a été débité. Son titulaire peut appeler le ${OUR_REGION.phone}.`,
        { status: 409 },
      )
    case 'HD008':
      return partnerFrozen()
    default:
      return undefined
  }
}

/** What a frozen partner takes is refused, whoever asks. */
export const partnerFrozen = () =>
  new UserError(
    'partner.frozen',
    `Ce partenaire est gelé par la Région : il n’encaisse rien pour le moment. Rien n’a été débité. Renseignements au ${OUR_REGION.phone}.`,
    { status: 409 },
  )
