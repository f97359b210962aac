import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { lateRefundToItsOwner } from '../payments/index.ts'
import type { LateRefund } from '../wallets/index.ts'

interface Adjusted {
  transaction_id: number
  direction: 'credit' | 'debit'
  amount_cents: number
  balance_after_cents: number
  label: string
  reason: string
}

export const walletAdjusted = message(
  'wallet-adjusted',
  {
    who: 'Beneficiary',
    when: 'two agents added to their wallet, or took back',
    example: [
      {
        transaction_id: 8_985_012,
        direction: 'debit',
        amount_cents: 4_500,
        balance_after_cents: 5_500,
        label: 'Manuels et équipements',
        reason: 'Montant accordé erroné',
      },
    ],
  },
  ({ transaction_id, direction, amount_cents, balance_after_cents, label, reason }: Adjusted) => {
    const [amount, balance] = [frenchEuros(amount_cents), frenchEuros(balance_after_cents)]
    const done = direction === 'credit' ? `ajouté ${amount} à` : `retiré ${amount} de`
    return {
      urgency: 'money',
      subject: direction === 'credit' ? `${amount} ajoutés à votre porte-monnaie` : `${amount} retirés de votre porte-monnaie`,
      paragraphs: [
        'Bonjour,',
        `La Région a ${done} votre porte-monnaie « ${label} » (transaction n° ${transaction_id}). Motif : ${reason.toLowerCase()}. Le solde est maintenant de ${balance}.`,
        `Si vous ne comprenez pas pourquoi, appelez le numéro vert ${OUR_REGION.phone}.`,
      ],
      sms: `${OUR_REGION.card} : la Région a ${done} votre porte-monnaie. Solde : ${balance}. Une question ? ${OUR_REGION.phone}`,
    }
  },
)

interface Cancelled {
  transaction_id: number
  amount_cents: number
  balance_after_cents: number
  partner_name: string
  late: LateRefund | null
}

export const paymentCancelledForFraud = message(
  'payment-cancelled-for-fraud',
  {
    who: 'Beneficiary',
    when: 'two agents cancelled a payment of theirs for fraud',
    example: [{ transaction_id: 8_985_012, amount_cents: 4_500, balance_after_cents: 20_000, partner_name: 'LES PAGES', late: null }],
  },
  ({ transaction_id, amount_cents, balance_after_cents, partner_name, late }: Cancelled) => {
    const [amount, balance] = [frenchEuros(amount_cents), frenchEuros(balance_after_cents)]
    const isBackToRegion = late?.spendable_until === null
    return {
      urgency: 'money',
      subject: `Un paiement de ${amount} est annulé`,
      paragraphs: [
        'Bonjour,',
        `La Région a annulé pour fraude un paiement au partenaire ${partner_name} (transaction n° ${transaction_id}) : ${amount} sont rendus à votre porte-monnaie.${isBackToRegion ? '' : ` Le solde est maintenant de ${balance}.`}`,
        ...(late ? [lateRefundToItsOwner(late)] : []),
        `Si ce paiement était bien le vôtre, appelez le numéro vert ${OUR_REGION.phone}.`,
      ],
      sms: `${OUR_REGION.card} : un paiement de ${amount} à ${partner_name.slice(0, 40)} est annulé pour fraude. ${isBackToRegion ? 'Porte-monnaie clôturé : la somme revient à la Région.' : `Solde : ${balance}.`}`,
    }
  },
)

interface Lost {
  transaction_id: number
  amount_cents: number
  partner_name: string
  expense: 'partner' | 'region'
}

export const takingCancelledForFraud = message(
  'taking-cancelled-for-fraud',
  [
    {
      who: 'Partner',
      when: 'two agents cancelled a payment for fraud, at its expense',
      example: [{ transaction_id: 8_985_012, amount_cents: 4_500, partner_name: 'LES PAGES', expense: 'partner' }],
    },
    {
      who: 'Partner',
      when: 'two agents cancelled a payment for fraud, at the Region’s expense',
      example: [{ transaction_id: 8_985_012, amount_cents: 4_500, partner_name: 'LES PAGES', expense: 'region' }],
    },
  ],
  ({ transaction_id, amount_cents, partner_name, expense }: Lost) => ({
    subject: `Un paiement de ${frenchEuros(amount_cents)} est annulé pour fraude`,
    paragraphs: [
      'Bonjour,',
      `La Région a annulé pour fraude la transaction n° ${transaction_id} chez ${partner_name} : ${frenchEuros(amount_cents)} sont rendus au jeune.`,
      expense === 'partner'
        ? 'Cette somme est déduite de ce que la Région vous doit, ou du prochain reversement si la transaction est déjà payée.'
        : 'C’est la Région qui rend cette somme : ce qu’elle vous doit ne change pas.',
      `Pour savoir pourquoi, appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
  }),
)

export const debtWaived = message(
  'debt-waived',
  { who: 'Beneficiary', when: 'two agents waived what they owed', example: [{ amount_cents: 4_500 }] },
  ({ amount_cents }: { amount_cents: number }) => ({
    urgency: 'money',
    subject: `Vous ne devez plus ${frenchEuros(amount_cents)}`,
    paragraphs: [
      'Bonjour,',
      `La Région renonce aux ${frenchEuros(amount_cents)} que vous deviez : rien n’en sera déduit de vos prochaines aides.`,
    ],
    sms: `${OUR_REGION.card} : la Région renonce aux ${frenchEuros(amount_cents)} que vous deviez. Rien n’en sera déduit de vos prochaines aides.`,
  }),
)
