import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { HOW_TO_STOP } from '../../partners/mails/index.ts'

interface About {
  ticket: string
  amount_cents: number
  partner_name: string
}

const A_PREPAYMENT: About = { ticket: '123456789012', amount_cents: 12_000, partner_name: 'LES PAGES' }

export const prepaymentCreated = message(
  'prepayment-created',
  { who: 'Beneficiary', when: 'made a prepayment', example: [{ ...A_PREPAYMENT, expires_on: '2027-04-23' }] },
  ({ ticket, amount_cents, partner_name, expires_on }: About & { expires_on: Day }) => {
    const amount = frenchEuros(amount_cents)
    return {
      urgency: 'money',
      subject: `Prépaiement de ${amount} chez ${partner_name}`,
      paragraphs: [
        'Bonjour,',
        `Votre prépaiement de ${amount} chez le partenaire ${partner_name} est créé. Ticket n° ${ticket}.`,
        `Imprimez-le depuis « Ma carte » et remettez-le au partenaire jusqu’au ${frenchDay(expires_on)} inclus. Tant que vous ne l’avez pas remis, vous pouvez l’annuler.`,
      ],
      sms: `${OUR_REGION.card} : prépaiement de ${amount} chez ${short(partner_name)}, ticket ${ticket}, à remettre au plus tard le ${frenchDay(expires_on)}.`,
    }
  },
)

export const prepaymentCancelled = message(
  'prepayment-cancelled',
  { who: 'Beneficiary', when: 'cancelled a prepayment', example: [{ ...A_PREPAYMENT, balance_after_cents: 20_000 }] },
  ({ ticket, amount_cents, partner_name, balance_after_cents }: About & { balance_after_cents: number }) => {
    const amount = frenchEuros(amount_cents)
    const balance = frenchEuros(balance_after_cents)
    return {
      urgency: 'money',
      subject: `Prépaiement de ${amount} annulé`,
      paragraphs: [
        'Bonjour,',
        `Votre prépaiement de ${amount} chez le partenaire ${partner_name} (ticket n° ${ticket}) est annulé. Le solde de votre porte-monnaie est maintenant de ${balance}.`,
      ],
      sms: `${OUR_REGION.card} : votre prépaiement de ${amount} chez ${short(partner_name)} est annulé. Solde de votre porte-monnaie : ${balance}.`,
    }
  },
)

interface Redeemed extends About {
  balance_after_cents: number
  /** From this amount on by SMS, to who chose it. */
  sms_from_cents: number
}

/** Tells the young person that their ticket was taken: it may not be them. */
export const prepaymentRedeemed = message(
  'prepayment-redeemed',
  {
    who: 'Beneficiary',
    when: 'a partner redeemed their prepayment',
    example: [{ ...A_PREPAYMENT, balance_after_cents: 8_000, sms_from_cents: 3_000 }],
  },
  ({ ticket, amount_cents, partner_name, balance_after_cents, sms_from_cents }: Redeemed) => {
    const amount = frenchEuros(amount_cents)
    const balance = frenchEuros(balance_after_cents)
    return {
      urgency: 'money',
      subject: `Prépaiement de ${amount} encaissé par ${partner_name}`,
      paragraphs: [
        'Bonjour,',
        `Le partenaire ${partner_name} a encaissé votre prépaiement de ${amount} (ticket n° ${ticket}). Il reste ${balance} sur votre porte-monnaie.`,
        `Si ce n’est pas vous qui avez remis ce ticket, appelez le numéro vert ${OUR_REGION.phone}.`,
      ],
      ...(amount_cents >= sms_from_cents && {
        sms: `${OUR_REGION.card} : ${short(partner_name)} a encaissé votre prépaiement de ${amount}. Reste : ${balance}. Ce n’est pas vous ? ${OUR_REGION.phone}`,
      }),
    }
  },
)

/** Money that is back in a wallet; until null, the wallet has closed meanwhile, for it can no longer be used. */
interface Back extends About {
  balance_after_cents: number
  closes_on: Day | null
}

const A_BACK: Back = { ...A_PREPAYMENT, balance_after_cents: 20_000, closes_on: '2027-04-30' }

const backInWords = ({ amount_cents, balance_after_cents, closes_on }: Back): string =>
  closes_on
    ? `Les ${frenchEuros(amount_cents)} sont de retour dans votre porte-monnaie, dont le solde est maintenant de ${frenchEuros(balance_after_cents)}. Vous pouvez l’utiliser jusqu’au ${frenchDay(closes_on)} inclus.`
    : 'Votre porte-monnaie est clôturé : cette somme ne peut plus être utilisée.'

const backInAnSms = ({ amount_cents, closes_on }: Back): string =>
  closes_on
    ? `. ${frenchEuros(amount_cents)} de retour, à utiliser jusqu’au ${frenchDay(closes_on)} inclus.`
    : ', et votre porte-monnaie est clôturé.'

export const prepaymentExpired = message(
  'prepayment-expired',
  { who: 'Beneficiary', when: 'their prepayment expired: nobody had redeemed it in time', example: [A_BACK] },
  (back: Back) => {
    const { ticket, amount_cents, partner_name } = back
    const amount = frenchEuros(amount_cents)
    return {
      urgency: 'money',
      subject: `Prépaiement de ${amount} expiré`,
      paragraphs: [
        'Bonjour,',
        `Votre prépaiement de ${amount} chez le partenaire ${partner_name} (ticket n° ${ticket}) a expiré : il n’a pas été remis au partenaire à temps.`,
        backInWords(back),
      ],
      sms: `${OUR_REGION.card} : votre prépaiement chez ${short(partner_name)} a expiré${backInAnSms(back)}`,
    }
  },
)

export const prepaymentGivenBack = message(
  'prepayment-given-back',
  { who: 'Beneficiary', when: 'the partner of their prepayment has left', example: [A_BACK] },
  (back: Back) => {
    const { ticket, amount_cents, partner_name } = back
    const amount = frenchEuros(amount_cents)
    return {
      urgency: 'money',
      subject: `Prépaiement de ${amount} rendu`,
      paragraphs: [
        'Bonjour,',
        `Le partenaire ${partner_name} a quitté ${OUR_REGION.card} : votre prépaiement de ${amount} (ticket n° ${ticket}) ne peut plus lui être remis.`,
        backInWords(back),
      ],
      sms: `${OUR_REGION.card} : ${short(partner_name)} est parti, votre prépaiement est annulé${backInAnSms(back)}`,
    }
  },
)

/** A name that leaves room for the rest of an SMS. */
const short = (name: string) => name.slice(0, 40)

/** Tells the shop: its ticket is on the paper, or the screen, that its owner shows there, and nowhere else. */
export const prepaymentMadeFor = message(
  'prepayment-made-for',
  {
    who: 'Managers and accountants of a partner',
    when: 'somebody set money aside for it',
    example: [{ amount_cents: 4_500, partner_name: 'LES PAGES', expires_on: '2027-04-23' }],
  },
  ({ amount_cents, partner_name, expires_on }: { amount_cents: number; partner_name: string; expires_on: Day }) => ({
    subject: `Prépaiement de ${frenchEuros(amount_cents)} pour ${partner_name}`,
    paragraphs: [
      'Bonjour,',
      `Un client a réservé ${frenchEuros(amount_cents)} pour ${partner_name}. Il vous montrera son voucher : vous pouvez l’encaisser jusqu’au ${frenchDay(expires_on)} inclus. D’ici là, il peut aussi annuler.`,
      HOW_TO_STOP,
    ],
  }),
)
