import { frenchMinute } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** What a guardian hears of: whose card paid, how much, where and when. Not what is left. */
export interface PaidByMinor {
  first_name: string
  amount_cents: number
  partner_name: string
  at: Date
}

export const minorPaid = message(
  'minor-paid',
  {
    who: 'Guardian',
    when: 'the minor paid, and lets them hear of it',
    example: [{ first_name: 'Léa', amount_cents: 4_500, partner_name: 'LES PAGES', at: new Date('2026-11-24T09:00:00Z') }],
  },
  ({ first_name, amount_cents, partner_name, at }: PaidByMinor) => ({
    urgency: 'money',
    subject: `${first_name} a payé ${frenchEuros(amount_cents)} chez ${partner_name}`,
    paragraphs: [
      'Bonjour,',
      `${first_name} a payé ${frenchEuros(amount_cents)} avec sa carte chez le partenaire ${partner_name} le ${frenchMinute(at)}.`,
      `${first_name} a choisi de vous prévenir de ses paiements, et peut arrêter à tout moment. Si ce paiement vous étonne, parlez-en ensemble : ${first_name} peut arrêter sa carte dans son espace, ou au ${OUR_REGION.phone}.`,
    ],
  }),
)
