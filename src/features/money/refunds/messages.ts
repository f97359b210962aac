import { frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { lateRefundToItsOwner } from '../payments/index.ts'
import type { LateRefund } from '../wallets/index.ts'

const A_REFUND = { transaction_id: 8_985_012, amount_cents: 1_500, balance_after_cents: 9_500, partner_name: 'LES PAGES', late: null }

/** Tells the young person that a partner gave money back, and what becomes of it once their wallet has closed. */
export const refundMade = message(
  'payment-refunded',
  [
    { who: 'Beneficiary', when: 'a partner gave money back', example: [A_REFUND] },
    {
      who: 'Beneficiary whose wallet had closed',
      when: 'a partner gave money back, and the campaign leaves some days to spend it',
      example: [{ ...A_REFUND, balance_after_cents: 1_500, late: { closed_on: '2027-04-30', spendable_until: '2027-06-04' } }],
    },
    {
      who: 'Beneficiary whose wallet had closed',
      when: 'a partner gave money back, and the campaign leaves no day to spend it',
      example: [{ ...A_REFUND, balance_after_cents: 1_500, late: { closed_on: '2027-04-30', spendable_until: null } }],
    },
  ],
  (refund: {
    transaction_id: number
    amount_cents: number
    balance_after_cents: number
    partner_name: string
    late: LateRefund | null
  }) => {
    const amount = frenchEuros(refund.amount_cents)
    const balance = frenchEuros(refund.balance_after_cents)
    const isBackToRegion = refund.late?.spendable_until === null
    return {
      urgency: 'money',
      subject: `${refund.partner_name} vous a remboursé ${amount}`,
      paragraphs: [
        'Bonjour,',
        `Le partenaire ${refund.partner_name} vous a remboursé ${amount} (transaction n° ${refund.transaction_id}).${isBackToRegion ? '' : ` Le solde de votre porte-monnaie est maintenant de ${balance}.`}`,
        ...(refund.late ? [lateRefundToItsOwner(refund.late)] : []),
        'Vous retrouvez cette opération dans « Ma carte », rubrique « Mes transactions ».',
      ],
      sms: `${OUR_REGION.card} : ${refund.partner_name.slice(0, 40)} vous a remboursé ${amount}. ${isBackToRegion ? 'Porte-monnaie clôturé : la somme revient à la Région.' : refund.late?.spendable_until ? `À utiliser jusqu’au ${frenchDay(refund.late.spendable_until)} inclus.` : `Solde de votre porte-monnaie : ${balance}.`}`,
    }
  },
)
