import { z } from 'zod'
import type { Reader } from '../../../platform/database/index.ts'
import { found, UserError } from '../../../platform/errors.ts'
import { euros, formId, rowId } from '../../../platform/forms/fields.ts'
import { frenchEuros, typedEuros } from '../../../platform/money.ts'
import type { Beneficiary } from '../../../spaces/actors.ts'
import { type Accepting, type Partner, partnerAccepting, partnersOf, townsOfPartners } from '../../partners/partners/index.ts'
import { againField, type Movement, type Wallet, walletsOf } from '../wallets/index.ts'

const fields = {
  partnerId: rowId('Choisissez le nom du partenaire.'),
  walletId: rowId('Choisissez le porte-monnaie à débiter.'),
  amount: euros('Saisissez le montant du ticket.'),
}

/** What a beneficiary chooses before spending from the extranet, prepayment or online payment. */
export const spendingForm = z.object(fields)
export type Spending = z.output<typeof spendingForm>

/** The same once checked, under the id that makes it happen once. */
export const confirmedSpendingForm = z.object({ ...fields, _id: formId(), again: againField() })
export type ConfirmedSpending = z.output<typeof confirmedSpendingForm>

/** What there is to choose from: the partners are those of the town. */
export interface Offer {
  towns: string[]
  partners: Partner[]
  wallets: Wallet[]
}

export async function offerTo(db: Reader, beneficiary: Beneficiary, accepting: Accepting, town: string, now: Date): Promise<Offer> {
  const [towns, partners, wallets] = await Promise.all([
    townsOfPartners(db, accepting),
    town ? partnersOf(db, { town, accepting }) : [],
    openWalletsOf(db, beneficiary, now),
  ])
  return { towns, partners, wallets }
}

/** The partner and the wallet that were chosen, when the one accepts it and the other is theirs. */
export async function choiceOf(
  db: Reader,
  beneficiary: Beneficiary,
  { spending, accepting, now }: { spending: Spending; accepting: Accepting; now: Date },
): Promise<{ partner: Partner; wallet: Wallet }> {
  const partner = await partnerAccepting(db, spending.partnerId, accepting)
  const wallets = await walletsOf(db, beneficiary.id, now)
  return { partner, wallet: found(wallets.find(({ id }) => id === spending.walletId)) }
}

/** Said before the page that checks; what decides is the posting itself. */
export function mustHold(wallet: Wallet, amount_cents: number): void {
  if (wallet.balance_cents >= amount_cents) return
  const left = frenchEuros(wallet.balance_cents)
  throw new UserError('wallet.insufficient', `Il reste ${left} sur ce porte-monnaie. Saisissez un montant plus petit.`, { field: 'amount' })
}

async function openWalletsOf(db: Reader, beneficiary: Beneficiary, now: Date): Promise<Wallet[]> {
  return (await walletsOf(db, beneficiary.id, now)).filter((wallet) => wallet.is_open && !wallet.is_frozen)
}

/** What the journal will say of it. */
export const movementOf = (accepting: Accepting, { walletId, partnerId, amount }: Spending): Movement => ({
  kind: accepting === 'prepayments' ? 'reservation' : 'payment',
  wallet_id: walletId,
  partner_id: partnerId,
  amount_cents: amount,
})

/** What was chosen, as the address of the page that checks it says it. */
export const asAsked = ({ partnerId, walletId, amount }: Spending) => ({
  partenaire: partnerId,
  'porte-monnaie': walletId,
  montant: typedEuros(amount),
})

/** The same, as that address says it. */
export const spendingAsked = (query: URLSearchParams) => ({
  partnerId: query.get('partenaire'),
  walletId: query.get('porte-monnaie'),
  amount: query.get('montant'),
})
