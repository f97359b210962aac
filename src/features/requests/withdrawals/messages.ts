import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { OUR_REGION } from '../../../platform/region.ts'

interface Taken {
  /** « La Région Hauts-de-France » */
  decider: string
  reason: string
  campaign_name: string
  /** The last day of decisions, when it is past: it waits for none. */
  decided_until: Day | null
  given_back_cents: number
  owed_cents: number
  /** Of the prepayments that were pending. */
  cancelled_cents: number
}

export const validationWithdrawn = message(
  'validation-withdrawn',
  [
    {
      who: 'Beneficiary',
      when: 'their school took back its validation, within its hours',
      example: [
        {
          ...{ decider: 'Votre établissement, lycée Marie Curie,', reason: 'Validée par erreur', campaign_name: '2026-2027' },
          ...{ decided_until: null, given_back_cents: 10_000, owed_cents: 0, cancelled_cents: 0 },
        },
      ],
    },
    {
      who: 'Beneficiary who had spent some of it',
      when: 'two agents took back the validation of their request',
      example: [
        {
          ...{ decider: `La Région ${OUR_REGION.name}`, reason: 'Pas inscrit dans l’établissement', campaign_name: '2026-2027' },
          ...{ decided_until: null, given_back_cents: 5_500, owed_cents: 4_500, cancelled_cents: 1_500 },
        },
      ],
    },
    {
      who: 'Beneficiary',
      when: 'the validation of their request is taken back, and nobody can give it again',
      example: [
        {
          ...{ decider: `La Région ${OUR_REGION.name}`, reason: 'Soupçon de fraude', campaign_name: '2026-2027' },
          ...{ decided_until: '2027-05-30', given_back_cents: 10_000, owed_cents: 0, cancelled_cents: 0 },
        },
      ],
    },
  ],
  ({ decider, reason, campaign_name, decided_until, given_back_cents, owed_cents, cancelled_cents }: Taken) => ({
    urgency: 'money',
    subject: 'La validation de votre demande est retirée',
    paragraphs: [
      'Bonjour,',
      `${decider} a retiré la validation de votre demande de carte de la campagne ${campaign_name}. Motif : ${reason.toLowerCase()}. ${decided_until ? `Les demandes de cette campagne pouvaient être validées jusqu’au ${frenchDay(decided_until)} : la vôtre ne peut plus l’être. Vous ferez une demande pour la campagne suivante.` : 'Votre demande est à nouveau en cours de vérification.'}`,
      ...(given_back_cents > 0 ? [`${frenchEuros(given_back_cents)} de votre porte-monnaie reviennent à la Région.`] : []),
      ...(cancelled_cents > 0 ? [`Vos prépaiements en attente (${frenchEuros(cancelled_cents)}) sont annulés.`] : []),
      ...(owed_cents > 0
        ? [
            `Vous aviez dépensé ${frenchEuros(owed_cents)} : cette somme sera déduite de la prochaine aide qui vous sera versée sur votre carte. Vous n’avez rien à payer maintenant.`,
          ]
        : []),
      `Si vous pensez que c’est une erreur, adressez-vous à votre établissement, ou appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
    sms: `${OUR_REGION.card} : la validation de votre demande de carte est retirée. Les détails sont dans votre espace, ou au ${OUR_REGION.phone}.`,
  }),
)
