import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { OUR_REGION } from '../../../platform/region.ts'

const CALL = `Si vous ne vous y attendiez pas, appelez le numéro vert ${OUR_REGION.phone}.`

export const departureAgreed = message(
  'departure-agreed',
  { who: 'Partner', when: 'it is to leave, and a second person agreed', example: [{ partner_name: 'LES PAGES', last_day: '2027-01-15' }] },
  ({ partner_name, last_day }: { partner_name: string; last_day: Day }) => ({
    subject: `${partner_name} quitte ${OUR_REGION.card} le ${frenchDay(last_day)}`,
    paragraphs: [
      'Bonjour,',
      `${partner_name} prend la carte ${OUR_REGION.card} jusqu’au ${frenchDay(last_day)} inclus, et les prépaiements déjà faits pour lui aussi. Dès maintenant, personne n’en fait de nouveau.`,
      'Après ce jour, les prépaiements qui restent sont rendus à leurs propriétaires. La Région vous paie alors tout ce qu’elle vous doit, dans un dernier reversement. Vous pouvez vous connecter, rembourser un client et lire vos comptes jusque-là ; ensuite, vos accès à ce commerce sont fermés.',
      CALL,
    ],
  }),
)

export const departureCalledOff = message(
  'departure-called-off',
  { who: 'Partner', when: 'it does not leave after all', example: [{ partner_name: 'LES PAGES' }] },
  ({ partner_name }: { partner_name: string }) => ({
    subject: `${partner_name} : le départ est annulé`,
    paragraphs: [
      'Bonjour,',
      `La Région a annulé le départ de ${partner_name} : ses accès restent ouverts, et il reprend les prépaiements s’il les prenait avant. S’il n’encaisse déjà plus, deux agents doivent le rouvrir.`,
      CALL,
    ],
  }),
)

export const departureEnded = message(
  'departure-ended',
  [
    {
      who: 'Partner',
      when: 'it has left: all is paid, and nobody signs in for it any more',
      example: [{ partner_name: 'LES PAGES', owed_cents: 0 }],
    },
    {
      who: 'Partner',
      when: 'the same, of one that gave back more than it took',
      example: [{ partner_name: 'LES PAGES', owed_cents: 4_500 }],
    },
  ],
  ({ partner_name, owed_cents }: { partner_name: string; owed_cents: number }) => ({
    subject: `${partner_name} a quitté ${OUR_REGION.card}`,
    paragraphs: [
      'Bonjour,',
      owed_cents > 0
        ? `${partner_name} a plus remboursé qu’encaissé depuis son dernier reversement : il doit ${frenchEuros(owed_cents)} à la Région, qui vous écrira pour les demander.`
        : `Tout ce que la Région devait à ${partner_name} est payé.`,
      'Vos accès à ce commerce sont fermés. Si vous travaillez aussi dans un autre commerce, rien n’y change.',
      `Pour un relevé ou une question, appelez le numéro vert ${OUR_REGION.phone}. Merci d’avoir accueilli les jeunes ${OUR_REGION.ofIt}.`,
    ],
  }),
)

interface Ticket {
  ticket: string
  amount_cents: number
  partner_name: string
}

const A_TICKET: Ticket = { ticket: '123456789012', amount_cents: 12_000, partner_name: 'LES PAGES' }

export const ticketBeforeDeparture = message(
  'prepayment-before-departure',
  { who: 'Beneficiary', when: 'the partner of their prepayment is to leave', example: [{ ...A_TICKET, last_day: '2027-01-15' }] },
  ({ ticket, amount_cents, partner_name, last_day }: Ticket & { last_day: Day }) => ({
    urgency: 'money',
    subject: `Votre prépaiement chez ${partner_name} : utilisez-le jusqu’au ${frenchDay(last_day)}`,
    paragraphs: [
      'Bonjour,',
      `${partner_name} quitte ${OUR_REGION.card}. Vous avez réservé ${frenchEuros(amount_cents)} chez lui (ticket n° ${ticket}) : remettez-lui ce ticket jusqu’au ${frenchDay(last_day)} inclus, ou annulez-le dans « Ma carte ».`,
      'Après ce jour, si vous ne l’avez pas fait, l’argent revient tout seul dans votre porte-monnaie.',
    ],
    sms: `${OUR_REGION.card} : ${partner_name.slice(0, 40)} s’en va. Utilisez votre ticket ${ticket} jusqu’au ${frenchDay(last_day)} ; après, l’argent vous revient.`,
  }),
)

export const ticketStaysGood = message(
  'prepayment-stays-good',
  {
    who: 'Beneficiary',
    when: 'the partner of their prepayment does not leave after all',
    example: [{ ...A_TICKET, expires_on: '2027-04-23' }],
  },
  ({ ticket, amount_cents, partner_name, expires_on }: Ticket & { expires_on: Day }) => ({
    urgency: 'money',
    subject: `Votre prépaiement chez ${partner_name} reste bon`,
    paragraphs: [
      'Bonjour,',
      `${partner_name} ne quitte plus ${OUR_REGION.card}. Votre prépaiement de ${frenchEuros(amount_cents)} (ticket n° ${ticket}) se remet jusqu’au ${frenchDay(expires_on)} inclus.`,
    ],
    sms: `${OUR_REGION.card} : ${partner_name.slice(0, 40)} reste. Votre ticket ${ticket} est bon jusqu’au ${frenchDay(expires_on)} inclus.`,
  }),
)
