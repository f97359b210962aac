import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { IDENTITY_DAYS, requestOf, type Situation } from '../card-applications/index.ts'

/** What is said to the young person of the decision on their request. Its reason may be long: an SMS leaves it to the site. */

const A_SCHOOL = 'Votre établissement, lycée Marie Curie,'

interface Validated {
  situation: Situation
  amount_cents: number
  benefit_label: string
  /** With an account that the person closed: nothing more is given. */
  given_before: boolean
  decider: string
  /** The first day of the campaign, when it is still to come: the wallet is credited then. */
  starts_on: Day | null
  /** The last day of what it gives, where that is later than its campaign's. */
  spendable_until: Day | null
  /** Their card is that of a campaign before. */
  keepsCard: boolean
}

const VALIDATED: Validated = {
  situation: 'pupil',
  amount_cents: 10_000,
  benefit_label: 'première entrée au lycée',
  given_before: false,
  decider: A_SCHOOL,
  starts_on: null,
  spendable_until: null,
  keepsCard: false,
}

export const applicationValidated = message(
  'card-application.validated',
  [
    { who: 'Beneficiary', when: 'their application is validated', example: [VALIDATED] },
    {
      who: 'Beneficiary',
      when: 'their application is validated before the campaign begins',
      example: [{ ...VALIDATED, starts_on: '2027-07-01' }],
    },
    {
      who: 'Beneficiary',
      when: 'their application is validated, and they have a card already',
      example: [{ ...VALIDATED, amount_cents: 5_500, benefit_label: 'poursuite au lycée', keepsCard: true }],
    },
    {
      who: 'Beneficiary',
      when: 'their application is validated when the campaign ends, or after its end',
      example: [{ ...VALIDATED, spendable_until: '2027-06-02' }],
    },
    {
      who: 'Beneficiary',
      when: 'their application is validated, and gives no amount',
      example: [{ ...VALIDATED, situation: 'apprentice', amount_cents: 0, benefit_label: 'même diplôme que l’an dernier' }],
    },
    {
      who: 'Beneficiary',
      when: 'their application is validated, and what it gives was given to an account that they closed',
      example: [{ ...VALIDATED, given_before: true }],
    },
    {
      who: 'Beneficiary who is neither pupil nor apprentice',
      when: 'their application is validated',
      example: [
        {
          ...VALIDATED,
          situation: 'neither',
          amount_cents: 0,
          benefit_label: 'bons plans',
          decider: `La Région ${OUR_REGION.name}`,
        },
      ],
    },
  ],
  (application: Validated) => {
    const { situation, amount_cents, benefit_label, given_before, decider, starts_on, keepsCard } = application
    const subject = `Votre ${requestOf(situation)} est validée`
    const validated = `${decider} a validé votre ${requestOf(situation)} ${OUR_REGION.card}.`
    if (situation === 'neither') {
      return {
        subject,
        paragraphs: [
          'Bonjour,',
          validated,
          `Vous profitez maintenant des Bons Plans ${OUR_REGION.card} : connectez-vous à votre espace pour les découvrir.`,
          `Votre pièce d’identité sera supprimée dans ${IDENTITY_DAYS} jours.`,
        ],
        sms: `${OUR_REGION.card} : votre demande est validée. Les Bons Plans vous attendent dans votre espace.`,
      }
    }
    const card = keepsCard
      ? 'Votre carte reste la même : gardez-la.'
      : 'Votre carte en plastique va être fabriquée, puis envoyée à votre adresse.'
    if (given_before) {
      return {
        subject,
        paragraphs: [
          'Bonjour,',
          validated,
          `Aucun montant n’est versé sur votre carte : vous avez déjà reçu celui de cette campagne, avec le compte que vous avez fermé. Elle vous ouvre les Bons Plans ${OUR_REGION.card}.`,
          card,
          `Si vous pensez que c’est une erreur, appelez le numéro vert ${OUR_REGION.phone}.`,
        ],
        sms: `${OUR_REGION.card} : demande de carte validée. Rien n’est versé : vous avez déjà reçu le montant de cette campagne. Détails dans votre espace.`,
      }
    }
    if (amount_cents === 0) {
      return {
        subject,
        paragraphs: [
          'Bonjour,',
          validated,
          `Aucun montant n’est versé sur votre carte cette année (${benefit_label}) ; elle vous ouvre les Bons Plans ${OUR_REGION.card}.`,
          card,
        ],
        sms: `${OUR_REGION.card} : votre demande de carte est validée. Connectez-vous pour lire ce à quoi elle vous donne droit.`,
      }
    }
    if (starts_on) {
      return {
        subject,
        paragraphs: [
          'Bonjour,',
          validated,
          `${frenchEuros(amount_cents)} seront sur votre carte le ${frenchDay(starts_on)}, premier jour de la campagne (${benefit_label}). Vous pourrez l’utiliser à partir de ce jour, sur votre téléphone : connectez-vous, puis ouvrez « Ma carte ».`,
          card,
        ],
        sms: `${OUR_REGION.card} : demande validée. ${frenchEuros(amount_cents)} seront sur votre carte le ${frenchDay(starts_on)} : vous l’utiliserez à partir de ce jour.`,
      }
    }
    return { subject, ...onTheCard(application, [validated, card]) }
  },
)

