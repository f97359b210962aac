import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { frenchMinute } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify, notifyPartner } from '../../../platform/messages/notify.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { refund } from '../wallets/index.ts'
import { type FraudCancellation, keptCancellation, reasonInWords } from './correction.ts'
import { facts } from './facts.ts'
import { paymentCancelledForFraud, takingCancelledForFraud } from './messages.ts'
import { mustBeNew, paymentToCancel } from './queries.ts'

/** A payment that was a fraud: all that is left of it goes back to the wallet, from its partner or from the Region. */
export const fraudCancellation = takesTwo({
  kind: 'payment.fraud-cancellation',
  title: 'Annuler un paiement pour fraude',
  starts: 'corrections.ask',
  finishes: 'money.release',
  schema: keptCancellation,
  async shown(db, { transaction_id, expense, reason, comment }) {
    const payment = await paymentToCancel(db, transaction_id)
    return {
      about: `Transaction n° ${payment.id}, ${payment.partner_name} (${payment.partner_code})`,
      href: places.region.partner.to({ id: payment.partner_id }),
      items: [
        { label: 'Payé le', value: frenchMinute(payment.at) },
        { label: 'Par', value: `${payment.first_name} ${payment.last_name}` },
        { label: 'Montant', value: frenchEuros(payment.amount_cents) },
        { label: 'Reste à annuler', value: frenchEuros(payment.left_cents) },
        { label: 'À la charge', value: EXPENSES[expense] },
        { label: 'Motif', value: reasonInWords(reason) },
        { label: 'Commentaire', value: comment },
      ],
      effects: effectsOf(payment, expense),
    }
  },
  async perform(tx, agent, { input: { transaction_id, expense, reason, comment, request_id }, startedBy }) {
    const payment = await paymentToCancel(tx, transaction_id)
    mustHaveSomethingLeft(payment)
    await mustBeNew(tx, request_id)
    const { wallet_id, partner_id, partner_code, partner_name, beneficiary_id, left_cents: amount_cents } = payment
    const posted = await refund(tx, {
      kind: expense === 'partner' ? 'reversal' : 'compensation',
      ...{ payment_id: transaction_id, request_id, wallet_id, partner_id, amount_cents, made_by: agent.id },
    })
    await tx
      .insertInto('corrections')
      .values({ transaction_id: posted.transaction_id, reason, comment, asked_by: startedBy, agreed_by: agent.id })
      .execute()
    await record(tx, {
      at: tx.now,
      fact: facts['payment.cancelled-for-fraud'],
      staff_id: agent.id,
      beneficiary_id,
      details: { transaction: transaction_id, partner: partner_code, amount: frenchEuros(amount_cents), expense, reason, comment },
    })
    await notify(tx, beneficiary_id, paymentCancelledForFraud({ ...posted, transaction_id, amount_cents, partner_name }))
    await notifyPartner(tx, partner_id, takingCancelledForFraud({ transaction_id, amount_cents, partner_name, expense }))
  },
})

const EXPENSES = { partner: 'Du partenaire', region: 'De la Région' } as const

interface Payment {
  left_cents: number
  wallet_label: string
  settlement_id: number | null
}

/** What it will do, in sentences. */
export function effectsOf({ left_cents, wallet_label, settlement_id }: Payment, expense: 'partner' | 'region'): string[] {
  const amount = frenchEuros(left_cents)
  const paid = settlement_id === null ? 'pas encore dans un reversement' : `déjà dans le reversement n° ${settlement_id}`
  return [
    `${amount} reviennent dans le porte-monnaie « ${wallet_label} ».`,
    expense === 'partner'
      ? `${amount} sont déduits de ce que la Région doit au partenaire : ce paiement est ${paid}${settlement_id === null ? '.' : ', la somme est donc retenue sur les suivants.'}`
      : `La Région rend cette somme : ce qu’elle doit au partenaire ne change pas (ce paiement est ${paid}).`,
    'Le jeune et le partenaire sont prévenus.',
  ]
}

/** Asks a second person to cancel a payment for fraud: nothing moves until then. */
export async function askToCancel(
  tx: Tx,
  agent: Agent,
  { transactionId, ...asked }: FraudCancellation & { transactionId: number },
): Promise<number> {
  const { expense, reason, comment, _id } = asked
  await mustBeNew(tx, _id)
  mustHaveSomethingLeft(await paymentToCancel(tx, transactionId))
  const input = { transaction_id: transactionId, expense, reason, comment, request_id: _id }
  return startAct(tx, agent, fraudCancellation, { subject: transactionId, input })
}

function mustHaveSomethingLeft({ left_cents }: { left_cents: number }): void {
  if (left_cents > 0) return
  throw new UserError('payment.nothing-left', 'Ce paiement est déjà rendu en entier : il n’y a plus rien à annuler.', { status: 409 })
}
