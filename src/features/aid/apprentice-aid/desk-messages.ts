import { message } from '../../../platform/messages/message.ts'
import { frenchKilometres, wholeEuros } from './aid.ts'
import type { Decider } from './desk-queries.ts'

/** What is said to the apprentice of the decisions on their request, then of its transfer. Reasons may be long: an SMS leaves them to the site. */

/** Who decided, at the head of a sentence. */
export const deciderName = (decider: Decider): string =>
  decider.kind === 'school' ? `Votre établissement, ${decider.school_name},` : 'La Région Hauts-de-France'

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
    sms: `Génération #HDF : votre établissement a validé votre demande d’aide THR n° ${number}. La Région la traite maintenant.`,
  }),
)

export const aidAccepted = message(
  'apprentice-aid.accepted',
  { who: 'Apprentice', when: 'the Region accepted their request for the aid', example: [{ number: '123456789', total_cents: 28_000 }] },
  ({ number, total_cents }: { number: string; total_cents: number }) => ({
    subject: 'Votre demande d’aide THR est acceptée',
    paragraphs: [
      'Bonjour,',
      `La Région Hauts-de-France a accepté votre demande d’aide pour le transport, l’hébergement et la restauration (demande n° ${number}) : ${wholeEuros(total_cents)} seront versés sur votre compte bancaire.`,
      'Vous n’avez rien à faire : nous vous prévenons quand le virement part.',
    ],
    sms: `Génération #HDF : demande d’aide THR n° ${number} acceptée, ${wholeEuros(total_cents)} seront versés sur votre compte bancaire.`,
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
    sms: `Génération #HDF : votre demande d’aide THR n° ${number} est à corriger. Connectez-vous pour lire pourquoi, puis renvoyez-la.`,
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
      'Si vous pensez que c’est une erreur, appelez le numéro vert 0800 026 080.',
    ],
    sms: `Génération #HDF : votre demande d’aide THR n° ${number} est refusée. Connectez-vous pour lire pourquoi, ou appelez le 0800 026 080.`,
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
    sms: `Génération #HDF : distance vérifiée pour votre aide THR n° ${number}, ${frenchKilometres(distance_m)}, soit ${wholeEuros(transport_cents)} de transport.`,
  }),
)

export const aidInPayment = message(
  'apprentice-aid.put-in-payment',
  { who: 'Apprentice', when: 'the transfer of the aid is being made', example: [] },
  () => ({
    subject: 'Le virement de votre aide THR est en cours',
    paragraphs: [
      'Bonjour,',
      'La Région prépare le virement de votre aide pour le transport, l’hébergement et la restauration sur votre compte bancaire.',
      'Vous n’avez rien à faire : nous vous prévenons quand il est fait.',
    ],
    sms: 'Génération #HDF : le virement de votre aide THR est en cours. Nous vous prévenons quand il est fait.',
  }),
)

export const aidPutOff = message(
  'apprentice-aid.taken-out-of-payment',
  { who: 'Apprentice', when: 'the batch of that transfer is cancelled', example: [] },
  () => ({
    subject: 'Le virement de votre aide THR est reporté',
    paragraphs: [
      'Bonjour,',
      'La Région n’a pas fait le virement de votre aide pour le transport, l’hébergement et la restauration que nous vous avions annoncé : il partira avec les prochains.',
      'Votre aide reste accordée, vous n’avez rien à faire : nous vous prévenons quand le virement part.',
    ],
    sms: 'Génération #HDF : le virement de votre aide THR est reporté, votre aide reste accordée. Nous vous prévenons quand il part.',
  }),
)

export const aidPaid = message('apprentice-aid.paid', { who: 'Apprentice', when: 'the transfer of the aid is made', example: [] }, () => ({
  subject: 'Votre aide THR est payée',
  paragraphs: [
    'Bonjour,',
    'Le virement de votre aide pour le transport, l’hébergement et la restauration est fait. Selon votre banque, il apparaît sur votre compte sous un à trois jours ouvrés.',
  ],
  sms: 'Génération #HDF : votre aide THR est payée. Le virement apparaît sur votre compte sous un à trois jours ouvrés.',
}))

export const aidRejectedByBank = message(
  'apprentice-aid.rejected-by-bank',
  { who: 'Apprentice', when: 'the bank rejected the transfer', example: [{ number: '123456789', reason: 'Compte clos.' }] },
  ({ number, reason }: { number: string; reason: string }) => ({
    subject: 'Le virement de votre aide THR est rejeté : donnez un autre compte',
    paragraphs: [
      'Bonjour,',
      `La banque a rejeté le virement de votre aide THR (demande n° ${number}) :`,
      `« ${reason} »`,
      'Connectez-vous à votre espace, ouvrez votre demande depuis votre page d’accueil, puis donnez de nouvelles coordonnées bancaires et le RIB qui leur correspond. Un nouveau virement suivra.',
    ],
    sms: `Génération #HDF : virement de votre aide THR n° ${number} rejeté par la banque. Connectez-vous pour donner de nouvelles coordonnées bancaires.`,
  }),
)
