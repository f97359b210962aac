import { type Day, frenchDay } from '../../../platform/dates.ts'
import { message } from '../../../platform/messages/message.ts'
import { frenchEuros } from '../../../platform/money.ts'
import { IDENTITY_DAYS, type Situation } from './application.ts'
import type { Decider } from './queries.ts'

/** What is said to the young person about their request. A school's words may be long: an SMS leaves them to the site. */

/** Who decided, at the head of a sentence. */
export const deciderName = (decider: Decider): string =>
  decider.kind === 'school' ? `Votre établissement, ${decider.school_name},` : 'La Région Hauts-de-France'

const A_SCHOOL = 'Votre établissement, lycée Marie Curie,'

/** Those who are neither ask for no card. */
const request = (situation: Situation): string => (situation === 'neither' ? 'Votre demande' : 'Votre demande de carte')
const ofTheCard = (situation: Situation): string => (situation === 'neither' ? 'demande' : 'demande de carte')

interface Submitted {
  file_number: string
  situation: Situation
  /** The school that decides; the Region when there is none. */
  school_name: string | null
  /** The first day of the campaign, when it is still to come. */
  starts_on: Day | null
  /** From a campaign before. */
  hasCard: boolean
}

export const applicationSubmitted = message(
  'card-application.submitted',
  {
    who: 'Beneficiary',
    when: 'sent their card application',
    example: [
      {
        file_number: '4827501935',
        situation: 'pupil',
        school_name: 'lycée Marie Curie',
        starts_on: null,
        hasCard: false,
      },
    ],
  },
  ({ file_number, situation, school_name, starts_on, hasCard }: Submitted) => {
    const checks = school_name
      ? `Votre établissement, ${school_name}, vérifie maintenant que vous y êtes inscrit.`
      : situation === 'neither'
        ? 'La Région Hauts-de-France vérifie maintenant votre pièce d’identité.'
        : 'Votre CFA n’est pas dans la région : c’est la Région Hauts-de-France qui vérifie maintenant votre demande.'
    const sms = school_name ? 'Votre établissement la vérifie' : 'La Région la vérifie'
    return {
      subject: `${request(situation)} est envoyée`,
      paragraphs: [
        'Bonjour,',
        `Votre ${ofTheCard(situation)} Génération #HDF (dossier ${file_number}) est envoyée.`,
        `${checks} Vous n’avez rien à faire : nous vous prévenons dès qu’${school_name ? 'il' : 'elle'} a répondu.`,
        situation === 'neither'
          ? 'Une fois votre demande validée, vous profiterez des Bons Plans Génération #HDF.'
          : `Une fois votre demande validée, vous pourrez utiliser votre carte ${starts_on ? `à partir du ${frenchDay(starts_on)}` : 'tout de suite'}${hasCard ? '. Elle reste la même : gardez-la.' : ' sur votre téléphone ; la carte en plastique arrivera ensuite par courrier.'}`,
      ],
      sms: `Génération #HDF : votre ${ofTheCard(situation)} est envoyée. ${sms} ; nous vous prévenons de la réponse.`,
    }
  },
)

