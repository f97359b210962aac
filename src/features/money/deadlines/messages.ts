import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { OUR_REGION } from '../../../platform/region.ts'

interface Moved {
  label: string
  balance_cents: number
  /** The last day that it had. */
  closed_on: Day
  closes_on: Day
  prepayments: { ticket: string; amount_cents: number; partner_name: string; expires_on: Day }[]
}

const A_WALLET = { label: 'Manuels et équipements', balance_cents: 3_450, closed_on: '2027-04-30' }

/** Tells somebody the new last day of their wallet, and of each prepayment that follows. */
export const lastDayMoved = message(
  'wallet.last-day-moved',
  [
    {
      who: 'Beneficiary whose wallet is not empty',
      when: 'the Region moves its last day to a later one',
      example: [
        {
          ...A_WALLET,
          closes_on: '2027-06-30',
          prepayments: [{ ticket: '123456789012', amount_cents: 12_000, partner_name: 'LES PAGES', expires_on: '2027-06-23' }],
        },
      ],
    },
    {
      who: 'Beneficiary whose wallet is not empty',
      when: 'the Region moves its last day to an earlier one',
      example: [{ ...A_WALLET, closes_on: '2027-04-15', prepayments: [] }],
    },
  ],
  ({ label, balance_cents, closed_on, closes_on, prepayments }: Moved) => {
    const [left, until] = [frenchEuros(balance_cents), frenchDay(closes_on)]
    const tickets = prepayments.map(
      ({ ticket, amount_cents, partner_name, expires_on }) =>
        `- n° ${ticket}, ${frenchEuros(amount_cents)} chez ${partner_name} : jusqu’au ${frenchDay(expires_on)} inclus`,
    )
    return {
      urgency: 'announcement',
      subject: `Nouveau dernier jour de votre porte-monnaie : le ${until}`,
      paragraphs: [
        'Bonjour,',
        `La Région a changé le dernier jour de votre porte-monnaie « ${label} » : vous pouvez l’utiliser jusqu’au ${until} inclus (au lieu du ${frenchDay(closed_on)}). Il vous reste ${left}.`,
        ...(tickets.length > 0
          ? [
              `Vos prépaiements en attente sont valables :\n${tickets.join('\n')}`,
              'Vous pouvez imprimer le nouveau bon depuis « Ma carte ». Celui que vous avez déjà imprimé reste bon jusqu’à ce jour.',
            ]
          : []),
      ],
      sms: `${OUR_REGION.card} : votre porte-monnaie peut servir jusqu’au ${until} inclus. Il vous reste ${left}.${tickets.length > 0 ? ' Vos bons déjà imprimés restent valables.' : ''}`,
    }
  },
)
