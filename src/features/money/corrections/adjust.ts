import { places } from '../../../places.ts'
import { record } from '../../../platform/audit.ts'
import type { Tx } from '../../../platform/database/index.ts'
import { dayOf, frenchDay } from '../../../platform/dates.ts'
import { UserError } from '../../../platform/errors.ts'
import { notify } from '../../../platform/messages/notify.ts'
import { frenchEuros } from '../../../platform/money.ts'
import type { Agent } from '../../../spaces/actors.ts'
import { startAct, takesTwo } from '../../desks/two-people/index.ts'
import { adjust } from '../wallets/index.ts'
import { type Adjustment, keptAdjustment, reasonInWords } from './correction.ts'
import { facts } from './facts.ts'
import { walletAdjusted } from './messages.ts'
import { mustBeNew, walletToAdjust } from './queries.ts'

/** What the Region adds to somebody's wallet, or takes back. */
export const adjustment = takesTwo({
  kind: 'wallet.adjustment',
  title: 'Régulariser un porte-monnaie',
  starts: 'corrections.ask',
  finishes: 'money.release',
  schema: keptAdjustment,
  async shown(db, { wallet_id, direction, amount_cents, reason, comment }) {
    const wallet = await walletToAdjust(db, wallet_id)
    const after = wallet.balance_cents + signed(direction, amount_cents)
    return {
      about: `${wallet.label} (${wallet.campaign_name}), ${wallet.first_name} ${wallet.last_name}`,
      href: places.region.beneficiary.to({ id: wallet.beneficiary_id }),
      items: [
        { label: direction === 'credit' ? 'Ajouter' : 'Retirer', value: frenchEuros(amount_cents) },
        { label: 'Motif', value: reasonInWords(reason) },
        { label: 'Commentaire', value: comment },
        { label: 'Utilisable jusqu’au', value: frenchDay(wallet.closes_on) },
      ],
      changes: [
        {
          label: 'Solde',
          before: frenchEuros(wallet.balance_cents),
          after: after < 0 ? 'Impossible : il ne reste pas assez' : frenchEuros(after),
        },
      ],
      effects: ['Le journal du porte-monnaie a une ligne de plus, et cette personne est prévenue, avec le motif.'],
    }
  },
  async perform(tx, agent, { input, startedBy }) {
    const { wallet_id, direction, amount_cents, reason, comment, request_id } = input
    const { beneficiary_id, label } = await walletToAdjust(tx, wallet_id)
    await mustBeNew(tx, request_id)
    const posted = await adjust(tx, { kind: direction, request_id, wallet_id, amount_cents, made_by: agent.id })
    await tx
      .insertInto('corrections')
      .values({ transaction_id: posted.transaction_id, reason, comment, asked_by: startedBy, agreed_by: agent.id })
      .execute()
    await record(tx, {
      at: tx.now,
      fact: facts['wallet.adjusted'],
      staff_id: agent.id,
      beneficiary_id,
      details: { wallet_id, amount: frenchEuros(signed(direction, amount_cents)), reason, comment },
    })
    await notify(tx, beneficiary_id, walletAdjusted({ ...posted, direction, amount_cents, label, reason: reasonInWords(reason) }))
  },
})

/**
 * Asks a second person to add to a wallet, or to take back: nothing moves until then.
 * @throws UserError `wallet.insufficient` when less is left, `wallet.closed` when what is added could not be spent
 */
export async function askToAdjust(tx: Tx, agent: Agent, { walletId, ...asked }: Adjustment & { walletId: number }): Promise<number> {
  const { direction, amount, reason, comment, _id } = asked
  await mustBeNew(tx, _id)
  const wallet = await walletToAdjust(tx, walletId)
  if (direction === 'debit' && amount > wallet.balance_cents) {
    const sentence = `Il reste ${frenchEuros(wallet.balance_cents)} dans ce porte-monnaie, sans ce qui est réservé. Saisissez un montant plus petit.`
    throw new UserError('wallet.insufficient', sentence, { field: 'amount' })
  }
  if (direction === 'credit' && wallet.closes_on < dayOf(tx.now)) {
    const sentence = 'Ce porte-monnaie est clôturé : cette personne ne pourrait pas dépenser ce que vous y ajoutez.'
    throw new UserError('wallet.closed', sentence, { status: 409 })
  }
  const input = { wallet_id: walletId, direction, amount_cents: amount, reason, comment, request_id: _id }
  return startAct(tx, agent, adjustment, { subject: walletId, input })
}

const signed = (direction: 'credit' | 'debit', cents: number): number => (direction === 'credit' ? cents : -cents)