interface Validated {
  situation: Situation
  amount_cents: number
  benefit_label: string
  /** With an account that the person closed: nothing more is given. */
  given_before: boolean
  decider: string
  /** The first day of the campaign, when it is still to come: the wallet is credited then. */
  starts_on: Day | null
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
          decider: 'La Région Hauts-de-France',
        },
      ],
    },
  ],
  (application: Validated) => {
    const { situation, amount_cents, benefit_label, given_before, decider, starts_on, keepsCard } = application
    const subject = `${request(situation)} est validée`
    const validated = `${decider} a validé votre ${ofTheCard(situation)} Génération #HDF.`
    if (situation === 'neither') {
      return {
        subject,
        paragraphs: [
          'Bonjour,',
          validated,
          'Vous profitez maintenant des Bons Plans Génération #HDF : connectez-vous à votre espace pour les découvrir.',
          `Votre pièce d’identité sera supprimée dans ${IDENTITY_DAYS} jours.`,
        ],
        sms: 'Génération #HDF : votre demande est validée. Les Bons Plans vous attendent dans votre espace.',
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
          'Aucun montant n’est versé sur votre carte : vous avez déjà reçu celui de cette campagne, avec le compte que vous avez fermé. Elle vous ouvre les Bons Plans Génération #HDF.',
          card,
          'Si vous pensez que c’est une erreur, appelez le numéro vert 0800 026 080.',
        ],
        sms: 'Génération #HDF : demande de carte validée. Rien n’est versé : vous avez déjà reçu le montant de cette campagne. Détails dans votre espace.',
      }
    }
    if (amount_cents === 0) {
      return {
        subject,
        paragraphs: [
          'Bonjour,',
          validated,
          `Aucun montant n’est versé sur votre carte cette année (${benefit_label}) ; elle vous ouvre les Bons Plans Génération #HDF.`,
          card,
        ],
        sms: 'Génération #HDF : votre demande de carte est validée. Connectez-vous pour lire ce à quoi elle vous donne droit.',
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
        sms: `Génération #HDF : demande validée. ${frenchEuros(amount_cents)} seront sur votre carte le ${frenchDay(starts_on)} : vous l’utiliserez à partir de ce jour.`,
      }
    }
    return {
      subject,
      paragraphs: [
        'Bonjour,',
        validated,
        `${frenchEuros(amount_cents)} sont sur votre carte (${benefit_label}). Vous pouvez l’utiliser dès maintenant sur votre téléphone : connectez-vous, puis ouvrez « Ma carte ».`,
        card,
      ],
      sms: `Génération #HDF : demande validée, ${frenchEuros(amount_cents)} sur votre carte. Utilisez-la dès maintenant sur votre téléphone : espace « Ma carte ».`,
    }
  },
)

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
    subject: `${request(situation)} est à corriger`,
    paragraphs: [
      'Bonjour,',
      `${decider} vous demande de corriger votre ${ofTheCard(situation)} Génération #HDF :`,
      `« ${reason} »`,
      'Connectez-vous à votre espace, corrigez votre demande, puis renvoyez-la. Vos réponses sont conservées.',
    ],
    sms: `Génération #HDF : votre ${ofTheCard(situation)} est à corriger. Connectez-vous pour lire pourquoi, la corriger et la renvoyer.`,
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
    subject: `${request(situation)} est refusée`,
    paragraphs: [
      'Bonjour,',
      `${decider} a refusé votre ${ofTheCard(situation)} Génération #HDF :`,
      `« ${reason} »`,
      situation === 'neither'
        ? 'Si vous pensez que c’est une erreur, appelez le numéro vert 0800 026 080.'
        : 'Si vous pensez que c’est une erreur, adressez-vous à votre établissement ou appelez le numéro vert 0800 026 080.',
    ],
    sms: `Génération #HDF : votre ${ofTheCard(situation)} est refusée. Connectez-vous pour lire pourquoi, ou appelez le 0800 026 080.`,
  }),
)

/** An agent gave the request to another school. */
export const schoolChanged = message(
  'card-application.moved',
  [
    {
      who: 'Beneficiary',
      when: 'an agent gave their application to another school',
      example: [{ school_name: 'lycée Gambetta', isDecided: false }],
    },
    {
      who: 'Beneficiary',
      when: 'an agent gave their application to another school, once it was decided',
      example: [{ school_name: 'lycée Gambetta', isDecided: true }],
    },
  ],
  ({ school_name, isDecided }: { school_name: string; isDecided: boolean }) => ({
    subject: 'Votre établissement a changé',
    paragraphs: [
      'Bonjour,',
      `La Région a noté votre nouvel établissement : ${school_name}.`,
      isDecided
        ? 'Votre carte et ce qu’il y reste ne changent pas. Vous n’avez rien à faire.'
        : 'C’est lui qui vérifie maintenant votre demande de carte. Vous n’avez rien à faire : nous vous prévenons de sa réponse.',
      'Si ce n’est pas le bon, appelez le numéro vert 0800 026 080.',
    ],
    sms: 'Génération #HDF : la Région a noté votre nouvel établissement. Connectez-vous pour le lire, ou appelez le 0800 026 080.',
  }),
)
