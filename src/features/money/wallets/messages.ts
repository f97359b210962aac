import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { OUR_REGION } from '../../../platform/region.ts'

/** Reminds somebody of what is left in a wallet that will close. */
export const walletWillClose = message(
  'wallet-will-close',
  {
    who: 'Beneficiary whose wallet is not empty',
    when: 'the campaign ends in as many days as it says',
    example: [{ label: 'Manuels et équipements', balance_cents: 3_450, closes_on: '2027-04-30' }],
  },
  ({ label, balance_cents, closes_on }: { label: string; balance_cents: number; closes_on: Day }) => {
    const left = frenchEuros(balance_cents)
    return {
      urgency: 'announcement',
      subject: `Il vous reste ${left} à utiliser jusqu’au ${frenchDay(closes_on)}`,
      paragraphs: [
        'Bonjour,',
        `Il vous reste ${left} dans votre porte-monnaie « ${label} ». Vous pouvez les utiliser jusqu’au ${frenchDay(closes_on)} inclus : après ce jour, ce qui reste revient à la Région.`,
        'Connectez-vous à votre espace pour payer avec votre QR code, ou pour trouver où utiliser votre carte.',
      ],
      sms: `${OUR_REGION.card} : il vous reste ${left}, à utiliser jusqu’au ${frenchDay(closes_on)} inclus. Après, ce qui reste revient à la Région.`,
    }
  },
)
