import { message } from '../../../platform/messages/message.ts'
import { OUR_REGION } from '../../../platform/region.ts'
import { frenchKilometres, wholeEuros } from '../apprentice-aid/index.ts'

/** What is said to the apprentice of the decisions on their request. Reasons may be long: an SMS leaves them to the site. */

const A_SCHOOL = 'Votre établissement, lycée Marie Curie,'

export const aidAcceptedBySchool = message(
  'apprentice-aid.accepted-by-school',
  {
    who: 'Apprentice',
    when: 'their CFA accepted their request for the aid',
    example: [{ number: '123456789', school_name: 'CFA du Beffroi' }],
  },
  ({ number, school_name }: { number: string; school_name: string }) => ({
    subject: 'Votre demande d’aide THR est validée par votre établissement',
    paragraphs: [
      'Bonjour,',
      `Votre établissement, ${school_name}, a validé votre demande d’aide pour le transport, l’hébergement et la restauration (demande n° ${number}).`,
      'Elle est maintenant transmise à la Région pour traitement. Vous n’avez rien à faire : nous vous prévenons de la suite.',
    ],
    sms: `${OUR_REGION.card} : votre établissement a validé votre demande d’aide THR n° ${number}. La Région la traite maintenant.`,
  }),
)

export const aidAccepted = message(
  'apprentice-aid.accepted',
  { who: 'Apprentice', when: 'the Region accepted their request for the aid', example: [{ number: '123456789', total_cents: 28_000 }] },
  ({ number, total_cents }: { number: string; total_cents: number }) => ({
    subject: 'Votre demande d’aide THR est acceptée',
    paragraphs: [
      'Bonjour,',
      `La Région ${OUR_REGION.name} a accepté votre demande d’aide pour le transport, l’hébergement et la restauration (demande n° ${number}) : ${wholeEuros(total_cents)} seront versés sur votre compte bancaire.`,
      'Vous n’avez rien à faire : nous vous prévenons quand le virement part.',
    ],
    sms: `${OUR_REGION.card} : demande d’aide THR n° ${number} acceptée, ${wholeEuros(total_cents)} seront versés sur votre compte bancaire.`,
  }),
)

interface Answered {
  number: string
  reason: string
  decider: string
}

export const aidReturned = message(
  'apprentice-aid.returned',
  {
    who: 'Apprentice',
    when: 'their request for the aid is returned',
    example: [{ number: '123456789', reason: 'Le RIB est illisible.', decider: A_SCHOOL }],
  },
  ({ number, reason, decider }: Answered) => ({
    subject: 'Votre demande d’aide THR est à corriger',
    paragraphs: [
      'Bonjour,',
      `${decider} vous demande de corriger votre demande d’aide THR (demande n° ${number}) :`,
      `« ${reason} »`,
      'Connectez-vous à votre espace, corrigez votre demande, puis renvoyez-la. Vos réponses et vos documents sont conservés.',
    ],
    sms: `${OUR_REGION.card} : votre demande d’aide THR n° ${number} est à corriger. Connectez-vous pour lire pourquoi, puis renvoyez-la.`,
  }),
)

export const aidRefused = message(
  'apprentice-aid.refused',
  {
    who: 'Apprentice',
    when: 'their request for the aid is refused',
    example: [{ number: '123456789', reason: 'Le contrat est rompu.', decider: A_SCHOOL }],
  },
  ({ number, reason, decider }: Answered) => ({
    subject: 'Votre demande d’aide THR est refusée',
    paragraphs: [
      'Bonjour,',
      `${decider} a refusé votre demande d’aide THR (demande n° ${number}) :`,
      `« ${reason} »`,
      `Si vous pensez que c’est une erreur, appelez le numéro vert ${OUR_REGION.phone}.`,
    ],
    sms: `${OUR_REGION.card} : votre demande d’aide THR n° ${number} est refusée. Connectez-vous pour lire pourquoi, ou appelez le ${OUR_REGION.phone}.`,
  }),
)

interface DistanceChecked {
  number: string
  reason: string
  distance_m: number
  transport_cents: number
}

export const aidDistanceChecked = message(
  'apprentice-aid.distance-checked',
  {
    who: 'Apprentice',
    when: 'an agent checked the distance',
    example: [{ number: '123456789', reason: 'Trajet relevé sur la carte.', distance_m: 42_300, transport_cents: 15_000 }],
  },
  ({ number, reason, distance_m, transport_cents }: DistanceChecked) => ({
    subject: 'La distance de votre demande d’aide THR est vérifiée',
    paragraphs: [
      'Bonjour,',
      `Un agent de la Région a vérifié la distance entre votre domicile et votre CFA (demande n° ${number}) : ${frenchKilometres(distance_m)}, soit ${wholeEuros(transport_cents)} pour le transport.`,
      `« ${reason} »`,
      'Vous n’avez rien à faire : nous vous prévenons de la suite.',
    ],
    sms: `${OUR_REGION.card} : distance vérifiée pour votre aide THR n° ${number}, ${frenchKilometres(distance_m)}, soit ${wholeEuros(transport_cents)} de transport.`,
  }),
)
