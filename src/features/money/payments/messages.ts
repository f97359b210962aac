import { frenchMinute } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { HOW_TO_STOP } from '../../partners/mails/index.ts'
import type { Assent } from './payment.ts'

/** Tells the young person what they paid from the extranet. */
export const onlinePaymentMade = message(
  'online-payment-made',
  {
    who: 'Beneficiary',
    when: 'paid a partner from the extranet',
    example: [{ transaction_id: 8_985_012, amount_cents: 1_500, balance_after_cents: 18_500, partner_name: 'LES PAGES' }],
  },
  (payment: { transaction_id: number; amount_cents: number; balance_after_cents: number; partner_name: string }) => {
    const amount = frenchEuros(payment.amount_cents)
    const balance = frenchEuros(payment.balance_after_cents)
    return {
      urgency: 'money',
      subject: `Paiement en ligne de ${amount} à ${payment.partner_name}`,
      paragraphs: [
        'Bonjour,',
        `Votre paiement en ligne de ${amount} au partenaire ${payment.partner_name} est fait (transaction n° ${payment.transaction_id}). Le solde de votre porte-monnaie est maintenant de ${balance}.`,
        'Rendez-vous chez ce partenaire avec votre carte pour faire votre achat. Seul le partenaire peut annuler ce paiement.',
        `Si ce n’est pas vous qui avez payé, changez votre mot de passe, puis appelez le numéro vert ${OUR_REGION.phone}.`,
      ],
      sms: `${OUR_REGION.card} : paiement en ligne de ${amount} à ${payment.partner_name.slice(0, 40)}. Solde : ${balance}. Ce n’est pas vous ? ${OUR_REGION.phone}`,
    }
  },
)

/** Tells the shop: there is an order to prepare. Who paid is in its space only. */
export const onlinePaymentReceived = message(
  'online-payment-received',
  {
    who: 'Managers and accountants of a partner',
    when: 'somebody paid it from the extranet',
    example: [{ transaction_id: 8_985_012, amount_cents: 1_500, partner_name: 'LES PAGES' }],
  },
  ({ transaction_id, amount_cents, partner_name }: { transaction_id: number; amount_cents: number; partner_name: string }) => ({
    urgency: 'money',
    subject: `Paiement en ligne de ${frenchEuros(amount_cents)} reçu par ${partner_name}`,
    paragraphs: [
      'Bonjour,',
      `Un client a payé ${frenchEuros(amount_cents)} en ligne à ${partner_name} (transaction n° ${transaction_id}). Il va venir avec sa carte chercher son achat.`,
      'Vous trouvez ce paiement dans votre espace, rubrique « Transactions ». Vous pouvez l’annuler ou le rembourser.',
      HOW_TO_STOP,
    ],
  }),
)

const IF_IT_WAS_NOT_THEM = `Si ce n’est pas vous, mettez votre carte en opposition dans « Ma carte », rubrique « Un problème de carte ? », puis appelez le numéro vert ${OUR_REGION.phone}.`

const HOW_THEY_AGREED: Record<Assent, string> = {
  'own-space': 'Vous avez donné votre accord dans votre espace.',
  'payment-code': 'Votre code de paiement a été tapé en caisse.',
  'identity-paper': 'La caisse dit avoir vu votre visage et une pièce d’identité à votre nom.',
}

/** What somebody paid at a till, or redeemed there. */
export interface TakenAtTill {
  id: number
  at: Date
  amount_cents: number
  balance_after_cents: number
  partner_name: string
  /** From this amount on by SMS, to who chose it. */
  sms_from_cents: number
  /** How they agreed, where they were asked: by one of these the shop says so, not they. */
  assent: Assent | null
}

const TAKEN: TakenAtTill = {
  id: 8_985_012,
  at: new Date('2026-11-24T09:00:00Z'),
  amount_cents: 4_500,
  balance_after_cents: 15_500,
  partner_name: 'LES PAGES',
  sms_from_cents: 3_000,
  assent: 'identity-paper',
}

/** Tells the young person what was taken at a till: it may not be them. */
export const paidAtTill = message(
  'paid-at-till',
  { who: 'Beneficiary', when: 'their card paid at a till', example: [TAKEN] },
  (payment: TakenAtTill) => {
    const amount = frenchEuros(payment.amount_cents)
    const balance = frenchEuros(payment.balance_after_cents)
    return {
      urgency: 'money',
      subject: `Paiement de ${amount} chez ${payment.partner_name}`,
      paragraphs: [
        'Bonjour,',
        `Votre carte a payé ${amount} chez le partenaire ${payment.partner_name} le ${frenchMinute(payment.at)} (transaction n° ${payment.id}). Il reste ${balance} sur ce porte-monnaie.`,
        ...(payment.assent ? [HOW_THEY_AGREED[payment.assent]] : []),
        IF_IT_WAS_NOT_THEM,
      ],
      ...(payment.amount_cents >= payment.sms_from_cents && {
        sms: `${OUR_REGION.card} : ${amount} payés chez ${payment.partner_name.slice(0, 40)}. Reste : ${balance}. Ce n’est pas vous ? ${OUR_REGION.phone}`,
      }),
    }
  },
)

/** Tells the young person that a till was told what they have. */
export const whatIsLeftToldAtTill = message(
  'what-is-left-told-at-till',
  {
    who: 'Beneficiary',
    when: 'their QR code did not pay for want of money, and the till was told what is left',
    example: [{ left_cents: 2_893, partner_name: 'LES PAGES' }],
  },
  ({ left_cents, partner_name }: { left_cents: number; partner_name: string }) => ({
    urgency: 'money',
    subject: `${partner_name} a vu ce qu’il vous reste`,
    paragraphs: [
      'Bonjour,',
      `Un paiement demandé chez le partenaire ${partner_name} dépassait ce qu’il y a sur votre porte-monnaie. Le commerce a vu, une fois, ce qu’il reste : ${frenchEuros(left_cents)}.`,
      IF_IT_WAS_NOT_THEM,
    ],
  }),
)
