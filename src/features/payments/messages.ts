import type { Message } from '../../platform/messages/message.ts'
import { frenchEuros } from '../../platform/money.ts'

/** Tells the young person that a partner gave money back. */
export function refundMade(refund: {
  transaction_id: number
  amount_cents: number
  balance_after_cents: number
  partner_name: string
}): Message {
  const amount = frenchEuros(refund.amount_cents)
  const balance = frenchEuros(refund.balance_after_cents)
  return {
    template: 'payment-refunded',
    subject: `${refund.partner_name} vous a remboursé ${amount}`,
    paragraphs: [
      'Bonjour,',
      `Le partenaire ${refund.partner_name} vous a remboursé ${amount} (transaction n° ${refund.transaction_id}). Le solde de votre porte-monnaie est maintenant de ${balance}.`,
      'Vous retrouvez cette opération dans « Ma carte », rubrique « Mes transactions ».',
    ],
    sms: `Génération #HDF : ${refund.partner_name.slice(0, 40)} vous a remboursé ${amount}. Solde de votre porte-monnaie : ${balance}.`,
  }
}