/** What is on the card at once, and until when where that is later than everybody's. */
function onTheCard({ amount_cents, benefit_label, spendable_until }: Validated, [validated, card]: [string, string]) {
  const until = spendable_until && frenchDay(spendable_until)
  return {
    paragraphs: [
      'Bonjour,',
      validated,
      `${frenchEuros(amount_cents)} sont sur votre carte (${benefit_label}). Vous pouvez l’utiliser dès maintenant sur votre téléphone : connectez-vous, puis ouvrez « Ma carte ».`,
      ...(until ? [`Cette somme est à dépenser jusqu’au ${until} inclus. Ensuite, ce qui reste revient à la Région.`] : []),
      card,
    ],
    sms: until
      ? `${OUR_REGION.card} : demande validée, ${frenchEuros(amount_cents)} sur votre carte, à dépenser jusqu’au ${until}. Espace « Ma carte ».`
      : `${OUR_REGION.card} : demande validée, ${frenchEuros(amount_cents)} sur votre carte. Utilisez-la dès maintenant sur votre téléphone : espace « Ma carte ».`,
  }
}

interface Answered {
  reason: string
  situation: Situation
  decider: string
}

export const applicationReturned = message(
  'card-application.returned',
  {
    who: 'Beneficiary',
    when: 'their application is returned',
    example: [{ reason: 'La photo est floue.', situation: 'pupil', decider: A_SCHOOL }],
  },
  ({ reason, situation, decider }: Answered) => ({
    subject: `Votre ${requestOf(situation)} est à corriger`,
    paragraphs: [
      'Bonjour,',
      `${decider} vous demande de corriger votre ${requestOf(situation)} ${OUR_REGION.card} :`,
      `« ${reason} »`,
      'Connectez-vous à votre espace, corrigez votre demande, puis renvoyez-la. Vos réponses sont conservées.',
    ],
    sms: `${OUR_REGION.card} : votre ${requestOf(situation)} est à corriger. Connectez-vous pour lire pourquoi, la corriger et la renvoyer.`,
  }),
)

export const applicationRefused = message(
  'card-application.refused',
  {
    who: 'Beneficiary',
    when: 'their application is refused',
    example: [{ reason: 'Élève inconnu.', situation: 'pupil', decider: A_SCHOOL }],
  },
  ({ reason, situation, decider }: Answered) => ({
    subject: `Votre ${requestOf(situation)} est refusée`,
    paragraphs: [
      'Bonjour,',
      `${decider} a refusé votre ${requestOf(situation)} ${OUR_REGION.card} :`,
      `« ${reason} »`,
      situation === 'neither'
        ? `Si vous pensez que c’est une erreur, appelez le numéro vert ${OUR_REGION.phone}.`
        : `Si vous pensez que c’est une erreur, adressez-vous à votre établissement ou appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
    sms: `${OUR_REGION.card} : votre ${requestOf(situation)} est refusée. Connectez-vous pour lire pourquoi, ou appelez le ${OUR_REGION.phone}.`,
  }),
)
